"""The slip with a personal link: whose, what to do, until when. How it looks is templates/papers/slip.html."""

from django.utils import timezone

from registry.engine import links, papers
from registry.models import School
from registry.text import long_date

TEMPLATE = "papers/slip.html"
TITLES = {"invite": "Приглашение в кабинет", "password": "Листок для нового пароля"}
LEADS = {
    "invite": "По листку человек сам придумает логин и пароль. Прежний листок, если он был, перестанет действовать.",
    "password": "По листку человек сам придумает новый пароль. Старый пароль действует, пока не задан новый.",
}
DEEDS = {
    "invite": [
        "Наведите камеру телефона на квадрат или наберите адрес в браузере.",
        "Придумайте логин и пароль. Запомните их.",
        "Готово: вы в своём кабинете.",
    ],
    "password": [
        "Наведите камеру телефона на квадрат или наберите адрес в браузере.",
        "Придумайте новый пароль. Запомните его.",
        "Готово: вы в своём кабинете.",
    ],
}


def context(link, token: str) -> dict:
    """Plain values of one slip; the token stands only on paper."""
    address, school = links.address(token), School.get()
    person = link.person
    user = getattr(person, "user", None)
    return {
        "title": TITLES[link.purpose],
        "whose": person.full_name,
        "what_is": person.what_is(timezone.localdate(link.created_at)),
        "username": user.username if user else "",
        "steps": DEEDS[link.purpose],
        "address": address,
        "qr": papers.qr_svg(address),
        "until": long_date(timezone.localdate(link.until)),
        "school_name": school.short_name,
        "whom_to_ask": school.whom_to_ask,
        "phone": school.other_phone,
    }
