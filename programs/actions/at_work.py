"""What may be added to a pair: only while it works; what was added is struck out with a reason, not deleted."""

from programs.actions.withdrawals import not_while_suspended
from programs.models import Pair
from registry.engine import workflow
from registry.engine.errors import Gap, Refused
from registry.text import short_date

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


def to_change(row, what: str):
    """The line under lock, with its pair; refused once it is struck out, and while the pair takes no `what`."""
    found = workflow.lock(type(row), row.pk)
    if found.annulled_on:
        raise Refused("Это вычеркнуто: внесите заново.")
    locked(found.pair, what)
    return found


def fill(row, names, fields) -> None:
    """Those of `names` that were told, texts without spaces around them."""
    for name in names:
        if name in fields:
            setattr(row, name, fields[name].strip() if isinstance(fields[name], str) else fields[name])


def inside_term(pair, held_on) -> None:
    """Refused for a day on which the pair did not work."""
    if not pair.starts <= held_on <= pair.ends:
        raise Refused(
            f"Пара работает с {short_date(pair.starts)} по {short_date(pair.ends)}: проверьте дату.", field="held_on"
        )


def strike(row, *, note, on) -> None:
    """Struck out with a reason; refused without one, and a second time."""
    if not note.strip():
        raise Refused("Напишите, почему вычёркиваете: причину увидят те, кто это читал.")
    if row.annulled_on:
        raise Refused("Это уже вычеркнуто.")
    row.annulled_on, row.annulled_note = on, note.strip()[:300]
    row.save(update_fields=["annulled_on", "annulled_note"])
