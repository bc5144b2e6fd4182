"""Silence: counted by the plan's own rhythm without school holidays, told once each; reminders of the curator."""

import datetime

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse

from programs import reminding, silence
from programs.actions import silence as actions
from programs.models import Pair, Reminder, Silence
from registry.engine import calendar
from registry.models import Letter, SchoolBreak
from tests import factories as make
from tests.programs.test_meetings import a_meeting, account

pytestmark = pytest.mark.django_db
TODAY, DAY = make.TODAY, datetime.timedelta(days=1)
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def pair(reference):
    """Began on 5 October; never met. The reference data hold the autumn holidays from 31 October to 8 November."""
    return make.a_pair(prog=make.a_programme(), status="working")


def give_letter_box(person):
    person.email = "nastavnik@school.example"
    person.save()


def steps(pair):
    row = Silence.objects.get(pair=pair)
    return row.mentor_on, row.curator_on, row.director_on


def test_days_of_holidays_are_left_out():
    closed = [(datetime.date(2026, 11, 1), datetime.date(2026, 11, 8))]
    assert calendar.days_at_school(datetime.date(2026, 10, 28), datetime.date(2026, 11, 12), closed) == 7
    assert calendar.days_at_school(datetime.date(2026, 11, 2), datetime.date(2026, 11, 8), closed) == 0


def test_the_rhythm_of_the_plan_decides(pair):
    a_meeting(pair, held_on=TODAY - 10 * DAY)
    assert not silence.silent(Pair.objects.all(), TODAY)
    pair.plan.rhythm_days = 7
    pair.plan.save()
    (quiet,) = silence.silent(Pair.objects.all(), TODAY)
    assert (quiet.days, quiet.rhythm) == (10, 7)


def test_a_rest_of_the_whole_school_is_no_silence(pair):
    a_meeting(pair, held_on=TODAY - 16 * DAY)
    SchoolBreak.objects.all().delete()
    assert silence.silent(Pair.objects.all(), TODAY)
    SchoolBreak.objects.create(title="карантин", starts=TODAY - 12 * DAY, ends=TODAY - 8 * DAY)
    assert not silence.silent(Pair.objects.all(), TODAY)


def test_mentor_curator_director_are_told_in_turn_once_each(pair):
    SchoolBreak.objects.all().delete()
    start = pair.starts
    for days in range(60):
        actions.chore(start + days * DAY)
        actions.chore(start + days * DAY)
    assert steps(pair) == (start + 15 * DAY, start + 22 * DAY, start + 36 * DAY)
    assert Silence.objects.count() == 1


def test_an_old_silence_found_late_is_told_one_step_a_night(pair):
    for night in range(4):
        actions.chore(datetime.date(2027, 2, 1) + night * DAY)
    first = datetime.date(2027, 2, 1)
    assert steps(pair) == (first, first + DAY, first + 2 * DAY)


def test_the_nightly_command_may_run_twice(pair, settings):
    settings.SENDS_LETTERS = True
    give_letter_box(pair.mentor)
    for _ in range(2):
        call_command("nightly", today=TODAY)
    assert steps(pair) == (TODAY, None, None)
    letters = Letter.objects.filter(key__startswith="silence:")
    assert letters.count() == 1
    assert pair.mentees[0].last_name not in letters.get().text


def test_a_meeting_ends_the_silence_and_the_page_shows_the_steps(client, pair):
    actions.chore(TODAY - 2 * DAY)
    client.force_login(make.office()[0], backend=BACKEND)
    page = client.get(pair.get_absolute_url()).content.decode()
    assert "Наставнику: напомнили 19.11.2026" in page
    a_meeting(pair, held_on=TODAY - DAY)
    assert Silence.objects.get().ended_on == TODAY
    page = client.get(pair.get_absolute_url()).content.decode()
    assert "Прежние перерывы" in page and "Наставнику: напомнили" not in page


def test_a_meeting_that_failed_does_not_end_the_silence(pair):
    from programs.actions import ahead

    ahead.log_missed(pair, by=account(pair.mentor), on=TODAY, held_on=TODAY, whose="mentee")
    assert silence.silent(Pair.objects.all(), TODAY)


def test_a_pair_that_stands_still_is_not_silent_and_counts_anew_afterwards(pair):
    from registry.engine.workflow import move

    curator, _ = make.office()
    pair = move(pair, "suspend", by=curator, on=TODAY, note="болезнь")
    assert not silence.watch(Pair.objects.all(), TODAY)
    pair = move(pair, "resume", by=curator, on=TODAY)
    (quiet,) = silence.watch(Pair.objects.all(), TODAY)
    assert (quiet.since, quiet.days) == (TODAY, 0)


def test_the_mentee_does_not_read_about_silence(client, pair):
    actions.chore(TODAY)
    client.force_login(account(pair.mentees[0]), backend=BACKEND)
    assert "Молчание пары" not in client.get(pair.get_absolute_url()).content.decode()


def late_school(pair):
    """A silent pair, another one with a late plan line and an unconfirmed meeting, and one without answers."""
    other = make.a_pair(prog=pair.programme, status="working")
    a_meeting(other, held_on=TODAY - 8 * DAY)
    other.meetings.update(logged_on=TODAY - 8 * DAY)
    plan = other.plan
    plan.lines.all().delete()
    plan.lines.create(task="Сделать проект", due=TODAY - 2 * DAY)
    type(plan).objects.filter(pk=plan.pk).update(status="agreed")
    asked = make.a_pair(prog=pair.programme, on=TODAY - 9 * DAY)
    return other, asked


def test_the_list_is_right(pair):
    other, asked = late_school(pair)
    found = {kind: [(line.names.split()[0], line.person) for line in lines] for kind, _, lines in reminding.late(TODAY)}
    child = other.mentees[0]
    assert [person for _, person in found["silent"]] == [pair.mentor]
    assert [person for _, person in found["line"]] == [other.mentor]
    assert [person for _, person in found["unconfirmed"]] == [child.guardians(TODAY).first()]
    assert {person for _, person in found["agreement"]} >= {asked.mentor, asked.mentees[0]}


def test_letters_are_read_before_they_go_and_name_no_child(client, pair, settings, django_capture_on_commit_callbacks):
    settings.SENDS_LETTERS = True
    other, _ = late_school(pair)
    give_letter_box(pair.mentor)
    curator, _ = make.office()
    client.force_login(curator, backend=BACKEND)
    page = client.get(reverse("programs:silence_list"))
    keys = [line.key for _, _, lines in page.context["groups"] for line in lines]
    preview = client.post(reverse("programs:silence_letters"), {"line": keys})
    (letter,) = preview.context["letters"]
    assert letter.text.splitlines()[0] in preview.content.decode()
    assert not mail.outbox and not Reminder.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("programs:silence_send"), {"line": keys})
    (sent,) = mail.outbox
    assert sent.body == letter.text
    for child in (*pair.mentees, *other.mentees):
        assert child.last_name not in sent.body
    assert Reminder.objects.filter(how="letter").count() == 1
    assert Reminder.objects.filter(how="slip").count() == len(keys) - 1


def test_a_name_is_found_forgivingly_and_the_rest_is_left_out(client, pair):
    other, _ = late_school(pair)
    mentor = pair.mentor
    mentor.last_name = "Ёжикова"
    mentor.save()
    client.force_login(make.office()[0], backend=BACKEND)
    address = reverse("programs:silence_list")
    for words in ("ежикова", "t;brjdf"):
        page = client.get(address, {"q": words})
        assert {line.person for _, _, rows in page.context["groups"] for line in rows} == {mentor}
    child = other.mentees[0]
    child.last_name = "Шолбанова"
    child.save()
    kinds = [kind for kind, _, _ in client.get(address, {"q": "Шолбанова"}).context["groups"]]
    assert "silent" not in kinds and {"line", "unconfirmed"} <= set(kinds)
    assert "По этому отбору никто не молчит" in client.get(address, {"q": "Нетакова"}).content.decode()


def test_a_long_list_has_pages_and_one_button_reaches_all_of_them(client, pair, monkeypatch):
    late_school(pair)
    monkeypatch.setattr("programs.views.silence.ON_PAGE", 2)
    client.force_login(make.office()[0], backend=BACKEND)
    page = client.get(reverse("programs:silence_list"))
    total = sum(len(rows) for _, _, rows in reminding.late(TODAY))
    assert sum(len(rows) for _, _, rows in page.context["groups"]) == 2 < total
    assert f"Показать письма всем: {total}" in page.content.decode()
    letters = reverse("programs:silence_letters")
    assert len(client.post(letters, {"all": "1"}).context["keys"]) == total
    assert len(client.post(letters, {"all": "1", "kind": "line"}).context["keys"]) == 1


def test_without_a_working_pair_the_list_says_what_comes_first(client, reference):
    make.a_programme()
    client.force_login(make.office()[0], backend=BACKEND)
    assert "Сначала подберите пары" in client.get(reverse("programs:silence_list")).content.decode()
    assert "Сначала у пары должны пройти две встречи" in client.get(reverse("programs:pulse_list")).content.decode()


def test_nobody_is_reminded_twice_on_one_day(client, pair):
    curator, _ = make.office()
    client.force_login(curator, backend=BACKEND)
    key = f"pair:{pair.pk}:{pair.mentor.pk}"
    back = reverse("programs:silence_letters")
    for _ in range(2):
        answer = client.post(reverse("programs:silence_send"), {"line": [key]}, follow=True, headers={"referer": back})
    page = answer.content.decode()
    assert "Напоминать некому" in page
    assert Reminder.objects.count() == 1
    assert "уже сегодня" in client.get(reverse("programs:silence_list")).content.decode()


def test_the_slip_of_a_guardian_confirms_by_its_code(client, pair, monkeypatch):
    a_meeting(pair, held_on=TODAY - 9 * DAY)
    pair.meetings.update(logged_on=TODAY - 8 * DAY)
    curator, _ = make.office()
    client.force_login(curator, backend=BACKEND)
    keys = [line.key for _, _, lines in reminding.late(TODAY) for line in lines]
    client.post(reverse("programs:silence_send"), {"line": keys})
    told = []
    monkeypatch.setattr("registry.engine.papers.pdf", lambda markup: told.append(markup) or b"%PDF-1.7")
    assert client.post(reverse("programs:silence_slips")).status_code == 200
    assert pair.mentees[0].last_name not in told[0].replace(pair.mentees[0].guardians(TODAY).first().full_name, "")
    token = told[0].split("/l/")[1].split("/")[0]
    client.logout()
    assert "Спасибо" in client.post(reverse("public:link", args=[token])).content.decode()
    assert pair.meetings.get().is_confirmed


def test_holidays_are_kept_on_a_page_and_bad_ones_are_refused(client, reference):
    curator, _ = make.office()
    client.force_login(curator, backend=BACKEND)
    url = reverse("registry:break_list")
    assert "сверьте" in client.get(url).content.decode()
    page = client.post(url, {"title": "карантин", "starts": "2027-02-10", "ends": "2027-02-01"}).content.decode()
    assert "раньше, чем начнутся" in page
    page = client.post(url, {"title": "ещё раз", "starts": "2026-11-02", "ends": "2026-11-03"}).content.decode()
    assert "уже входят в другие каникулы" in page
    client.post(url, {"title": "карантин", "starts": "2027-02-01", "ends": "2027-02-10"})
    assert SchoolBreak.objects.get(title="карантин").is_checked
