"""Letters: put into an outbox inside the deed, sent after it is committed, tried again by `manage.py nightly`.

A letter never carries a child's data: it says that something waits and leads into the cabinet.
"""

import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from registry.engine import access, consents

MOST_ATTEMPTS = 8
"""A letter that failed on so many nights is given up: what it called for is in the cabinet anyway."""
KEPT = datetime.timedelta(days=30)
CLAIMED = datetime.timedelta(minutes=10)
"""A letter that another process has just taken is not taken again, unless that process died."""


def why_not(person, purpose: str, about, on: datetime.date) -> str:
    """Why no letter may go to the person, in words for the outbox; empty when it may."""
    if "contacts" not in consents.PURPOSES[purpose].groups:
        raise ValueError(f"The purpose {purpose} does not open contacts: no letter can go out for it.")
    if not settings.SENDS_LETTERS:
        return "почта не настроена"
    if not person.email:
        return "нет электронной почты"
    if person.erased_at:
        return "сведения обезличены"
    if about is not None and about.pk != person.pk and not _may_act_for(person, about, on):
        return "не вправе получать письма об этом ребёнке"
    if not consents.allowed(about or person, purpose, on):
        return "нет согласия"
    return ""


def _may_act_for(person, about, on) -> bool:
    """A guardian gets letters while he may act; anybody else (a mentor, a teacher) is judged by the deed itself."""
    if not about.guardianships.filter(guardian=person).exists():
        return True
    return about.is_minor(on) and about.guardians(on).filter(pk=person.pk).exists()


def queue(to_person, subject: str, text: str, *, purpose: str, about=None, key: str = "", on=None):
    """Put a letter into the outbox and try to send it once the deed is committed; the letter, or None.

    `about` is the child whom it concerns, `key` makes it go once. Nothing is said to those who have no e-mail, are
    erased, are restricted for the child, or whose consent for the purpose is closed.
    """
    from registry.models import Letter

    if why_not(to_person, purpose, about, on or access.today()):
        return None
    try:
        with transaction.atomic():
            letter = Letter.objects.create(
                key=key, person=to_person, about=about, purpose=purpose,
                address=to_person.email, subject=subject, text=text,
            )  # fmt: skip
    except IntegrityError:
        if not key:
            raise
        return Letter.objects.get(key=key)
    transaction.on_commit(lambda: send(letter.pk, on=on))
    return letter


def send(pk: int, *, on=None, now=None) -> bool:
    """Try one letter; whether it went. The gate is asked once more: consents may have changed since."""
    from registry.models import Letter

    now = now or timezone.now()
    free = Letter.objects.waiting().filter(Q(tried_at__isnull=True) | Q(tried_at__lt=now - CLAIMED))
    if not free.filter(pk=pk).update(tried_at=now):
        return False
    letter = Letter.objects.select_related("person", "about").get(pk=pk)
    closed = why_not(letter.person, letter.purpose, letter.about, on or access.today())
    if closed:
        stop(letter, closed, now)
        return False
    letter.attempts += 1
    try:
        EmailMessage(letter.subject, letter.text, to=[letter.person.email]).send()
    except OSError as fault:  # smtplib's faults are OSErrors, too
        letter.fault = f"{type(fault).__name__}: {fault}"[:300]
        if letter.attempts >= MOST_ATTEMPTS:
            stop(letter, letter.fault, now)
        else:
            letter.save(update_fields=["attempts", "fault"])
        return False
    letter.sent_at, letter.fault = timezone.now(), ""
    letter.save(update_fields=["attempts", "sent_at", "fault"])
    return True


def stop(letter, why: str, now) -> None:
    """It will not go: what it said is forgotten at once."""
    letter.stopped_at, letter.fault = now, why
    letter.subject = letter.text = letter.address = ""
    letter.save(update_fields=["attempts", "stopped_at", "fault", "subject", "text", "address"])


def retry(today: datetime.date) -> str:
    """Everything that did not go before; a chore of the night."""
    from registry.models import Letter

    waiting = list(Letter.objects.waiting().filter(created_at__lt=timezone.now()).values_list("pk", flat=True))
    sent = sum(send(pk, on=today) for pk in waiting)
    return f"писем ждало {len(waiting)}, ушло {sent}" if waiting else "писем в очереди нет"


def forget(today: datetime.date) -> str:
    """A month after it was sent the text goes; who, when and what for stays as the proof."""
    from registry.models import Letter

    old = Letter.objects.filter(sent_at__lt=timezone.now() - KEPT).exclude(text="", subject="", address="")
    return f"стёрто текстов писем: {old.update(text='', subject='', address='')}"
