"""Signing in and out, the lock, and one's own password."""

import pytest
from django.urls import reverse

from registry.models import JournalLine
from tests import factories as make

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


@pytest.fixture
def user():
    return make.user_for(make.teacher(), "vera.lugova")


def sign_in(client, password, username="vera.lugova"):
    return client.post(LOGIN, {"username": username, "password": password})


def test_the_case_of_the_login_does_not_matter(client, user):
    answer = sign_in(client, "parol-dlya-testa", " Vera.LUGOVA ")
    assert answer.status_code == 302 and answer.url == reverse("cabinet")


def test_a_wrong_password_is_told_without_telling_whether_the_login_exists(client, user):
    wrong, unknown = sign_in(client, "ne-tot"), sign_in(client, "ne-tot", "nikogo.net")
    words = "Логин и пароль не подходят друг к другу"
    assert words in wrong.content.decode() and words in unknown.content.decode()


def test_after_five_wrong_passwords_the_door_is_closed_even_to_the_right_one(client, user):
    for _ in range(5):
        answer = sign_in(client, "ne-tot")
    assert answer.status_code == 429 and "Вход закрыт" in answer.content.decode()
    assert sign_in(client, "parol-dlya-testa").status_code == 429
    assert "_auth_user_id" not in client.session


def test_the_lock_of_one_login_leaves_the_class_at_the_same_address_alone(client, user):
    make.user_for(make.teacher(), "sosed")
    for _ in range(5):
        sign_in(client, "ne-tot")
    assert sign_in(client, "parol-dlya-testa", "sosed").status_code == 302


def test_capitals_do_not_give_five_more_tries(client, user):
    for name in ("vera.lugova", "VERA.lugova", "Vera.lugova", "vera.LUGOVA", "VERA.LUGOVA"):
        answer = sign_in(client, "ne-tot", name)
    assert answer.status_code == 429


def test_signing_out_needs_a_post(client, user):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("accounts:logout")).status_code == 405
    assert "_auth_user_id" in client.session
    client.post(reverse("accounts:logout"))
    assert "_auth_user_id" not in client.session


def test_one_changes_the_own_password_and_stays_in(client, user):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    new = "pyat-sinih-ptic-9"
    answer = client.post(reverse("accounts:password_change"), {
        "old_password": "parol-dlya-testa", "new_password1": new, "new_password2": new,
    })  # fmt: skip
    assert answer.url == reverse("accounts:password_done")
    assert "Пароль изменён" in client.get(answer.url).content.decode()
    user.refresh_from_db()
    assert user.check_password(new)
    assert JournalLine.objects.filter(verb="сменён свой пароль", people=[str(user.person_id)]).exists()


def test_without_the_old_password_nothing_changes(client, user):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    page = client.post(reverse("accounts:password_change"), {
        "old_password": "", "new_password1": "pyat-sinih-ptic-9", "new_password2": "pyat-sinih-ptic-9",
    }).content.decode()  # fmt: skip
    assert "Заполните «" in page
    user.refresh_from_db()
    assert user.check_password("parol-dlya-testa")
