"""Contribution points: what others show on a pair's page and in a participant's cabinet, and this must not know."""

from collections.abc import Callable
from dataclasses import dataclass

pair: dict[str, Callable] = {}
"""key → function (pair, user, on) → Panel or None."""

cabinet: dict[str, Callable] = {}
"""key → function (seat, user, on) → Panel or None: a piece of the small cabinet of one pair, in the order of adding.

`seat` is a Seat: who reads, and of which pair.
"""

step: dict[str, Callable] = {}
"""key → function (seat, user, on) → Step or None: the next thing in the cabinet; the least `weight` wins."""


@dataclass(frozen=True)
class Seat:
    """A place of the reader in a pair. `role` is «mentor», «mentee» or «guardian»; `child` whose guardian reads.

    `names` are those on the other side, as far as they may be told; `is_closed`: a consent was taken back;
    `to_child`: the reader is under fourteen.
    """

    pair: object
    role: str
    names: tuple[str, ...]
    child: object = None
    is_closed: bool = False
    to_child: bool = False


@dataclass(frozen=True)
class Panel:
    """A part of the page: its template gets `panel`, this very thing, with the values in `data`."""

    template: str
    data: dict


@dataclass(frozen=True)
class Step:
    """The next thing: a sentence to the reader, and (where there is something to press) one button."""

    text: str
    url: str = ""
    button: str = ""
    weight: int = 50


def of_pair(row, user, on) -> list[Panel]:
    """Everything that is shown to this user about this pair, in the order of the floors."""
    return [panel for ask in pair.values() if (panel := ask(row, user, on)) is not None]


def of_cabinet(seat, user, on) -> list[Panel]:
    """The pieces of the cabinet for this seat."""
    return [panel for ask in cabinet.values() if (panel := ask(seat, user, on)) is not None]


def next_step(seat, user, on) -> Step | None:
    """What comes first for this reader in this pair."""
    found = [one for ask in step.values() if (one := ask(seat, user, on)) is not None]
    return min(found, key=lambda one: one.weight, default=None)
