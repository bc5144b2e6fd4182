"""How many requests one place may send in an hour: rows in the database, so that every process counts together."""

import datetime
import hashlib
import hmac

from django.conf import settings
from django.utils import timezone

from programs.models import JoinTrace

HOUR = datetime.timedelta(hours=1)
DAY = datetime.timedelta(days=1)
FROM_ONE_ADDRESS = 40  # a whole class sits behind one address
FROM_ONE_BROWSER = 8


def address_of(request) -> str:
    """The caller's network address; the school's own server, if there is one, puts it last."""
    address = request.META.get("REMOTE_ADDR", "")
    if not settings.IS_LOCAL:
        address = request.headers.get("X-Forwarded-For", address).split(",")[-1].strip()
    return address


def _hash(kind: str, value: str, now) -> str:
    """Neither the address nor the browser can be read back, and tomorrow's hash is another one."""
    text = f"{kind}:{value}:{timezone.localdate(now)}"
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()


def limits(request, now) -> list[tuple[str, int]]:
    """(key, how many an hour): by the network address and by the browser's session."""
    if request.session.session_key is None:
        request.session.create()
    return [
        (_hash("address", address_of(request), now), FROM_ONE_ADDRESS),
        (_hash("browser", request.session.session_key, now), FROM_ONE_BROWSER),
    ]


def too_many(request, now=None) -> bool:
    now = now or timezone.now()
    recent = JoinTrace.objects.filter(at__gt=now - HOUR)
    return any(recent.filter(key=key).count() >= limit for key, limit in limits(request, now))


def count_one(request, now=None) -> None:
    """Remember that one was sent; what is older than a day is of no use to anybody."""
    now = now or timezone.now()
    JoinTrace.objects.filter(at__lt=now - DAY).delete()
    JoinTrace.objects.bulk_create(JoinTrace(key=key, at=now) for key, _ in limits(request, now))
