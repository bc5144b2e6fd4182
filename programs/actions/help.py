"""«Нужна помощь»: at once to the curator and to nobody else; to the director, if it is about the curator.

The journal says that a call came and was answered, and never who called or about whom: the director and a parent read
the journal, too. Who called stands in the row, which only its addressee opens.
"""

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from programs.models import HelpCall, Side
from registry.actions.people import may
from registry.engine import access, journal, links, mail, workflow
from registry.engine.errors import Refused
from registry.models import Appointment, Person
from registry.text import short_date

CURATORS, DIRECTORS = ("curator", "deputy_curator"), ("director", "acting_director")
LINK_DAYS = 400
"""The slip lies in a child's diary for a school year."""


def _acting(roles, about, on):
    """Who acts on the day and does not mentor the mentee."""
    mentors = Side.objects.filter(
        role="mentor", pair__in=Side.objects.filter(person=about, role="mentee").values("pair")
    )
    acting = Appointment.objects.active(on).filter(role__in=roles).exclude(person__in=mentors.values("person"))
    return Person.objects.filter(pk__in=acting.values("person"))


def goes_to_director(about, on, about_curator: bool) -> bool:
    """About the curator, or nobody acts as curator, or the only curator mentors this very mentee."""
    return about_curator or not _acting(CURATORS, about, on).exists()


@transaction.atomic
def ask_help(person, about, *, by, on, words="", wish="", about_curator=False, by_link=False) -> HelpCall:
    """A call: kept, told to its addressee by letter at once; said twice to one addressee on one day it is one call."""
    if not by_link:
        may(by, "programs.help_ask", about)
    to_director = goes_to_director(about, on, about_curator)
    same = (
        HelpCall.objects.open()
        .filter(person=person, about=about, words=words.strip(), asked_on=on, to_director=to_director)
        .first()
    )
    if same:
        return same
    row = HelpCall.objects.create(
        person=person, about=about, words=words.strip()[:2000], wish=wish.strip()[:200], asked_on=on,
        to_director=to_director, how="link" if by_link else "cabinet",
    )  # fmt: skip
    journal.write(None, "получена просьба о помощи", row)
    for reader in _acting(DIRECTORS if row.to_director else CURATORS, about, on):
        mail.queue(
            reader, "Наставничество: просят о помощи",
            f"Здравствуйте, {reader.address_name}!\n\nПришла просьба о помощи. Прочитайте её сегодня: "
            f"{settings.SITE_URL}{reverse('programs:help_list')}\n\nИмён в письме нет намеренно. Просьбу видите только "
            "вы.",
            purpose="intake", key=f"help:{row.pk}:{reader.pk}", on=on,
        )  # fmt: skip
    return row


@transaction.atomic
def answer_help(call, *, by, on, answer, kept_note="") -> HelpCall:
    """What is said to whoever called; it closes the call. `kept_note` stays with the addressee."""
    may(by, "programs.help_answer", call)
    row = workflow.lock(HelpCall, call.pk)
    if row.answered_on:
        raise Refused(f"На эту просьбу ответили {short_date(row.answered_on)}.")
    if not answer.strip():
        raise Refused("Напишите ответ: его прочтёт тот, кто просил.", field="answer")
    row.answer, row.kept_note = answer.strip(), kept_note.strip()
    row.answered_by, row.answered_on = access.person_of(by), on
    row.save()
    journal.write(by, "дан ответ на просьбу о помощи", row)
    purpose = "work" if hasattr(row.person, "mentee") else "intake"
    mail.queue(
        row.person, "Наставничество: вам ответили",
        f"Здравствуйте, {row.person.address_name}!\n\nНа вашу просьбу ответили. Откройте кабинет: "
        f"{settings.SITE_URL}{reverse('cabinet')}",
        purpose=purpose, key=f"help-answer:{row.pk}", on=on,
    )  # fmt: skip
    return row


@transaction.atomic
def read_answer(call, *, by, on) -> HelpCall:
    """Whoever called has read the answer."""
    row = workflow.lock(HelpCall, call.pk)
    if row.person == access.person_of(by) and row.answered_on and not row.read_on:
        row.read_on = on
        row.save(update_fields=["read_on"])
    return row


def help_link(person, *, by):
    """A link for a slip that works until the end of the year, as often as it is needed; a new one replaces it."""
    may(by, "programs.help_link", person)
    return links.create("help", person=person, target=f"person:{person.pk}", days=LINK_DAYS, by=by)
