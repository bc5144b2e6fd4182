"""What a school has on its table on any day: requests, consents and a candidate that wait for somebody."""

import datetime

from programs.actions import intake, notes, selection, way
from registry.actions import cards
from registry.models import Mentee, Mentor


def leave(year) -> None:
    """Something for the curator, a parent and the commission; `year` is the DemoYear at work."""
    programme, today = year.pupils_programme, year.today
    if programme is None:
        return
    _from_the_site(programme, today)
    taken = {*Mentee.objects.values_list("person", flat=True), *Mentor.objects.values_list("person", flat=True)}
    free = [one for one in year.school.pupils(10, 16, year.school.year.starts) if one.pk not in taken]
    younger = [one for one in free if one.age(today) < 14]
    older = [one for one in free if one.age(today) >= 14]
    for person in younger[:2]:
        _waits_for_consents(year, programme, person)
    _waits_for_a_talk(year, programme, year.school.newcomer())
    for person in older[:1]:
        _waits_for_the_commission(year, programme, person)


def _from_the_site(programme, today):
    intake.receive_typed_request(
        on=today - datetime.timedelta(days=1), programme=programme, role="mentee",
        typed_name="Лютикова Нина Павловна", typed_birth_date=datetime.date(today.year - 12, 2, 3), typed_class="6 «А»",
        contact="8 900 000-77-01", contact_person="Лютикова Ольга Ивановна",
        words="Дочь недавно перешла в школу, ей не хватает уверенности.",
    )  # fmt: skip
    intake.receive_typed_request(
        on=today, programme=programme, role="mentor", typed_name="Подорожников Олег Юрьевич",
        typed_class="ООО «Ромашкинский сад», агроном", contact="8 900 000-77-02",
        words="Выпускник школы, готов рассказывать о профессии и помогать с проектами.",
    )  # fmt: skip


def _waits_for_a_talk(year, programme, person):
    """Asked for a word and a talk; nobody has answered yet."""
    by, day = year.school.by, year.today - datetime.timedelta(days=10)
    request = intake.add_request(programme, person, "mentee", by=by, on=day, words="Трудно учиться в новом классе.")
    teacher = person.school_class(day).class_teachers.first().person
    asked = [(teacher, "class_teacher"), (year.school.guardian(person), "guardian")]
    notes.ask_notes(request, asked, by=by, on=day)
    way.entrust_talk(request, year.school.psychologist, by=by, on=day, due=year.today + datetime.timedelta(days=2))


def _waits_for_consents(year, programme, person):
    by, day = year.school.by, year.today - datetime.timedelta(days=4)
    request = intake.add_request(programme, person, "mentee", by=by, on=day, words="Хочу научиться учиться.")
    topics = year.steps[programme][0].pupil_topics[:2]
    way.hold_talk(request, by=by, on=day, held_on=day, holder=by.person, result="Хочет учиться лучше, наставника ждёт.")
    intake.conclude(request, by=by, on=day, analysis="Беседа проведена, потребность подтверждена.", topics=topics)


def _waits_for_the_commission(year, programme, person):
    by, day = year.school.by, year.today - datetime.timedelta(days=3)
    topics = year.steps[programme][0].pupil_topics[2:4]
    mentor = cards.add_mentor(person, by=by, on=day, category="pupil", competences=topics)
    ways = programme.rule("selection.ways").value
    way = "application" if "application" in ways else ways[0]
    selection.nominate(programme, mentor, way, by=by, on=day, ground=f"заявление от {day:%d.%m.%Y}")
