"""The individual plan: what it says. The page shows the same values; the sheet is templates/papers/plan.html."""

import datetime

from programs.papers import common
from registry.engine import access
from registry.models import Appointment, School
from registry.text import short_date

TEMPLATE = "papers/plan.html"
OFFICES = {"psychologist": "Педагог-психолог", "curator": "Куратор"}


def party(person, on) -> dict:
    """A person as the head of the plan names him."""
    return {"name": person.full_name, "what": person.what_is(on), "signature": person.signature_name}


def signatures(plan, on) -> list[dict]:
    """Who signs: mentor, mentee, a minor's guardian, the third of a plan of three (domain §7.1, ТРИО-ДК 5.1.5)."""
    pair = plan.pair
    mentor, rows = pair.mentor, []
    rows.append({"role": "Наставник", "name": mentor.signature_name if mentor else ""})
    for person in pair.mentees:
        rows.append({"role": "Наставляемый", "name": person.signature_name})
        if person.is_minor(on) or plan.third == "guardian":
            guardian = person.guardians(on).order_by("pk").first()
            rows.append({"role": "Законный представитель", "name": guardian.signature_name if guardian else ""})
    if plan.third in OFFICES and plan.third != "curator":
        acting = Appointment.objects.active(on).filter(role=plan.third).select_related("person").order_by("pk").first()
        rows.append({"role": OFFICES[plan.third], "name": acting.person.signature_name if acting else ""})
    return rows


def line_values(row) -> dict:
    """A line as its six columns print it."""
    return {
        "section": row.section, "task": row.task, "due": short_date(row.due) if row.due else "",
        "planned_result": row.planned_result, "actual_result": row.actual_result,
        "mark": row.get_mark_display(), "comment": row.comment,
    }  # fmt: skip


def context(plan, on: datetime.date | None = None) -> dict:
    """Plain values: the same for the page, the PDF and the version that is kept."""
    pair, school, kind = plan.pair, School.get(), plan.called
    on = on or access.today()
    is_agreed = plan.agreed_on and plan.status in ("agreed", "closed")
    return {
        "title": kind.heading,
        "school": {"full_name": school.full_name, "founder": school.founder},
        "programme": common.programme_of(pair.programme),
        "form": str(pair.form),
        "role_model": str(pair.role_model) if pair.role_model else "",
        "kinds": ", ".join(str(one) for one in pair.kinds.all()) if kind.has_kinds else "",
        "mode": pair.get_mode_display() if kind.has_explanation else "",
        "mentor": party(pair.mentor, on) if pair.mentor else None,
        "mentees": [party(person, on) for person in pair.mentees],
        "term": f"с {short_date(pair.starts)} по {short_date(pair.ends)}",
        "goal": plan.goal,
        "explanation": plan.explanation if kind.has_explanation else "",
        "rhythm": plan.rhythm_days,
        "rows": [line_values(row) for row in plan.lines.all()],
        "percent": plan.percent,
        "analysis": plan.analysis,
        "agreed": {
            "name": plan.agreed_by.signature_name if is_agreed and plan.agreed_by else "",
            "date": short_date(plan.agreed_on) if is_agreed else "",
        },
        "signatures": signatures(plan, on), "curator": common.curator(on),
        "version": sum(not one.is_final for one in plan.versions.all()) if is_agreed else 0,
    }  # fmt: skip
