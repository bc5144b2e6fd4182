"""What may be added to a pair: only while it works; what was added is struck out with a reason, not deleted."""

from programs.actions.withdrawals import not_while_suspended
from programs.models import Pair
from registry.engine import workflow
from registry.engine.errors import Gap, Refused

AT_WORK = (Pair.Status.ORDERED, Pair.Status.WORKING, Pair.Status.CLOSING)


def is_at_work(pair) -> bool:
    return pair.status in AT_WORK


def locked(pair, what: str) -> Pair:
    """The pair's row under lock, if it takes `what` («материалы») now; refused before the order and after the end."""
    row = workflow.lock(Pair, pair.pk)
    not_while_suspended(row)
    if row.status not in AT_WORK:
        raise Refused(Gap(
            f"{what[:1].upper()}{what[1:]} добавляют, пока пара закреплена приказом и работает, а эта — "
            f"«{row.get_status_display()}».", row.get_absolute_url(), "К паре",
        ))  # fmt: skip
    return row


def strike(row, *, note, on) -> None:
    """Struck out with a reason; refused without one, and a second time."""
    if not note.strip():
        raise Refused("Напишите, почему вычёркиваете: причину увидят те, кто это читал.")
    if row.annulled_on:
        raise Refused("Это уже вычеркнуто.")
    row.annulled_on, row.annulled_note = on, note.strip()[:300]
    row.save(update_fields=["annulled_on", "annulled_note"])
