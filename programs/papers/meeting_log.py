"""The log of a pair's meetings on paper (domain §7.2)."""

from programs.papers import common
from registry.text import count, short_date

TEMPLATE = "papers/meeting_log.html"


def context(pair, on) -> dict:
    """Held meetings in their order, and those that did not take place with the reason."""
    rows = pair.meetings.filter(annulled_on__isnull=True).select_related("mentor")
    rows = rows.prefetch_related("confirmations__person")
    rows = [row for row in rows.order_by("held_on", "pk") if row.logged_on or row.called_off_on]
    held = [row for row in rows if not row.called_off_on]
    minutes = sum(row.minutes for row in held)
    return {
        "title": f"Журнал встреч: {pair}", "school": common.school(), "programme": common.programme_of(pair.programme),
        "form": str(pair.form), "term": f"с {short_date(pair.starts)} по {short_date(pair.ends)}",
        "mentor": pair.mentor.full_name if pair.mentor else "", "signature": pair.mentor.signature_name
        if pair.mentor else "", "curator": common.curator(on),
        "mentees": "; ".join(", ".join(filter(None, [one.full_name, one.what_is(on)])) for one in pair.mentees),
        "rows": [_row(row) for row in rows], "events": [_event(row, pair) for row in _events(pair, on)],
        "held": count(len(held), "встреча", "встречи", "встреч"), "hours": f"{minutes // 60} ч {minutes % 60:02d} мин",
    }  # fmt: skip


def _events(pair, on):
    """Open lessons and the like that are over (К71-ДК 7)."""
    return pair.open_events.live().filter(held_on__lte=on).select_related("person")


def _event(row, pair) -> dict:
    who = f" ({row.person.short_name})" if pair.is_group else ""
    return {
        "date": short_date(row.held_on), "kind": row.get_kind_display(), "theme": f"{row.theme}{who}",
        "visitors": row.visitors, "conclusion": row.conclusion,
    }  # fmt: skip


def _row(row) -> dict:
    off = row.called_off_on is not None
    return {
        "date": short_date(row.held_on), "minutes": "" if off else f"{row.minutes} мин",
        "kind": row.get_kind_display(), "place": ", ".join(filter(None, [row.get_mode_display(), row.place])),
        "done": f"Не состоялась: {row.get_called_off_by_display()}. {row.called_off_note}".strip() if off
        else ". ".join(filter(None, [row.theme, row.done])), "next": row.next_time,
        "confirmed": "; ".join(
            f"{one.person.short_name}, {short_date(one.confirmed_on)}" for one in row.confirmations.all()
        ),
    }  # fmt: skip
