"""Reminders of the curator: a letter to whoever has a letter box, a slip to the others; once a day for one thing."""

import hashlib

from django.db import transaction

from programs import reminding
from programs.actions.asked import LINK, LINK_DAYS
from programs.models import AskedDocument, Meeting, PairAgreement, Reminder
from registry.actions.people import may
from registry.engine import access, journal, links, mail
from registry.engine.errors import Refused


@transaction.atomic
def remind(keys, *, by, on) -> tuple[int, int]:
    """(letters, slips) for the ticked lines; whatever was said today already is not said again."""
    may(by, "programs.silence_remind")
    mails = reminding.chosen(on, keys)
    if not mails:
        raise Refused("Напоминать некому: отметьте строки. Тем, кому напомнили сегодня, второй раз не пишут.")
    letters = slips = 0
    for one in mails:
        for line in one.lines:
            Reminder.objects.get_or_create(
                person=one.person, target=line.target, sent_on=on,
                defaults={"kind": line.kind, "how": "slip" if one.no_letter else "letter", "sent_by": by.person},
            )  # fmt: skip
        if one.no_letter:
            slips += 1
            continue
        targets = hashlib.sha256(",".join(sorted(line.target for line in one.lines)).encode()).hexdigest()[:16]
        mail.queue(
            one.person, one.subject, one.text, purpose=reminding.PURPOSE[one.lines[0].kind], about=one.about, on=on,
            key=f"remind:{on.isoformat()}:{one.person.pk}:{targets}",
        )  # fmt: skip
        letters += 1
    journal.write(by, "отправлены напоминания", people=[one.person for one in mails], letters=letters, slips=slips)
    return letters, slips


def slips_of(on) -> list:
    """Whoever was to get a slip today: (person, reminders), by name."""
    rows = Reminder.objects.filter(sent_on=on, how="slip").select_related("person").order_by("person__name_key", "pk")
    found: dict = {}
    for row in rows:
        found.setdefault(row.person, []).append(row)
    return list(found.items())


@transaction.atomic
def slip_links(person, rows, *, by, on) -> list[tuple[str, str]]:
    """(words, token or nothing) of each deed on the slip: a confirmation or an answer needs no account.

    Each printing makes new links; those of an earlier printing die.
    """
    may(by, "programs.silence_remind")
    found = []
    for row in rows:
        number = row.target.partition(":")[2]
        token = ""
        if row.kind == "unconfirmed" and Meeting.objects.unconfirmed().filter(pk=number).exists():
            token = links.create("confirm_meeting", person=person, target=row.target, by=by)[1]
        elif row.kind == "agreement" and PairAgreement.objects.filter(pk=number, answer=None).exists():
            token = links.create("agree_pair", person=person, target=row.target, by=by)[1]
        elif row.kind == "asked" and AskedDocument.objects.awaited().filter(pk=number).exists():
            token = links.create(LINK, person=person, target=row.target, days=LINK_DAYS, by=by)[1]
        if token or (reminding.DEEDS[row.kind], "") not in found:
            found.append((reminding.DEEDS[row.kind], token))
    return found


def sent_today(by, on):
    """What went out today, for the page after the button."""
    return Reminder.objects.filter(sent_on=on, sent_by=access.person_of(by)).select_related("person")
