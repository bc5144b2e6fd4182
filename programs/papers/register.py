"""The register of mentors of a programme as a paper by itself: who is in it on the day, and by which order."""

from programs.models import RegisterEntry
from programs.papers import common
from registry.text import long_date, short_date

TEMPLATE = "papers/register.html"


def context(programme, on) -> dict:
    """Plain values; the register is open to whoever may read the orders (ОЧ-П 2.13)."""
    rows = RegisterEntry.objects.active(on).of(programme).select_related("mentor__person", "line__order")
    rows = rows.select_related("line__candidacy__form").prefetch_related("mentor__person__employments")
    return {
        "title": f"Реестр наставников: {programme.title}, {programme.year.name}", "school": common.school(),
        "head": common.head(on), "curator": common.curator(on), "programme": programme.title,
        "year": programme.year.name, "date": long_date(on),
        "rows": [_row(entry, on) for entry in rows.order_by("mentor__person__name_key", "pk")],
    }  # fmt: skip


def _row(entry, on) -> dict:
    person, candidacy = entry.mentor.person, entry.line.candidacy
    return {
        "name": person.full_name, "what": entry.mentor.what_is(on),
        "form": str(candidacy.form) if candidacy and candidacy.form else "по решению куратора",
        "since": short_date(entry.starts), "until": short_date(entry.ends) if entry.ends else "",
        "order": entry.line.order.name, "number": entry.line.order.number, "date": short_date(entry.line.order.date),
    }  # fmt: skip
