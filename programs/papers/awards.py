"""A diploma or a letter of thanks, a sheet by itself: to a person, to a mentor's parents, to an enterprise."""

from programs.papers import common
from registry.engine import cases
from registry.text import long_date, short_date

TEMPLATE = "papers/awards.html"


def shared(on) -> dict:
    """What all sheets of a day say alike."""
    return {"school": common.school(), "head": common.head(on)}


def context(row, alike=None) -> dict:
    """Plain values of one sheet under its own number; `alike` is asked once for a whole batch."""
    sheet = _sheet(row)
    return {
        "title": f"{sheet['heading']} № {row.number} от {short_date(row.date)}, {row.person.short_name}",
        **(alike or shared(row.date)), "sheet": sheet,
    }  # fmt: skip


def _sheet(row) -> dict:
    person, on = row.person, row.date
    parents = list(person.guardians(on).order_by("pk")) if row.layout == "parents" else []
    return {
        "layout": row.layout, "kind": row.kind, "number": row.number, "date": long_date(on),
        "heading": "Грамота" if "грамот" in row.kind.lower() else "Благодарность" if row.layout == "diploma"
        else "Благодарственное письмо",
        "verb": "награждается" if "грамот" in row.kind.lower() else "объявляется",
        "name": person.full_name, "dative": person.in_case("dative"), "genitive": person.in_case("genitive"),
        "accusative": person.in_case("accusative"), "what": common.post_in(person, on, "nominative"),
        "what_dative": common.post_in(person, on, "dative"), "reason": row.reason,
        "addressee": row.addressee,
        "address": " и ".join(parent.address_name for parent in parents),
        "dear": _dear(parents),
        "you": "Вас" if len(parents) == 1 else "вас", "your": "Вашей" if len(parents) == 1 else "вашей",
        "child": cases.in_gender(person, "дочери", "сына"), "programme": row.programme.title,
        "year": row.programme.year.name,
        "ground": f"приказ {row.order.name}" if row.order else row.ground,
    }  # fmt: skip


def _dear(people) -> str:
    """How a letter begins: to several, to a woman, to a man."""
    if len(people) != 1:
        return "Уважаемые"
    return cases.in_gender(people[0], "Уважаемая", "Уважаемый")
