"""Meetings ahead: known beforehand, held with one button, not held with a reason; bad input is refused in words."""

import datetime

import pytest
from django.core import mail
from django.urls import reverse

from programs import hours
from programs.actions import ahead, meetings
from programs.models import Meeting, Presence, Programme
from registry.engine.errors import Refused
from registry.engine.workflow import move
from tests import factories as make
from tests.programs.test_meetings import TODAY, a_meeting, account, new_url, signed_in, typed

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def pair(reference):
    return make.a_pair(prog=make.a_programme(), status="working")


def planned(pair, **fields):
    values = {"held_on": TODAY + 3 * DAY, "place": "кабинет 7", **fields}
    return ahead.plan_meeting(pair, by=account(pair.mentor), on=fields.pop("on", TODAY), **values)


def test_a_planned_meeting_is_told_to_the_parent_by_letter_and_named_to_nobody(
    pair, settings, django_capture_on_commit_callbacks
):
    settings.SENDS_LETTERS = True
    child = pair.mentees[0]
    parent = child.guardians(TODAY).first()
    parent.email = "roditel@school.example"
    parent.save()
    with django_capture_on_commit_callbacks(execute=True):
        planned(pair, starts_at=datetime.time(15, 0), place="https://video.school.example/7")
    (letter,) = mail.outbox
    assert letter.to == ["roditel@school.example"]
    assert "24 ноября 2026 г. в 15:00" in letter.body.replace("\u00a0", " ")
    assert "https://video.school.example/7" in letter.body
    for name in (child.first_name, child.last_name, pair.mentor.last_name):
        assert name not in letter.body + letter.subject


def test_the_parent_and_the_mentee_see_it_and_have_nothing_to_press(client, pair):
    planned(pair)
    for who, words in ((pair.mentees[0], "Впереди"), (pair.mentees[0].guardians(TODAY).first(), "назначена")):
        signed_in(client, who)
        page = client.get(pair.get_absolute_url()).content.decode()
        assert "кабинет 7" in page and words in page
        assert "Перенести" not in page and "Состоялась" not in page


def test_one_button_makes_it_held_and_not_before_its_day(client, pair):
    meeting = planned(pair, theme="Проценты")
    signed_in(client, pair.mentor)
    url = reverse("programs:meeting_hold", args=[meeting.pk])
    page = client.post(url, follow=True, headers={"referer": pair.get_absolute_url()}).content.decode()
    assert "дата в будущем" in page
    Meeting.objects.filter(pk=meeting.pk).update(held_on=TODAY)
    client.post(url)
    meeting.refresh_from_db()
    assert (meeting.state, meeting.logged_on, meeting.done) == ("held", TODAY, "Проценты")


def test_logging_the_day_that_was_planned_marks_the_planned_one(client, pair):
    meeting = planned(pair, held_on=TODAY, kind="organisational")
    signed_in(client, pair.mentor)
    client.post(new_url(pair), typed(held_on=TODAY.isoformat(), place="кабинет 9"))
    row = Meeting.objects.get()
    assert row.pk == meeting.pk and row.state == "held" and row.place == "кабинет 9"


def test_a_meeting_that_failed_says_why_and_gives_no_hours(client, pair):
    meeting = planned(pair)
    signed_in(client, pair.mentor)
    url = reverse("programs:meeting_off", args=[meeting.pk])
    assert "Выберите" in client.post(url, {"whose": "", "note": ""}).content.decode() or meeting.state == "planned"
    client.post(url, {"whose": "other", "note": ""})
    meeting.refresh_from_db()
    assert meeting.state == "planned"
    client.post(url, {"whose": "mentee", "note": "заболел"})
    meeting.refresh_from_db()
    assert meeting.state == "called_off"
    page = client.get(pair.get_absolute_url()).content.decode()
    assert "не состоялась" in page and "заболел" in page and "Состоялось" not in page
    (row,) = hours.table(Programme.objects.all(), TODAY + 9 * DAY)
    assert (row.held, row.missed, row.minutes) == (0, 1, 0)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"held_on": TODAY - DAY}, "уже прошло"),
        ({"held_on": datetime.date(2027, 6, 30)}, "Срок пары кончился 25.05.2027"),
    ],
)
def test_a_plan_for_the_past_or_after_the_term_is_refused(pair, fields, words):
    with pytest.raises(Refused, match=words):
        planned(pair, **fields)
    assert not Meeting.objects.exists()


def test_a_suspended_pair_takes_neither_meetings_nor_plans(pair):
    curator, _ = make.office()
    pair = move(pair, "suspend", by=curator, on=TODAY, note="болезнь")
    for deed in (lambda: planned(pair), lambda: a_meeting(pair)):
        with pytest.raises(Refused, match=r"остановл|приостановл"):
            deed()
    assert not Meeting.objects.exists()


def test_the_same_meeting_is_not_entered_twice(client, pair):
    a_meeting(pair, kind="regular")
    signed_in(client, pair.mentor)
    page = client.post(new_url(pair), typed(held_on=TODAY.isoformat(), kind="regular")).content.decode()
    assert "уже записана" in page and Meeting.objects.count() == 1
    planned(pair)
    with pytest.raises(Refused, match="уже назначена"):
        planned(pair, kind=Meeting.objects.planned().get().kind)


def test_a_meeting_after_the_term_is_refused(pair):
    with pytest.raises(Refused, match="Срок пары кончился"):
        meetings.log_meeting(
            pair, by=account(pair.mentor), on=pair.ends + 9 * DAY, held_on=pair.ends + DAY, done="Занимались"
        )


def test_the_next_day_given_with_the_meeting_becomes_a_plan(client, pair):
    signed_in(client, pair.mentor)
    client.post(new_url(pair), typed(next_on="2026-12-01", next_at="15:30"))
    row = Meeting.objects.planned().get()
    assert (row.held_on, row.starts_at, row.theme) == (
        datetime.date(2026, 12, 1), datetime.time(15, 30), "Повторить проценты"
    )  # fmt: skip


def test_a_wrong_next_day_leaves_nothing_half_done(client, pair):
    signed_in(client, pair.mentor)
    page = client.post(new_url(pair), typed(next_on="2026-11-01")).content.decode()
    assert "Следующая встреча: 01.11.2026 уже прошло" in page
    assert not Meeting.objects.exists()


def test_place_and_minutes_are_remembered_from_the_last_meeting(client, pair):
    a_meeting(pair, held_on=TODAY - 5 * DAY, place="библиотека", minutes=60, mode="remote")
    signed_in(client, pair.mentor)
    form = client.get(new_url(pair)).context["form"]
    assert (form.initial["place"], form.initial["minutes"], form.initial["mode"]) == ("библиотека", 60, "remote")


def test_the_curator_adds_himself_as_present_and_nobody_else_can(client, pair):
    meeting, (curator, _) = a_meeting(pair), make.office()
    url = reverse("programs:meeting_attend", args=[meeting.pk])
    signed_in(client, pair.mentor)
    assert client.post(url).status_code == 403
    client.force_login(curator, backend="django.contrib.auth.backends.ModelBackend")
    client.post(url)
    assert Presence.objects.get().person == curator.person
    assert f"куратор: {curator.person.short_name}" in client.get(pair.get_absolute_url()).content.decode()
    client.post(url, {"was_there": "no"})
    assert not Presence.objects.exists()


def test_what_was_said_to_be_wrong_goes_to_the_curator_and_not_to_the_mentor(client, pair):
    meeting, mentee = a_meeting(pair), pair.mentees[0]
    signed_in(client, mentee)
    client.post(reverse("programs:meeting_deny", args=[meeting.pk]))
    meeting.refresh_from_db()
    assert meeting.denied_by == mentee
    signed_in(client, pair.mentor)
    assert "говорят, что встречи не было" not in client.get(pair.get_absolute_url()).content.decode()
    client.force_login(make.office()[0], backend="django.contrib.auth.backends.ModelBackend")
    assert "говорят, что встречи не было" in client.get(pair.get_absolute_url()).content.decode()


def test_hours_are_counted_by_mentor_pair_and_month_and_leave_as_a_table(client, pair):
    a_meeting(pair, held_on=datetime.date(2026, 10, 20), minutes=90)
    a_meeting(pair, held_on=datetime.date(2026, 11, 10), minutes=45)
    a_meeting(pair, held_on=datetime.date(2026, 11, 17), minutes=30, mode="remote")
    rows = hours.table(Programme.objects.all(), TODAY)
    assert [(row.month_words, row.held, row.minutes, row.remote) for row in rows] == [
        ("ноябрь 2026", 2, 75, 1), ("октябрь 2026", 1, 90, 0),
    ]  # fmt: skip
    curator, _ = make.office()
    client.force_login(curator, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("programs:meeting_hours")).content.decode().replace("\u00a0", " ")
    assert "3 встречи, 2 ч 45 мин" in page and "подтверждены не все" in page
    answer = client.get(reverse("programs:meeting_hours") + "?as=xlsx&month=2026-11-01")
    assert answer.content[:2] == b"PK"
