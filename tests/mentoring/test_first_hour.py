"""The first hour: an empty installation leads its first user from the school to the first order."""

import io
import re

import pytest
from django.core.management import call_command

from mentoring import first_hour
from registry.engine import links
from registry.models import Appointment, Person, School, User
from tests import factories as make
from tests.mentoring.stories import recommended, teachers

pytestmark = pytest.mark.django_db
TODAY = make.TODAY
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def door(reference):
    """The path that `manage.py setup` prints."""
    said = io.StringIO()
    call_command("setup", stdout=said)
    return re.search(r"(/l/[^/\s]+/)", said.getvalue())[1]


def typed(**fields):
    return {
        "school": "МБОУ «Полевая школа»", "last_name": "Полынова", "first_name": "Вера", "middle_name": "Львовна",
        "username": "Director", "password1": "tikhaya-rechka-7", "password2": "tikhaya-rechka-7", **fields,
    }  # fmt: skip


def titles(done):
    return [step.title for step in first_hour.steps(TODAY) if step.done == done]


def test_the_first_director_is_made_signed_in_and_led_to_the_steps(client, door):
    assert "Представьтесь" in client.get(door).content.decode()
    answer = client.post(door, typed(), follow=True)
    assert answer.redirect_chain[-1][0] == "/cabinet/start/"
    user = User.objects.get()
    assert user.username == "director"
    assert user.person.full_name == "Полынова Вера Львовна"
    assert Appointment.objects.get().role == "director"
    assert School.objects.get().short_name == "МБОУ «Полевая школа»"
    page = answer.content.decode()
    assert "Первые шаги" in page and "Заполнить" in page
    assert client.get(door).status_code == 410


def test_what_was_typed_is_kept_and_nothing_is_half_made(client, door):
    page = client.post(door, typed(password1="12345", password2="12345")).content.decode()
    assert "Полынова" in page and "МБОУ «Полевая школа»" in page
    assert not (User.objects.exists() or Person.objects.exists() or School.objects.exists())
    assert client.post(door, typed(password2="drugoy-parol-9")).status_code == 200
    assert not User.objects.exists()


def test_the_link_makes_no_second_director(client, door):
    _link, token = links.create("first_director", target="другая")
    client.post(door, typed())
    client.logout()
    page = client.post(f"/l/{token}/", typed(username="second")).content.decode()
    assert "Директор уже есть" in page
    assert User.objects.count() == 1


def test_the_steps_are_ticked_by_facts_and_their_buttons_open(client, door):
    client.post(door, typed())
    assert titles(True) == []
    for step in first_hour.steps(TODAY):
        answer = client.get(step.url)
        expected = 200 if step.is_for(User.objects.get()) else 403
        assert answer.status_code == expected, step.title
    School.objects.update(full_name="Полевая школа", place="с. Полевое", address="с. Полевое")
    make.school_class()
    assert titles(True) == ["Школа", "Учебный год и классы"]


def test_a_curator_needs_the_slip_too(client, door):
    client.post(door, typed())
    curator = make.acting("curator")
    step = first_hour.steps(TODAY)[2]
    assert not step.done
    assert step.button == "Выдать приглашение"
    assert client.get(step.url).status_code == 200
    links.create("invite", person=curator)
    assert first_hour.steps(TODAY)[2].done


def test_the_director_does_not_do_the_curators_steps(client, reference):
    curator, director = make.office()
    client.force_login(director, backend=BACKEND)
    page = client.get("/cabinet/start/").content.decode()
    assert page.count("Это делает куратор.") == 3
    client.force_login(curator, backend=BACKEND)
    assert "Это делает куратор." not in client.get("/cabinet/start/").content.decode()


def test_a_teacher_has_no_first_steps(client, reference):
    client.force_login(make.user_for(make.teacher()), backend=BACKEND)
    assert client.get("/cabinet/start/").status_code == 403


def test_the_first_order_ends_the_first_hour_for_ever(client, reference, monkeypatch):
    monkeypatch.setattr("registry.engine.papers.pdf", lambda markup: b"%PDF-1.7")
    prog = teachers()
    recommended(prog)
    make.an_order(prog, "register")
    _, director = make.office()
    prog.year.is_active = False
    prog.year.save()
    client.force_login(director, backend=BACKEND)
    assert "Первые шаги пройдены" in client.get("/cabinet/start/").content.decode()
    assert "Первые шаги:" not in client.get("/cabinet/").content.decode()
