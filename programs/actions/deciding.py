"""Several orders decided at once: each in a transaction of its own, numbers running on, the outcome told one by one."""

import datetime

from django.core.exceptions import PermissionDenied
from django.urls import reverse

from programs.actions import order_numbers, orders
from programs.models import Order
from registry.actions.people import may
from registry.engine import access, jobs
from registry.engine.errors import Gap, Refused
from registry.text import count


def approve_several(chosen, *, by, first: dict[str, int], date):
    """Start the long work: each order gets the next free number of its journal; `first` is suffix → number."""
    may(by, "programs.order_decide")
    ids = [order.pk for order in chosen]
    if not ids:
        raise Refused("Отметьте приказы, которые утверждаете.")
    return jobs.start(
        "programs.approve_orders", f"Утверждение: {count(len(ids), 'приказ', 'приказа', 'приказов')}", by=by,
        orders=ids, first=first, date=date.isoformat(),
    )  # fmt: skip


def date_of(job) -> datetime.date:
    """The date that the orders were to bear."""
    return datetime.date.fromisoformat(job.payload["date"])


def why_not(order, *, by, date, on) -> list[Gap]:
    """What keeps this director from signing the order now, in words; nothing for one that is signed."""
    if order.number:
        return []
    if not access.may(by, "programs.order_approve", order):
        return [Gap("Приказ готовили вы: кто готовит, тот не утверждает.")]
    if order.status != Order.Status.SUBMITTED:
        return [Gap(f"Приказ уже не ждёт вас: «{order.get_status_display()}».")]
    return orders.still_missing(order, by=by, date=date, on=on)


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
            suffix = suffixes[order.kind]
            free[suffix] = order_numbers.first_free(date.year, suffix, free.get(suffix, 1))
            order = _approve_one(order, by=job.started_by, date=date, number=f"{free[suffix]}{suffix}")
        done += order.status == Order.Status.REGISTERED
    return {"url": reverse("programs:order_outcome", args=[job.pk]), "said": f"Утверждено {done} из {len(ids)}."}


def _approve_one(order, *, by, date, number):
    """The order, signed; or as it was: the page of the outcome asks anew why, and says it in words."""
    try:
        return orders.approve_order(order, by=by, on=access.today(), number=number, date=date)
    except (Refused, PermissionDenied):
        return order


JOBS = {"programs.approve_orders": _approve_all}
