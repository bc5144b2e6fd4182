"""The second step of the sign-in: who is asked, what a password alone is worth, codes, resets."""

import re
import time

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.urls import NoReverseMatch, reverse
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from registry import installation
from registry.actions import accounts
from registry.engine import factor, links
from registry.models import JournalLine
from tests import factories as make
from tests.house.routes import all_routes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("second_step")]
LOGIN, CODE, SETUP = "/accounts/login/", "/accounts/code/", "/accounts/second-step/"
PASSWORD = "parol-dlya-testa"


def sign_in(client, user):
    return client.post(LOGIN, {"username": user.username, "password": PASSWORD})


def code_of(key, shift=0):
    totp = TOTP(bytes.fromhex(key))
    totp.time = time.time() + shift * 30
    return f"{totp.token():06d}"


def with_app(user):
    """(secret, recovery codes) of a second step that is on; the code of the coming half minute is still unused."""
    key = factor.new_key()
    _, codes = factor.switch_on(user, key, code_of(key))
    return key, codes


@pytest.fixture
def curator(reference):
    return make.office()[0]


@pytest.fixture
def director(reference):
    return make.office()[1]


def addresses():
    """Every address of the house, with something for its arguments."""
    found = {}
    for name, pattern in all_routes().items():
        values = {"uuid": "7f0f0c6e-0000-4000-8000-000000000000", "pk": 1, "mark": 1, "code": "abc", "moment": "entry"}
        wanted = {key: values.get(key, "abc") for key in pattern.pattern.converters}
        try:
            found[name] = (reverse(name, kwargs=wanted), pattern)
        except NoReverseMatch:
            found[name] = (reverse(name, kwargs=dict.fromkeys(wanted, 1)), pattern)
    return found


def test_a_password_alone_opens_no_door_of_the_house(client, curator):
    with_app(curator)
    sign_in(client, curator)
    seen = addresses()
    assert len(seen) > 80
    for name, (address, pattern) in seen.items():
        if name in ("accounts:logout", "accounts:code"):
            continue
        for method in ("get", "post"):
            answer = getattr(client, method)(address)
            if getattr(pattern.callback, "login_required", True):
                assert answer.status_code == 302 and answer.url.startswith(CODE), f"{method} {name}: {answer}"
            else:
                assert curator.person.short_name not in answer.content.decode(), name
    assert client.get("/admin/").url.startswith(CODE)
    assert curator.person.short_name not in client.get("/no/such/page/").content.decode()


def test_before_it_is_set_up_only_the_set_up_page_opens(client, curator):
    sign_in(client, curator)
    answer = client.get(reverse("registry:person_list"))
    assert answer.url == f"{SETUP}?next=%2Fregistry%2Fpeople%2F"
    page = client.get(answer.url).content.decode()
    assert "Пока он не настроен, кабинет закрыт" in page and "<svg" in page
    assert client.post(reverse("accounts:letters"), {"wants": "0"}).url.startswith(SETUP)


@pytest.mark.parametrize("role", ["director", "curator", "acting_director", "deputy_curator"])
def test_whoever_keeps_the_school_is_asked(client, role):
    make.school()
    sign_in(client, make.user_for(make.acting(role)))
    assert client.get("/cabinet/").url.startswith(SETUP)


@pytest.mark.parametrize("role", ["psychologist", "secretary"])
def test_others_are_not_asked(client, role):
    make.school()
    sign_in(client, make.user_for(make.acting(role)))
    assert client.get("/cabinet/").status_code == 200


def test_the_demo_does_not_ask(client, curator):
    installation.note(installation.DEMO, "проба")
    sign_in(client, curator)
    assert client.get("/cabinet/").status_code == 200


def test_set_up_the_codes_are_shown_once_and_printed(client, curator, monkeypatch):
    monkeypatch.setattr("registry.engine.papers.pdf", lambda markup: b"%PDF" + markup.encode())
    sign_in(client, curator)
    page = client.get(SETUP).content.decode()
    secret = re.search(r"<code>([A-Z2-7 ]+)</code>", page)[1]
    from base64 import b32decode

    key = b32decode(secret.replace(" ", "")).hex()
    wrong = client.post(SETUP, {"code": "000000" if code_of(key) != "000000" else "111111"})
    assert "Код не подошёл" in wrong.content.decode() and secret in wrong.content.decode()
    assert not TOTPDevice.objects.exists()
    done = client.post(SETUP, {"code": code_of(key)})
    assert done.url == reverse("accounts:codes")
    shown = client.get(done.url).content.decode()
    codes = re.findall(r"<code>([\w-]{11})</code>", shown)
    assert len(set(codes)) == 10
    printed = client.post(done.url, {"as": "pdf"})
    assert printed["Content-Type"] == "application/pdf" and codes[0] in printed.content.decode()
    assert client.post(done.url).url == reverse("cabinet")
    assert client.get(done.url).url == reverse("accounts:security")
    assert client.get("/cabinet/").status_code == 200
    assert JournalLine.objects.filter(verb="включён второй шаг входа", people=[str(curator.person_id)]).exists()
    stored = set(StaticToken.objects.values_list("token", flat=True))
    assert not stored & {code.replace("-", "") for code in codes} and not stored & set(codes)


def test_the_code_of_the_app_lets_in_and_back_to_the_page(client, curator):
    key, _ = with_app(curator)
    sign_in(client, curator)
    door = client.get(reverse("registry:mentor_list")).url
    answer = client.post(door, {"code": code_of(key, 1), "next": reverse("registry:mentor_list")})
    assert answer.url == reverse("registry:mentor_list")
    assert client.get(answer.url).status_code == 200


def test_a_code_works_once(client, curator):
    key, _ = with_app(curator)
    code = code_of(key, 1)
    sign_in(client, curator)
    client.post(CODE, {"code": code})
    client.post(reverse("accounts:logout"))
    sign_in(client, curator)
    assert "Код не подошёл" in client.post(CODE, {"code": code}).content.decode()
    assert client.get("/cabinet/").url.startswith(CODE)


def test_a_recovery_code_works_once_however_it_is_typed(client, curator):
    _, codes = with_app(curator)
    sign_in(client, curator)
    assert client.post(CODE, {"code": codes[3].lower().replace("-", " ")}).url == reverse("cabinet")
    assert factor.codes_left(curator) == 9
    client.post(reverse("accounts:logout"))
    sign_in(client, curator)
    assert "Код не подошёл" in client.post(CODE, {"code": codes[3]}).content.decode()
    assert JournalLine.objects.filter(verb="вход по запасному коду").count() == 1


def test_guessing_is_slowed_down_even_for_the_right_code(client, curator):
    key, _ = with_app(curator)
    sign_in(client, curator)
    right = code_of(key, 1)
    wrong = next(f"{guess:06d}" for guess in range(9) if f"{guess:06d}" not in {code_of(key, n) for n in (-1, 0, 1, 2)})
    TOTPDevice.objects.update(throttling_failure_count=4)
    client.post(CODE, {"code": wrong})
    page = client.post(CODE, {"code": right}).content.decode()
    assert "Подождите" in page
    assert client.get("/cabinet/").url.startswith(CODE)


def test_the_second_step_is_remembered_for_the_session_only(client, curator):
    key, _ = with_app(curator)
    sign_in(client, curator)
    client.post(CODE, {"code": code_of(key, 1)})
    other = type(client)()
    sign_in(other, curator)
    assert client.get("/cabinet/").status_code == 200
    assert other.get("/cabinet/").url.startswith(CODE)


def test_the_step_of_another_person_does_not_count(client, curator, director):
    key, _ = with_app(curator)
    with_app(director)
    sign_in(client, curator)
    client.post(CODE, {"code": code_of(key, 1)})
    session = client.session
    stolen = session["otp_device_id"]
    other = type(client)()
    sign_in(other, director)
    session = other.session
    session["otp_device_id"] = stolen
    session.save()
    assert other.get("/cabinet/").url.startswith(CODE)


def test_a_new_password_by_a_slip_does_not_pass_by_the_second_step(client, curator):
    with_app(curator)
    _, token = links.create("password", person=curator.person)
    client.post(reverse("public:link", args=[token]), {"password1": "novoe-slovo-555", "password2": "novoe-slovo-555"})
    assert client.get("/cabinet/").url.startswith(CODE)


def test_the_session_of_the_invitation_is_free_and_the_next_one_is_not(client, reference):
    make.school()
    deputy = make.acting("deputy_curator")
    _, token = links.create("invite", person=deputy)
    said = {"username": "novyi.kurator", "password1": "tri-ryzhih-kota-7", "password2": "tri-ryzhih-kota-7"}
    client.post(reverse("public:link", args=[token]), said)
    assert client.get("/cabinet/").status_code == 200
    client.post(reverse("accounts:logout"))
    client.post(LOGIN, {"username": "novyi.kurator", "password": "tri-ryzhih-kota-7"})
    assert client.get("/cabinet/").url.startswith(SETUP)


def test_a_mentor_may_switch_it_on_and_off(client):
    make.school()
    user = make.user_for(make.teacher())
    key, _ = with_app(user)
    sign_in(client, user)
    assert client.get("/cabinet/").url.startswith(CODE)
    client.post(CODE, {"code": code_of(key, 1)})
    off = reverse("accounts:second_step_off")
    assert "Пароль не подошёл" in client.post(off, {"password": "ne-tot"}).content.decode()
    assert factor.is_on(user)
    client.post(off, {"password": PASSWORD})
    assert not factor.is_on(user) and not StaticDevice.objects.exists()


def test_a_curator_cannot_switch_it_off(client, curator):
    key, _ = with_app(curator)
    sign_in(client, curator)
    client.post(CODE, {"code": code_of(key, 1)})
    client.post(reverse("accounts:second_step_off"), {"password": PASSWORD})
    assert factor.is_on(curator)


def test_new_codes_kill_the_former_ones(client, curator):
    key, codes = with_app(curator)
    sign_in(client, curator)
    client.post(CODE, {"code": code_of(key, 1)})
    assert client.post(reverse("accounts:codes_new")).url == reverse("accounts:codes")
    client.post(reverse("accounts:logout"))
    sign_in(client, curator)
    assert "Код не подошёл" in client.post(CODE, {"code": codes[0]}).content.decode()


def test_a_reset_is_the_directors_for_the_curator_and_never_ones_own(curator, director):
    with_app(curator), with_app(director)
    mentor = make.user_for(make.teacher())
    with_app(mentor)
    for person, by in ((director.person, curator), (director.person, director), (curator.person, curator),
                       (curator.person, mentor), (mentor.person, mentor)):  # fmt: skip
        with pytest.raises(PermissionDenied):
            accounts.reset_factor(person, by=by)
    accounts.reset_factor(curator.person, by=director)
    accounts.reset_factor(mentor.person, by=curator)
    assert not factor.is_on(curator) and not factor.is_on(mentor) and factor.is_on(director)
    assert JournalLine.objects.filter(verb="сброшен второй шаг входа").count() == 2


def test_a_reset_ends_what_the_lost_phone_had_opened(client, curator, director):
    key, _ = with_app(curator)
    sign_in(client, curator)
    client.post(CODE, {"code": code_of(key, 1)})
    accounts.reset_factor(curator.person, by=director)
    assert client.get("/cabinet/").url.startswith(SETUP)


def test_the_directors_is_reset_by_the_console_and_journalled(director):
    with_app(director)
    call_command("setup", reset_second_factor=True)
    assert not factor.is_on(director)
    line = JournalLine.objects.get(verb="сброшен второй шаг входа (консоль)")
    assert line.actor_name == "система" and line.people == [str(director.person_id)]
    with pytest.raises(CommandError, match="не включён"):
        call_command("setup", reset_second_factor=True)


def test_signing_out_elsewhere_leaves_this_session(client):
    make.school()
    user = make.user_for(make.teacher())
    other = type(client)()
    sign_in(client, user), sign_in(other, user)
    client.post(reverse("accounts:elsewhere"))
    assert client.get("/cabinet/").status_code == 200
    assert other.get("/cabinet/").status_code == 302
