"""The slip of one who is asked for a word about a pupil and has no account: registry's slip, other words."""

from django.utils import timezone

from registry.engine import links, papers
from registry.models import School
from registry.text import long_date

TITLE = "Школа просит вас ответить"
STEPS = [
    "Наведите камеру телефона на квадрат или наберите адрес в браузере.",
    "Напишите, что важно знать, чтобы подобрать наставника.",
    "Нажмите «Передать куратору». Прочтёт только он.",
]


def context(link, note, token: str) -> dict:
    """Plain values of the slip. Whom the question is about stands only behind the link."""
    address, school = links.address(token), School.get()
    return {
        "title": TITLE, "whose": note.author.full_name, "what_is": note.get_role_display(), "username": "",
        "steps": STEPS, "address": address, "qr": papers.qr_svg(address),
        "until": long_date(timezone.localdate(link.until)), "school_name": school.short_name,
        "whom_to_ask": school.whom_to_ask, "phone": school.other_phone,
    }  # fmt: skip


def message(note, address: str) -> str:
    """Ready text for a message; the child is not named in it."""
    return (
        f"{note.author.address_name}, здравствуйте! Школа подбирает наставника и просит вас ответить на один вопрос. "
        f"Ответ прочтёт только куратор. Откройте ссылку: {address}"
    )
