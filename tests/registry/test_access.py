"""Who sees whom, by dated facts, and which data a relation opens."""

import datetime

import pytest
from django.urls import reverse

from registry.engine import access
from registry.models import Appointment, Guardianship, JournalLine, Person, SchoolClass, User
from registry.text import add_months
from tests import factories as make
from tests.factories import enter

pytestmark = pytest.mark.django_db


def page(person):
    return reverse("registry:person_detail", args=[person.pk])


def test_a_stranger_sees_only_oneself():
    make.pupil(), make.teacher()
    me = make.pupil()
    assert list(Person.objects.visible_to(make.user_for(me), make.TODAY)) == [me]


def test_a_guardian_sees_the_child_until_the_eighteenth_birthday():
    birthday = make.TODAY
    child = make.pupil(birth_date=add_months(birthday, -18 * 12), phone="8 900 111-22-33")
    parent = make.guardian_of(child)
    user = make.user_for(parent)
    eve = birthday - datetime.timedelta(days=1)
    assert child in Person.objects.visible_to(user, eve)
    assert "contacts" in access.groups(user, child, eve)
    assert child not in Person.objects.visible_to(user, birthday)
    assert access.groups(user, child, birthday) == frozenset()


def test_a_guardian_opens_the_child_s_card_and_a_restricted_one_does_not(client):
    child = make.pupil(age=12, phone="8 900 111-22-33")
    mother, father = make.guardian_of(child), make.guardian_of(child)
    Guardianship.objects.filter(guardian=father).update(is_restricted=True, restriction_ground="решение суда")
    assert "8 900 111-22-33" in enter(client, make.user_for(mother)).get(page(child)).content.decode()
    assert enter(client, make.user_for(father)).get(page(child)).status_code == 404


def test_a_guardian_whose_powers_ended_sees_nothing_from_the_next_day_on():
    child = make.pupil(age=12)
    parent = make.guardian_of(child)
    Guardianship.objects.filter(guardian=parent).update(ends=make.TODAY)
    user = make.user_for(parent)
    assert child in Person.objects.visible_to(user, make.TODAY)
    assert child not in Person.objects.visible_to(user, make.TODAY + datetime.timedelta(days=1))


def test_a_class_teacher_sees_the_own_class_and_no_other(client):
    own = make.pupil(phone="8 900 111-22-33", identity_document="свидетельство 123")
    other = make.pupil(group=make.school_class(8, "Б"), phone="8 900 444-55-66")
    user = make.user_for(make.acting("class_teacher", school_class=make.school_class()))
    text = enter(client, user).get(page(own)).content.decode()
    assert "8 900 111-22-33" in text
    assert "свидетельство 123" not in text
    assert client.get(page(other)).status_code == 404
    listed = client.get(reverse("registry:person_list")).content.decode()
    assert own.full_name in listed and other.full_name not in listed


def test_a_class_teacher_of_last_year_s_class_sees_it_no_more():
    child = make.pupil()
    teacher = make.acting("class_teacher", school_class=SchoolClass.objects.get())
    Appointment.objects.filter(person=teacher).update(ends=make.TODAY - datetime.timedelta(days=1))
    assert child not in Person.objects.visible_to(make.user_for(teacher), make.TODAY)


def test_an_acting_director_is_director_only_within_the_dates():
    deputy = make.teacher()
    user, day = make.user_for(deputy), datetime.timedelta(days=1)
    starts, ends = datetime.date(2026, 11, 2), datetime.date(2026, 11, 6)
    Appointment.objects.create(person=deputy, role="acting_director", starts=starts, ends=ends, ground="приказ № 5")
    assert [access.has_role(user, "director", on=on) for on in (starts - day, starts, ends, ends + day)] == [
        False, True, True, False,
    ]  # fmt: skip


def test_a_superuser_without_a_role_sees_nobody_and_may_nothing():
    make.pupil()
    root = User.objects.create_user("root", "parol-dlya-testa", is_superuser=True, person=make.teacher())
    assert list(Person.objects.visible_to(root, make.TODAY)) == [root.person]
    assert not access.may(root, "registry.person_add")
    assert not root.is_staff


def test_an_unknown_permission_is_a_closed_door():
    curator, _ = make.office()
    assert access.may(curator, "registry.person_add")
    assert not access.may(curator, "registry.no_such_thing")


def test_a_blocked_account_sees_nothing():
    curator, _ = make.office()
    make.pupil()
    curator.is_active = False
    assert not Person.objects.visible_to(curator, make.TODAY).exists()


def test_each_opened_card_leaves_a_line_with_the_right(client):
    child = make.pupil(age=12)
    parent = make.guardian_of(child)
    enter(client, make.user_for(parent)).get(page(child))
    line = JournalLine.objects.get(verb="открыта карточка")
    assert (line.people, line.right, line.actor_id) == ([str(child.pk)], "законный представитель", str(parent.pk))


def test_a_closed_card_leaves_no_line(client):
    child = make.pupil(age=12)
    enter(client, make.user_for(make.teacher())).get(page(child))
    assert not JournalLine.objects.filter(people__icontains=f'"{child.pk}"').exists()
