"""Orders decided at one moment by two people or two long works: one number for each, nothing half done."""

import datetime

import pytest

from programs.actions import deciding, order_papers, subjects
from programs.actions import orders as actions
from programs.models import Order, OrderLine, RegisterEntry
from registry.engine import jobs, workflow
from registry.engine.errors import Refused
from registry.models import Job, JournalLine, Paper
from tests import factories as make
from tests.programs.story import recommended, submitted

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
TODAY = make.TODAY


def test_two_approvals_get_two_numbers(race, prog, director):
    orders = [submitted(prog), submitted(prog)]
    found = race(*(lambda order=order: actions.approve_order(order, by=director, on=TODAY) for order in orders))
    assert {type(one) for one in found} == {Order}
    assert sorted(Order.objects.values_list("number", flat=True)) == ["1-од", "2-од"]
    for order in Order.objects.all():
        assert order.paper.number == order.paper.said["number"] == order.number


def test_two_papers_with_one_number_are_one_order(race, prog, director, scan):
    rows, curator = [recommended(prog), recommended(prog)], make.office()[0]

    def enter(row):
        return order_papers.enter_order(
            prog, "register", [row.pk], by=curator, on=TODAY, scan=scan, number="41-од",
            date=datetime.date(2026, 10, 1), signed_by=director.person,
        )  # fmt: skip

    found = race(*(lambda row=row: enter(row) for row in rows))
    (fault,) = [one for one in found if not isinstance(one, Order)]
    assert isinstance(fault, Refused) and "занят" in str(fault)
    assert Order.objects.count() == 1 and RegisterEntry.objects.count() == 1 and Paper.objects.count() == 1


# Long works


@pytest.fixture
def _asleep(settings, monkeypatch):
    """Every decision is a long work, and the test says when its process comes up."""
    settings.JOBS_INLINE = False
    monkeypatch.setattr(jobs, "_spawn", lambda pk: None)
    monkeypatch.setattr(deciding, "AT_ONCE", 0)


def a_cancellation(prog, mentors=2) -> Order:
    """Before the director; it takes back an order on the register with so many mentors."""
    for _ in range(mentors):
        recommended(prog)
    target = make.an_order(prog, "register")
    draft = subjects.change_order(target, "cancellation", by=make.office()[0], on=TODAY, reason="ошибка в списке")
    return workflow.move(draft, "submit", by=make.office()[0], on=TODAY)


def stack_of(orders, director) -> Job:
    return deciding.approve_several(orders, by=director, first={}, date=TODAY)


def at_work(race, *works) -> list[Job]:
    """Both processes come up at one moment; each must have ended in good order."""
    assert race(*(lambda work=work: jobs.run(work.pk) for work in works)) == [True] * len(works)
    ended = [Job.objects.get(pk=work.pk) for work in works]
    assert [work.error for work in ended] == [""] * len(works)
    return ended


def every_number_is_one_of_a_kind() -> None:
    numbered = Order.objects.exclude(number="")
    numbers = list(numbered.values_list("number", flat=True))
    assert len(numbers) == len(set(numbers)) == Paper.objects.filter(kind__startswith="order_").count()
    for order in numbered:
        assert order.paper.number == order.paper.said["number"] == order.number
        assert order.acquaintances.count() == order.acquaintances.values("person").distinct().count()


@pytest.mark.usefixtures("_asleep")
def test_the_work_on_a_stack_and_the_work_on_one_long_order_cancel_it_once(race, prog, director):
    cancelling, other = a_cancellation(prog), submitted(prog)
    target = cancelling.lines.get().order_change.target
    alone = deciding.approve_one(cancelling, by=director, on=TODAY, number="40-од")
    at_work(race, alone, stack_of([cancelling, other], director))
    cancelling.refresh_from_db(), target.refresh_from_db(), other.refresh_from_db()
    assert (cancelling.status, target.status, other.status) == ("registered", "cancelled", "registered")
    assert target.cancelled_by == cancelling and cancelling.number in ("40-од", "2-од")
    assert JournalLine.objects.filter(verb="отменено действие приказа").count() == 1
    waiting = [line.candidacy.status for line in OrderLine.objects.filter(order=target)]
    assert waiting == ["recommended"] * 2 and RegisterEntry.objects.count() == 1  # that of the other order
    every_number_is_one_of_a_kind()


@pytest.mark.usefixtures("_asleep")
def test_two_stacks_in_opposite_order_sign_everything_once(race, prog, director):
    orders = [a_cancellation(prog, mentors=1), submitted(prog), submitted(prog)]
    at_work(race, stack_of(orders, director), stack_of(orders[::-1], director))
    for order in orders:
        order.refresh_from_db()
    assert [order.status for order in orders] == ["registered"] * 3
    assert Order.objects.filter(status="cancelled").count() == 1
    every_number_is_one_of_a_kind()


@pytest.mark.usefixtures("_asleep")
def test_two_stacks_with_nothing_in_common_leave_no_order_behind(race, prog, director):
    """Both propose the same numbers; one that is taken under the hand of the work is followed by the next."""
    first, second = ([submitted(prog) for _ in range(3)] for _ in range(2))
    at_work(race, stack_of(first, director), stack_of(second, director))
    numbers = set(Order.objects.values_list("number", flat=True))
    assert numbers == {f"{number}-од" for number in range(1, 7)}
    every_number_is_one_of_a_kind()


@pytest.mark.usefixtures("_asleep")
def test_a_cancellation_taken_back_while_its_work_comes_up_is_whole_or_not_at_all(race, prog, director):
    cancelling, curator = a_cancellation(prog), make.office()[0]
    target = cancelling.lines.get().order_change.target
    work = deciding.approve_one(cancelling, by=director, on=TODAY, number="40-од")
    race(lambda: jobs.run(work.pk), lambda: workflow.move(cancelling, "take_back", by=curator, on=TODAY))
    cancelling.refresh_from_db(), target.refresh_from_db()
    found = (cancelling.status, cancelling.number, target.status, RegisterEntry.objects.count())
    assert found in [("registered", "40-од", "cancelled", 0), ("draft", "", "registered", 2)]
