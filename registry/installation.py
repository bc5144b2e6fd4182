"""What this installation knows about itself: whether it is a demo, and when it last took care of its data."""

import datetime

from django.utils import timezone

from registry.models import InstallationFact, JournalLine

DEMO, NIGHTLY, BACKUP = "demo", "nightly", "backup"
LIMITS = {NIGHTLY: datetime.timedelta(days=2), BACKUP: datetime.timedelta(days=7)}
"""After so long without it somebody must be told."""


def note(key: str, said: str = "", at=None) -> None:
    """Remember that it was done now; only the last time is kept."""
    InstallationFact.objects.update_or_create(key=key, defaults={"at": at or timezone.now(), "said": said[:300]})


def last(key: str) -> InstallationFact | None:
    return InstallationFact.objects.filter(pk=key).first()


def is_demo() -> bool:
    """Filled by the demo command: invented people, known passwords, no second step at the sign-in."""
    return InstallationFact.objects.filter(pk=DEMO).exists()


def overdue(now=None) -> list[str]:
    """Which of the regular works have not been done for too long; a new installation has its first days free."""
    now = now or timezone.now()
    began = JournalLine.objects.order_by("pk").values_list("at", flat=True).first()
    if began is None or is_demo():
        return []
    done = dict(InstallationFact.objects.filter(pk__in=LIMITS).values_list("pk", "at"))
    return [key for key, limit in LIMITS.items() if done.get(key, began) < now - limit]
