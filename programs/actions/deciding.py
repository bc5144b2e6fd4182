"""Orders decided by a long work: several at once, each in a transaction of its own, or one with a long list.

Whatever happens to the process, an order is signed whole or waits as it did; the page of the outcome tells which.
"""

import contextlib
import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from programs.actions import order_numbers, orders
from programs.models import Order, OrderLine
from registry.actions.people import may
from registry.engine import access, jobs, workflow
from registry.engine.errors import Gap, Refused
from registry.models import Job
from registry.text import count

SEVERAL, ONE = "programs.approve_orders", "programs.approve_order"
OWN = Gap("Приказ готовили вы: кто готовит, тот не утверждает. Его подпишет тот, кто вас замещает.")
AT_ONCE = 30
"""Lines of an order for which the director waits, some two seconds; a longer list is signed by a long work."""


def approve_one(order, *, by, on, number, date=None, effective_on=None):
    """Sign the order now, or start the long work that signs one with a long list: the order, or its job.

    What can be refused is refused before the work begins, while the typed number and date are still in the form.
    """
    if size_of(order) <= AT_ONCE:
        return orders.approve_order(order, by=by, on=on, number=number, date=date, effective_on=effective_on)
    may(by, "programs.order_approve", order)
    with transaction.atomic():
        row = workflow.lock(Order, order.pk)
        if running := in_hand(row):
            return running
        date, number = date or on, number.strip() or orders.next_number(row.kind, date or on)
        orders.check_signable(row, signer=by.person, on=on, date=date, number=number)
        return jobs.start(
            ONE, f"Утверждение приказа: {count(size_of(row), 'строка', 'строки', 'строк')}", by=by,
            orders=[row.pk], number=number, date=date.isoformat(), effective_on=(effective_on or date).isoformat(),
        )  # fmt: skip


def size_of(order) -> int:
    """Its lines, and those of the orders that it cancels: each is taken back."""
    undone = {"order__changes__kind": "cancellation", "order__changes__order_lines__order": order}
    return order.lines.count() + OrderLine.objects.filter(**undone).count()


def in_hand(order) -> Job | None:
    """The work that is about to sign this order, if one lives."""
    now = timezone.now()
    for job in Job.objects.filter(kind__in=JOBS, finished_at=None).order_by("-pk"):
        if order.pk in job.payload["orders"] and not jobs.fresh(job).is_lost(now):
            return job
    return None


def approve_several(chosen, *, by, first: dict[str, int], date):
    """Start the long work: each order gets the next free number of its journal; `first` is suffix → number."""
    may(by, "programs.order_decide")
    ids = [order.pk for order in chosen]
    if not ids:
        raise Refused("Отметьте приказы, которые утверждаете.")
    return jobs.start(
        SEVERAL, f"Утверждение: {count(len(ids), 'приказ', 'приказа', 'приказов')}", by=by,
        orders=ids, first=first, date=date.isoformat(),
    )  # fmt: skip


def date_of(job) -> datetime.date:
    """The date that the orders were to bear."""
    return datetime.date.fromisoformat(job.payload["date"])


def why_not(order, job, *, by, on) -> list[Gap]:
    """What keeps this director from signing the order as the work was to, in words; nothing for one that is signed."""
    if order.number:
        return []
    if not access.may(by, "programs.order_approve", order):
        return [OWN]
    if order.status != Order.Status.SUBMITTED:
        return [Gap(f"Приказ уже не ждёт вас: «{order.get_status_display()}».")]
    try:
        orders.check_signable(
            order, signer=by.person, on=on, date=date_of(job), number=job.payload.get("number", "")
        )  # fmt: skip
    except Refused as refusal:
        return refusal.gaps
    return []


def _approve_all(job, report) -> dict:
    """The child process: one that is refused keeps its place with the director and takes no number.

    Run once more after its process died, it leaves alone what is approved already.
    """
    date, free = date_of(job), dict(job.payload["first"])
    ids, suffixes, done = job.payload["orders"], order_numbers.suffixes(), 0
    for place, pk in enumerate(ids):
        report(place, len(ids))
        order = Order.objects.filter(pk=pk).first()
        if order is None:
            continue  # taken back and discarded meanwhile
        if order.status == Order.Status.SUBMITTED:
            order = _approve_next(order, free, suffixes[order.kind], by=job.started_by, date=date)
        done += order.status == Order.Status.REGISTERED
    return _outcome(job, done)


def _approve_long(job, report) -> dict:
    """One order with the number and the dates that were typed; a second run finds it signed and does nothing."""
    order = Order.objects.filter(pk__in=job.payload["orders"]).first()
    if order and order.status == Order.Status.SUBMITTED:
        since = datetime.date.fromisoformat(job.payload["effective_on"])
        order = _approve(
            order, by=job.started_by, date=date_of(job), number=job.payload["number"], effective_on=since,
            report=report,
        )  # fmt: skip
    return _outcome(job, int(order is not None and order.status == Order.Status.REGISTERED))


def _outcome(job, done: int) -> dict:
    said = f"Утверждено {done} из {len(job.payload['orders'])}."
    return {"url": reverse("programs:order_outcome", args=[job.pk]), "said": said}


def _approve(order, **signed):
    """The order, signed; or as it was: the page of the outcome asks anew why, and says it in words."""
    with contextlib.suppress(Refused, PermissionDenied):
        return orders.approve_order(order, on=access.today(), **signed)
    return order


def _approve_next(order, free: dict[str, int], suffix: str, *, by, date):
    """The same with the nearest free number of its journal; another's number is followed by the next one."""
    refused = 0
    while True:
        number = free[suffix] = order_numbers.first_free(date.year, suffix, free.get(suffix, 1))
        try:
            return orders.approve_order(order, by=by, on=access.today(), date=date, number=f"{number}{suffix}")
        except PermissionDenied:
            return order
        except Refused as refusal:
            if refusal.field != "number" or number == refused:
                return order
            refused = number


JOBS = {SEVERAL: _approve_all, ONE: _approve_long}
