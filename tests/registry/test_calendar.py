"""The production calendar: weekends, holidays, days moved by rule and by the Government."""

import datetime

import pytest

from registry.engine import calendar
from registry.models import DayOff

pytestmark = pytest.mark.django_db
day = datetime.date.fromisoformat


@pytest.mark.parametrize(
    ("text", "is_working"),
    [
        ("2026-11-20", True),  # a Friday
        ("2026-11-21", False),  # a Saturday
        ("2026-11-04", False),  # the Day of Unity
        ("2026-01-08", False),
        ("2026-03-09", False),  # the 8th of March was a Sunday
        ("2026-05-11", False),  # the 9th of May was a Saturday
        ("2026-05-12", True),
        ("2027-05-03", False),
        ("2027-05-10", False),
        ("2027-06-14", False),
    ],
)
def test_the_rule_of_the_law(text, is_working):
    assert calendar.is_working(day(text)) is is_working


def test_a_january_holiday_on_a_weekend_is_not_moved_by_rule():
    assert calendar.is_working(day("2026-01-12")) and calendar.is_working(day("2026-01-09"))


def test_what_the_government_moved_is_data(reference):
    assert not calendar.is_working(day("2026-01-09"))
    assert calendar.is_working(day("2025-11-01")) and not calendar.is_working(day("2025-11-03"))
    assert calendar.is_working(day("2025-02-24")) and not calendar.is_working(day("2025-05-08"))


def test_the_year_2025_has_as_many_working_days_as_the_official_calendar_says(reference):
    assert calendar.working_days_between(day("2024-12-31"), day("2025-12-31")) == 247
    assert calendar.working_days_between(day("2025-12-31"), day("2026-12-31")) == 247


def test_a_corrected_day_changes_the_term():
    friday = day("2026-11-20")
    assert calendar.add_working_days(friday, 3) == day("2026-11-25")
    DayOff.objects.create(day=day("2026-11-24"))
    assert calendar.add_working_days(friday, 3) == day("2026-11-26")
    DayOff.objects.create(day=day("2026-11-21"), is_working=True)
    assert calendar.add_working_days(friday, 3) == day("2026-11-25")


def test_a_term_over_the_new_year(reference):
    assert calendar.add_working_days(day("2026-12-25"), 10) == day("2027-01-19")


def test_days_between_count_back_and_forth():
    first, last = day("2026-11-02"), day("2026-11-12")
    assert calendar.working_days_between(first, last) == 7
    assert calendar.working_days_between(last, first) == -7
    assert calendar.add_working_days(first, 7) == last
    assert calendar.add_working_days(first, 0) == first
    with pytest.raises(ValueError, match="negative"):
        calendar.add_working_days(first, -1)
