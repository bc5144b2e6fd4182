"""Journals of orders: which numbers are free, which are borne by other orders of the school."""

import re

from programs.models import Order, OrderWording
from programs.orders import kinds


def suffixes() -> dict[str, str]:
    """Kind → what stands behind the digits; kinds with one suffix share a journal."""
    return dict(OrderWording.objects.values_list("kind", "suffix"))


def _borne(year: int) -> dict[str, set[int]]:
    """Suffix → digits that orders of the year bear."""
    found: dict[str, set[int]] = {}
    for number in Order.objects.filter(calendar_year=year).exclude(number="").values_list("number", flat=True):
        digits = re.match(r"\d+", number)
        if digits:
            found.setdefault(number[digits.end() :], set()).add(int(digits.group()))
    return found


def proposed(year: int, of_suffixes) -> dict[str, int]:
    """Suffix → one more than the greatest number of the year."""
    borne = _borne(year)
    return {suffix: max(borne.get(suffix, ()), default=0) + 1 for suffix in of_suffixes}


def first_free(year: int, suffix: str, number: int) -> int:
    """The nearest number from this one on that nobody bears."""
    taken = _borne(year).get(suffix, set())
    while number in taken:
        number += 1
    return number


def gaps() -> list[tuple[str, int, list[int]]]:
    """(journal, calendar year, numbers that no order here bears), the latest year first; journals without gaps too."""
    found: dict[tuple[str, int], set[int]] = {}
    rows = Order.objects.exclude(number="").values_list("kind", "calendar_year", "number")
    for kind, year, number in rows:
        digits, spec = re.match(r"\d+", number), kinds.KINDS.get(kind)
        if digits and spec:
            found.setdefault((spec.journal, year), set()).add(int(digits.group()))
    return [
        (journal, year, [number for number in range(min(borne), max(borne)) if number not in borne])
        for (journal, year), borne in sorted(found.items(), key=lambda one: (-one[0][1], one[0][0]))
    ]
