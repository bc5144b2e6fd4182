"""The slip «Нужна помощь» for a mentee's diary: a code that works all year, the school's contact, the helpline."""

from django.utils import timezone

from registry.engine import links, papers
from registry.models import School
from registry.text import long_date

TEMPLATE = "papers/help_slip.html"


def context(link, token: str) -> dict:
    """Plain values; nothing about the pair stands on the slip."""
    address, school = links.address(token), School.get()
    return {
        "title": "Нужна помощь", "whose": link.person.full_name, "address": address, "qr": papers.qr_svg(address),
        "until": long_date(timezone.localdate(link.until)), "school_name": school.short_name,
        "whom_to_ask": school.whom_to_ask, "phone": school.other_phone, "helpline": school.helpline,
    }  # fmt: skip
