"""A contribution point: what higher floors show on a pair's page, and what this floor must not know."""

from collections.abc import Callable
from dataclasses import dataclass

pair: dict[str, Callable] = {}
"""key → function (pair, user, on) → Panel or None."""


@dataclass(frozen=True)
class Panel:
    """A part of the page: its template gets `panel`, this very thing, with the values in `data`."""

    template: str
    data: dict


def of_pair(row, user, on) -> list[Panel]:
    """Everything that is shown to this user about this pair, in the order of the floors."""
    return [panel for ask in pair.values() if (panel := ask(row, user, on)) is not None]
