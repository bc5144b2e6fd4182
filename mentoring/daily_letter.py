"""The daily letter: how many deeds wait on «Сегодня», by what they ask, without a name and without a child's data."""

import collections

from django.conf import settings
from django.urls import reverse

from registry.engine import mail, tasks
from registry.models import Letter, User
from registry.text import count, long_date

PURPOSE = "intake"
"""Contacts that the person gave to the school in order to be told; nothing about anybody is in the letter."""


def send_all(today) -> str:
    """At most one a day to a person, none if nothing waits; a chore of the night."""
    sent = 0
    readers = User.objects.filter(is_active=True, wants_letters=True, person__erased_at__isnull=True)
    for user in readers.exclude(person__email="").select_related("person").order_by("pk"):
        sent += send_one(user, today)
    return f"составлено писем о делах: {sent}"


def send_one(user, today) -> bool:
    """Whether a letter was made for this person."""
    key = f"daily:{today.isoformat()}:{user.person_id}"
    if Letter.objects.filter(key=key).exists():
        return False
    found = tasks.for_user(user, today)
    if not found:
        return False
    subject = f"Наставничество: {deeds(len(found))} на {long_date(today)}"
    return mail.queue(user.person, subject, body(user.person, found), purpose=PURPOSE, key=key, on=today) is not None


def deeds(number: int) -> str:
    return count(number, "дело", "дела", "дел").replace("\u00a0", " ")


def body(person, found) -> str:
    """Buttons are verbs that the code knows by heart: whom a deed is about is said in the cabinet only."""
    urgent = sum(task.urgent for task in found)
    by_button = collections.Counter(task.button for task in found)
    return "\n".join([
        f"Здравствуйте, {person.address_name}!",
        "",
        f"В кабинете наставничества вас ждёт {deeds(len(found))}" + (f", срочных — {urgent}" if urgent else "") + ":",
        "",
        *(f"— {button}: {number}" for button, number in by_button.most_common()),
        "",
        f"Открыть: {settings.SITE_URL}{reverse('cabinet')}",
        "",
        "Имён и сведений о детях в письме нет намеренно. Не хотите получать такие письма? Выключите их в кабинете: "
        f"{settings.SITE_URL}{reverse('accounts:security')}",
    ])  # fmt: skip
