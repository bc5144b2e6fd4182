"""Hours of meetings counted from the log: a row for each pair, mentor and month."""

import datetime
from collections import defaultdict
from dataclasses import dataclass

from programs.models import Meeting, Presence, Side
from registry.text import name_key

MONTHS = [
    "январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь",
]  # fmt: skip


class OfMonth:
    """How a row of a month says when and how long."""

    month: datetime.date
    minutes: int

    @property
    def month_words(self) -> str:
        return f"{MONTHS[self.month.month - 1]} {self.month.year}"

    @property
    def words(self) -> str:
        return said(self.minutes)


@dataclass
class Row(OfMonth):
    """Only meetings that took place give minutes; one confirmed by nobody is counted and said apart (ОЧ-П 5.1)."""

    month: datetime.date
    mentor: object
    pair: object
    mentees: list
    held: int = 0
    confirmed: int = 0
    remote: int = 0
    missed: int = 0
    with_curator: int = 0
    minutes: int = 0

    @property
    def names(self) -> str:
        return ", ".join(person.short_name for person in self.mentees)


def said(minutes: int) -> str:
    """«1 ч 30 мин»

    >>> said(90), said(45), said(120)
    ('1\u00a0ч 30\u00a0мин', '45\u00a0мин', '2\u00a0ч')
    """
    whole, rest = divmod(minutes, 60)
    parts = ([f"{whole}\u00a0ч"] if whole else []) + ([f"{rest}\u00a0мин"] if rest or not whole else [])
    return " ".join(parts)


def table(programmes, on) -> list[Row]:
    """Every pair and month of the programmes, the newest month first; seven queries."""
    meetings = Meeting.objects.filter(pair__programme__in=programmes, annulled_on__isnull=True, held_on__lte=on)
    seen = set(
        Presence.objects.filter(role="curator", meeting__in=meetings.values("pk")).values_list("meeting", flat=True)
    )
    mentees = defaultdict(list)
    sides = Side.objects.filter(pair__programme__in=programmes, role="mentee").select_related("person")
    for side in sides.order_by("person__name_key", "pk"):
        mentees[side.pair_id].append(side.person)
    found: dict = {}
    meetings = meetings.select_related("pair__programme", "mentor").prefetch_related(
        "confirmations", "presences__person"
    )
    for one in meetings.order_by("held_on", "pk"):
        if one.state == "planned":
            continue
        key = (one.held_on.replace(day=1), one.mentor_id, one.pair_id)
        row = found.setdefault(key, Row(key[0], one.mentor, one.pair, mentees[one.pair_id]))
        _add(row, one, one.pk in seen)
    return sorted(found.values(), key=lambda row: (-row.month.toordinal(), row.mentor.name_key, row.pair.pk))


def _add(row, meeting, with_curator):
    if meeting.state == "called_off":
        row.missed += 1
        return
    row.held += 1
    row.minutes += meeting.minutes
    row.confirmed += meeting.is_confirmed
    row.remote += meeting.mode == "remote"
    row.with_curator += with_curator


def months(rows) -> list[tuple[str, str]]:
    """Choices of the filter."""
    return [
        (day.isoformat(), f"{MONTHS[day.month - 1]} {day.year}") for day in sorted({row.month for row in rows})[::-1]
    ]


def narrow(rows, programme=None, month=None, words=None) -> list[Row]:
    """What the filters leave."""
    wanted = name_key(words or "")
    return [
        row for row in rows
        if (programme is None or row.pair.programme_id == programme.pk)
        and (not month or row.month.isoformat() == month)
        and any(wanted in person.name_key for person in [row.mentor, *row.mentees])
    ]  # fmt: skip


def total(rows) -> dict:
    """The sums under the table."""
    names = ("held", "confirmed", "remote", "missed", "with_curator", "minutes")
    sums = {name: sum(getattr(row, name) for row in rows) for name in names}
    return {**sums, "hours": said(sums["minutes"])}


def by_mentor(rows) -> list[tuple]:
    """(mentor, meetings, «5 ч 30 мин»), the busiest first."""
    found = defaultdict(lambda: [0, 0])
    for row in rows:
        found[row.mentor][0] += row.held
        found[row.mentor][1] += row.minutes
    ordered = sorted(found.items(), key=lambda item: (-item[1][1], item[0].name_key))
    return [(mentor, held, said(minutes)) for mentor, (held, minutes) in ordered]


def people(rows) -> set:
    """Whom the table names."""
    return {person for row in rows for person in [row.mentor, *row.mentees]}


def cells(row) -> list:
    """One row of the workbook."""
    return [
        row.month_words, row.mentor.full_name, ", ".join(person.full_name for person in row.mentees),
        row.pair.programme.title, row.held, row.confirmed, row.remote, row.missed, row.with_curator,
        round(row.minutes / 60, 2),
    ]  # fmt: skip
