"""Orders that frame the demo year: documents, curator, list of mentees, programme of the year, release, awards."""

import datetime

from programs.actions import acquainting, honours, orders, subjects
from programs.models import Order
from programs.orders import kinds
from registry.engine import workflow

BEFORE_SCHOOL = datetime.timedelta(days=2)
REASON = "за терпение, внимание и хорошие результаты наставляемых"


def sign(school, order, *, approved) -> Order:
    """Through the approval sheet to the director, and read by everybody named."""
    if kinds.of(order).signatories(order):
        order = orders.send_for_agreement(order, by=school.by, on=approved)
        for row in order.approvals.all():
            orders.answer_on_paper(row, by=school.by, on=approved, agrees=True)
    order = workflow.move(order, "submit", by=school.by, on=approved)
    order = orders.approve_order(order, by=school.chief, on=approved)
    for row in order.acquaintances.all():
        acquainting.acquaint(row, by=school.by, on=approved, on_paper=True)
    return order


def approve_documents(school, prog, plan, kind, day) -> Order | None:
    """Adopted by the council before the school year, or on the day itself; then the order with its annexes."""
    on = plan.day(day)
    council, number = (plan.start - BEFORE_SCHOOL, "1") if kind == "introduction" else (on, "3")
    if not kinds.KINDS[kind].gather(prog, on):
        return None
    order = orders.draft_order(prog, kind, by=school.by, on=on)
    order = subjects.set_council(order, by=school.by, on=on, number=number, date=council)
    return sign(school, order, approved=on)


def prepare(school, programmes, plan) -> None:
    """Milestone «prepared»: the model is introduced, the curator is named for the year."""
    for prog in programmes:
        approve_documents(school, prog, plan, "introduction", 1)
    order = subjects.assign(
        programmes[0], school.curator, "curator", by=school.by, on=plan.day(2), starts=plan.day(2)
    )  # fmt: skip
    sign(school, order, approved=plan.day(2))


def list_mentees(school, prog, plan) -> None:
    """Milestone «mentees»: the director approves the list of the base."""
    sign(school, orders.draft_order(prog, "mentees", by=school.by, on=plan.day(20)), approved=plan.day(20))


def approve_programme(school, prog, plan) -> None:
    """Milestone «paired»: the fifth stage ends with the programme of the year."""
    approve_documents(school, prog, plan, "programme", 39)


def thank(school, prog, plan) -> None:
    """Milestone «closed»: the order, then the sheets with its number; so few that no process of its own prints them."""
    mentors = honours.candidates(prog).filter(sides__role="mentor", sides__pair__programme=prog).distinct()
    mentors = mentors[: honours.AT_ONCE]
    known = prog.rule("awards.kinds").value
    kind = next((one for one in known if "грамот" in one or one == "благодарность"), known[0])
    order = subjects.propose_awards(
        prog, list(mentors), by=school.by, on=plan.day(261), layout="diploma", kind=kind, reason=REASON
    )  # fmt: skip
    order = sign(school, order, approved=plan.day(262))
    honours.print_by_order(order, by=school.by, on=plan.day(262))
