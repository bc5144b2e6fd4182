"""Jobs 7, 8 and 9, counted, in five modes: a mentor logs, a parent confirms, the curator reminds."""

import datetime

import pytest

from programs.actions import meetings, pulse
from programs.models import Meeting, Pulse, Reminder
from registry.engine import links
from registry.models import Letter
from tests import factories as make
from tests.journeys.walker import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def pair(school):
    """A working pair of pupils that met yesterday; the mentor and the curator have accounts."""
    today = make.TODAY
    made = make.a_pair(prog=make.a_programme(), status="working")
    mentor = make.user_for(made.mentor)
    begun = today - datetime.timedelta(days=40)
    made.sides.update(starts=begun)
    type(made).objects.filter(pk=made.pk).update(starts=begun, ends=today + datetime.timedelta(days=90))
    made = type(made).objects.get(pk=made.pk)
    meetings.log_meeting(
        made, by=mentor, on=today, held_on=today - datetime.timedelta(days=1), done="Познакомились", place="кабинет 7"
    )
    return made


def test_job_7_a_mentor_logs_a_meeting(pair, walker, client):
    sign_in(walker, client, pair.mentor.user)
    walker.start("/cabinet/")
    walker.click("Записать встречу")
    walker.fill("Что сделали", "Разобрали дроби")
    walker.fill("К следующей встрече", "Повторить проценты")
    walker.press("Записать встречу")
    walker.within(4)
    walker.sees("Пусть встречу подтвердят")
    row = Meeting.objects.get(done="Разобрали дроби")
    assert (row.held_on, row.place, row.kind) == (make.TODAY, "кабинет 7", "trial")
    assert row.next_time == "Повторить проценты"


def test_job_8_a_parent_confirms_without_an_account_by_one_tap(pair, walker):
    meeting = Meeting.objects.get()
    token, person = meetings.confirmation_link(meeting, by=pair.mentor.user, on=make.TODAY)
    walker.start(f"/l/{token}/")
    walker.sees("была ли эта встреча?")
    walker.press("Да, встреча была")
    walker.within(1)
    walker.sees("Спасибо!")
    assert Meeting.objects.get().confirmations.get().person == person
    assert links.find(token).used_at
    walker.start(f"/l/{token}/")
    walker.sees("уже использована")


def test_job_8_a_child_answers_the_question_from_a_link(pair, walker):
    pulse.ask(pair, make.TODAY)
    row = Pulse.objects.get(role="mentee")
    curator, _ = make.office()
    walker.start(f"/l/{pulse.pulse_link(row, by=curator, on=make.TODAY)}/")
    walker.press("Не совсем")
    walker.within(1 + 2)
    walker.sees("Спасибо")
    row.refresh_from_db()
    assert (row.answer, row.how) == (2, "link")


def test_job_9_the_curator_sees_who_is_silent_or_late_and_reminds_all(pair, walker, client, settings):
    settings.SENDS_LETTERS = True
    today = make.TODAY
    long_ago = today - datetime.timedelta(days=6)
    Meeting.objects.update(held_on=long_ago, logged_on=long_ago)
    silent = make.a_pair(prog=pair.programme, status="working")
    begun = today - datetime.timedelta(days=200)
    silent.sides.update(starts=begun)
    type(silent).objects.filter(pk=silent.pk).update(starts=begun)
    mentor = silent.mentor
    mentor.email = "nastavnik@school.example"
    mentor.save()
    curator, _ = make.office()
    sign_in(walker, client, curator)
    walker.start("/cabinet/")
    walker.click("Кто молчит и опаздывает")
    walker.sees(mentor.last_name)
    walker.press("Показать письма отмеченным")
    walker.sees("Имён и сведений о детях в письме нет намеренно")
    walker.press("Отправить")
    walker.within(3)
    walker.sees("Напоминания за сегодня")
    assert Letter.objects.get(person=mentor, subject="Наставничество: напоминание")
    parent = pair.mentees[0].guardians(today).first()
    assert set(Reminder.objects.values_list("person", "kind", "how")) == {
        (mentor.pk, "silent", "letter"), (parent.pk, "unconfirmed", "slip"),
    }  # fmt: skip
