"""Papers of the mentors' council: the minutes of a meeting, the plan of the year."""

from programs.models import CouncilPlanLine
from programs.models.council import members
from programs.papers import common
from registry.text import long_date, short_date

MINUTES, PLAN = "papers/council_minutes.html", "papers/council_plan.html"


def _chair(on) -> str:
    row = members(on).filter(role="council_chair").first()
    return row.person.signature_name if row else ""


def title(meeting) -> str:
    return f"Протокол № {meeting.number} заседания совета наставников"


def minutes(meeting) -> dict:
    """Who was there of how many, the agenda, the decisions with who and when."""
    on = meeting.held_on
    here = [*meeting.present.order_by("name_key", "pk")]
    return {
        "title": str(meeting), "school": common.school(), "number": meeting.number, "date": long_date(on),
        "year": meeting.year.name, "members": members(on).count(), "guests": meeting.guests.rstrip(" ."),
        "present": [", ".join(filter(None, [one.full_name, one.what_is(on)])) for one in here],
        "agenda": [line.strip(" .;") for line in meeting.agenda.splitlines() if line.strip()],
        "decisions": [
            {
                "text": row.text.rstrip(" ."), "who": row.who.full_name if row.who else "",
                "due": short_date(row.due) if row.due else "",
            }
            for row in meeting.decisions.select_related("who")
        ],
        "chair": _chair(on),
    }  # fmt: skip


def plan(year, on) -> dict:
    """The lines of the year by their days."""
    return {
        "title": f"План работы совета наставников на {year.name} учебный год", "school": common.school(),
        "year": year.name, "chair": _chair(on),
        "rows": [
            {
                "due": short_date(row.due), "what": row.what, "who": row.who.short_name if row.who else "",
                "done": short_date(row.done_on) if row.done_on else "",
            }
            for row in CouncilPlanLine.objects.filter(year=year).select_related("who")
        ],
    }  # fmt: skip
