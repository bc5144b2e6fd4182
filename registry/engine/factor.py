"""The second step of the sign-in: a six-digit code of an app (TOTP), or one of ten recovery codes on paper."""

import hashlib
import math
import secrets
import time
from base64 import b32encode
from binascii import unhexlify

from django.db import transaction
from django.utils import timezone
from django_otp import verify_token
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice, default_key

from registry.engine import access, journal
from registry.engine.errors import Refused

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODES, LENGTH = 10, 10
SPARE_FEW = 3
"""With so few recovery codes left the person is told."""


def new_key() -> str:
    """A fresh secret (hex), not yet anybody's."""
    return default_key()


def secret_text(key: str) -> str:
    """The secret as an app wants it typed: «ABCD EFGH …»."""
    letters = b32encode(unhexlify(key)).decode()
    return " ".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def address(user, key: str) -> str:
    """What the QR code says (otpauth://totp/…)."""
    return TOTPDevice(user=user, key=key).config_url


def device_of(user) -> TOTPDevice | None:
    return TOTPDevice.objects.filter(user=user, confirmed=True).first()


def is_on(user) -> bool:
    return TOTPDevice.objects.filter(user=user, confirmed=True).exists()


def is_required(user, on) -> bool:
    """Whoever keeps the school's bases signs in by two steps; a demo with its printed passwords does not ask."""
    from registry import installation

    return access.has_role(user, "curator", "director", on=on) and not installation.is_demo()


def matches(key: str, typed: str) -> TOTP | None:
    """Whether the app shows the code of this secret now, or did half a minute ago."""
    totp = TOTP(unhexlify(key))
    totp.time = time.time()
    return totp if typed.isdecimal() and len(typed) == 6 and totp.verify(int(typed), 1) else None


@transaction.atomic
def switch_on(user, key: str, typed: str) -> tuple[TOTPDevice, list[str]]:
    """The first code proves that the app has the secret: (device, recovery codes to be shown once).

    A former device and its codes die. Refused with a sentence when the code does not fit.
    """
    totp = matches(key, plain(typed))
    if totp is None:
        raise Refused(
            "Код не подошёл. Введите шесть цифр, которые приложение показывает сейчас. Если не подходит и новый код, "
            "проверьте, что время на телефоне ставится автоматически.",
            field="code",
        )
    TOTPDevice.objects.filter(user=user).delete()
    device = TOTPDevice.objects.create(user=user, key=key, name="приложение", last_t=totp.t())
    codes = _codes(user)
    journal.write(user, "включён второй шаг входа", people=_whom(user))
    return device, codes


@transaction.atomic
def new_codes(user) -> list[str]:
    """Ten new recovery codes; the former ones die."""
    codes = _codes(user)
    journal.write(user, "выданы новые запасные коды", people=_whom(user))
    return codes


def _codes(user) -> list[str]:
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="запасные коды")
    codes = ["".join(secrets.choice(LETTERS) for _ in range(LENGTH)) for _ in range(CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=hashed(code)) for code in codes)
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def hashed(code: str) -> str:
    """Codes are kept as a hash cut to the column's width: nobody can show them a second time."""
    return hashlib.sha256(code.encode()).hexdigest()[:16]


def codes_left(user) -> int:
    return StaticToken.objects.filter(device__user=user).count()


def plain(typed: str) -> str:
    """What was typed, without spaces, dashes and the difference of cases."""
    return "".join(letter for letter in typed.upper() if letter.isalnum())


def check(user, typed: str):
    """The device that accepted the code. Refused with a sentence; after each fault in a row the wait doubles."""
    code = plain(typed)
    is_app = code.isdecimal() and len(code) == 6
    kind = TOTPDevice if is_app else StaticDevice
    device = kind.objects.filter(user=user, confirmed=True).first()
    wait = seconds_to_wait(device)
    if wait:
        raise Refused(f"Слишком много попыток подряд. Подождите {wait} с и введите код ещё раз.", field="code")
    accepted = device and verify_token(user, device.persistent_id, code if is_app else hashed(code))
    if not accepted:
        raise Refused(
            "Код не подошёл. Введите шесть цифр, которые приложение показывает сейчас (каждый код годится один раз), "
            "или запасной код с листка.",
            field="code",
        )
    if not is_app:
        journal.write(user, "вход по запасному коду", people=_whom(user), left=codes_left(user))
    return accepted


def seconds_to_wait(device) -> int:
    """Until the next attempt is taken: 1, 2, 4, 8 … seconds after as many faults in a row."""
    allowed, why = device.verify_is_allowed() if device else (True, None)
    if allowed or "locked_until" not in why:
        return 0
    return max(1, math.ceil((why["locked_until"] - timezone.now()).total_seconds()))


@transaction.atomic
def switch_off(user, *, by, verb: str = "отключён второй шаг входа") -> None:
    """Nothing is asked any more, and sessions that the device opened are worth a password only."""
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()
    journal.write(by, verb, people=_whom(user))


def _whom(user):
    return [user.person] if user.person else []
