"""The agreement of mentor, mentee and guardian on how they will work (domain §1.12)."""

from programs.papers import common, wording
from registry.models import Mentor
from registry.text import long_date

TEMPLATE = "papers/agreement.html"


def context(pair, on) -> dict:
    mentor, programme = pair.mentor, pair.programme
    children = [person for person in pair.mentees if person.is_minor(on)]
    minors = children + ([mentor] if mentor and mentor.is_minor(on) else [])
    return {
        "title": f"Соглашение о наставничестве: {pair}",
        "school": common.school(),
        "mentor": _party(mentor, on) if mentor else {},
        "mentees": [_party(person, on) for person in pair.mentees],
        "guardians": [_guardian(child, on) for child in minors],
        **_points(pair, programme, with_children=bool(minors)),
        "curator": common.curator(on),
    }


def _points(pair, programme, *, with_children: bool) -> dict:
    """The school's own points; the last of them stays on one sheet with the signatures."""
    said = wording.blocks("agreement", {
        **common.named(programme), "положение": programme.regulation.title,
        "форма": str(pair.form), "ролевая модель": str(pair.role_model) if pair.role_model else "", "цель": pair.goal,
        "начало": long_date(pair.starts), "окончание": long_date(pair.ends),
        "как встречаются": common.in_full(pair.get_mode_display()), "плана": programme.words.plan_genitive,
        "пункт о ходатайстве": programme.rule("petition.receivers").cited, "только с детьми": with_children,
    })  # fmt: skip
    if not said or said[-1]["kind"] != "points":
        return {"points": said, "last": [], "run_on": False}
    *before, end = said
    rows = end["rows"]
    first = [{**end, "rows": rows[:-1]}] if rows[1:] else []
    return {"points": before + first, "last": [{**end, "rows": rows[-1:]}], "run_on": bool(first)}


def _party(person, on) -> dict:
    """Who it is: post, class, or where one from outside the school works."""
    card = Mentor.objects.filter(person=person).first()
    what = common.post_in(person, on, "nominative") or (card.workplace if card else "")
    return {"name": person.full_name, "what": what, "signature": person.signature_name}


def _guardian(child, on) -> dict:
    """The first who may act; a line for the pen where nobody is entered."""
    who = child.guardians(on).order_by("pk").first()
    return {
        "name": who.full_name if who else "", "signature": who.signature_name if who else "",
        "child": child.in_case("genitive"), "child_short": common.surname_first(child, "genitive"),
    }  # fmt: skip
