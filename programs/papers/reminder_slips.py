"""Slips of those who have no letter box: what the school waits for, with a code where one tap is enough."""

from registry.engine import links, papers
from registry.models import School

TEMPLATE = "papers/reminder_slips.html"


def context(slips) -> dict:
    """`slips` are (person, [(what to do, token or nothing)]). No child is named on a slip."""
    school = School.get()
    return {
        "title": "Напоминания", "school_name": school.short_name, "whom_to_ask": school.whom_to_ask,
        "phone": school.other_phone,
        "slips": [
            {
                "whose": person.full_name,
                "deeds": [
                    {"words": words, "address": links.address(token) if token else "",
                     "qr": papers.qr_svg(links.address(token)) if token else ""}
                    for words, token in deeds
                ],
            }
            for person, deeds in slips
        ],
    }  # fmt: skip
