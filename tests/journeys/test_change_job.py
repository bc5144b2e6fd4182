"""Job 12, counted, in five modes: a mentor is replaced in mid-year; order, log, plan and handover follow."""

import datetime

import pytest
from django.test import Client

from programs.actions import meetings, petitions
from programs.models import Handover, Order, Pair
from tests import factories as make
from tests.journeys.walker import Walker, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DAY = datetime.timedelta(days=1)


def a_pair_whose_mentor_leaves():
    """(working pair with a log, the card of a mentor with a free place): the statement is in, the head has agreed."""
    curator, director = make.office()
    prog = make.a_programme(preset="teachers")
    pair = make.a_pair(prog=prog, status="working")
    new = make.registered(make.a_mentor(make.teacher(last_name="Незабудкина", first_name="Вера")), prog)
    meetings.log_meeting(
        pair, by=curator, on=make.TODAY, held_on=make.TODAY - 3 * DAY, done="Разобрали урок", next_time="открытый урок"
    )  # fmt: skip
    row = petitions.resign(
        pair, by=make.user_for(pair.mentor), on=make.TODAY, words="переезжаю в другой город",
        last_day=petitions.earliest_last_day(make.TODAY),
    )  # fmt: skip
    petitions.decide(row, by=director, on=make.TODAY, accepts=True, note="подобрать замену")
    return pair, new


def test_job_12_a_mentor_is_replaced_in_mid_year(school, walker, browser, live_server, mode):
    pair, new = a_pair_whose_mentor_leaves()
    curator, director = make.office()
    former, plan, ends = pair.mentor, pair.plan, pair.ends
    sign_in(walker, Client(), curator)
    walker.start("/cabinet/")
    walker.click("Заменить наставника")
    walker.choose("Новый наставник", "Незабудкина")
    walker.press("Подготовить приказ")
    walker.sees("заявление наставника от")
    walker.press("Отправить на согласование")
    for person in (new.person, *pair.mentees):
        walker.check(person.full_name)
    walker.press("Отметить согласных")
    walker.press("Передать директору")
    walker.within(9)

    order = Order.objects.get(kind="replacement")
    head = Walker(browser, live_server.url, mode)
    sign_in(head, Client(), director)
    head.start("/cabinet/")
    head.click("К приказу")
    head.press("Утвердить приказ")
    head.within(2)
    head.close()

    fresh = Pair.objects.get(pk=pair.pk)
    order.refresh_from_db()
    assert order.status == "registered" and fresh.mentor == new.person
    assert (fresh.plan, fresh.ends, fresh.status) == (plan, ends, "working")
    assert fresh.meetings.get().mentor == former
    handover = Handover.objects.get(change__pair=pair)
    assert {line.part for line in handover.lines.all()} == {"done", "open", "talk"}

    after = Walker(browser, live_server.url, mode)
    sign_in(after, Client(), make.user_for(new.person))
    after.start("/cabinet/")
    after.click("К листу передачи")
    after.sees("открытый урок")
    after.sees(former.short_name.replace("\xa0", " "))
    after.close()
