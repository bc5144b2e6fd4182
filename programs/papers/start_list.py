"""The start list of mentors (ТРИО-ДК 3.1): who is on the way into the register, and how far."""

from programs.papers.base_list import TEMPLATE
from registry.models import School
from registry.text import long_date, short_date

HEADERS = ["№", "ФИО кандидата", "Кто", "Программа", "Форма", "Путь", "Выдвинут(а)", "Состояние"]

__all__ = ["TEMPLATE", "context"]


def context(candidacies, filters, on) -> dict:
    """Plain values for the sheet of a list; `filters` are the words of what was asked."""
    rows = [
        [
            str(number), row.person.full_name, row.mentor.workplace or row.person.what_is(on), str(row.programme),
            row.form.title if row.form else "", row.get_way_display(), short_date(row.nominated_on),
            row.get_status_display(),
        ]
        for number, row in enumerate(candidacies, start=1)
    ]  # fmt: skip
    return {
        "title": "Старт-лист наставников", "school": School.get().full_name, "date": long_date(on), "filters": filters,
        "closed": 0, "headers": HEADERS, "rows": rows, "numbers": range(1, len(HEADERS) + 1),
    }  # fmt: skip
