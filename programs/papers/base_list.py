"""A list as a printed sheet: a base in the columns of its Excel file, or any other with headings of its own."""

import datetime

from registry.models import School
from registry.text import long_date, short_date

TEMPLATE = "papers/base_list.html"


def shown(value) -> str:
    """A cell as words on paper."""
    return short_date(value) if isinstance(value, datetime.date) else "" if value is None else str(value)


def sheet(title, headers, rows, on, filters="", closed=0) -> dict:
    """Plain values; `filters` are the words of what was asked, `closed` the number of those the gate keeps."""
    headers = list(headers)
    return {
        "title": title, "school": School.get().full_name, "date": long_date(on), "filters": filters, "closed": closed,
        "headers": headers, "rows": [[shown(value) for value in row] for row in rows],
        "numbers": range(1, len(headers) + 1),
    }  # fmt: skip
