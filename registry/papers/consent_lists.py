"""Two lists for print: who lacks which papers, a page a class; and the register of consents.

How they look: templates/papers/consent_missing.html, templates/papers/consent_register.html.
"""

from registry import gaps
from registry.engine import consents as gate
from registry.models import Appointment, School
from registry.papers.consent import FIELDS
from registry.text import long_date, short_date
from registry.views.facts import state_of

MISSING = "papers/consent_missing.html"
REGISTER = "papers/consent_register.html"

HEADINGS = [
    "№", "Фамилия, имя, отчество", "Класс или должность", "Согласие", "Программа", "Редакция", "Запрошено",
    "Подписано", "Действует до", "Кто подписал", "Носитель", "Где оригинал", "Состояние", "Отказ или отзыв",
    "Разрешено показывать", "Отметка",
]  # fmt: skip
"""Row 56 of the domain: kind, date, term, carrier, where the original is, state."""


def missing(people, on, kind="") -> dict:
    """Names and what is missing, nothing more; one page for each class, with its class teacher."""
    teachers = {
        f"{row.school_class} класс": row.person.short_name
        for row in Appointment.objects.active(on).filter(role="class_teacher").select_related("person", "school_class")
    }
    return {
        "title": "Кого не хватает: согласия",
        "school": School.get().short_name,
        "on": long_date(on),
        "pages": [
            {"title": group, "teacher": teachers.get(group, ""), "rows": rows}
            for group, rows in gaps.by_class(gaps.missing(people, on, kind))
        ],
    }


def register_rows(consents, on):
    """One row a paper, in the order of HEADINGS; needs person facts and signatures prefetched."""
    titles = gate.scopes()
    for number, row in enumerate(consents, 1):
        signed = "; ".join(
            f"{one.signer.short_name}{' (представитель)' if one.as_guardian else ''}" for one in row.signatures.all()
        )
        ended = f"{short_date(row.ended_on)}. {row.end_note}".strip(". ") if row.ended_on else ""
        yield [
            number, row.person.full_name, row.person.what_is(on), row.get_kind_display(), titles.get(row.scope, ""),
            row.text.edition, row.expected_on, row.valid_from, row.valid_until, signed,
            row.get_carrier_display() if row.valid_from else "", row.original_place, state_of(row, on)[0], ended,
            ", ".join(FIELDS.get(key, key) for key in row.allowed_fields),
            "внесено с бумаги" if row.is_from_paper else "",
        ]  # fmt: skip


PRINTED = (0, 1, 2, 3, 7, 8, 10, 11, 12)
"""Columns that fit a landscape sheet; the Excel file has them all."""


def register(consents, on) -> dict:
    """The same as plain values for a landscape sheet."""

    def said(value):
        return short_date(value) if hasattr(value, "strftime") else str(value or "")

    return {
        "title": "Журнал согласий",
        "school": School.get().short_name,
        "on": long_date(on),
        "headings": [HEADINGS[place] for place in PRINTED],
        "rows": [[said(row[place]) for place in PRINTED] for row in register_rows(consents, on)],
    }
