"""The individual plan: what it says. The page shows the same values; the sheet is templates/papers/plan.html."""

from registry.engine import access
from registry.models import School
from registry.text import short_date

TEMPLATE = "papers/plan.html"


def party(person, on) -> dict:
    """A person as the head of the plan names him."""
    return {"name": person.full_name, "what": person.what_is(on), "signature": person.signature_name}


def signatures(pair, on) -> list[dict]:
    """Who signs: mentor, mentee, a guardian for each minor, and the curator who agrees (domain §7.1)."""
    mentor, rows = pair.mentor, []
    rows.append({"role": "Наставник", "name": mentor.signature_name if mentor else ""})
    for person in pair.mentees:
        rows.append({"role": "Наставляемый", "name": person.signature_name})
        if person.is_minor(on):
            guardian = person.guardians(on).order_by("pk").first()
            rows.append({"role": "Законный представитель", "name": guardian.signature_name if guardian else ""})
    return rows


def context(plan) -> dict:
    """Plain values: the same for the page and the PDF."""
    pair, school = plan.pair, School.get()
    on, words = access.today(), pair.programme.words
    return {
        "title": f"{words.plan[0].upper()}{words.plan[1:]} под руководством наставника",
        "school": {"full_name": school.full_name, "founder": school.founder},
        "programme": str(pair.programme),
        "form": str(pair.form),
        "role_model": str(pair.role_model) if pair.role_model else "",
        "mentor": party(pair.mentor, on) if pair.mentor else None,
        "mentees": [party(person, on) for person in pair.mentees],
        "term": f"с {short_date(pair.starts)} по {short_date(pair.ends)}",
        "goal": plan.goal,
        "rows": [
            {
                "section": row.section, "task": row.task, "due": short_date(row.due) if row.due else "",
                "planned_result": row.planned_result, "actual_result": row.actual_result,
                "mark": row.get_mark_display(),
            }
            for row in plan.lines.all()
        ],
        "analysis": plan.analysis,
        "agreed": {
            "name": plan.agreed_by.signature_name if plan.agreed_by else "",
            "date": short_date(plan.agreed_on) if plan.agreed_on and plan.status in ("agreed", "closed") else "",
        },
        "signatures": signatures(pair, on),
    }  # fmt: skip
