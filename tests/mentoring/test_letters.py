"""The outbox: once, to those who may be told, tried again, forgotten in time; and the daily letter."""

import datetime
import email
import email.policy
import socket

import pytest
from aiosmtpd.controller import Controller
from django.core import mail as sent
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from registry import installation
from registry.actions import consents
from registry.engine import mail, nightly
from registry.models import Guardianship, InstallationFact, JournalLine, Letter, PersonalLink, SubmittedForm
from tests import factories as make

TODAY = make.TODAY
BACKEND = "django.contrib.auth.backends.ModelBackend"


def reader(**fields):
    return make.person(email="anna@example.org", **fields)


@pytest.fixture
def broken_mail(settings, monkeypatch):
    """A mail server that does not answer."""

    def refuse(self, fail_silently=False):
        raise ConnectionRefusedError(111, "Connection refused")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    return monkeypatch


@pytest.mark.django_db
class TestQueue:
    def test_a_letter_goes_after_the_deed_and_is_a_row(self, django_capture_on_commit_callbacks):
        person = reader()
        with django_capture_on_commit_callbacks(execute=True):
            letter = mail.queue(person, "Тема", "Текст", purpose="intake", on=TODAY)
            assert not sent.outbox
        assert [one.to for one in sent.outbox] == [["anna@example.org"]]
        letter.refresh_from_db()
        assert letter.sent_at and letter.attempts == 1

    def test_a_key_goes_once(self, django_capture_on_commit_callbacks):
        person = reader()
        for _ in range(3):
            with django_capture_on_commit_callbacks(execute=True):
                mail.queue(person, "Тема", "Текст", purpose="intake", key="same", on=TODAY)
        assert len(sent.outbox) == 1 and Letter.objects.count() == 1

    def test_nobody_without_an_address_or_erased(self):
        assert mail.queue(make.person(), "Т", "т", purpose="intake", on=TODAY) is None
        assert mail.queue(reader(erased_at=timezone.now()), "Т", "т", purpose="intake", on=TODAY) is None
        assert not Letter.objects.exists()

    def test_a_restricted_guardian_gets_nothing_about_the_child(self):
        child = make.pupil()
        mother, father = make.guardian_of(child, email="m@example.org"), reader()
        Guardianship.objects.create(
            guardian=father, child=child, kind="father", starts=child.birth_date,
            is_restricted=True, restriction_ground="решение суда",
        )  # fmt: skip
        assert mail.queue(father, "Т", "т", purpose="intake", about=child, on=TODAY) is None
        assert mail.queue(mother, "Т", "т", purpose="intake", about=child, on=TODAY)

    def test_a_guardian_gets_nothing_about_a_grown_child(self):
        child = make.pupil(age=17)
        mother = make.guardian_of(child, email="m@example.org")
        later = TODAY + datetime.timedelta(days=400)
        assert mail.queue(mother, "Т", "т", purpose="intake", about=child, on=later) is None

    def test_the_gate_of_the_child_is_asked_and_asked_again_before_sending(self, reference, broken_mail):
        curator, _ = make.office()
        child = make.pupil()
        mother = make.guardian_of(child, email="m@example.org")
        assert mail.queue(mother, "Т", "т", purpose="work", about=child, on=TODAY) is None
        papers = make.give_consents(child, ["processing", "participation"], scope="x")
        letter = mail.queue(mother, "Т", "текст", purpose="work", about=child, on=TODAY)
        assert letter
        consents.withdraw_consent(papers[0], by=curator, on=TODAY, note="заявление")
        assert mail.send(letter.pk, on=TODAY) is False
        letter.refresh_from_db()
        assert letter.stopped_at and letter.fault == "нет согласия" and letter.text == letter.address == ""

    def test_a_purpose_that_does_not_open_contacts_is_a_mistake_of_the_code(self):
        with pytest.raises(ValueError, match="contacts"):
            mail.queue(reader(), "Т", "т", purpose="pairing", on=TODAY)

    def test_a_school_without_mail_sends_nothing(self, settings):
        settings.SENDS_LETTERS = False
        assert mail.queue(reader(), "Т", "т", purpose="intake", on=TODAY) is None


@pytest.mark.django_db
class TestRetry:
    def test_a_failure_is_written_down_and_tried_again_at_night(self, broken_mail):
        letter = mail.queue(reader(), "Тема", "Текст", purpose="intake", on=TODAY)
        assert mail.send(letter.pk, on=TODAY) is False
        letter.refresh_from_db()
        assert letter.attempts == 1 and "Connection refused" in letter.fault and letter.sent_at is None
        broken_mail.undo()
        Letter.objects.update(tried_at=timezone.now() - datetime.timedelta(hours=1))
        mail.retry(TODAY)
        letter.refresh_from_db()
        assert letter.sent_at and letter.fault == "" and len(sent.outbox) == 1

    def test_a_letter_in_another_hand_is_not_sent_twice(self):
        letter = mail.queue(reader(), "Тема", "Текст", purpose="intake", on=TODAY)
        Letter.objects.update(tried_at=timezone.now())
        assert mail.send(letter.pk, on=TODAY) is False
        assert not sent.outbox

    def test_it_is_given_up_in_the_end(self, broken_mail):
        letter = mail.queue(reader(), "Тема", "Текст", purpose="intake", on=TODAY)
        for _ in range(mail.MOST_ATTEMPTS + 2):
            Letter.objects.update(tried_at=None)
            mail.send(letter.pk, on=TODAY)
        letter.refresh_from_db()
        assert letter.attempts == mail.MOST_ATTEMPTS and letter.stopped_at and letter.text == ""

    def test_the_text_is_forgotten_after_a_month_and_the_proof_stays(self):
        old, fresh = (mail.queue(reader(), "Тема", "Текст", purpose="intake", on=TODAY) for _ in range(2))
        Letter.objects.filter(pk=old.pk).update(sent_at=timezone.now() - datetime.timedelta(days=31))
        Letter.objects.filter(pk=fresh.pk).update(sent_at=timezone.now() - datetime.timedelta(days=29))
        mail.forget(TODAY)
        old.refresh_from_db(), fresh.refresh_from_db()
        assert (old.text, old.subject, old.address) == ("", "", "") and old.sent_at and old.person_id
        assert fresh.text == "Текст"


@pytest.mark.django_db
def test_a_real_server_gets_a_cyrillic_letter(settings):
    got = []

    class Box:
        async def handle_DATA(self, server, session, envelope):
            got.append(envelope)
            return "250 OK"

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = Controller(Box(), hostname="127.0.0.1", port=port)
    server.start()
    try:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        letter = mail.queue(reader(), "Наставничество: 3 дела", "Здравствуйте, Анна!", purpose="intake", on=TODAY)
        assert mail.send(letter.pk, on=TODAY)
    finally:
        server.stop()
    (envelope,) = got
    message = email.message_from_bytes(envelope.content, policy=email.policy.default)
    assert envelope.rcpt_tos == ["anna@example.org"]
    assert message["Subject"] == "Наставничество: 3 дела"
    assert message.get_content().strip() == "Здравствуйте, Анна!"


@pytest.fixture
def mother(reference):
    """A guardian with an account and an address, whose child's consent waits for her."""
    curator, _ = make.office()
    child = make.pupil(last_name="Хертекова", first_name="Айлана")
    parent = make.guardian_of(child, email="mama@example.org")
    consents.ask_consents(child, ["processing"], by=curator, on=TODAY)
    return make.user_for(parent)


@pytest.mark.django_db(transaction=True)
class TestNightly:
    def test_the_daily_letter_counts_and_names_nobody(self, mother):
        call_command("nightly", today=TODAY)
        (letter,) = sent.outbox
        assert letter.to == ["mama@example.org"] and "1 дело" in letter.subject
        assert "— Открыть согласие: 1" in letter.body and reverse("cabinet") in letter.body
        assert "Хертек" not in letter.subject + letter.body and "Айлан" not in letter.subject + letter.body

    def test_a_second_run_sends_nothing_and_changes_nothing(self, mother):
        from mentoring.archive import rows

        call_command("nightly", today=TODAY)
        before = {rows.label(model): rows.digest(model) for model in rows.tables() if model is not InstallationFact}
        call_command("nightly", today=TODAY)
        after = {rows.label(model): rows.digest(model) for model in rows.tables() if model is not InstallationFact}
        assert len(sent.outbox) == 1 and before == after

    def test_one_a_day_and_the_next_day_again(self, mother):
        call_command("nightly", today=TODAY)
        call_command("nightly", today=TODAY + datetime.timedelta(days=1))
        assert len(sent.outbox) == 2

    def test_nothing_to_do_is_no_letter(self, reference):
        make.office()
        make.user_for(make.teacher(email="uchitel@example.org"))
        call_command("nightly", today=TODAY)
        assert not sent.outbox

    def test_a_person_switches_the_letter_off(self, mother, client):
        client.force_login(mother, backend=BACKEND)
        page = client.get(reverse("accounts:security")).content.decode()
        assert "mama@example.org" in page and "Не присылать" in page
        client.post(reverse("accounts:letters"), {"wants": "0"})
        call_command("nightly", today=TODAY)
        assert not sent.outbox
        client.post(reverse("accounts:letters"), {"wants": "1"})
        call_command("nightly", today=TODAY)
        assert len(sent.outbox) == 1

    def test_a_failing_chore_is_named_and_stops_no_other(self, mother, monkeypatch, capsys):
        monkeypatch.setitem(nightly.chore, "registry.links", lambda today: 1 / 0)
        with pytest.raises(CommandError, match=r"registry\.links"):
            call_command("nightly", today=TODAY)
        assert len(sent.outbox) == 1
        said = capsys.readouterr()
        assert "НЕ СДЕЛАНО  registry.links" in said.out and "ZeroDivisionError" in said.err
        assert installation.last(installation.NIGHTLY) is None

    def test_what_has_outlived_its_use_goes(self, mother):
        now = timezone.now()
        for days in (100, 10):
            PersonalLink.objects.create(
                token_hash=f"{days}", purpose="invite", until=now - datetime.timedelta(days=days)
            )
        SubmittedForm.objects.create(key="7f0f0c6e-0000-4000-8000-000000000000", at=now - datetime.timedelta(days=8))
        call_command("nightly", today=TODAY)
        assert list(PersonalLink.objects.values_list("token_hash", flat=True)) == ["10"]
        assert not SubmittedForm.objects.exists()
        assert installation.last(installation.NIGHTLY)


def test_every_button_is_known_by_heart_so_that_a_letter_can_name_it():
    """A button in a letter must not be made of anybody's data."""
    import ast

    from tests.house.test_structure import SOURCES

    guilty = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Task":
                guilty += [
                    f"{path.name}:{node.lineno}"
                    for word in node.keywords
                    if word.arg == "button" and any(isinstance(one, ast.JoinedStr) for one in ast.walk(word.value))
                ]
    assert guilty == []


@pytest.mark.django_db
def test_the_house_lists_its_chores(capsys):
    call_command("house")
    said = capsys.readouterr().out
    assert "nightly.chore" in said and "mentoring.daily_letter" in said


@pytest.mark.django_db
class TestUpkeep:
    @pytest.fixture
    def old(self, reference):
        users = make.office()
        JournalLine.objects.create(actor_name="система", verb="начало", at=timezone.now() - datetime.timedelta(days=30))
        return users

    def test_what_was_not_done_is_said_before_the_start(self, old, capsys):
        call_command("preflight")
        said = capsys.readouterr().out
        assert "EMAIL_URL не задан" in said
        assert "manage.py nightly ещё не запускался" in said and "manage.py backup ещё не запускался" in said

    def test_done_is_done(self, old, capsys):
        for key in installation.LIMITS:
            installation.note(key)
        assert installation.overdue() == []
        call_command("preflight")
        assert "manage.py" not in capsys.readouterr().out

    def test_a_new_installation_and_a_demo_are_not_nagged(self, old, capsys):
        installation.note(installation.DEMO)
        assert installation.overdue() == []
        call_command("preflight")
        assert "Внимание" not in capsys.readouterr().out
        InstallationFact.objects.all().delete()
        JournalLine.objects.all().delete()
        JournalLine.objects.create(actor_name="система", verb="начало")
        assert installation.overdue() == []

    def test_the_page_tells_the_keeper_of_the_server_what_to_type(self, old, client):
        client.force_login(old[0], backend=BACKEND)
        page = client.get(reverse("upkeep")).content.decode()
        assert "manage.py nightly" in page and "manage.py backup" in page and 'id="backup"' in page
