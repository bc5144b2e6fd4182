"""Requests: written down or come from the site, tied to a person, spoken of by others, admitted to the base."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from programs.actions import intake, notes
from programs.models import Request, ThirdPartyNote
from registry.models import Guardianship, JournalLine, Mentee, Mentor, Person, Topic
from registry.text import add_months
from tests import factories as make
from tests.conftest import TODAY
from tests.factories import enter

pytestmark = pytest.mark.django_db
NEW = "/programs/requests/new/"
SECRET = "Дома ссоры, об этом знает только класс"
NINE = add_months(TODAY, -12 * 9) - datetime.timedelta(days=40)


@pytest.fixture
def request_(curator):
    """A child of 12 with a mother, wishing for a mentor."""
    child = make.pupil(12, last_name="Хертек", first_name="Сайын-Белек", middle_name="Кан-ооловна")
    make.guardian_of(child)
    return intake.add_request(
        make.a_programme(), child, "mentee", by=curator, on=TODAY, words="Хочу понимать математику"
    )


def typed(**fields):
    return intake.receive_typed_request(
        on=TODAY,
        **{
            "programme": make.a_programme(), "role": "mentee", "typed_name": "Подснежникова Вера Львовна",
            "typed_birth_date": datetime.date(2014, 5, 6), "typed_class": "7 А", "contact": "8 900 000-00-00",
            "contact_person": "Подснежникова Анна (мать)", "words": "Дочке трудно", **fields,
        },
    )  # fmt: skip


def new_child(**changes):
    programme = make.a_programme()
    return {
        "programme": programme.pk, "role": "mentee", "who": "new", "last_name": "Незабудкина", "first_name": "Софья",
        "middle_name": "Олеговна", "birth_date": "2014-05-06", "school_class": make.school_class().pk,
        "words": "Хочу понимать математику", "source": "office",
    } | changes  # fmt: skip


def page_of(client, row):
    return client.get(row.get_absolute_url()).content.decode()


# The list


def test_the_list_marks_what_came_from_the_site_and_whose_it_is_unknown(client, request_):
    row = typed()
    page = client.get("/programs/requests/").content.decode()
    assert "с сайта" in page
    assert reverse("programs:request_tie", args=[row.pk]) in page
    assert "Хертек Сайын-Белек Кан-ооловна" in page


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "хертек"}, ["Хертек"]),
        ({"q": "ПОДСНЕЖНИКОВА вера"}, ["Подснежникова"]),
        ({"status": "running"}, ["Хертек", "Подснежникова"]),
        ({"status": "admitted"}, []),
        ({"status": "no_notes"}, ["Хертек"]),
        ({"role": "mentor"}, []),
        ({"programme": "2026-ozono-chepetskaya-pupils"}, ["Хертек", "Подснежникова"]),
        ({"status": "чепуха"}, ["Хертек", "Подснежникова"]),
    ],
)
def test_the_filters_live_in_the_address(client, request_, asked, found):
    typed()
    rows = client.get("/programs/requests/", asked).context["page_obj"]
    assert {row.name.split()[0] for row in rows} == set(found)


def test_an_empty_list_leads_first_to_a_programme_then_to_a_request(client, curator):
    assert "/programs/new/" in client.get("/programs/requests/").content.decode()
    make.a_programme()
    assert f'href="{NEW}"' in client.get("/programs/requests/").content.decode()


def test_a_teacher_has_no_door_to_the_list(client, request_):
    enter(client, make.user_for(make.teacher()))
    assert client.get("/programs/requests/").status_code == 403


def test_the_list_asks_as_many_questions_for_three_rows_as_for_one(client, request_):
    client.get("/programs/requests/")
    with CaptureQueriesContext(connection) as one:
        client.get("/programs/requests/")
    for _ in range(2):
        intake.add_request(request_.programme, make.pupil(), "mentee", by=None, on=TODAY)
    with CaptureQueriesContext(connection) as three:
        client.get("/programs/requests/")
    assert len(three) == len(one)


# A new request


def test_a_known_person_is_found_by_search_and_chosen(client, curator):
    make.a_programme()
    child = make.pupil(12, last_name="Ёлкина", first_name="Вера")
    page = client.get(NEW, {"q": "елкина"}).content.decode()
    assert f'value="{child.pk}"' in page
    answer = client.post(f"{NEW}?q=елкина", new_child(who=child.pk, last_name="", first_name=""))
    row = Request.objects.get()
    assert answer.url == row.get_absolute_url()
    assert (row.person, row.words, row.source) == (child, "Хочу понимать математику", "office")


def test_nobody_is_chosen_for_the_curator(client, curator):
    make.pupil(12, last_name="Ёлкина", first_name="Вера")
    page = client.post(f"{NEW}?q=елкина", new_child(who="", last_name="", first_name=""))
    assert "Выберите человека из списка" in page.content.decode()
    assert not Request.objects.exists()


def test_a_new_child_and_the_representative_come_in_one_form(client, curator):
    data = new_child(
        guardian_name="Незабудкина Дарья Петровна", guardian_kind="mother", guardian_phone="8 900 111-11-11"
    )
    client.post(NEW, data)
    child = Request.objects.get().person
    assert child.school_class(TODAY) == make.school_class()
    tie = Guardianship.objects.get(child=child)
    assert (tie.guardian.full_name, tie.kind, tie.guardian.phone) == (
        "Незабудкина Дарья Петровна", "mother", "8 900 111-11-11",
    )  # fmt: skip


def test_a_second_child_of_the_same_mother_does_not_double_her(client, curator):
    mother = {
        "guardian_name": "Незабудкина Дарья Петровна",
        "guardian_kind": "mother",
        "guardian_phone": "8 900 111-11-11",
    }
    client.post(NEW, new_child(**mother))
    client.post(NEW, new_child(first_name="Алина", **mother))
    assert Request.objects.count() == 2
    assert Person.objects.filter(last_name="Незабудкина", first_name="Дарья").count() == 1


def test_a_child_of_nine_is_refused_by_the_point_and_nothing_typed_is_lost(client, curator):
    page = client.post(
        NEW, new_child(birth_date=NINE.isoformat(), guardian_name="Незабудкина Дарья", guardian_kind="mother")
    )
    text = page.content.decode()
    assert "10\u00a0лет (п. 2.3 Положения), а сейчас ему 9\u00a0лет" in text
    assert "birth_date" in page.context["form"].errors
    assert 'value="Софья"' in text and "Незабудкина Дарья" in text and "Хочу понимать математику" in text
    assert not Person.objects.filter(first_name="Софья", last_name="Незабудкина").exists()


def test_a_known_child_of_nine_is_refused_as_well(client, curator):
    child = make.pupil(9)
    page = client.post(NEW, new_child(who=child.pk)).content.decode()
    assert "п. 2.3 Положения" in page
    assert not Request.objects.exists()


def test_a_double_click_makes_one_request_and_one_child(client, curator):
    data = new_child(form_key="a7b8f2ad-12f5-4a7c-9d3e-3e6a0f1f5b11")
    first, second = client.post(NEW, data), client.post(NEW, data)
    assert first.url == second.url
    assert Request.objects.count() == 1
    assert Person.objects.filter(first_name="Софья", last_name="Незабудкина").count() == 1


def test_the_same_wish_twice_is_told_in_words(client, request_):
    page = client.post(NEW, new_child(who=request_.person.pk)).content.decode()
    assert "в этой программе уже есть" in page
    assert Request.objects.count() == 1


def test_a_namesake_is_shown_before_a_second_card_is_made(client, curator):
    known = make.pupil(12, last_name="Незабудкина", first_name="Софья", middle_name="Олеговна")
    page = client.post(NEW, new_child())
    text = page.content.decode()
    assert "Похожий человек уже есть" in text
    assert f'value="{known.pk}"' in text and "Это другой человек" in text
    assert not Request.objects.exists()
    client.post(NEW, new_child(is_another="on"))
    assert Request.objects.get().person != known


def test_a_pupil_does_not_get_into_the_teachers_programme(client, curator):
    teachers = make.a_programme(preset="teachers")
    page = client.post(NEW, new_child(who=make.pupil(12).pk, programme=teachers.pk)).content.decode()
    assert "Выберите другую программу" in page
    assert not Request.objects.exists()


# From the site


def test_a_typed_request_offers_the_double_and_is_tied_to_it(client, curator):
    child = make.pupil(12, last_name="Подснежникова", first_name="Вера", middle_name="Львовна")
    child.birth_date = datetime.date(2014, 5, 6)
    child.save()
    row = typed()
    address = reverse("programs:request_tie", args=[row.pk])
    form = client.get(address).context["form"]
    assert form.initial["who"] == str(child.pk)
    client.post(address, {"programme": row.programme_id, "who": child.pk})
    row.refresh_from_db()
    assert row.person == child
    assert "Подснежникова Вера Львовна" in page_of(client, row)


def test_a_like_name_without_the_same_birthday_is_offered_but_not_chosen(client, curator):
    child = make.pupil(12, last_name="Подснежникова", first_name="Вера", middle_name="Львовна")
    form = client.get(reverse("programs:request_tie", args=[typed().pk])).context["form"]
    assert child.pk in form.found
    assert form.initial["who"] == ""


def test_a_new_person_is_prefilled_from_the_typed_words(client, curator):
    group = make.school_class()
    row = typed()
    form = client.get(reverse("programs:request_tie", args=[row.pk])).context["form"]
    assert [form.initial[name] for name in ("last_name", "first_name", "middle_name")] == [
        "Подснежникова",
        "Вера",
        "Львовна",
    ]
    assert form.initial["school_class"] == group
    assert form.initial["guardian_name"] == "Подснежникова Анна"
    data = new_child(
        last_name="Подснежникова", first_name="Вера", guardian_name="Подснежникова Анна", guardian_kind="mother"
    )
    client.post(reverse("programs:request_tie", args=[row.pk]), data)
    row.refresh_from_db()
    assert row.person.guardians(TODAY).get().last_name == "Подснежникова"


def test_a_request_is_tied_once(client, curator):
    row = typed()
    address = reverse("programs:request_tie", args=[row.pk])
    client.post(address, new_child())
    answer = client.post(address, new_child(first_name="Другая"))
    assert answer.url == row.get_absolute_url()
    assert not Person.objects.filter(first_name="Другая").exists()


# The page of a request, for each reader


def test_the_page_proposes_the_class_teacher_and_the_psychologist(client, request_):
    leader = make.acting("class_teacher", school_class=request_.person.school_class(TODAY))
    stranger = make.acting("class_teacher", school_class=make.school_class(9, "Б"))
    psychologist = make.acting("psychologist")
    ask = client.get(request_.get_absolute_url()).context["ask"]
    assert ask.initial["who"] == [f"{leader.pk}:class_teacher", f"{psychologist.pk}:psychologist"]
    assert str(stranger.pk) not in [value.split(":")[0] for value, _ in ask.fields["who"].choices]


def test_those_asked_are_asked_once_and_all_together(client, request_):
    leader = make.acting("class_teacher", school_class=request_.person.school_class(TODAY))
    subject = make.teacher("учитель биологии")
    data = {"who": [f"{leader.pk}:class_teacher"], "teacher": subject.pk}
    client.post(reverse("programs:note_ask", args=[request_.pk]), data)
    assert set(request_.notes.values_list("author", "role")) == {(leader.pk, "class_teacher"), (subject.pk, "teacher")}
    page = client.post(reverse("programs:note_ask", args=[request_.pk]), data).content.decode()
    assert "Исправьте" in page
    assert request_.notes.count() == 2


def test_nobody_chosen_is_told_in_the_page(client, request_):
    make.acting("psychologist")
    page = client.post(reverse("programs:note_ask", args=[request_.pk]), {}).content.decode()
    assert "Отметьте, кого спросить" in page
    assert not ThirdPartyNote.objects.exists()


@pytest.fixture
def note(request_, curator):
    leader = make.teacher(last_name="Одуванчикова")
    make.acting("class_teacher", leader, school_class=request_.person.school_class(TODAY))
    return notes.ask_note(request_, leader, "class_teacher", by=curator, on=TODAY)


def test_the_third_party_answers_on_one_page_and_the_curator_reads_it(client, note, curator):
    author = make.user_for(note.author)
    enter(client, author)
    address = reverse("programs:note_write", args=[note.pk])
    assert "О чём вас спрашивают" in client.get(address).content.decode()
    client.post(address, {"text": SECRET})
    assert JournalLine.objects.filter(verb="открыта карточка", actor_id=str(author.person.pk)).exists()
    enter(client, curator)
    assert SECRET in page_of(client, note.request)


def test_an_empty_answer_is_asked_for_in_words(client, note):
    enter(client, make.user_for(note.author))
    page = client.post(reverse("programs:note_write", args=[note.pk]), {"text": " "}).content.decode()
    assert "Заполните «Ваши сведения»" in page


def test_the_mentee_and_the_parent_see_the_wish_and_never_the_notes_or_the_conclusion(client, note, curator):
    notes.write_note(note, SECRET, by=make.user_for(note.author), on=TODAY)
    row = intake.conclude(
        note.request,
        by=curator,
        on=TODAY,
        analysis="Классный руководитель пишет о доме",
        topics=[Topic.objects.first()],
        no_talk="ясно из заявления",
    )
    readers = [make.user_for(row.person), make.user_for(row.person.guardians(TODAY).get())]
    for reader in readers:
        enter(client, reader)
        page = page_of(client, row)
        assert "Хочу понимать математику" in page
        assert SECRET not in page and "пишет о доме" not in page
        assert "Одуванчикова" not in page
        assert client.get(reverse("programs:note_write", args=[note.pk])).status_code == 404


def test_the_teacher_who_is_asked_sees_the_class_but_not_the_words_and_the_birthday(client, request_, curator):
    teacher = make.teacher("учитель биологии")
    notes.ask_note(request_, teacher, "teacher", by=curator, on=TODAY)
    enter(client, make.user_for(teacher))
    page = page_of(client, request_)
    assert "7\u00a0«А» класс" in page
    assert "Хочу понимать математику" not in page
    assert request_.person.birth_date.strftime("%d.%m.%Y") not in page


def test_the_director_sees_the_request_without_the_notes_and_without_buttons(client, note):
    _, director = make.office()
    notes.write_note(note, SECRET, by=make.user_for(note.author), on=TODAY)
    enter(client, director)
    page = page_of(client, note.request)
    assert "Хочу понимать математику" in page
    assert SECRET not in page and "Завершить анализ" not in page


def test_a_stranger_finds_no_such_request(client, request_):
    enter(client, make.user_for(make.pupil(13)))
    assert client.get(request_.get_absolute_url()).status_code == 404
    answer = client.post(reverse("programs:request_move", args=[request_.pk, "withdraw"]), {"note": "так"})
    assert answer.status_code == 404


def test_an_opened_request_leaves_a_line_with_the_right(client, request_):
    client.get(request_.get_absolute_url())
    line = JournalLine.objects.filter(verb="открыта карточка").latest("pk")
    assert line.people == [str(request_.person.pk)]
    assert line.right == "куратор или директор школы"


def test_the_parent_takes_the_wish_back_with_a_reason(client, request_):
    enter(client, make.user_for(request_.person.guardians(TODAY).get()))
    address = reverse("programs:request_move", args=[request_.pk, "withdraw"])
    client.post(address, {"note": ""})
    request_.refresh_from_db()
    assert request_.status == "received"
    client.post(address, {"note": "передумали"})
    request_.refresh_from_db()
    assert (request_.status, request_.end_note) == ("withdrawn", "передумали")


# The analysis and the base


def conclude(client, row, **data):
    said = {"no_talk": "ясно из заявления", **data}
    return client.post(reverse("programs:request_conclude", args=[row.pk]), said)


def test_the_analysis_asks_for_the_missing_consents(client, request_):
    conclude(client, request_, analysis="Нужна поддержка", topics=[Topic.objects.first().pk])
    request_.refresh_from_db()
    assert request_.status == "analysed"
    kinds = set(request_.person.consents.values_list("kind", "status"))
    assert kinds == {("processing", "expected"), ("participation", "expected")}


def test_an_analysis_without_a_need_is_refused_and_the_conclusion_stays(client, request_):
    page = conclude(client, request_, analysis="Долгий и важный вывод").content.decode()
    assert "Не названа потребность" in page
    assert "Долгий и важный вывод" in page
    request_.refresh_from_db()
    assert (request_.status, request_.analysis) == ("received", "")


def test_the_second_curator_keeps_the_text_and_sees_the_firsts(client, request_):
    topic = Topic.objects.first().pk
    conclude(client, request_, analysis="Первый вывод", topics=[topic])
    page = conclude(client, request_, analysis="Второй вывод", topics=[topic]).content.decode()
    assert "«Завершить анализ» сейчас невозможно" in page
    assert "Первый вывод" in page and "Второй вывод" in page
    request_.refresh_from_db()
    assert request_.analysis == "Первый вывод"


def test_the_button_of_the_analysis_is_the_forms_own(client, request_):
    assert client.post(reverse("programs:request_move", args=[request_.pk, "analyse"])).status_code == 404


def test_nobody_gets_into_the_base_without_the_guardians_signed_consent(client, request_):
    conclude(client, request_, analysis="Нужна поддержка", topics=[Topic.objects.first().pk])
    page = page_of(client, request_)
    sentence = "на участие в программе наставничества с подписью законного представителя (п. 2.11 Положения)"
    assert sentence in page
    assert f"{request_.person.get_absolute_url()}#consents" in page
    move = reverse("programs:request_move", args=[request_.pk, "admit"])
    answer = client.post(move, follow=True, headers={"referer": f"http://testserver{request_.get_absolute_url()}"})
    assert sentence in answer.content.decode()
    assert not Mentee.objects.filter(person=request_.person).exists()


def test_with_the_consents_the_mentee_gets_a_card_and_the_way_goes_on(client, request_):
    topic = Topic.objects.first()
    conclude(client, request_, analysis="Нужна поддержка", topics=[topic.pk])
    make.give_consents(request_.person, [])
    for paper in request_.person.consents.all():
        from registry.actions.consents import receive_consent

        mother = request_.person.guardians(TODAY).get()
        receive_consent(paper, mother, by=make.office()[0], on=TODAY, signed_on=TODAY)
    client.post(reverse("programs:request_move", args=[request_.pk, "admit"]))
    card = Mentee.objects.get(person=request_.person)
    assert (card.kind, list(card.needs.all())) == ("pupil", [topic])
    page = page_of(client, request_)
    assert card.get_absolute_url() in page
    assert f"{reverse('programs:pair_new')}?programme={request_.programme.code}&amp;mentee={card.pk}" in page


def test_an_admitted_mentor_from_the_site_gets_a_card_with_the_workplace(client, curator):
    programme = make.a_programme()
    row = typed(role="mentor", typed_birth_date=None, typed_class="ООО «Ромашка»", contact_person="")
    who = make.person(last_name="Подснежникова", first_name="Вера", middle_name="Львовна")
    client.post(reverse("programs:request_tie", args=[row.pk]), {"programme": programme.pk, "who": who.pk})
    conclude(client, row, analysis="Расскажет о профессии")
    make.give_consents(who, [])
    for paper in who.consents.all():
        from registry.actions.consents import receive_consent

        receive_consent(paper, who, by=curator, on=TODAY, signed_on=TODAY)
    client.post(reverse("programs:request_move", args=[row.pk, "admit"]))
    card = Mentor.objects.get(person=who)
    assert (card.category, card.workplace) == ("partner", "ООО «Ромашка»")
    assert f"{reverse('programs:candidacy_new')}?programme={programme.code}&amp;mentor={card.pk}" in page_of(
        client, row
    )


@pytest.mark.parametrize("name", ["request_tie", "request_conclude", "note_ask"])
def test_only_the_curator_moves_a_request(client, note, name):
    enter(client, make.user_for(note.author))
    answer = client.post(reverse(f"programs:{name}", args=[note.request.pk]), {"analysis": "так", "teacher": "1"})
    assert answer.status_code == 403
    assert note.request.notes.count() == 1


# Races


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_people_conclude_one_request_and_one_conclusion_stays(race, reference):
    curator, _ = make.office()
    row = intake.add_request(make.a_programme(), make.pupil(), "mentee", by=curator, on=TODAY)
    topic = Topic.objects.first()

    def conclude(words):
        return intake.conclude(row, by=curator, on=TODAY, analysis=words, topics=[topic], no_talk="ясно")

    found = race(lambda: conclude("первый"), lambda: conclude("второй"))
    assert sorted(type(one).__name__ for one in found) == ["Refused", "Request"]
    row.refresh_from_db()
    assert row.analysis == next(one.analysis for one in found if isinstance(one, Request))
