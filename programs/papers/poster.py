"""The poster: whom it calls, where the QR code leads. How it looks is templates/papers/poster.html."""

from django.conf import settings
from django.urls import reverse

from registry.engine import papers
from registry.models import School

TEMPLATE = "papers/poster.html"
WORDS = {
    "pupil": (
        "Нужен наставник?",
        "Учёба, проект, выбор профессии, новый класс — рядом будет тот, кто это уже прошёл.",
        "Наведи камеру на квадрат, ответь на несколько вопросов — и куратор тебя найдёт.",
        "Тебе нет 14? Заполни вместе с родителями.",
    ),
    "parent": (
        "Наставник для вашего ребёнка",
        "Поможет в учёбе, в проекте, в новом классе. Бесплатно и только с вашего согласия.",
        "Наведите камеру на квадрат и ответьте на несколько вопросов: куратор вам перезвонит.",
        "Решение всегда остаётся за вами и ребёнком.",
    ),
    "teacher": (
        "Коллега, нужен совет?",
        "Первый год в школе, новое классное руководство, новые приёмы урока — наставник из своих поможет.",
        "Наведите камеру на квадрат и напишите, что нужно.",
        "Об обращении узнает только куратор.",
    ),
    "mentor": (
        "Станьте наставником",
        "Ваш опыт нужен школе: ученикам, молодым учителям, тем, кто выбирает дорогу.",
        "Наведите камеру на квадрат и расскажите, чем готовы поделиться.",
        "Час в неделю уже много значит.",
    ),
}


def address(poster) -> str:
    """Where the code leads: the form, which knows whom the poster calls and where it hangs."""
    return f"{settings.SITE_URL}{reverse('public:join')}?from={poster.code}"


def context(poster) -> dict:
    """Plain values of the sheet; nothing personal stands on a wall."""
    title, lead, deed, foot = WORDS[poster.audience]
    school, where = School.get(), address(poster)
    return {
        "title": title, "lead": lead, "deed": deed, "foot": foot, "address": where, "qr": papers.qr_svg(where),
        "school_name": school.short_name, "whom_to_ask": school.whom_to_ask, "phone": school.other_phone,
        "place": poster.place, "year": poster.programme.year.name, "programme": poster.programme.title,
    }  # fmt: skip


def message(poster) -> str:
    """Ready text for a chat or a letter."""
    title, lead, _, _ = WORDS[poster.audience]
    return f"{title}\n{lead}\nЗаявка без регистрации: {address(poster)}"
