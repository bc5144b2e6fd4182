"""The start list of mentors (ТРИО-ДК 3.1): who is on the way into the register, and how far."""

from programs.papers import base_list

HEADERS = ["№", "ФИО кандидата", "Кто", "Программа", "Форма", "Путь", "Выдвинут(а)", "Состояние"]


def context(candidacies, filters, on) -> dict:
    """Plain values for the sheet of a list; `filters` are the words of what was asked."""
    rows = [
        [
            number, row.person.full_name, row.mentor.what_is(on), row.programme,
            row.form.title if row.form else "", row.get_way_display(), row.nominated_on, row.get_status_display(),
        ]
        for number, row in enumerate(candidacies, start=1)
    ]  # fmt: skip
    return base_list.sheet("Старт-лист наставников", HEADERS, rows, on, filters)
