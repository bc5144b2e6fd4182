"""A probable double is shown where a person is entered; what was typed is kept; «Это он» makes nobody new."""

import datetime

import pytest
from django.urls import reverse

from registry.models import Employment, Guardianship, Mentor, Person
from tests import factories as make

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
BORN = datetime.date(1990, 5, 6)


@pytest.fixture
def known(client, reference):
    client.force_login(make.office()[0], backend=BACKEND)
    return make.teacher(last_name="Ёлкина", first_name="Софья", middle_name="Львовна", birth_date=BORN)


TYPED = {"last_name": "Елкина", "first_name": "Софя", "middle_name": "Львовна", "birth_date": "1990-05-06"}
"""ё as е, and a letter lost."""


def test_a_slip_of_the_hand_is_asked_about_and_what_was_typed_is_kept(client, known):
    page = client.post(reverse("registry:person_new"), {**TYPED, "phone": "8 900 000-77-77"}).content.decode()
    assert "Похоже, такой человек уже есть: Ёлкина Софья Львовна" in page
    assert f'value="{known.pk}"' in page and "Это другой человек" in page
    assert 'value="8 900 000-77-77"' in page and not Person.objects.filter(first_name="Софя").exists()


def test_it_is_he_leads_to_the_known_card(client, known):
    answer = client.post(reverse("registry:person_new"), {**TYPED, "is_another": str(known.pk)})
    assert answer.url == known.get_absolute_url() and not Person.objects.filter(first_name="Софя").exists()


def test_another_human_is_entered(client, known):
    client.post(reverse("registry:person_new"), {**TYPED, "is_another": "on"})
    assert Person.objects.filter(first_name="Софя").exists()


def test_a_number_that_was_not_offered_is_no_answer(client, known):
    stranger = make.person()
    page = client.post(reverse("registry:person_new"), {**TYPED, "is_another": str(stranger.pk)})
    assert page.status_code == 200 and "Похоже, такой человек уже есть" in page.content.decode()


def test_a_mentor_who_is_known_gets_the_card_that_was_typed(client, known):
    client.post(reverse("registry:mentor_add"), {
        **TYPED, "category": "partner", "workplace": "ООО «Теплицы»", "is_another": str(known.pk),
    })  # fmt: skip
    assert Mentor.objects.get(person=known).workplace == "ООО «Теплицы»"
    assert not Person.objects.filter(first_name="Софя").exists()


def test_a_guardian_who_is_known_is_tied(client, known):
    child = make.pupil()
    address = reverse("registry:guardian_new", args=[child.pk])
    page = client.post(address, {**TYPED, "kind": "mother"}).content.decode()
    assert "Похоже, такой человек уже есть" in page
    client.post(address, {**TYPED, "kind": "mother", "is_another": str(known.pk)})
    assert Guardianship.objects.get(child=child).guardian == known


def test_a_new_person_of_a_request_is_asked_about(client, known):
    programme = make.a_programme(preset="teachers")
    page = client.post(reverse("programs:request_new"), {
        **TYPED, "programme": programme.pk, "role": "mentee", "who": "new", "post": "учитель", "source": "office",
    }).content.decode()  # fmt: skip
    assert "Ёлкина Софья Львовна" in page and not Person.objects.filter(first_name="Софя").exists()


def test_the_hire_date_is_corrected_on_the_card(client, known):
    form = {
        "last_name": "Ёлкина", "first_name": "Софья", "middle_name": "Львовна", "birth_date": "1990-05-06", "sex": "f",
        "as_post": "учитель математики", "as_teacher": "on", "revision": known.revision,
    }  # fmt: skip
    address = reverse("registry:person_edit", args=[known.pk])
    client.post(address, {**form, "as_since": "2025-09-01"})
    assert Employment.objects.get(person=known).starts == datetime.date(2025, 9, 1)
    known.refresh_from_db()
    page = client.post(address, {**form, "as_since": "2030-09-01", "revision": known.revision})
    assert "ещё не наступил" in page.content.decode()
    assert Employment.objects.get(person=known).starts == datetime.date(2025, 9, 1)
