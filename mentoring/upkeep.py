"""Care of the data: when the night's work and the backup were last done, and whom it is told when they were not."""

from django.conf import settings
from django.urls import reverse

from registry import installation
from registry.engine import access
from registry.engine.tasks import Task, lines
from registry.models import Letter

TITLES = {
    installation.NIGHTLY: "Ночная работа программы не выполнялась больше двух дней: не уходят письма",
    installation.BACKUP: "Резервной копии нет больше недели: при поломке пропадёт всё, что внесено с тех пор",
}

HEADS = {installation.NIGHTLY: "Ночная работа", installation.BACKUP: "Резервная копия"}


def not_cared_for(user, today):
    """«Сегодня» of curator and director: the night's work or the backup has stopped."""
    if not access.has_role(user, "curator", "director", on=today):
        return
    for key in installation.overdue():
        yield Task(
            text=TITLES[key], url=f"{reverse('upkeep')}#{key}", button="Что делать", due=today,
            urgent=key == installation.BACKUP,
        )  # fmt: skip


def warnings() -> list[str]:
    """What `manage.py preflight` says of an installation that serves people, in sentences with the remedy."""
    if installation.is_demo():
        return []
    found = []
    if not settings.HAS_MAIL:
        found.append("EMAIL_URL не задан: письма о делах не уходят (всё есть на странице «Сегодня»).")
    for key, words in (
        (installation.NIGHTLY, "manage.py nightly {} — поставьте его в расписание (docs/operations.md)."),
        (installation.BACKUP, "manage.py backup {} — поставьте его в расписание (docs/operations.md)."),
    ):
        fact = installation.last(key)
        if fact is None:
            found.append(words.format("ещё не запускался"))
        elif key in installation.overdue():
            found.append(words.format(f"последний раз выполнен {fact.at:%d.%m.%Y}"))
    return found


def state() -> dict:
    """What the page shows: the last times, and what is overdue."""
    return {
        "is_demo": installation.is_demo(),
        "sends_letters": settings.HAS_MAIL,
        "works": [(key, HEADS[key], installation.last(key), key in installation.overdue()) for key in HEADS],
        "letters_wait": Letter.objects.waiting().count(),
        "letters_failed": Letter.objects.waiting().exclude(fault="").order_by("-tried_at", "-pk").first(),
        "folder": settings.BASE_DIR,
    }


SITUATIONS = {"mentoring.not_cared_for": lines(not_cared_for)}
