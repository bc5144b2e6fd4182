"""The gate: for which purpose which data may be used, and what opens it. One table, read by Python and by SQL."""

import datetime
import functools
import operator
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from registry.text import add_months

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
    "publication": Purpose(
        "показ на сайте школы", frozenset({"identity", "work", "contacts"}), (PROCESSING, PUBLICATION)
    ),
    "image": Purpose("показ изображения на сайте школы", frozenset({"photo"}), (PROCESSING, PUBLICATION, IMAGE)),
}  # fmt: skip

SCOPED = frozenset({PARTICIPATION})
"""Kinds given programme by programme; the rest are given to the school once."""

scope_titles: dict[str, Callable] = {}
"""name → function (current) → {code: title} of what a scoped consent is given for; filled by higher floors."""

foretold: dict[str, Callable] = {}
"""name → function (consent, on) → sentences: what a withdrawal will bring about on higher floors."""


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


def open_people(purposes, on: datetime.date, scope: str) -> dict[str, set[int]]:
    """The same gate for everybody at once, by one question: purpose → ids of the people for whom it is open."""
    from registry.models import Consent

    kinds = {kind for purpose in purposes for kind in PURPOSES[purpose].kinds}
    condition = Q(pk__in=[])
    for kind in kinds:
        condition |= _valid(kind, on, scope)
    held: dict[str, set[int]] = {kind: set() for kind in kinds}
    rows = Consent.objects.filter(condition, person__erased_at__isnull=True).order_by()
    for person, kind in rows.values_list("person", "kind"):
        held[kind].add(person)
    return {purpose: set.intersection(*(held[kind] for kind in PURPOSES[purpose].kinds)) for purpose in purposes}


def held(people, on: datetime.date, scope: str) -> dict[int, set[str]]:
    """Person's number → kinds of consent that are valid on the day, for all of them by one question."""
    from registry.models import Consent

    found: dict[int, set[str]] = {person: set() for person in people}
    valid = [_valid(kind, on, scope) for kind in (PROCESSING, PARTICIPATION, PUBLICATION, IMAGE)]
    rows = Consent.objects.filter(functools.reduce(operator.or_, valid), person__in=found).order_by()
    for person, kind in rows.values_list("person", "kind"):
        found[person].add(kind)
    return found


def missing_kinds(person, purpose: str, on: datetime.date, scope: str | None = None) -> list[str]:
    """Kinds of consent that the purpose still lacks."""
    return [kind for kind in PURPOSES[purpose].kinds if not person.consents.filter(_valid(kind, on, scope)).exists()]


RENEW = datetime.timedelta(days=30)
"""So long before its end a consent may be asked for anew, and «Сегодня» says so (domain §4.3)."""


def adult_on(person) -> datetime.date | None:
    """The eighteenth birthday; from this day the person alone signs."""
    return add_months(person.birth_date, 18 * 12) if person.birth_date else None


def term_end(text, person, signed_on: datetime.date) -> datetime.date | None:
    """The last day of a consent signed on the day: the term of its text, cut at the eighteenth birthday.

    The law does not say what becomes of a guardian's consent when the child comes of age. A representative acts
    only while the person is a minor (ст. 21, 26, 28 ГК РФ), and at 14–17 the pupil's own signature alone would not
    have been enough, so the careful practice (domain §4.3) is a new consent at 18. Hence every paper signed
    for a minor says itself that it ends on the eve of the birthday, and the gate needs no rule of its own:
    thirty days before, the new paper is asked for; on the birthday, without it, the gate closes.
    """
    return cut_at_18(person, signed_on, _by_text(text, signed_on))


def _by_text(text, signed_on):
    from registry.models import Year

    if text.term_rule == text.Term.YEAR:
        return (Year.objects.on(signed_on).first() or Year.around(signed_on)).ends
    if text.term_rule == text.Term.YEARS:
        return add_months(signed_on, 12 * text.term_years) - datetime.timedelta(days=1)
    return None


def cut_at_18(person, signed_on: datetime.date, until: datetime.date | None) -> datetime.date | None:
    """The same last day, but for a minor's paper not later than the eve of the eighteenth birthday."""
    birthday = adult_on(person)
    if birthday is None or signed_on >= birthday:
        return until
    eve = birthday - datetime.timedelta(days=1)
    return min(until, eve) if until else eve


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
    return [(guardian, True), (person, False)] if signs_too(person, on) else [(guardian, True)]


def signs_too(person, on: datetime.date) -> bool:
    """From 14 to 17 the pupil signs beside the guardian."""
    age = person.age(on)
    return person.is_minor(on) and age is not None and age >= 14


def representatives(person, signed_on: datetime.date, on: datetime.date):
    """Guardians whose signature of that day counts: known for that day, or known by now; never a restricted one.

    The card often learns of a parent only when the parent's signed paper comes in.
    """
    from registry.models import Guardianship, Person

    ties = Guardianship.objects.filter(child=person, is_restricted=False)
    rows = (ties & Guardianship.objects.active(signed_on)) | (ties & Guardianship.objects.active(on))
    return Person.objects.filter(pk__in=rows.values("guardian"))


def may_sign(person, signer, signed_on: datetime.date, on: datetime.date | None = None) -> bool:
    """Whether this signature of that day counts at all; `on` is the day on which it is entered."""
    if signer == person:
        return not person.is_minor(signed_on) or signs_too(person, signed_on)
    known = representatives(person, signed_on, on or signed_on)
    return person.is_minor(signed_on) and known.filter(pk=signer.pk).exists()


def is_complete(consent, on: datetime.date) -> bool:
    """All who must sign on the day have signed."""
    signed = list(consent.signatures.all())
    by_self = any(row.signer_id == consent.person_id for row in signed)
    if not consent.person.is_minor(on):
        return by_self
    return any(row.as_guardian for row in signed) and (by_self or not signs_too(consent.person, on))
