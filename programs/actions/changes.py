"""Replacement of a mentor and extension of a term: written down with their ground, brought about by an order."""

import datetime

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef

from programs.actions import early_ends, handovers, petitions
from programs.actions.pairs import mentor_gaps, outsider_gaps
from programs.models import Order, Pair, PairChange, Side
from registry.actions.people import may
from registry.engine import journal, workflow
from registry.engine.errors import Gap, Refused
from registry.models import Mentor
from registry.text import joined, short_date

RUNNING = (Pair.Status.ORDERED, Pair.Status.WORKING, Pair.Status.SUSPENDED)


def grounds(pair, kind) -> list[str]:
    """What the regulation names as a ground (ОЧ-П 2.7, 2.8)."""
    return list(pair.programme.rule(f"{kind}.grounds").value)


def gaps(change, on):
    """What keeps this change out of an order today."""
    pair = change.pair
    rule = pair.programme.rule(f"{change.kind}.grounds")
    if pair.status not in RUNNING:
        yield Gap(f"Работа «{pair.get_status_display()}»: менять в ней уже нечего.", pair.get_absolute_url(), "К паре")
    if change.ground not in rule.value:
        yield Gap(f"Такого основания нет {rule.why}. Выберите из списка: {joined(rule.value)}.")
    if change.kind == "replacement":
        yield from _replacement_gaps(change, on)
    elif change.new_ends <= pair.ends:
        yield Gap(f"Новое окончание должно быть позже прежнего, а оно {short_date(pair.ends)}.")
    if change.kind == "extension" and not change.paper.strip():
        yield Gap(f"Назовите документ, по которому продлевают срок {rule.why}: справку, приказ, заявление.")


def _replacement_gaps(change, on):
    pair, mentor = change.pair, change.new_mentor
    yield from petitions.ground_gaps(change.petition, pair)
    if pair.mentor and mentor.person_id == pair.mentor.pk:
        yield Gap(f"{mentor.person.short_name} уже наставник этой пары. Выберите другого.")
        return
    if mentor.person_id in {person.pk for person in pair.mentees}:
        yield Gap("Наставляемый не может быть наставником самому себе.")
    yield from mentor_gaps(pair.programme, mentor, pair.form, on, pair.is_group)
    yield from outsider_gaps(pair.programme, mentor, pair.mentees, on)


def _checked(change, on) -> PairChange:
    found = list(gaps(change, on))
    if found:
        raise Refused(*found)
    return change


@transaction.atomic
def write_change(
    pair, kind, *, by, on, ground, paper="", note="", new_mentor=None, new_ends=None, petition=None
) -> PairChange:
    """The curator writes down what is to change and why; every rule is asked now and again before the order."""
    may(by, "programs.pair_propose")
    if new_mentor:
        new_mentor = workflow.lock(Mentor, new_mentor.pk)
    pair = workflow.lock(Pair, pair.pk)
    change = _checked(PairChange(
        pair=pair, kind=kind, ground=ground, paper=paper, note=note, new_mentor=new_mentor, new_ends=new_ends,
        asked_on=on, asked_by=by.person, petition=petition,
    ), on)  # fmt: skip
    try:
        with transaction.atomic():
            change.save()
    except IntegrityError as fault:
        raise Refused("Такое изменение этой пары уже записано и ждёт приказа. Откройте приказы.") from fault
    journal.write(by, f"записано: {change.get_kind_display()}", pair, people=pair.journal_people(), ground=ground)
    return change


def open_changes(pair) -> list[PairChange]:
    """Changes of the pair that were not taken back; `is_named` says that an order holds them."""
    rows = pair.changes.filter(dropped_on=None).select_related("new_mentor__person")
    named = Order.objects.filter(lines__change=OuterRef("pk"), status__in=[*Order.OPEN, Order.Status.REGISTERED])
    return list(rows.annotate(is_named=Exists(named)))


@transaction.atomic
def drop_change(change, *, by, on) -> PairChange:
    """The wish is taken back while no order names it."""
    may(by, "programs.pair_propose")
    row = PairChange.objects.select_for_update().get(pk=change.pk)
    named = row.order_lines.filter(order__status__in=[*Order.OPEN, Order.Status.REGISTERED]).first()
    if row.done_on or named:
        raise Refused(Gap("Это изменение уже названо в приказе. Уберите строку из проекта.", (named and
                          named.order.get_absolute_url()) or "", "К приказу"))  # fmt: skip
    row.dropped_on = on
    row.save()
    journal.write(by, f"снято: {row.get_kind_display()}", row.pair, people=row.pair.journal_people())
    return row


def replace_mentor(change, *, by, on, line) -> None:
    """By the order: the former side ends on the day before, the new one begins; plan and term stay (ОЧ-П 2.8).

    What is done, what is open and with whom to talk becomes the list of the handover.
    """
    new_mentor = workflow.lock(Mentor, change.new_mentor_id)
    pair = workflow.lock(Pair, change.pair_id)
    change.new_mentor, change.pair = new_mentor, pair
    _checked(change, on)
    side = pair.sides.get(role="mentor", is_open=True)
    side.is_open, side.ends = False, max(side.starts, on - datetime.timedelta(days=1))
    side.save()
    Side.objects.create(pair=pair, person=new_mentor.person, role="mentor", starts=on, line=line)
    change.former, change.done_on = side.person, on
    change.save()
    change.pair = Pair.objects.get(pk=pair.pk)
    handovers.make_handover(change, on=on)
    _settle(pair, by=by, on=on, order=line.order)
    journal.write(by, "наставник заменён", pair, people=[side.person, *pair.journal_people()], order=line.order)


def _settle(pair, *, by, on, order) -> None:
    """What waited for an answer about the former mentor: wishes are fulfilled, an end that was proposed falls."""
    for row in pair.petitions.waiting():
        workflow.move(
            row, "accept", by=by, on=on, follows=True, decided_by=order.approved_by, on_paper=False,
            note=f"Наставник заменён приказом {order.name}.",
        )  # fmt: skip
    end = early_ends.open_end(pair)
    if end:
        workflow.move(end, "drop", by=by, on=on, follows=True)


def extend(change, *, by, on) -> None:
    """By the order: a later end."""
    pair = workflow.lock(Pair, change.pair_id)
    change.pair = pair
    _checked(change, on)
    change.former_ends, change.done_on = pair.ends, on
    change.save()
    pair.ends = change.new_ends
    pair.revision += 1
    pair.save()
    journal.write(by, "срок продлён", pair, people=pair.journal_people(), until=change.new_ends)
