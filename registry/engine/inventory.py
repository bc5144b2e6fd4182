"""What the house holds about a person: one list for «Мои данные», for erasure, and for the test of both.

Each floor adds its holdings, what stands in the way of an erasure, and when the purpose of its data is reached.
"""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db import models


@dataclass(frozen=True)
class Held:
    """One datum in plain words: «Телефон», its value, the day from which it is held (if anybody knows)."""

    label: str
    value: str
    day: datetime.date | None = None


@dataclass(frozen=True)
class Holding:
    """A kind of data about a person.

    `group` is a data group of access.ALL_GROUPS; `ground` says by what right; `term` is a key of Retention.
    `tables` maps a table to its columns that point to people or may name them. `rows(person, on)` yields Held;
    `own` what the person himself may see, where that is less. `erase(person, *, by, on)` destroys and returns how
    many rows went; None means that it stays until its term (`term` then outlives the person's data).
    """

    title: str
    group: str
    ground: str
    term: str
    tables: dict[str, tuple[str, ...]] = field(default_factory=dict)
    rows: Callable | None = None
    own: Callable | None = None
    erase: Callable | None = None
    place: int = 50

    def held(self, person, on) -> list[Held]:
        return list(self.rows(person, on)) if self.rows else []

    def for_subject(self, person, on) -> list[Held]:
        ask = self.own or self.rows
        return list(ask(person, on)) if ask else []


holding: dict[str, Holding] = {}
"""people.inventory: name → Holding."""

standing: dict[str, Callable] = {}
"""people.standing: name → function (person, on) → gaps: what must be ended before the data may be destroyed."""

reached: dict[str, Callable] = {}
"""people.reached: name → function (on) → {id of a person: (since, why)}: the purpose of the data is reached."""

needed: dict[str, Callable] = {}
"""people.needed: name → function (on) → ids of people whose data are still worked with."""

impersonal: set[str] = set()
"""Tables that hold no person's data: reference data, rules, traces without names."""

kept: set[str] = set()
"""«registry.Paper.said»: columns of papers that retention keeps word for word; a sweep leaves them alone."""


def in_order() -> list[tuple[str, Holding]]:
    """(name, Holding) in the order in which a person reads them: who one is, the work, papers, traces (`place`)."""
    return sorted(holding.items(), key=lambda item: item[1].place)


def day(value) -> datetime.date | None:
    """The day of a date or of a moment."""
    from django.utils import timezone

    if isinstance(value, datetime.datetime):
        return timezone.localdate(value)
    return value


def shown(label: str, value, since=None) -> Iterable[Held]:
    """One datum, unless it is empty."""
    if value not in (None, "", [], {}):
        words = value.strftime("%d.%m.%Y") if isinstance(value, datetime.date) else str(value)
        yield Held(label, words, day(since))


def gone(queryset) -> int:
    """Delete and say how many rows of the table itself went."""
    return queryset.delete()[1].get(queryset.model._meta.label, 0)


TEXT = (models.CharField, models.TextField, models.JSONField)


def text_columns(model) -> list[models.Field]:
    """Columns into which a person's name may have been typed: no choices, no keys, no states."""
    return [
        one for one in model._meta.concrete_fields
        if isinstance(one, TEXT) and not one.choices and not one.primary_key and not isinstance(one, models.SlugField)
    ]  # fmt: skip


def blank(queryset, *nulls: str, keep: tuple[str, ...] = ()) -> int:
    """Empty every typed column of the rows (and set `nulls` to nothing); the rows stay for the counts."""
    values = dict.fromkeys(nulls)
    for one in text_columns(queryset.model):
        if one.name in keep or one.unique or one.name in values:
            continue
        values[one.name] = one.get_default() if isinstance(one, models.JSONField) else None if one.null else ""
    return queryset.update(**values) if values else 0
