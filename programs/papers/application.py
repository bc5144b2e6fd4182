"""The application of a candidate, and the nomination by the staff: filled from the data, or blank for the pen."""

from programs.papers import common, wording
from registry.engine import cases
from registry.text import long_date

TEMPLATE = "papers/application.html"
NOMINATION = "papers/nomination.html"


def _candidate(candidacy, on) -> dict:
    person, mentor = candidacy.person, candidacy.mentor
    return {
        "name": person.full_name,
        "genitive": person.in_case("genitive"),
        "accusative": person.in_case("accusative"),
        "what": mentor.what_is(on) or mentor.get_category_display(),
        "what_genitive": mentor.workplace or common.post_in(person, on, "genitive"),
        "what_accusative": mentor.workplace or common.post_in(person, on, "accusative"),
        "signature": person.signature_name,
        "phone": person.phone,
        "form": str(candidacy.form or ""),
        "is_minor": person.is_minor(on),
        "is_outside": bool(mentor.workplace),
    }


def context(programme, candidacy=None, on=None) -> dict:
    """No clause on personal data: that consent is a paper of its own (ст. 9 152-ФЗ, 156-ФЗ)."""
    who = _candidate(candidacy, on) if candidacy else {}
    return {
        "title": f"Заявление кандидата в наставники{': ' + who['name'] if who else ''}",
        "school": common.school(), "head": common.head(on), "who": who,
        "lines": wording.leading_in(wording.blocks("application", {
            **common.named(programme), "положение": programme.regulation.title,
            "форма": who.get("form", ""), "телефон": who.get("phone", ""),
            "ознакомлен": cases.in_gender(candidacy.person, "ознакомлена", "ознакомлен") if who else "ознакомлен(а)",
            "только до 18 лет": not who or who["is_minor"], "только на бланке": not who,
        })),
    }  # fmt: skip


def nomination(programme, candidacy=None, on=None) -> dict:
    """Free words of those who nominate; who and why is written by them."""
    who = _candidate(candidacy, on) if candidacy else {}
    return {
        "title": f"Представление кандидата в наставники{': ' + who['name'] if who else ''}",
        "school": common.school(), "head": common.head(on), "who": who, "year": programme.year.name,
        "programme": programme.title, "regulation": programme.regulation.title,
        "ground": candidacy.ground if candidacy and candidacy.way == "collective" else "",
        "achievements": candidacy.mentor.achievements if candidacy else "",
        "competences": ", ".join(topic.title for topic in candidacy.mentor.competences.all()) if candidacy else "",
        "date": long_date(candidacy.nominated_on) if candidacy and candidacy.way == "collective" else "",
    }  # fmt: skip
