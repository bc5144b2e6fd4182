"""Working days: weekends and public holidays by rule, transferred days as data of the school (ст. 112 ТК РФ).

Worked example, February 2026: the 23rd is a Monday and a holiday, so
`add_working_days(date(2026, 2, 20), 1)` is the 24th.
"""

import datetime
import functools
import tomllib
from pathlib import Path

PRESET = Path(__file__).resolve().parent.parent / "presets" / "calendar.toml"
DAY = datetime.timedelta(days=1)
WEEKEND = (5, 6)


@functools.cache
def holidays() -> dict[tuple[int, int], str]:
    """(month, day) → title of the public holidays of ч. 1 ст. 112 ТК РФ."""
    with PRESET.open("rb") as file:
        rows = tomllib.load(file)["holidays"]
    return {(row["month"], row["day"]): row["title"] for row in rows}


def is_holiday(day: datetime.date) -> bool:
    return (day.month, day.day) in holidays()


def _plainly_free(day: datetime.date) -> bool:
    return day.weekday() in WEEKEND or is_holiday(day)


@functools.cache
def moved_by_rule(year: int) -> frozenset[datetime.date]:
    """Days off instead of holidays that fell on a weekend: the next working day after the holiday.

    The January holidays are moved by the Government alone (ч. 2 ст. 112 ТК РФ): they are data.
    """
    found: set[datetime.date] = set()
    for month, number in sorted(holidays()):
        day = datetime.date(year, month, number)
        if month == 1 or day.weekday() not in WEEKEND:
            continue
        while _plainly_free(day) or day in found:
            day += DAY
        found.add(day)
    return frozenset(found)


def by_rule(day: datetime.date) -> bool:
    """Whether the day is a working one before any transfer of the Government is asked."""
    return not _plainly_free(day) and day not in moved_by_rule(day.year)


def _exceptions(first: datetime.date, last: datetime.date) -> dict[datetime.date, bool]:
    """What the school's calendar says otherwise than the rule, by one query."""
    from registry.models import DayOff

    return dict(DayOff.objects.filter(day__range=(first, last)).values_list("day", "is_working"))


def is_working(day: datetime.date) -> bool:
    """Whether the school works on the day by the production calendar of a five-day week."""
    return _exceptions(day, day).get(day, by_rule(day))


def add_working_days(day: datetime.date, number: int) -> datetime.date:
    """The working day that is `number` working days after `day`; the day itself does not count (ст. 191 ГК РФ)."""
    if number < 0:
        raise ValueError("number of working days must not be negative")
    said = _exceptions(day, day + datetime.timedelta(days=number * 3 + 30))
    while number:
        day += DAY
        number -= said.get(day, by_rule(day))
    return day


def working_days_between(first: datetime.date, last: datetime.date) -> int:
    """How many working days lie after `first` up to and with `last`; negative when `last` is earlier."""
    if last < first:
        return -working_days_between(last, first)
    said = _exceptions(first, last)
    days = (first + datetime.timedelta(days=index) for index in range(1, (last - first).days + 1))
    return sum(said.get(day, by_rule(day)) for day in days)


def breaks(first: datetime.date, last: datetime.date) -> list[tuple[datetime.date, datetime.date]]:
    """School holidays that touch the days, by one query."""
    from registry.models import SchoolBreak

    return list(SchoolBreak.objects.filter(starts__lte=last, ends__gte=first).values_list("starts", "ends"))


def days_at_school(first: datetime.date, last: datetime.date, closed=None) -> int:
    """Days after `first` up to and with `last` that do not lie in school holidays; weekends count.

    Worked example: with holidays from 1 to 8 November, from 28 October to 12 November are 3 + 4 = 7 days.
    """
    if last <= first:
        return 0
    closed = breaks(first, last) if closed is None else closed
    days = (first + DAY * number for number in range(1, (last - first).days + 1))
    return sum(not any(start <= day <= end for start, end in closed) for day in days)
