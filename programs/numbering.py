"""Own numbers of a journal: one more than the greatest of the calendar year. Lock the school before asking."""

import re


def next_numbers(model, on, count: int) -> list[str]:
    """So many free numbers in a row; what was typed otherwise («12/н») counts by its first digits."""
    taken = model.objects.filter(calendar_year=on.year).exclude(number="").values_list("number", flat=True)
    digits = [int(found.group()) for found in (re.match(r"\d+", number) for number in taken) if found]
    first = max(digits, default=0) + 1
    return [str(number) for number in range(first, first + count)]


def next_number(model, on) -> str:
    return next_numbers(model, on, 1)[0]
