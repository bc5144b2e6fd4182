"""A school of 100 mentees and 52 mentors: paired, adjusted, agreed, ordered, planned, met, changed on the way, closed.

What one person does once is done in a browser (a phone where the person has one); what repeats, by the same actions.
"""

import datetime
import io
import re

import pypdfium2
import pytest
from django.test import Client

from monitoring.actions import waive
from programs.actions import early_ends, meetings, pairs
from programs.models import EarlyEnd, Meeting, Order, Pair, PairAgreement, Ruling, Side
from registry.engine import workflow
from tests import factories as make
from tests.journeys.test_year import Hand
from tests.journeys.walker import Walker, sign_in
from tests.programs import story_of_pairing as story

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TODAY = make.TODAY
YES = re.compile(r"^\s*Да,")


class Team:
    """The office at their desks; mentors, children and parents with phones."""

    def __init__(self, browser, base):
        self.browser, self.base, self.open = browser, base, []
        self.curator, self.director = (Hand(self.seat("mouse", user)) for user in make.office())

    def seat(self, mode, user=None):
        walker = Walker(self.browser, self.base, mode)
        self.open.append(walker)
        if user:
            sign_in(walker, Client(), user)
        return walker

    def taps(self, token):
        """Somebody without an account opens a personal link on a phone and says yes, in the words for the age."""
        phone = self.seat("narrow")
        phone.start(f"/l/{token}/")
        phone.press(YES)
        phone.close()
        self.open.remove(phone)

    def decides(self, kind, agreed_on_paper=False):
        """The draft that stands before the curator goes through to its number."""
        if agreed_on_paper:
            self.curator.press("Отправить на согласование")
            for box in self.curator.page.locator("main form[action$='/answers/'] input[type=checkbox]").all():
                box.check()
            self.curator.press("Отметить согласных")
        self.curator.press("Передать директору")
        order = Order.objects.get(kind=kind, status="submitted")
        self.director.at(order).press("Утвердить приказ")
        order.refresh_from_db()
        assert order.status == "registered"
        return order


@pytest.fixture
def team(browser, live_server, school):
    made = Team(browser, live_server.url)
    yield made
    for walker in made.open:
        walker.close()


def chosen(team, programme, form) -> list[Pair]:
    """The optimum with one pin and one ban, proposed in one go."""
    team.curator.at(f"/programs/pairing/?pair={programme.code}.{form.code}")
    team.curator.press("Закрепить").press("Исключить", nth=1).press("Предложить отмеченные")
    ban = Ruling.objects.get(kind="ban")
    made = list(Pair.objects.filter(programme=programme, status="proposed").prefetch_related("sides__person"))
    assert len(made) == 100, "104 places: everybody is served, whatever one ban says"
    assert (ban.mentor.person, ban.mentee.person) not in {(pair.mentor, pair.mentees[0]) for pair in made}
    assert max(Side.objects.filter(role="mentor", person=pair.mentor).count() for pair in made) == 2
    return made


def agreed(team, made, curator):
    """One pair answers by personal links, children and parents each their own; the others on paper."""
    for mark in made[0].agreements.all():
        child = mark.side.person
        who = child.guardians(TODAY).first() if mark.as_guardian else child
        token = pairs.answer_link(mark, who, by=curator)
        team.taps(token)
    for mark in PairAgreement.objects.filter(answer=None).select_related("side__person"):
        child = mark.side.person
        who = child.guardians(TODAY).first() if mark.as_guardian else child
        pairs.answer_pair(mark, by=curator, on=TODAY, agrees=True, person=who, how="paper")
    assert Pair.objects.filter(status="agreed").count() == 100


def ordered(team):
    """One order with a hundred lines; every sheet of its list has the heads of the columns."""
    team.curator.at("/programs/orders/new/")
    team.curator.page.locator("main button[name='kind'][value='pairs']").first.click()
    team.curator.page.wait_for_load_state()
    order = team.decides("pairs")
    sheets = [
        sheet.get_textpage().get_text_range()
        for sheet in pypdfium2.PdfDocument(io.BytesIO(order.paper.file.path.read_bytes()))
    ]
    for line in order.lines.all():
        assert any(line.pair.mentees[0].last_name in text for text in sheets)
    with_rows = [text for text in sheets if "Наставляемый" in text]
    assert len(with_rows) >= 4
    return order


def planned_and_met(team, pair, curator):
    """The mentor fills the plan and logs the first meeting on a phone; the parent confirms by one tap."""
    mentor = make.user_for(pair.mentor)
    phone = Hand(team.seat("narrow", mentor))
    phone.at(f"/programs/plans/{pair.plan.pk}/edit/").put(goal="Решать задачи без подсказок")
    phone.press("Передать куратору")
    team.curator.at(pair.plan).press("Согласовать")
    pair.plan.refresh_from_db()
    assert pair.plan.status == "agreed" and pair.plan.goal == "Решать задачи без подсказок"
    phone.at(f"/programs/pairs/{pair.pk}/meetings/new/")
    phone.walker.fill("Что сделали", "Познакомились")
    phone.press("Записать встречу")
    meeting = Meeting.objects.get(pair=pair)
    token, parent = meetings.confirmation_link(meeting, by=mentor, on=TODAY)
    assert parent in pair.mentees[0].guardians(TODAY)
    team.taps(token)
    assert Meeting.objects.get(pair=pair).confirmations.get().person == parent


def replaced(team, pair, mentors):
    """Another mentor of the register, by an order; the term stands."""
    free = next(card for card in mentors if Side.objects.filter(person=card.person, is_open=True).count() < 2)
    team.curator.at(f"/programs/pairs/{pair.pk}/replace/").put(new_mentor=free.pk).tick_first("ground")
    team.curator.press("Подготовить приказ")
    team.decides("replacement", agreed_on_paper=True)
    fresh = Pair.objects.get(pk=pair.pk)
    assert (fresh.mentor, fresh.ends, fresh.plan) == (free.person, pair.ends, pair.plan)


def extended(team, pair):
    until = pair.ends + datetime.timedelta(days=30)
    team.curator.at(f"/programs/pairs/{pair.pk}/extend/").put(new_ends=until, paper="справка от 20.11.2026 № 3")
    team.curator.tick_first("ground").press("Подготовить приказ")
    team.decides("extension")
    assert Pair.objects.get(pk=pair.pk).ends == until


def ended_early(team, pair, curator):
    """The curator proposes, all the others say yes by link, the order follows from the answers."""
    waive(pair, "exit", by=curator, on=TODAY, reason="цель видна по работам")
    team.curator.at(f"/programs/pairs/{pair.pk}/early-end/")
    team.curator.put(ends_on=TODAY, reason="Цель достигнута").press("Спросить всех")
    end = EarlyEnd.objects.get(pair=pair)
    for mark in end.marks.filter(answer=None):
        child = mark.side.person
        who = child.guardians(TODAY).first() if mark.party == "guardian" else child
        team.taps(early_ends.answer_link(mark, who, by=curator))
    team.curator.at(f"/programs/early-ends/{end.pk}/order/")
    team.curator.put(result_text="Темы пройдены, контрольная на пять.", no_final_meeting="итог подвели в школе")
    team.curator.press("Подготовить приказ")
    team.decides("completion")
    fresh = Pair.objects.get(pk=pair.pk)
    assert (fresh.status, fresh.result) == ("closed", "early")


def closed(team, curator):
    """The year ends for all the others: results, one order, nobody is held any longer."""
    rest = list(Pair.objects.filter(status="working").prefetch_related("sides__person"))
    for pair in rest:
        waive(pair, "exit", by=curator, on=TODAY, reason="замер не проводили")
        row = pairs.write_result(
            pair, by=curator, on=TODAY, result="done", result_text="План выполнен", no_final_meeting="общая встреча"
        )
        workflow.move(row, "begin_closing", by=curator, on=TODAY)
    team.curator.at("/programs/orders/new/")
    team.curator.page.locator("main button[name='kind'][value='completion']").first.click()
    team.curator.page.wait_for_load_state()
    order = team.decides("completion")
    assert order.lines.count() == len(rest) == 99
    assert not Pair.objects.running().exists() and not Side.objects.filter(is_open=True).exists()


def test_a_school_of_a_hundred_is_paired_and_its_year_closed(team):
    programme = make.a_programme()
    form = programme.forms.get(code="pupil_pupil")
    mentors = story.mentors(programme, 52, category="pupil")
    story.mentees(programme, 100)
    curator, _ = make.office()
    made = chosen(team, programme, form)
    agreed(team, made, curator)
    ordered(team)
    for pair in Pair.objects.filter(status="ordered").prefetch_related("sides__person"):
        waive(pair, "entry", by=curator, on=TODAY, reason="замер идёт в октябре")
        workflow.move(pair, "start", by=curator, on=TODAY)
    one, two, three, four = Pair.objects.filter(status="working").order_by("pk")[:4]
    planned_and_met(team, one, curator)
    replaced(team, two, mentors)
    extended(team, three)
    ended_early(team, four, curator)
    closed(team, curator)
