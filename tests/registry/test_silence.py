"""After half an hour of silence the school's staff give the password again; nothing typed is lost."""

import re

import pytest
from django.urls import reverse

from registry import guard
from registry.models import Person
from tests import factories as make

pytestmark = pytest.mark.django_db
PASSWORD = "parol-dlya-testa"
AGAIN = "/accounts/again/"


@pytest.fixture
def clock(monkeypatch):
    """A hand that moves the clock on by minutes."""
    shift = [0]
    began = guard.time.time()
    monkeypatch.setattr(guard, "now", lambda: began + shift[0])

    def later(minutes):
        shift[0] += minutes * 60

    return later


@pytest.fixture
def curator(reference, client):
    user = make.office()[0]
    client.post("/accounts/login/", {"username": user.username, "password": PASSWORD})
    return user


def test_work_goes_on_as_long_as_it_goes_on(client, curator, clock):
    for _ in range(4):
        clock(20)
        assert client.get("/cabinet/").status_code == 200


def test_after_a_silence_the_password_leads_back_to_the_page(client, curator, clock):
    clock(31)
    wanted = reverse("registry:person_list") + "?who=pupils"
    door = client.get(wanted)
    assert door.url.startswith(AGAIN)
    page = client.get(door.url).content.decode()
    assert curator.username in page
    assert "Пароль не подошёл" in client.post(AGAIN, {"password": "ne-tot"}).content.decode()
    assert client.get("/cabinet/").url.startswith(AGAIN)
    answer = client.post(AGAIN, {"password": PASSWORD, "next": wanted})
    assert answer.url == wanted
    assert client.get("/cabinet/").status_code == 200


def test_a_closed_cabinet_stays_closed_whatever_the_clock_says_later(client, curator, clock):
    clock(31)
    client.get("/cabinet/")
    clock(-31)
    assert client.get("/cabinet/").url.startswith(AGAIN)


def test_guesses_of_the_password_count_towards_the_lock(client, curator, clock):
    clock(31)
    client.get("/cabinet/")
    for _ in range(5):
        answer = client.post(AGAIN, {"password": "ne-tot"})
    assert answer.status_code == 429
    assert client.post(AGAIN, {"password": PASSWORD}).status_code == 429


def test_a_form_on_its_way_is_kept_and_sent_by_one_button(client, curator, clock):
    clock(31)
    new = reverse("registry:person_new")
    typed = {"last_name": "Тувинская", "first_name": "Айлана", "post": "учитель химии", "is_teacher": "on"}
    assert client.post(new, typed).url.startswith(AGAIN)
    assert not Person.objects.filter(last_name="Тувинская").exists()
    assert "не пропало" in client.get(AGAIN).content.decode()
    kept = client.post(AGAIN, {"password": PASSWORD}).url
    page = client.get(kept).content.decode()
    assert "Айлана" in page and f'action="{new}"' in page
    again = dict(re.findall(r'type="hidden" name="(?!csrf)(\w+)" value="([^"]*)"', page))
    client.post(new, again)
    assert Person.objects.filter(last_name="Тувинская", first_name="Айлана").exists()
    assert client.get(kept).url == reverse("cabinet")


def test_a_kept_form_can_be_let_go(client, curator, clock):
    clock(31)
    client.post(reverse("registry:person_new"), {"last_name": "Тувинская", "first_name": "Айлана"})
    kept = client.post(AGAIN, {"password": PASSWORD}).url
    client.post(kept)
    assert client.get(kept).url == reverse("cabinet")
    assert not Person.objects.filter(last_name="Тувинская").exists()


def test_another_person_does_not_get_what_was_kept(client, curator, clock):
    clock(31)
    client.post(reverse("registry:person_new"), {"last_name": "Тувинская", "first_name": "Айлана"})
    client.post(reverse("accounts:logout"))
    other = make.user_for(make.acting("psychologist"))
    client.post("/accounts/login/", {"username": other.username, "password": PASSWORD})
    page = client.get(reverse("accounts:kept"), follow=True).content.decode()
    assert "Айлана" not in page


def test_passwords_are_never_kept(client, curator, clock):
    clock(31)
    client.post(
        reverse("accounts:password_change"), {"old_password": PASSWORD, "new_password1": "x", "new_password2": "x"}
    )
    assert guard.KEPT not in client.session


def test_a_part_of_a_page_sends_the_whole_page_to_the_door(client, curator, clock):
    clock(31)
    answer = client.get("/cabinet/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/programs/"})
    assert answer["HX-Redirect"] == f"{AGAIN}?next=%2Fprograms%2F"


def test_a_pupil_is_not_asked(client, clock):
    make.school()
    user = make.user_for(make.pupil())
    client.post("/accounts/login/", {"username": user.username, "password": PASSWORD})
    clock(120)
    assert client.get("/cabinet/").status_code == 200


def test_whoever_is_a_stranger_to_the_account_learns_nothing_there(client, curator, clock):
    clock(31)
    for name in ("registry:journal", "registry:mentor_list", "programs:order_list"):
        assert client.get(reverse(name)).url.startswith(AGAIN)
    assert curator.person.short_name not in client.get("/").content.decode()
