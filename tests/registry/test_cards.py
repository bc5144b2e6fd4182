"""The two bases: lists, cards, certificates."""

import datetime

import pytest
from django.urls import reverse

from registry.actions import cards
from registry.models import JournalLine, Mentor, Person, Topic
from tests import factories as make
from tests.factories import enter

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"registry:{name}", args=args)


def text(answer):
    return answer.content.decode()


def certify(mentor, kind, curator, until=datetime.date(2027, 9, 1)):
    return cards.add_certificate(
        mentor,
        by=curator,
        on=make.TODAY,
        kind=kind,
        number="77-с",
        issued_on=datetime.date(2026, 9, 1),
        valid_until=until,
    )


def test_a_partner_is_entered_with_the_card_in_one_form(client, curator):
    topic = Topic.objects.first()
    answer = client.post(url("mentor_add"), {
        "category": "partner", "last_name": "Лугова", "first_name": "Вера", "workplace": "ООО «Теплицы»",
        "competences": [topic.pk],
    })  # fmt: skip
    mentor = Mentor.objects.get(person__last_name="Лугова", person__first_name="Вера")
    assert answer.url == mentor.get_absolute_url()
    assert (mentor.category, mentor.workplace, list(mentor.competences.all())) == ("partner", "ООО «Теплицы»", [topic])
    assert mentor.entered_on == make.TODAY


def test_after_entering_the_way_goes_on_to_the_nomination(client, curator):
    answer = client.post(url("mentor_add") + "?next=/programs/candidates/new/", {
        "category": "graduate", "last_name": "Лугова", "first_name": "Вера",
    })  # fmt: skip
    mentor = Mentor.objects.get(person__last_name="Лугова", person__first_name="Вера")
    assert answer.url == f"/programs/candidates/new/?mentor={mentor.pk}"


@pytest.mark.parametrize(
    ("category", "words"), [("pupil", "Выберите класс"), ("teacher", "Укажите должность"), ("", "Заполните «Кто это»")]
)
def test_what_the_category_needs_is_asked_for_and_nothing_is_half_made(client, curator, category, words):
    page = client.post(url("mentor_add"), {"category": category, "last_name": "Лугова", "first_name": "Вера"})
    assert words in text(page) and 'value="Лугова"' in text(page)
    assert not Person.objects.filter(name_key="лугова вера").exists()


def test_a_known_person_gets_a_card_with_the_category_guessed(client, curator):
    pupil = make.pupil(age=16)
    page = client.get(url("mentor_new", pupil.pk))
    assert page.context["form"]["category"].value() == "pupil"
    client.post(url("mentor_new", pupil.pk), {"category": "pupil", "motto": "Вместе"})
    assert Mentor.objects.get(person=pupil).motto == "Вместе"


def test_a_second_card_is_not_made(client, curator):
    mentor = make.a_mentor()
    answer = client.post(url("mentor_new", mentor.person_id), {"category": "staff"})
    assert answer.url == mentor.get_absolute_url() and Mentor.objects.count() == 1


def test_the_list_filters_by_competence_category_and_certificates(client, curator):
    other = Topic.objects.order_by("pk")[3]
    teacher = make.a_mentor()
    full, lacking, expired = (make.a_mentor(make.person(), category="partner") for _ in range(3))
    full.competences.set([other])
    for kind in ("criminal_record", "medical"):
        certify(full, kind, curator)
        certify(expired, kind, curator, until=datetime.date(2026, 11, 20))
    certify(lacking, "medical", curator)

    def found(**query):
        return {row.pk for row in client.get(url("mentor_list"), query).context["page_obj"]}

    assert found(papers="with") == {full.pk}
    assert found(papers="without") == {lacking.pk, expired.pk}
    assert found(category="teacher") == {teacher.pk}
    assert found(competence=other.pk) == {full.pk}
    assert found(q=teacher.person.last_name) >= {teacher.pk}


def test_a_list_with_more_than_names_leaves_one_line_with_all(client, curator):
    mentors = [make.a_mentor() for _ in range(3)]
    client.get(url("mentor_list"))
    line = JournalLine.objects.get(verb="открыта база наставников")
    assert sorted(line.people) == sorted(str(row.person_id) for row in mentors)


@pytest.mark.parametrize("name", ["mentor_list", "mentee_list"])
def test_the_bases_are_for_the_office(client, reference, name):
    make.a_mentor()
    enter(client, make.user_for(make.acting("psychologist")))
    assert client.get(url(name)).status_code == 403


@pytest.mark.parametrize("name", ["mentor_list", "mentee_list"])
def test_the_lists_cost_the_same_however_long(client, curator, name):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def more():
        make.a_mentor()
        child = make.pupil()
        card = cards.add_mentee(child, by=curator, on=make.TODAY, kind="pupil")
        card.needs.add(Topic.objects.first())

    more()
    client.get(url(name))
    with CaptureQueriesContext(connection) as few:
        client.get(url(name))
    for _ in range(5):
        more()
    with CaptureQueriesContext(connection) as many:
        client.get(url(name))
    assert len(many) == len(few)


def test_a_certificate_is_noted_by_whoever_saw_it(client, curator):
    mentor = make.a_mentor(make.person(), category="partner")
    answer = client.post(url("certificate_new", mentor.pk), {
        "kind": "medical", "number": "12-м", "issued_on": "2026-09-01", "valid_until": "2027-09-01",
    })  # fmt: skip
    assert answer.url.endswith("#certificates")
    row = mentor.certificates.get()
    assert (row.checked_by, row.checked_on) == (curator.person, make.TODAY)
    page = text(client.get(mentor.get_absolute_url()))
    assert "№ 12-м" in page and "Не хватает: справка об отсутствии судимости" in page


def test_a_certificate_that_ends_before_it_begins_is_refused(client, curator):
    mentor = make.a_mentor(make.person(), category="partner")
    page = client.post(url("certificate_new", mentor.pk), {
        "kind": "medical", "number": "12-м", "issued_on": "2026-09-01", "valid_until": "2026-08-01",
    })  # fmt: skip
    assert "не может кончиться раньше" in text(page) and not mentor.certificates.exists()


def test_certificates_and_notes_are_for_the_office_only(client, curator):
    mentor = make.a_mentor(make.person(), category="partner", note="Тайное примечание")
    certify(mentor, "criminal_record", curator)
    assert "77-с" in text(client.get(mentor.get_absolute_url()))
    enter(client, make.user_for(mentor.person))
    page = text(client.get(mentor.get_absolute_url()))
    assert "представитель партнёра" in page
    assert "77-с" not in page and "Справки" not in page and "Тайное примечание" not in page


def test_a_mentee_sees_the_own_mentor_without_the_phone_and_the_birthday(client, reference):
    pair = make.a_pair(status="working")
    mentor = pair.mentor
    born = datetime.date(1984, 3, 17)
    Person.objects.filter(pk=mentor.pk).update(phone="8 900 123-45-67", birth_date=born)
    enter(client, make.user_for(pair.mentees[0]))
    for address in (mentor.mentor.get_absolute_url(), mentor.get_absolute_url()):
        page = text(client.get(address))
        assert mentor.last_name in page and "8 900 123-45-67" not in page and "17.03.1984" not in page
    enter(client, make.office()[0])
    assert "17.03.1984" in text(client.get(mentor.get_absolute_url()))


def test_a_stranger_finds_no_card(client, reference):
    pair = make.a_pair(status="working")
    enter(client, make.user_for(make.teacher()))
    assert client.get(pair.mentor.mentor.get_absolute_url()).status_code == 404
    assert client.get(pair.mentees[0].mentee.get_absolute_url()).status_code == 404


def test_the_category_of_a_mentee_that_may_hurt_is_not_for_the_mentor(client, reference):
    pair = make.a_pair(status="working")
    card = pair.mentees[0].mentee
    card.category, card.main_request, card.note = "burnout", "Нужна помощь с журналом", "Тайное примечание"
    card.save()
    enter(client, make.user_for(pair.mentor))
    page = text(client.get(card.get_absolute_url()))
    assert "Нужна помощь с журналом" in page and "выгорания" not in page and "Тайное примечание" not in page
    curator, _ = make.office()
    enter(client, curator)
    page = text(client.get(card.get_absolute_url()))
    assert "выгорания" in page and "Тайное примечание" in page


def test_the_curator_corrects_a_mentee_s_card(client, reference):
    card = make.an_admitted()
    curator, _ = make.office()
    enter(client, curator)
    topic = Topic.objects.order_by("pk")[2]
    client.post(url("mentee_edit", card.pk), {"needs": [topic.pk], "main_request": "Физика", "revision": card.revision})
    card.refresh_from_db()
    assert card.main_request == "Физика" and list(card.needs.all()) == [topic]


def test_the_director_looks_at_cards_but_does_not_change_them(client, reference):
    mentor = make.a_mentor()
    _, director = make.office()
    enter(client, director)
    assert url("mentor_edit", mentor.pk) not in text(client.get(mentor.get_absolute_url()))
    assert client.post(url("mentor_edit", mentor.pk), {"category": "staff"}).status_code == 403
