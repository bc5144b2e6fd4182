"""An employee's written consent to a mentor's duties (АБР-П 3.2–3.3, ст. 351.8 ТК РФ)."""

from programs.papers import common
from registry.engine import cases
from registry.text import short_date

TEMPLATE = "papers/duties_consent.html"


def context(candidacy, on) -> dict:
    person, programme = candidacy.person, candidacy.programme
    return {
        "title": f"Согласие на обязанности наставника: {person.full_name}",
        "school": common.school(), "head": common.head(on), "name": person.full_name,
        "genitive": person.in_case("genitive"), "is_employee": bool(person.post(on)),
        "post": common.post_in(person, on, "nominative") or candidacy.mentor.workplace,
        "post_genitive": common.post_in(person, on, "genitive") or candidacy.mentor.workplace,
        "signature": person.signature_name, "programme": programme.title, "year": programme.year.name,
        "form": str(candidacy.form or ""), "regulation": programme.regulation.title,
        "term": f"с {short_date(programme.starts)} по {short_date(programme.ends)}",
        "read": cases.in_gender(person, "ознакомлена", "ознакомлен"),
        "warned": cases.in_gender(person, "предупреждена", "предупреждён"),
    }  # fmt: skip
