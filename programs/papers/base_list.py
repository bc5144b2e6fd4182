"""A base as a printed sheet: the same columns and rows as in the Excel file."""

import datetime

from registry.models import School
from registry.text import long_date, short_date

TEMPLATE = "papers/base_list.html"


def shown(value) -> str:
    """A cell as words on paper."""
    return short_date(value) if isinstance(value, datetime.date) else "" if value is None else str(value)


def context(title, filters, dataset, closed, on) -> dict:
    """Plain values; `filters` are the words of what was asked, `closed` the number of those the gate keeps."""
    school = School.get()
    return {
        "title": title, "school": school.full_name, "date": long_date(on), "filters": filters, "closed": closed,
        "headers": list(dataset.headers), "rows": [[shown(value) for value in row] for row in dataset],
        "numbers": range(1, len(dataset.headers) + 1),
    }  # fmt: skip
