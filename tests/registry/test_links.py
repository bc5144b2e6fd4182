"""Personal links: once, in time, the last one only; and the slips that carry them."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from registry.engine import links
from registry.models import JournalLine, PersonalLink, User
from tests import factories as make

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
GOOD = {"username": "vera.lugova", "password1": "tri-ryzhih-kota-7", "password2": "tri-ryzhih-kota-7"}


def door(token):
    return reverse("public:link", args=[token])


def slip_of(client, user, person, name="person_invite"):
    """(page, token) of a slip made by the user."""
    client.force_login(user, backend=BACKEND)
    page = client.post(reverse(f"registry:{name}", args=[person.pk])).content.decode()
    found = re.search(r"/l/([\w-]+)/", page)
    return page, found and found[1]


def test_only_the_hash_is_kept():
    person = make.teacher()
    link, token = links.create("invite", person=person)
    assert token not in str(PersonalLink.objects.values())
    assert links.find(token) == link and links.find(token + "x") is None


def test_a_link_works_once():
    link, _ = links.create("invite", person=make.teacher())
    assert links.why_closed(link) == ""
    assert links.use(link) is True
    assert links.use(link) is False
    link.refresh_from_db()
    assert "уже использована" in links.why_closed(link)


def test_a_link_dies_on_its_day():
    made = timezone.now()
    link, _ = links.create("invite", person=make.teacher(), days=3, now=made)
    assert links.why_closed(link, made + datetime.timedelta(days=2, hours=23)) == ""
    after = made + datetime.timedelta(days=3, minutes=1)
    assert "Срок ссылки истёк" in links.why_closed(link, after)
    assert links.use(link, after) is False


def test_a_new_link_kills_the_former_one_for_the_same_deed_only():
    person = make.teacher()
    first, _ = links.create("invite", person=person)
    other, _ = links.create("invite", person=make.teacher())
    third, _ = links.create("password", person=person)
    second, _ = links.create("invite", person=person)
    for link in (first, other, third, second):
        link.refresh_from_db()
    assert "выдана новая" in links.why_closed(first) and links.use(first) is False
    assert [links.why_closed(link) for link in (other, third, second)] == ["", "", ""]


def test_a_slip_is_shown_once_and_says_whose_what_and_until_when(client):
    curator, _ = make.office()
    child = make.pupil(last_name="Хертек", first_name="Сайын-Белек", middle_name="Кан-ооловна")
    page, token = slip_of(client, curator, child)
    assert "Хертек Сайын-Белек Кан-ооловна" in page and "Придумайте логин и пароль" in page and "<svg" in page
    again = client.get(reverse("registry:person_invite", args=[child.pk])).content.decode()
    assert token not in again
    assert token not in str(JournalLine.objects.values())


def test_the_slip_as_pdf_carries_the_same_link(client):
    curator, _ = make.office()
    child = make.pupil()
    _, token = slip_of(client, curator, child)
    answer = client.post(reverse("registry:person_invite", args=[child.pk]), {"token": token, "as": "pdf"})
    assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF-1.7")
    assert links.why_closed(links.find(token)) == ""
    assert PersonalLink.objects.filter(person=child).count() == 1


def test_another_s_token_makes_no_pdf_of_another_s_slip(client):
    curator, _ = make.office()
    mine, other = make.pupil(), make.pupil()
    _, token = slip_of(client, curator, other)
    page = client.post(reverse("registry:person_invite", args=[mine.pk]), {"token": token}).content.decode()
    assert token not in page and mine.full_name in page


def test_an_invitation_makes_an_account_and_lets_in(client):
    person = make.teacher()
    _, token = links.create("invite", person=person)
    assert "Придумайте логин" in client.get(door(token)).content.decode()
    assert not User.objects.filter(person=person).exists()
    answer = client.post(door(token), GOOD)
    assert answer.status_code == 302 and answer.url == reverse("cabinet")
    user = User.objects.get(person=person)
    assert user.username == "vera.lugova" and user.check_password(GOOD["password1"])
    assert client.session["_auth_user_id"] == str(user.pk)


def test_a_used_invitation_opens_nothing(client):
    _, token = links.create("invite", person=make.teacher())
    client.post(door(token), GOOD)
    client.logout()
    answer = client.post(door(token), {**GOOD, "username": "somebody.else"})
    assert "уже использована" in answer.content.decode()
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"username": "zanyat"}, "Такой логин уже занят"),
        ({"username": "с пробелом"}, "без пробелов"),
        ({"password1": "korotko", "password2": "korotko"}, "слишком короткий"),
        ({"password2": "drugoe-slovo-77"}, "Пароли не совпали"),
        ({"username": ""}, "Заполните «Логин»"),
    ],
)
def test_a_fault_is_told_and_the_link_stays_alive(client, typed, words):
    make.user_for(make.teacher(), "zanyat")
    person = make.teacher()
    link, token = links.create("invite", person=person)
    page = client.post(door(token), {**GOOD, **typed}).content.decode()
    assert words in page
    link.refresh_from_db()
    assert links.why_closed(link) == "" and not User.objects.filter(person=person).exists()


def test_a_class_teacher_resets_the_password_of_the_own_pupil_only(client):
    make.office()
    own, other = make.pupil(), make.pupil(group=make.school_class(8, "Б"))
    make.user_for(own, "own.pupil"), make.user_for(other, "other.pupil")
    teacher = make.user_for(make.acting("class_teacher", school_class=make.school_class()))
    page, token = slip_of(client, teacher, own, "person_reset")
    assert "own.pupil" in page and token
    assert client.post(reverse("registry:person_reset", args=[other.pk])).status_code == 404
    assert client.post(reverse("registry:person_invite", args=[own.pk])).status_code == 403
    assert not PersonalLink.objects.filter(person=other).exists()


def test_a_new_password_ends_the_other_sessions(client, django_user_model):
    child = make.pupil()
    user = make.user_for(child)
    client.force_login(user, backend=BACKEND)
    _, token = links.create("password", person=child)
    elsewhere = type(client)()
    elsewhere.post(door(token), {"password1": "novoe-slovo-555", "password2": "novoe-slovo-555"})
    assert client.get(reverse("accounts:password_change")).status_code == 302
    user.refresh_from_db()
    assert user.check_password("novoe-slovo-555")


def test_nobody_is_invited_twice(client):
    curator, _ = make.office()
    child = make.pupil()
    make.user_for(child, "uzhe.est")
    client.force_login(curator, backend=BACKEND)
    answer = client.post(reverse("registry:person_invite", args=[child.pk]), follow=True)
    assert "уже есть вход: логин «uzhe.est»" in answer.content.decode()
    assert not PersonalLink.objects.exists()
