"""People's pages: the list, the card, a new one, corrections, guardians, roles."""

import datetime
import uuid

import pytest
from django.urls import reverse

from registry.actions import people as actions
from registry.engine.errors import Refused
from registry.models import Appointment, Employment, Enrolment, Guardianship, JournalLine, Person
from tests import factories as make
from tests.factories import enter

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator(client):
    user, _ = make.office()
    enter(client, user)
    return user


def url(name, *args):
    return reverse(f"registry:{name}", args=args)


def text(answer):
    return answer.content.decode()


def names(client, **query):
    return [person.full_name for person in client.get(url("person_list"), query).context["page_obj"]]


def test_the_list_finds_by_parts_of_the_name_with_any_yo(client, curator):
    make.pupil(last_name="Ёлкина", first_name="Алёна", middle_name="Петровна")
    make.pupil(last_name="Полевая", first_name="Алина", middle_name="Петровна")
    assert names(client, q="елкина ал") == ["Ёлкина Алёна Петровна"]
    assert names(client, q="АЛ полев") == ["Полевая Алина Петровна"]
    assert "Никого не нашлось" in text(client.get(url("person_list"), {"q": "ъъъ"}))


def test_the_list_filters_by_what_people_are(client, curator):
    pupil = make.pupil(group=make.school_class(8, "Б"))
    other = make.pupil()
    parent = make.guardian_of(pupil)
    group = pupil.enrolments.get().school_class
    assert set(names(client, who="pupils")) == {pupil.full_name, other.full_name}
    assert names(client, who="guardians") == [parent.full_name]
    assert pupil.full_name not in names(client, who="staff")
    assert names(client, group=group.pk) == [pupil.full_name]


def test_the_list_pages_and_a_wrong_number_leads_to_the_nearest(client, curator):
    for number in range(30):
        make.pupil(last_name=f"Лугова{number:02d}")
    assert len(names(client)) == 25
    assert len(names(client, page=2)) == 7 == len(names(client, page=99))


def test_the_list_costs_the_same_at_one_and_at_ten_rows(client, curator, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    make.pupil()
    client.get(url("person_list"))
    with CaptureQueriesContext(connection) as few:
        client.get(url("person_list"))
    for _ in range(10):
        make.pupil(), make.teacher()
    with CaptureQueriesContext(connection) as many:
        client.get(url("person_list"))
    assert len(many) == len(few)


def test_those_without_a_reason_have_no_list(client):
    make.pupil()
    enter(client, make.user_for(make.teacher()))
    assert client.get(url("person_list")).status_code == 403


def test_an_empty_school_is_told_whom_to_enter_first(client):
    director = make.acting("director")
    enter(client, make.user_for(director))
    answer = client.get(url("person_list"))
    assert "Внести человека" in text(answer) and director.full_name in text(answer)


def test_a_new_pupil_is_put_into_a_class(client, curator):
    group = make.school_class()
    answer = client.post(url("person_new"), {
        "last_name": "Лугова", "first_name": "Вера", "birth_date": "2014-05-05", "school_class": group.pk,
    })  # fmt: skip
    child = Person.objects.get(last_name="Лугова", first_name="Вера")
    assert answer.url == child.get_absolute_url()
    assert (child.school_class(make.TODAY), child.enrolments.get().starts) == (group, make.TODAY)


def test_a_new_employee_gets_a_post_and_a_role_in_one_form(client, curator):
    group = make.school_class()
    client.post(url("person_new"), {
        "last_name": "Лугова", "first_name": "Вера", "post": "учитель истории", "is_teacher": "on",
        "role": "class_teacher", "lead_class": group.pk,
    })  # fmt: skip
    person = Person.objects.get(last_name="Лугова", first_name="Вера")
    assert person.post(make.TODAY) == "учитель истории"
    assert Appointment.objects.get(person=person).school_class == group


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"first_name": ""}, "Заполните «Имя»"),
        ({"role": "class_teacher"}, "Выберите класс, которым руководит"),
        ({"birth_date": "32.13.2020"}, "Дата рождения"),
        ({"email": "не почта"}, "Электронная почта"),
    ],
)
def test_a_fault_is_told_with_the_field_and_the_rest_stays(client, curator, typed, words):
    page = text(client.post(url("person_new"), {"last_name": "Лугова", "first_name": "Вера", **typed}))
    assert words in page and 'value="Лугова"' in page
    assert not Person.objects.filter(last_name="Лугова", first_name="Вера", employments=None).exists()


def test_a_class_and_a_post_at_once_are_refused(client, curator):
    page = client.post(url("person_new"), {
        "last_name": "Лугова", "first_name": "Вера", "post": "учитель", "school_class": make.school_class().pk,
    })  # fmt: skip
    assert "что-то одно" in text(page)


def test_a_namesake_is_asked_about_once_and_then_accepted(client, curator):
    make.pupil(last_name="Лугова", first_name="Вера", middle_name="", birth_date=datetime.date(2014, 5, 5))
    typed = {"last_name": "лугова", "first_name": "Вера"}
    page = text(client.post(url("person_new"), typed))
    assert "Похоже, такой человек уже есть" in page and "Это другой человек" in page
    assert client.post(url("person_new"), {**typed, "is_another": "on"}).status_code == 302
    assert Person.objects.filter(name_key="лугова вера").count() == 2


def test_a_namesake_with_another_birth_date_is_not_asked_about(client, curator):
    make.pupil(last_name="Лугова", first_name="Вера", middle_name="", birth_date=datetime.date(2014, 5, 5))
    answer = client.post(url("person_new"), {"last_name": "Лугова", "first_name": "Вера", "birth_date": "1990-01-01"})
    assert answer.status_code == 302


def test_the_way_goes_on_to_the_page_that_sent_here_and_to_no_foreign_one(client, curator):
    typed = {"last_name": "Лугова", "first_name": "Вера"}
    answer = client.post(url("person_new") + "?next=/programs/requests/new/%3Frole%3Dmentee", typed)
    person = Person.objects.get(last_name="Лугова", first_name="Вера")
    assert answer.url == f"/programs/requests/new/?role=mentee&person={person.pk}"
    answer = client.post(url("person_new") + "?next=//evil.example/", {**typed, "is_another": "on"})
    assert answer.url.startswith("/registry/people/")


def test_a_teacher_cannot_enter_people(client):
    make.office()
    enter(client, make.user_for(make.teacher()))
    assert client.post(url("person_new"), {"last_name": "Лугова", "first_name": "Вера"}).status_code == 403
    assert not Person.objects.filter(name_key="лугова вера").exists()


def edit_data(person, **typed):
    data = {"last_name": person.last_name, "first_name": person.first_name, "revision": person.revision}
    return {**data, **typed}


def test_a_pupil_moves_to_another_class_and_the_former_one_is_remembered(client, curator):
    child, new = make.pupil(), make.school_class(8, "Б")
    client.post(url("person_edit", child.pk), edit_data(child, to_class=new.pk))
    old, now = Enrolment.objects.filter(person=child).order_by("starts")
    assert old.ends == make.TODAY - datetime.timedelta(days=1)
    assert (now.school_class, now.starts, now.ends) == (new, make.TODAY, None)


def test_saving_without_a_change_of_class_leaves_the_enrolment_alone(client, curator):
    child = make.pupil()
    row = child.enrolments.get()
    client.post(url("person_edit", child.pk), edit_data(child, to_class=row.school_class_id, phone="8 900"))
    assert list(child.enrolments.values_list("pk", "starts", "ends")) == [(row.pk, row.starts, None)]


def test_a_new_post_keeps_the_former_one(client, curator):
    worker = make.teacher(post="учитель")
    client.post(url("person_edit", worker.pk), edit_data(worker, as_post="методист", as_teacher="on"))
    assert [row.post for row in Employment.objects.filter(person=worker).order_by("starts")] == ["учитель", "методист"]
    assert Person.objects.get(pk=worker.pk).post(make.TODAY) == "методист"


def test_the_form_proposes_the_cases_and_keeps_what_was_corrected(client, curator):
    person = make.teacher(last_name="Лугова", first_name="Вера", middle_name="Олеговна")
    page = text(client.get(url("person_edit", person.pk)))
    assert "Луговой Вере Олеговне" in page
    client.post(url("person_edit", person.pk), edit_data(person, name_dative="Луговой-Полевой Вере Олеговне"))
    person.refresh_from_db()
    assert person.in_case("dative") == "Луговой-Полевой Вере Олеговне"


def test_two_editors_of_one_person_see_each_other(client, curator):
    person = make.teacher(phone="8 900 111-11-11")
    stale = edit_data(person)
    theirs, mine = "8 900 222-22-22", "8 900 333-33-33"
    client.post(url("person_edit", person.pk), {**stale, "phone": theirs})
    page = text(client.post(url("person_edit", person.pk), {**stale, "phone": mine}))
    assert "изменил другой человек" in page
    assert f"сейчас «{theirs}», у вас «{mine}»" in page and f'value="{mine}"' in page
    person.refresh_from_db()
    assert person.phone == theirs


def test_the_journal_names_the_changed_fields_but_not_their_values(client, curator):
    person = make.teacher()
    client.post(url("person_edit", person.pk), edit_data(person, phone="8 900 777-77-77"))
    line = JournalLine.objects.get(verb="исправлена карточка")
    assert "Телефон" in line.detail["fields"] and "777" not in str(line.detail)


def test_a_guardian_new_to_the_school_is_entered_in_the_same_form(client, curator):
    child = make.pupil(age=12)
    answer = client.post(url("guardian_new", child.pk), {
        "last_name": "Лугова", "first_name": "Ольга", "kind": "mother", "document": "свидетельство 1",
    })  # fmt: skip
    assert answer.url == child.get_absolute_url()
    tie = Guardianship.objects.get(child=child)
    assert (tie.guardian.full_name, tie.kind, tie.document) == ("Лугова Ольга", "mother", "свидетельство 1")


def test_a_known_guardian_is_found_and_not_entered_twice(client, curator):
    sister, child = make.pupil(age=14), make.pupil(age=12)
    mother = make.guardian_of(sister, last_name="Лугова", first_name="Ольга")
    address = url("guardian_new", child.pk) + "?q=лугова"
    assert "Лугова Ольга" in text(client.get(address))
    before = Person.objects.count()
    client.post(address, {"guardian": mother.pk, "kind": "mother"})
    assert Guardianship.objects.get(child=child).guardian == mother and Person.objects.count() == before


def test_the_same_guardian_is_not_tied_twice(client, curator):
    child = make.pupil(age=12)
    mother = make.guardian_of(child, last_name="Лугова", first_name="Ольга")
    page = client.post(url("guardian_new", child.pk) + "?q=лугова", {"guardian": mother.pk, "kind": "mother"})
    assert "уже указан представителем" in text(page) and Guardianship.objects.filter(child=child).count() == 1


def test_a_child_cannot_be_a_guardian(client, curator):
    child, brother = make.pupil(age=12), make.pupil(age=16, last_name="Луговой")
    page = client.post(url("guardian_new", child.pk) + "?q=луговой", {"guardian": brother.pk, "kind": "other"})
    assert "только взрослый" in text(page) and not Guardianship.objects.exists()


def test_a_restriction_needs_a_ground(client, curator):
    child = make.pupil(age=12)
    page = client.post(url("guardian_new", child.pk), {
        "last_name": "Лугов", "first_name": "Олег", "kind": "father", "is_restricted": "on",
    })  # fmt: skip
    assert "Укажите основание" in text(page) and 'value="Лугов"' in text(page)
    assert not Guardianship.objects.exists()


def test_a_new_director_ends_the_former_one_s_term(client, curator):
    former = Appointment.objects.get(role="director")
    person = make.teacher()
    client.post(url("appointment_new", person.pk), {"role": "director", "starts": "2026-12-01", "ground": "приказ № 9"})
    former.refresh_from_db()
    assert former.ends == datetime.date(2026, 11, 30)
    assert Appointment.objects.get(role="director", ends=None).person == person


def test_a_role_ends_and_its_doors_close(client, curator):
    psychologist = make.acting("psychologist")
    row = psychologist.appointments.get()
    client.post(url("appointment_end", row.pk), {"ends": "2026-11-20"})
    row.refresh_from_db()
    assert row.ends == datetime.date(2026, 11, 20)
    enter(client, make.user_for(psychologist))
    assert client.get(url("person_list")).status_code == 403


def test_a_role_cannot_end_before_it_began():
    curator, _ = make.office()
    row = make.acting("psychologist").appointments.get()
    with pytest.raises(Refused, match=r"Роль началась 01\.09\.2026"):
        actions.end_appointment(row, by=curator, ends=datetime.date(2026, 8, 1))


def test_nobody_but_the_office_gives_roles(client):
    make.office()
    me = make.teacher()
    enter(client, make.user_for(me))
    answer = client.post(url("appointment_new", me.pk), {"role": "curator", "starts": "2026-11-21"})
    assert answer.status_code == 403 and not me.appointments.exists()


def test_the_card_shows_buttons_by_permission(client, curator):
    child = make.pupil(age=12)
    office = text(client.get(child.get_absolute_url()))
    for name in ("person_edit", "person_invite", "guardian_new", "appointment_new", "mentor_new", "consent_ask"):
        assert url(name, child.pk) in office
    enter(client, make.user_for(child))
    own = text(client.get(child.get_absolute_url()))
    for name in ("person_edit", "person_invite", "guardian_new", "appointment_new", "mentor_new", "consent_ask"):
        assert url(name, child.pk) not in own
    assert reverse("accounts:security") in own


def test_a_restricted_father_is_seen_by_the_office_only(client, curator):
    child = make.pupil(age=12)
    make.guardian_of(child, last_name="Лугова", first_name="Ольга")
    father = make.guardian_of(child, last_name="Луговой", first_name="Олег")
    Guardianship.objects.filter(guardian=father).update(is_restricted=True, restriction_ground="решение суда")
    assert "ограничен в правах" in text(client.get(child.get_absolute_url()))
    enter(client, make.user_for(child))
    page = text(client.get(child.get_absolute_url()))
    assert "Лугова Ольга" in page and "Луговой" not in page


def test_a_mentor_without_the_mentee_s_consent_sees_the_name_only(client, reference):
    pair = make.a_pair(status="working")
    mentee = pair.mentees[0]
    Person.objects.filter(pk=mentee.pk).update(phone="8 900 123-45-67", address="ул. Тайная, 5")
    enter(client, make.user_for(pair.mentor))
    assert "8 900 123-45-67" in text(client.get(mentee.get_absolute_url()))
    curator, _ = make.office()
    from registry.actions.consents import withdraw_consent

    for consent in mentee.consents.filter(kind="processing"):
        withdraw_consent(consent, by=curator, on=make.TODAY, note="заявление")
    page = text(client.get(mentee.get_absolute_url()))
    assert "8 900 123-45-67" not in page and "Тайная" not in page and "Данные закрыты" in page


def test_a_double_click_ties_one_guardian(client, curator):
    child, key = make.pupil(age=12), str(uuid.uuid4())
    typed = {"last_name": "Лугова", "first_name": "Ольга", "kind": "mother", "form_key": key}
    for _ in range(2):
        client.post(url("guardian_new", child.pk), typed)
    assert Guardianship.objects.filter(child=child).count() == 1
    assert Person.objects.filter(name_key="лугова ольга").count() == 1
