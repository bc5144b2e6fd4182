"""Consents: asked for, received on paper from the right signer, refused, withdrawn."""

import datetime

from django.db import transaction

from registry.actions import duties
from registry.actions.people import may
from registry.engine import consents as gate
from registry.engine import journal, workflow
from registry.engine.errors import Gap, Refused
from registry.models import Consent, ConsentKind, ConsentText, Signature
from registry.text import add_months, short_date

BY_TEXT = datetime.date.max
"""«Until when»: as the text of the paper says."""

DETAILS = ("original_place", "allowed_fields", "bans", "own_conditions", "networks", "carrier")
"""What the sheet itself tells besides its signatures."""


@transaction.atomic
def ask_consents(person, kinds, *, by, on, scope="") -> list[Consent]:
    """Expect the papers that the person has not given yet (ОЧ-П 2.11: only from those who have not).

    One that runs out within a month, or has run out, may be asked for anew; it counts until the new one comes.
    """
    may(by, "registry.consent_ask")
    made = []
    for kind in kinds:
        own_scope = scope if kind in gate.SCOPED else ""
        same = person.consents.filter(kind=kind, scope=own_scope)
        if same.missing().exists() or is_given(same, on):
            continue
        text = ConsentText.current(kind, on)
        if text is None:
            raise Refused(f"Нет текста согласия {ConsentKind(kind).label}. Добавьте его в справочниках.")
        made.append(Consent.objects.create(
            person=person, kind=kind, scope=own_scope, text=text, expected_on=on,
            not_before=waits_for_18(person, same, on),
        ))  # fmt: skip
    if made:
        journal.write(by, "запрошены согласия", people=[person], kinds=[row.kind for row in made])
    return made


def is_given(consents, on) -> bool:
    """In force, and for more than a month yet."""
    return any(row.valid_until is None or row.valid_until > on + gate.RENEW for row in consents.valid(on))


def waits_for_18(person, consents, on) -> datetime.date | None:
    """The birthday before which the new paper must not be signed: it follows a minor's one that still holds."""
    birthday = gate.adult_on(person)
    if birthday is None or not on < birthday <= on + gate.RENEW:
        return None
    return birthday if consents.valid(on).exists() else None


@transaction.atomic
def ask_many(people, kinds, *, by, on, scope="") -> list[Consent]:
    """The same papers from a whole list; whoever has given or awaits one is passed over (ОЧ-П 2.11)."""
    return [row for person in people for row in ask_consents(person, kinds, by=by, on=on, scope=scope)]


@transaction.atomic
def receive_consent(consent, signer, *, by, on, signed_on, valid_until=BY_TEXT, **details) -> Consent:
    """The signed paper is here. Becomes valid once everybody who must sign at this age has signed.

    `details` are the DETAILS of the sheet. The term is cut at the eighteenth birthday (gate.term_end).
    """
    may(by, "registry.consent_receive")
    consent = workflow.lock(Consent, consent.pk)
    if consent.status not in (Consent.Status.EXPECTED, Consent.Status.PARTLY_SIGNED):
        raise Refused(f"Это согласие уже отмечено: «{consent.get_status_display()}».")
    check_signature(consent, signer, signed_on, on)
    if valid_until and valid_until < signed_on:
        raise Refused("Срок согласия кончился раньше, чем его подписали. Проверьте даты.", field="valid_until")
    Signature.objects.create(
        consent=consent, signer=signer, as_guardian=signer != consent.person, signed_on=signed_on,
        received_by=by.person, received_on=on,
    )  # fmt: skip
    write_details(consent, **details)
    if gate.is_complete(consent, signed_on):
        return _take_effect(consent, by=by, on=on, signed_on=signed_on, valid_until=valid_until)
    if consent.status == Consent.Status.EXPECTED:
        return workflow.move(consent, "sign_partly", by=by, on=on)
    return consent


def check_signature(consent, signer, signed_on, on):
    """The day and the hand: refused with who had to sign, and by which rule."""
    if signed_on > on:
        raise Refused("Дата подписи ещё не наступила. Проверьте дату на бумаге.", field="signed_on")
    if consent.not_before and signed_on < consent.not_before:
        raise Refused(
            f"Это согласие человек даёт сам, когда ему исполнится 18: не раньше {short_date(consent.not_before)}. "
            "До этого дня действует прежнее.",
            field="signed_on",
        )
    if not gate.may_sign(consent.person, signer, signed_on, on):
        raise Refused(wrong_signer(consent.person, signer, signed_on), field="signer")
    if consent.signatures.filter(signer=signer).exists():
        raise Refused(f"Подпись «{signer.short_name}» уже отмечена.", field="signer")


def write_details(consent, **details):
    """What the sheet tells. A ban on networks shuts the site, whatever is ticked above it (ст. 10.1 152-ФЗ)."""
    unknown = set(details) - set(DETAILS)
    if unknown:
        raise TypeError(f"a consent has no {', '.join(sorted(unknown))}")
    for name, value in details.items():
        setattr(consent, name, list(value) if name == "allowed_fields" else value)
    if consent.networks:
        consent.allowed_fields = []
    consent.save()


def _take_effect(consent, *, by, on, signed_on, valid_until):
    """The new paper alone counts; conditions that a person set for the public are due in three working days."""
    for former in consent.person.consents.filter(kind=consent.kind, scope=consent.scope, status="valid"):
        workflow.move(former, "replace", by=by, on=on, follows=True)
    until = gate.term_end(consent.text, consent.person, signed_on) if valid_until == BY_TEXT else valid_until
    until = gate.cut_at_18(consent.person, signed_on, until)
    row = workflow.move(consent, "become_valid", by=by, on=on, valid_from=signed_on, valid_until=until)
    if row.kind == gate.PUBLICATION and (row.bans or row.own_conditions):
        duties.open_duty(
            row.person, "publish_conditions", by=by, on=on, consent=row,
            ground=f"в согласии на распространение от {short_date(signed_on)} есть запреты и условия",
        )  # fmt: skip
    return row


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


@transaction.atomic
def withdraw_consent(consent, *, by, on, note) -> Consent:
    """From the next request on nothing that this consent allowed is shown or used; the legal terms begin.

    What follows on higher floors (running pairs are suspended) happens in this same transaction.
    """
    owed = duties.after_withdrawal(consent, on)
    row = workflow.move(consent, "withdraw", by=by, on=on, note=note)
    ground = f"{short_date(on)} отозвано согласие {row.get_kind_display()}"
    for kind in owed:
        duties.open_duty(row.person, kind.code, by=by, on=on, ground=ground, consent=row)
    return row


@transaction.atomic
def enter_former(kind, rows, *, by, on, original_place, scope="", allowed_fields=()) -> tuple[list, list]:
    """Papers signed before the system came: (consents, sentences about those left out).

    `rows` are (person, signers, signed_on). Each stands under the school's former wording and is marked
    «внесено с бумаги». Who has a valid one already is left as is; one that was only asked for takes the paper.
    """
    may(by, "registry.consent_receive")
    text, made, left = former_text(kind, on), [], []
    own_scope = scope if kind in gate.SCOPED else ""
    for person, signers, signed_on in rows:
        same = person.consents.filter(kind=kind, scope=own_scope)
        if same.filter(status="valid").exists():
            left.append(f"{person.full_name}: согласие {ConsentKind(kind).label} уже действует.")
            continue
        row = same.missing().first()
        if row is None:
            row = Consent(person=person, kind=kind, scope=own_scope, expected_on=min(signed_on, on))
        row.text, row.is_from_paper = text, True
        row.save()
        made.append(receive_paper(
            row, signers, by=by, on=on, signed_on=signed_on, original_place=original_place,
            allowed_fields=allowed_fields if kind == gate.PUBLICATION else (),
        ))  # fmt: skip
    return made, left


def former_text(kind, on) -> ConsentText:
    """«Прежний текст школы»: version 0 of the kind, made when first needed."""
    title = f"Согласие {ConsentKind(kind).label}"
    said = "как в бумаге, подписанной до начала работы программы"
    data = ConsentText.current(kind, on).data if kind == gate.PUBLICATION else []
    return ConsentText.objects.get_or_create(
        kind=kind, version=ConsentText.FORMER,
        defaults={
            "title": title, "purpose": said, "data": data, "actions": said, "term": said,
            "adopted_on": add_months(on, -240),
        },
    )[0]  # fmt: skip


@transaction.atomic
def new_text(kind, *, by, on, adopted_on, **fields) -> ConsentText:
    """A new version of the wording; papers signed with an older one keep theirs."""
    may(by, "registry.text_edit")
    last = ConsentText.objects.filter(kind=kind).order_by("-version").first()
    if last and last.version and adopted_on < last.adopted_on:
        raise Refused(
            f"Прежняя редакция действует с {short_date(last.adopted_on)}: новая не может начаться раньше.",
            field="adopted_on",
        )
    number = last.version + 1 if last else 1
    row = ConsentText.objects.create(kind=kind, version=number, adopted_on=adopted_on, **fields)
    journal.write(by, "новая редакция текста согласия", row, adopted_on=adopted_on)
    return row


@transaction.atomic
def retime(person, born_before, *, by) -> None:
    """The birth date was corrected: a minor's papers end on the eve of the right birthday."""
    day = datetime.timedelta(days=1)
    wrong = add_months(born_before, 18 * 12) - day if born_before else None
    for row in person.consents.filter(status="valid"):
        own = None if row.valid_until == wrong else row.valid_until
        until = gate.cut_at_18(person, row.valid_from, own)
        if until != row.valid_until:
            row.valid_until = until
            row.save()
            journal.write(by, "исправлен срок согласия", row, people=[person], valid_until=until)
