"""Acquaintance: who is named has read the order, in the cabinet or by signature on the printed sheet (ОЧ-П 2.13)."""

from django.db import transaction

from programs.models import Acquaintance
from registry.actions.people import may
from registry.engine import journal


@transaction.atomic
def acquaint(acquaintance, *, by, on, on_paper=False) -> Acquaintance:
    """A person named has read the order: in the cabinet, or by signature on the printed sheet."""
    may(by, "programs.order_read_on_paper" if on_paper else "programs.order_answer", acquaintance)
    row = Acquaintance.objects.select_for_update().get(pk=acquaintance.pk)
    if row.read_on is None:
        row.read_on, row.on_paper = on, on_paper
        row.save()
        journal.write(by, "ознакомлен с приказом", row.order, people=[row.person])
    return row


@transaction.atomic
def acquainted_on_paper(order, people, *, by, on) -> int:
    """The printed acquaintance sheet came back: mark those who signed it; returns how many."""
    rows = [row for row in order.acquaintances.all() if row.read_on is None and row.person_id in people]
    for row in rows:
        acquaint(row, by=by, on=on, on_paper=True)
    return len(rows)
