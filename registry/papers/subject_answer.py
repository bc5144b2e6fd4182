"""The school's written answer to a demand about personal data (ст. 14, 20, 21 152-ФЗ)."""

from registry.models import School
from registry.text import long_date

TEMPLATE = "papers/subject_answer.html"


def title(row) -> str:
    return f"Ответ на обращение {row.name}"


def context(row) -> dict:
    school, by = School.get(), row.answered_by
    return {
        "title": title(row),
        "school": {"full_name": school.full_name, "place": school.place, "address": school.address,
                   "phone": school.phone},
        "number": row.name,
        "date": long_date(row.answered_on),
        "received": long_date(row.received_on),
        "to": row.asked_by.in_case("dative"),
        "whose": "" if row.asked_by_id == row.person_id else row.person.full_name,
        "kind": row.get_kind_display(),
        "about": row.about,
        "words": row.words,
        "answer": row.answer,
        "outcome": row.get_outcome_display(),
        "ground": row.duty.kind.ground,
        "signatory": {"name": by.signature_name, "post": by.post(row.answered_on) or "куратор"},
    }  # fmt: skip
