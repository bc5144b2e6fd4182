"""Meetings ahead: planned so that the mentee and the parents know, held with one button, or not held with a reason."""

from django.db import transaction

from programs.actions import meetings as log
from programs.models import Meeting
from registry.actions.people import may
from registry.engine import journal, mail, workflow
from registry.engine.errors import Refused
from registry.text import long_date, short_date

PLANNED = ("held_on", "starts_at", "kind", "mode", "place", "theme", "minutes")


@transaction.atomic
def plan_meeting(pair, *, by, on, held_on, starts_at=None, kind="", mode="", place="", theme="", minutes=None):
    """A meeting that is agreed beforehand: date, place or link. Whoever represents a child is told by letter."""
    may(by, "programs.meeting_log", pair)
    row = log.locked(pair)
    side = _ahead(row, held_on, on, by)
    kind, habit = kind or log.next_kind(row, ahead=True), log.usual(row)
    log.not_twice(row, held_on, kind)
    meeting = Meeting.objects.create(
        pair=row, mentor=side.person, kind=kind, held_on=held_on, starts_at=starts_at, place=place or habit["place"],
        mode=mode or habit["mode"], theme=theme or _agreed(row), minutes=minutes or habit["minutes"], planned_on=on,
    )  # fmt: skip
    journal.write(by, "назначена встреча", meeting, people=row.journal_people())
    _tell(meeting, on, "назначена встреча с наставником")
    return meeting


def _agreed(pair) -> str:
    """What was said the last time about the next one."""
    last = Meeting.objects.held().filter(pair=pair).exclude(next_time="").order_by("-held_on", "-pk").first()
    return last.next_time[:300] if last else ""


def _ahead(pair, day, on, by):
    if day < on:
        raise Refused(
            f"{short_date(day)} уже прошло. Прошедшую встречу записывают кнопкой «Записать встречу».", field="held_on"
        )
    return log.mentor_side(pair, day, by)


def _lock_planned(meeting, by):
    may(by, "programs.meeting_log", meeting.pair)
    row = workflow.lock(Meeting, meeting.pk)
    if row.state != "planned":
        said = {"held": "уже состоялась", "called_off": "уже отмечена как не состоявшаяся", "annulled": "вычеркнута"}
        raise Refused(f"Эта встреча {said[row.state]}.")
    return row


@transaction.atomic
def move_meeting(meeting, *, by, on, **values) -> Meeting:
    """Another day, time or place; those who were told are told again."""
    row = _lock_planned(meeting, by)
    pair = log.locked(row.pair)
    _ahead(pair, values["held_on"], on, by)
    log.not_twice(pair, values["held_on"], values.get("kind") or row.kind, apart_from=row)
    for name in PLANNED:
        if values.get(name) is not None:
            setattr(row, name, values[name])
    row.starts_at = values.get("starts_at")
    row.save()
    journal.write(by, "перенесена встреча", row, people=pair.journal_people())
    _tell(row, on, "встреча с наставником перенесена")
    return row


@transaction.atomic
def hold_meeting(meeting, *, by, on) -> Meeting:
    """One button: the planned meeting took place as it was planned. What was done may be added afterwards."""
    row = _lock_planned(meeting, by)
    pair = log.locked(row.pair)
    log.not_ahead(row.held_on, on)
    row.logged_on, row.done = on, row.done or row.theme
    row.save()
    log.write_presence(row, (), by=by)
    journal.write(by, "записана встреча", row, people=pair.journal_people())
    log.end_silence(pair, row.held_on, on)
    return row


@transaction.atomic
def call_off(meeting, *, by, on, whose, note="") -> Meeting:
    """«Не состоялась», with a reason: known beforehand or seen on the day."""
    row = _lock_planned(meeting, by)
    _reason(whose, note)
    row.called_off_on, row.called_off_by, row.called_off_note = on, whose, note.strip()
    row.save()
    journal.write(
        by, "встреча не состоялась", row, people=row.pair.journal_people(), whose=row.get_called_off_by_display()
    )
    if row.held_on >= on:
        _tell(row, on, "встреча с наставником отменена")
    return row


def _reason(whose, note):
    if whose not in dict(Meeting.WHOSE):
        raise Refused("Выберите, почему встреча не состоялась.", field="whose")
    if whose == "other" and not note.strip():
        raise Refused("Напишите, что случилось.", field="note")


@transaction.atomic
def log_missed(pair, *, by, on, held_on, whose, note="") -> Meeting:
    """A meeting that was agreed by word of mouth and did not take place."""
    may(by, "programs.meeting_log", pair)
    row = log.locked(pair)
    if held_on > on:
        raise Refused("Этот день ещё впереди. Назначьте встречу, а если она сорвётся, отметьте.", field="held_on")
    side = log.mentor_side(row, held_on, by)
    _reason(whose, note)
    meeting = Meeting.objects.create(
        pair=row, mentor=side.person, kind=log.next_kind(row), held_on=held_on, called_off_on=on, called_off_by=whose,
        called_off_note=note.strip(), **log.usual(row),
    )  # fmt: skip
    journal.write(by, "встреча не состоялась", meeting, people=row.journal_people())
    return meeting


@transaction.atomic
def add_words(meeting, *, by, on, done, next_time="", absent=()) -> Meeting:
    """What was done, after the one button; closed once the other side has confirmed what stood there."""
    may(by, "programs.meeting_log", meeting.pair)
    row = workflow.lock(Meeting, meeting.pk)
    if row.state != "held":
        raise Refused("Дописывают состоявшуюся встречу.")
    if row.said:
        raise Refused("Встречу уже подтвердили: что написано, то и останется. Остальное впишите в следующую.")
    if not done.strip():
        raise Refused("Напишите, что сделано на встрече.", field="done")
    row.done, row.next_time = done, next_time
    row.save()
    log.write_presence(row, absent, by=by)
    journal.write(by, "дополнена встреча", row, people=row.pair.journal_people())
    return row


def _tell(meeting, on, what):
    """The mentees who get letters, and whoever represents the small ones: date and place, no name."""
    hour = f" в {meeting.starts_at:%H:%M}" if meeting.starts_at else ""
    where = f"\n{'Ссылка' if meeting.is_link else 'Место'}: {meeting.place}" if meeting.place else ""
    for mentee in meeting.pair.mentees:
        for person in [mentee, *(mentee.guardians(on) if mentee.is_minor(on) else ())]:
            mail.queue(
                person, f"Наставничество: {what}",
                f"Здравствуйте, {person.address_name}!\n\n{what[0].upper()}{what[1:]}: "
                f"{long_date(meeting.held_on)}{hour}.{where}\n\nПодробности в кабинете. Если день не подходит, скажите "
                "наставнику или куратору.",
                purpose="work", about=mentee, on=on,
                key=f"meeting:{meeting.pk}:{person.pk}:{on}:{meeting.state}:{meeting.held_on}:{meeting.starts_at}",
            )  # fmt: skip
