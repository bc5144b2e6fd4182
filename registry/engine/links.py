"""Personal links: a key to one deed. The token is shown once; only its hash stays."""

import datetime
import hashlib
import secrets
from collections.abc import Callable

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from registry.engine import journal

door: dict[str, Callable] = {}
"""purpose → view (request, link, token): shows on GET, does on POST."""


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def create(purpose: str, *, person=None, target: str = "", days: int = 14, by=None, now=None):
    """Make a link and return (link, token); an older unused one for the same deed dies."""
    from registry.engine.access import person_of
    from registry.models import PersonalLink

    now = now or timezone.now()
    with transaction.atomic():
        PersonalLink.objects.filter(
            purpose=purpose, person=person, target=target, used_at__isnull=True, replaced_at__isnull=True
        ).update(replaced_at=now)
        token = secrets.token_urlsafe(18)
        link = PersonalLink.objects.create(
            token_hash=_hash(token), purpose=purpose, person=person, target=target,
            until=now + datetime.timedelta(days=days), created_by=person_of(by),
        )  # fmt: skip
        journal.write(by, "выдана личная ссылка", link, people=[person] if person else [])
    return link, token


def address(token: str) -> str:
    """The full address, for a slip or a letter."""
    from django.conf import settings

    return settings.SITE_URL + reverse("public:link", args=[token])


def find(token: str):
    """The link with this token in whatever state, or None."""
    from registry.models import PersonalLink

    return PersonalLink.objects.select_related("person").filter(token_hash=_hash(token)).first()


def shown_again(token: str, is_same: Callable, make: Callable[[], str]) -> tuple:
    """(link, token) of the slip that a page shows already, so that its PDF bears the same address.

    `token` is what the page sent back; where it is not this very deed's (`is_same(link)`) or works no more, `make()`
    gives the token of a new link.
    """
    known = find(token) if token else None
    if known is None or not is_same(known) or why_closed(known):
        token = make()
        known = find(token)
    return known, token


def why_closed(link, now=None) -> str:
    """Empty while the link works, else a sentence that says what happened and what to do."""
    now = now or timezone.now()
    if link.used_at:
        return f"Эта ссылка уже использована {timezone.localtime(link.used_at):%d.%m.%Y}. Второй раз она не нужна."
    if link.replaced_at:
        return "Вместо этой ссылки выдана новая. Прежняя больше не действует."
    if link.until < now:
        return f"Срок ссылки истёк {timezone.localtime(link.until):%d.%m.%Y}. Нужна новая."
    return ""


def use(link, now=None) -> bool:
    """Mark as used; False when somebody was faster."""
    from registry.models import PersonalLink

    now = now or timezone.now()
    return bool(
        PersonalLink.objects.filter(pk=link.pk, used_at__isnull=True, replaced_at__isnull=True, until__gte=now).update(
            used_at=now
        )
    )
