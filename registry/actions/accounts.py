"""Deeds on an account: sessions elsewhere, the daily letter, a second step that was lost."""

from django.db import transaction
from django.db.models import F

from registry.actions.people import may
from registry.engine import factor, journal
from registry.engine.errors import Refused
from registry.models import User


@transaction.atomic
def sign_out_elsewhere(user) -> None:
    """Every session begun before this moment is worth nothing; the caller renews its own."""
    User.objects.filter(pk=user.pk).update(sign_outs=F("sign_outs") + 1)
    user.refresh_from_db(fields=["sign_outs"])
    journal.write(user, "закрыт вход на других устройствах", people=[user.person] if user.person else [])


@transaction.atomic
def choose_letters(user, *, wants: bool) -> None:
    """Whether the daily letter comes; nobody else decides it."""
    User.objects.filter(pk=user.pk).update(wants_letters=wants)
    journal.write(user, "выбрано письмо о делах", people=[user.person] if user.person else [], wants=wants)


@transaction.atomic
def reset_factor(person, *, by) -> None:
    """A lost phone: by the director for the curator, by the curator for the rest; the director's by the console."""
    may(by, "registry.factor_reset", person)
    user = User.objects.filter(person=person).first()
    if user is None or not factor.is_on(user):
        raise Refused("Второй шаг входа у этого человека не включён: сбрасывать нечего.")
    factor.switch_off(user, by=by, verb="сброшен второй шаг входа")
