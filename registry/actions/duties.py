"""Duties with a legal term: opened by what happened, extended with a reason, finished with what was done."""

from django.db import transaction

from registry.actions.people import may
from registry.engine import journal, workflow
from registry.engine.errors import Refused
from registry.models import DayOff, Duty, DutyKind
from registry.text import short_date

WITHDRAWAL = {
    "processing": ("stop_processing", "destroy"),
    "publication": ("stop_distribution",),
    "image": ("stop_distribution",),
}
"""Kind of consent → what the school owes after its withdrawal (ст. 21 ч. 5 и 5.1, ст. 10.1 152-ФЗ)."""


def kind_of(code: str) -> DutyKind:
    kind = DutyKind.objects.filter(code=code).first()
    if kind is None:
        raise Refused("В справочнике нет такого срока. Загрузите справочники заново или скажите администратору.")
    return kind


@transaction.atomic
def open_duty(person, code: str, *, by, on, ground: str, received_on=None, consent=None) -> Duty:
    """Something happened that gives the school a term; called by other actions, so it asks no permission."""
    kind = kind_of(code)
    received = received_on or on
    duty = Duty.objects.create(
        kind=kind, person=person, consent=consent, ground=ground[:400], received_on=received, due_on=kind.due(received)
    )
    journal.write(by, "начался срок по закону", duty, people=[person], due_on=duty.due_on, ground=kind.ground)
    return duty


def after_withdrawal(consent, on) -> list[DutyKind]:
    """Kinds of duties that the withdrawal of this consent brings, in the order of their terms."""
    codes = list(WITHDRAWAL.get(consent.kind, ()))
    shown = consent.person.consents.valid(on).filter(kind__in=["publication", "image"])
    if consent.kind == "processing" and shown.exists():
        codes.append("stop_distribution")  # without processing nothing may stay on the site either
    return sorted((kind_of(code) for code in codes), key=lambda kind: kind.due(on))


def _locked(duty) -> Duty:
    row = workflow.lock(Duty, duty.pk)
    if not row.is_open:
        raise Refused(f"Это уже отмечено: {row.note}, {short_date(row.done_on)}.")
    return row


@transaction.atomic
def finish_duty(duty, *, by, on, note: str, done_on=None) -> Duty:
    """It was done: when, by whom, and what exactly."""
    may(by, "registry.duty_edit")
    row, day = _locked(duty), done_on or on
    if not note.strip():
        raise Refused("Напишите, что сделано: это понадобится при проверке.", field="note")
    if day > on:
        raise Refused("День ещё не наступил. Отметьте, когда сделаете.", field="done_on")
    if day < row.received_on:
        raise Refused(f"Раньше, чем поступило ({short_date(row.received_on)}), сделать было нельзя.", field="done_on")
    row.done_on, row.done_by, row.note = day, by.person, note.strip()
    row.save()
    journal.write(by, "сделано по закону", row, people=[row.person], note=row.note, done_on=day)
    return row


@transaction.atomic
def extend_duty(duty, *, by, on, reason: str) -> Duty:
    """A longer term where the law allows it, once, with a reasoned notice to the person (ст. 20, 21 152-ФЗ)."""
    may(by, "registry.duty_edit")
    row = _locked(duty)
    if not row.kind.more_days:
        raise Refused(f"Этот срок закон продлевать не разрешает ({row.kind.ground}).")
    if row.extended:
        raise Refused(f"Срок уже продлён до {short_date(row.due_on)}: второй раз продлить нельзя.")
    if on > row.due_on:
        raise Refused("Срок уже прошёл: продлевать поздно. Сделайте как можно скорее и отметьте.")
    if not reason.strip():
        raise Refused("Напишите, почему нужно больше времени: причина идёт в уведомление.", field="reason")
    row.extended, row.due_on = reason.strip(), row.kind.due(row.received_on, row.kind.days + row.kind.more_days)
    row.save()
    journal.write(by, "продлён срок по закону", row, people=[row.person], due_on=row.due_on, reason=row.extended)
    return row


@transaction.atomic
def change_term(kind, *, by, **fields) -> DutyKind:
    """The law has changed: terms that begin from now on are counted anew, those that run are not."""
    may(by, "registry.duty_edit")
    row = workflow.lock(DutyKind, kind.pk)
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()
    journal.write(by, "исправлен срок по закону", row, **fields)
    return row


@transaction.atomic
def set_day(day, *, by, is_working: bool, title="", is_checked=True) -> DayOff:
    """A day that the production calendar of the year moves."""
    may(by, "registry.calendar_edit")
    row, _ = DayOff.objects.update_or_create(
        day=day, defaults={"is_working": is_working, "title": title, "is_checked": is_checked}
    )
    journal.write(by, "исправлен производственный календарь", row, title=title)
    return row


@transaction.atomic
def forget_day(row, *, by) -> None:
    """The day follows the rule again."""
    may(by, "registry.calendar_edit")
    journal.write(by, "убран день производственного календаря", row)
    row.delete()
