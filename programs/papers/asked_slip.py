"""The slip of one who is asked for a document and does not read letters: what, until when, a code to answer by."""

import textwrap

from django.utils import timezone

from registry.engine import links, papers
from registry.models import School
from registry.text import long_date, short_date

TITLE = "Школа просит документ"
LONGEST = 90
"""Letters of a document's name: more do not fit on a quarter of a sheet; the page behind the code says the whole."""


def context(link, asked, token: str) -> dict:
    """Plain values of the slip. A child is not named on the slip of the guardian."""
    address, school = links.address(token), School.get()
    return {
        "title": TITLE, "whose": link.person.full_name, "what_is": "", "username": "",
        "steps": [
            f"Нужно: «{textwrap.shorten(asked.title, LONGEST, placeholder='…')}», до {short_date(asked.due)}.",
            "Принесите в школу с этим листком.",
            "Или наведите камеру телефона на квадрат и приложите снимок.",
        ],
        "tight": True,
        "address": address, "qr": papers.qr_svg(address), "until": long_date(timezone.localdate(link.until)),
        "school_name": school.short_name, "whom_to_ask": school.whom_to_ask, "phone": school.other_phone,
    }  # fmt: skip


def message(person, asked, address: str) -> str:
    """Ready text for a message; neither a child nor the document is named in it."""
    return (
        f"{person.address_name}, здравствуйте! Школа просит документ до {short_date(asked.due)}. Какой, написано по "
        f"ссылке; там же можно приложить снимок. Или принесите документ в школу. Ссылка: {address}"
    )
