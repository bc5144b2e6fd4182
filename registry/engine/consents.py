"""The gate: for which purpose which data may be used, and what opens it. One table, read by Python and by SQL."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

PROCESSING, PARTICIPATION, PUBLICATION, IMAGE = "processing", "participation", "publication", "image"


@dataclass(frozen=True)
class Purpose:
    """`kinds` are the consents that must all be valid; `law` is the ground where no consent is needed."""

    title: str
    groups: frozenset
    kinds: tuple[str, ...] = ()
    law: str = ""


PURPOSES: dict[str, Purpose] = {
    "intake": Purpose(
        "приём запроса и сбор согласий",
        frozenset({"identity", "contacts", "study", "work"}),
        law="запрос самого человека или его представителя; п. 5 ч. 1 ст. 6 152-ФЗ",
    ),
    "selection": Purpose(
        "отбор наставников", frozenset({"identity", "study", "work", "documents", "answers"}), (PROCESSING,)
    ),
    "pairing": Purpose(
        "подбор пар", frozenset({"identity", "study", "work"}), (PROCESSING, PARTICIPATION)
    ),
    "work": Purpose(
        "работа пары",
        frozenset({"identity", "contacts", "study", "work", "answers", "results"}),
        (PROCESSING, PARTICIPATION),
    ),
    "reporting": Purpose("отчёты школы", frozenset({"identity", "answers", "results"}), (PROCESSING,)),
    "publication": Purpose("показ на сайте школы", frozenset({"identity", "work", "contacts"}), (PUBLICATION,)),
    "image": Purpose("показ изображения на сайте школы", frozenset({"photo"}), (PUBLICATION, IMAGE)),
}  # fmt: skip

SCOPED = frozenset({PARTICIPATION})
"""Kinds given programme by programme; the rest are given to the school once."""

scope_titles: dict[str, Callable] = {}
"""name → function (current) → {code: title} of what a scoped consent is given for; filled by higher floors."""


def scopes(*, current: bool = False) -> dict[str, str]:
    """Code → title of everything that a scoped consent was ever given for, or may be given for now."""
    return {code: title for ask in scope_titles.values() for code, title in ask(current).items()}


def _valid(kind: str, on: datetime.date, scope: str | None) -> Q:
    condition = Q(kind=kind, status="valid", valid_from__lte=on) & (
        Q(valid_until__isnull=True) | Q(valid_until__gte=on)
    )
    if kind in SCOPED and scope:
        condition &= Q(scope=scope)
    return condition


def allowed(person, purpose: str, on: datetime.date, scope: str | None = None) -> bool:
    """Whether every consent that the purpose needs is valid on the day. Without a scope any programme will do."""
    if person.erased_at:
        return False
    return all(person.consents.filter(_valid(kind, on, scope)).exists() for kind in PURPOSES[purpose].kinds)


def open_q(purpose: str, on: datetime.date, scope: str | None = None, person: str = "pk") -> Q:
    """The same gate as a condition; `person` is the path to the person's id from the queried table."""
    from registry.models import Consent

    condition = Q()
    for kind in PURPOSES[purpose].kinds:
        condition &= Q(Exists(Consent.objects.filter(_valid(kind, on, scope), person=OuterRef(person))))
    erased = "erased_at" if person == "pk" else f"{person.removesuffix('_id')}__erased_at"
    return condition & Q(**{f"{erased}__isnull": True})


def missing_kinds(person, purpose: str, on: datetime.date, scope: str | None = None) -> list[str]:
    """Kinds of consent that the purpose still lacks."""
    return [kind for kind in PURPOSES[purpose].kinds if not person.consents.filter(_valid(kind, on, scope)).exists()]


def signers(person, on: datetime.date) -> list[tuple[object, bool]]:
    """Who must sign on the day: (person, as guardian). Under 14 a guardian; 14–17 a guardian and the pupil; then self.

    Any one of several guardians is enough. The double signature is the careful practice (domain §4.3).
    An empty list means that a guardian is needed and none is known.
    """
    if not person.is_minor(on):
        return [(person, False)]
    guardian = person.guardians(on).order_by("pk").first()
    if guardian is None:
        return []
    age = person.age(on)
    return [(guardian, True), (person, False)] if age is not None and age >= 14 else [(guardian, True)]


def may_sign(person, signer, on: datetime.date) -> bool:
    """Whether this signature counts at all on the day."""
    if signer == person:
        return not person.is_minor(on) or (person.age(on) or 0) >= 14
    return person.is_minor(on) and person.guardians(on).filter(pk=signer.pk).exists()


def is_complete(consent, on: datetime.date) -> bool:
    """All who must sign have signed."""
    signed = list(consent.signatures.all())
    if not consent.person.is_minor(on):
        return any(row.signer_id == consent.person_id for row in signed)
    by_guardian = any(row.as_guardian for row in signed)
    age = consent.person.age(on)
    return by_guardian and (age is None or age < 14 or any(row.signer_id == consent.person_id for row in signed))
