"""The questionnaire of preferences on paper: a sheet for each visitor with those whom he met (ОЧ-ДК2 16)."""

from programs.actions.preferences import PLACES, met
from registry.models import School
from registry.text import long_date

TEMPLATE = "papers/preferences.html"


def context(meeting, visitors, on) -> dict:
    """Plain values, one sheet a visitor."""
    school = School.get()
    return {
        "title": "Анкета предпочтений", "school": school.short_name, "places": PLACES,
        "meeting": f"{meeting.get_kind_display()} {long_date(meeting.held_on)}",
        "until": long_date(meeting.answers_until) if meeting.answers_until else "",
        "whom_to_ask": school.whom_to_ask, "phone": school.other_phone, "programme": meeting.programme.title,
        "sheets": [
            {
                "name": row.person.full_name, "role": row.get_role_display(),
                "met": [
                    (one.full_name, one.what_is(on))
                    for one in met(meeting.programme, row.person, row.role, on).prefetch_related(
                        "enrolments__school_class", "employments"
                    )
                ],
            }
            for row in visitors
        ],
    }  # fmt: skip
