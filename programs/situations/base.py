"""What the situations of this floor share."""

import datetime

from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.urls import reverse

from programs.models import Side
from registry.engine import access, consents

WEEK = datetime.timedelta(days=7)
"""How long an answer may take before its line stands first; nothing else happens after it."""


def is_curator(user, today) -> bool:
    return access.has_role(user, "curator", on=today)


def to(name, *args, anchor="", **query) -> str:
    """The address of a page, with the field on which the button lands."""
    tail = "&".join(f"{key}={value}" for key, value in query.items())
    return reverse(f"programs:{name}", args=args) + (f"?{tail}" if tail else "") + (f"#{anchor}" if anchor else "")


def gate_of_side(today) -> Case:
    """Whether the name of a side may be told to the other one: a mentee's work, a mentor's selection."""
    open_gate = Q(role="mentee") & consents.open_q("work", today, person="person_id")
    open_gate |= Q(role="mentor") & consents.open_q("selection", today, person="person_id")
    return Case(When(open_gate, then=Value(True)), default=Value(False))


def with_names(pairs, *related, **annotations):
    """(pair, «Иванова М. П. — Петров А. Б.») by one query over the open sides; annotations land on the pair."""
    sides = (
        Side.objects.filter(pair__in=pairs.values("pk"), is_open=True)
        .select_related("person", "pair", *(f"pair__{name}" for name in related))
        .annotate(**annotations)
        .order_by("pair_id", "role", "person__name_key", "pk")
    )
    found: dict = {}
    for side in sides:
        pair, names = found.setdefault(side.pair_id, (side.pair, {"mentor": [], "mentee": []}))
        names[side.role].append(side.person.short_name)
        for name in annotations:
            setattr(pair, name, getattr(side, name))
    for pair, names in found.values():
        yield pair, " — ".join(", ".join(names[role]) for role in ("mentor", "mentee") if names[role])


def with_open_gate(pairs, today):
    """Pairs that may work on the day: nobody is sent to a mentee whose consent has ended."""
    closed = Side.objects.filter(pair=OuterRef("pk"), role="mentee", is_open=True).exclude(
        consents.open_q("work", today, person="person_id")
    )
    return pairs.exclude(Exists(closed))
