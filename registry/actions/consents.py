"""Consents: asked for, received on paper from the right signer, refused, withdrawn."""

from django.db import transaction

from registry.actions.people import may
from registry.engine import consents as gate
from registry.engine import journal, workflow
from registry.engine.errors import Gap, Refused
from registry.models import Consent, ConsentKind, ConsentText, Signature
from registry.text import short_date


@transaction.atomic
def ask_consents(person, kinds, *, by, on, scope="") -> list[Consent]:
    """Expect the papers that the person has not given yet (ОЧ-П 2.11: only from those who have not)."""
    may(by, "registry.consent_ask")
    made = []
    for kind in kinds:
        own_scope = scope if kind in gate.SCOPED else ""
        _end_lapsed(person, kind, own_scope, by=by, on=on)
        if person.consents.filter(
            kind=kind, scope=own_scope, status__in=["expected", "partly_signed", "valid"]
        ).exists():
            continue
        text = ConsentText.current(kind, on)
        if text is None:
            raise Refused(f"Нет текста согласия {ConsentKind(kind).label}. Добавьте его в справочниках.")
        made.append(Consent.objects.create(person=person, kind=kind, scope=own_scope, text=text, expected_on=on))
    if made:
        journal.write(by, "запрошены согласия", people=[person], kinds=[row.kind for row in made])
    return made


def _end_lapsed(person, kind, scope, *, by, on):
    """A consent whose term is over no longer counts as running: it makes room for a new paper."""
    for row in person.consents.filter(kind=kind, scope=scope, status="valid", valid_until__lt=on):
        note = f"срок истёк {short_date(row.valid_until)}"
        workflow.move(row, "withdraw", by=by, on=on, follows=True, note=note)


@transaction.atomic
def receive_consent(
    consent, signer, *, by, on, signed_on, original_place="", valid_until=None, allowed_fields=()
) -> Consent:
    """The signed paper is here. Becomes valid once everybody who must sign at this age has signed."""
    may(by, "registry.consent_receive")
    consent = workflow.lock(Consent, consent.pk)
    if consent.status not in (Consent.Status.EXPECTED, Consent.Status.PARTLY_SIGNED):
        raise Refused(f"Это согласие уже отмечено: «{consent.get_status_display()}».")
    if signed_on > on:
        raise Refused("Дата подписи ещё не наступила. Проверьте дату на бумаге.", field="signed_on")
    person = consent.person
    if not gate.may_sign(person, signer, signed_on):
        raise Refused(wrong_signer(person, signer, signed_on), field="signer")
    if consent.signatures.filter(signer=signer).exists():
        raise Refused(f"Подпись «{signer.short_name}» уже отмечена.", field="signer")
    if valid_until and valid_until < signed_on:
        raise Refused("Срок согласия кончился раньше, чем его подписали. Проверьте даты.", field="valid_until")
    Signature.objects.create(
        consent=consent, signer=signer, as_guardian=signer != person, signed_on=signed_on,
        received_by=by.person, received_on=on,
    )  # fmt: skip
    if gate.is_complete(consent, signed_on):
        return workflow.move(
            consent, "become_valid", by=by, on=on, valid_from=signed_on, valid_until=valid_until,
            original_place=original_place, allowed_fields=list(allowed_fields),
        )  # fmt: skip
    if consent.status == Consent.Status.EXPECTED:
        return workflow.move(consent, "sign_partly", by=by, on=on)
    return consent


@transaction.atomic
def receive_paper(consent, signers, **details) -> Consent:
    """One sheet with every signature that stands on it."""
    for signer in signers:
        consent = receive_consent(consent, signer, **details)
    return consent


def wrong_signer(person, signer, on) -> str:
    """Who had to sign instead, with the rule."""
    age = person.age(on)
    if signer == person:
        return (
            f"На {short_date(on)} {person.short_name} — {age if age is not None else 'неизвестно сколько'} лет: "
            "до 14 лет за ребёнка подписывает законный представитель (ч. 6 ст. 9 152-ФЗ)."
        )
    if not person.is_minor(on):
        return f"{person.short_name} на {short_date(on)} — совершеннолетний и подписывает сам (ч. 1 ст. 9 152-ФЗ)."
    return (
        f"{signer.short_name} не указан законным представителем ребёнка на {short_date(on)} или ограничен в правах. "
        "Сначала укажите представителя в карточке ребёнка (ч. 6 ст. 9 152-ФЗ)."
    )


def no_guardian(person) -> Gap:
    return Gap(
        f"У ребёнка ({person.short_name}) не указан законный представитель, а без его подписи согласия нет "
        "(ч. 6 ст. 9 152-ФЗ).",
        person.get_absolute_url(),
        "Указать представителя",
    )


def withdraw_consent(consent, *, by, on, note) -> Consent:
    """From the next request on nothing that this consent allowed is shown or used."""
    return workflow.move(consent, "withdraw", by=by, on=on, note=note)
