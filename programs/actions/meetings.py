"""The log of meetings: planned, held, not held, confirmed, struck out."""

from django.db import transaction

from programs.actions.withdrawals import not_while_suspended
from programs.models import Confirmation, Meeting, Pair
from registry.actions.people import may
from registry.engine import journal, links, workflow
from registry.engine.errors import Refused
from registry.text import short_date


def next_kind(pair) -> str:
    """The kind of meeting that comes next by the roadmap's order (ОЧ-ДК2 19–24): a proposal, never a bar."""
    held = set(Meeting.objects.held().filter(pair=pair).values_list("kind", flat=True))
    return next((kind for kind in Meeting.ORDER[:3] if kind not in held), "regular")


def skipped_kinds(pair) -> list[str]:
    """Kinds passed over although a later one was held: a warning on the page."""
    held = set(Meeting.objects.held().filter(pair=pair).values_list("kind", flat=True))
    reached = [Meeting.ORDER.index(kind) for kind in held if kind in Meeting.ORDER]
    names = dict(Meeting.KINDS)
    return [names[kind] for kind in Meeting.ORDER[: max(reached, default=0)] if kind not in held and kind != "regular"]


@transaction.atomic
def log_meeting(pair, *, by, on, held_on, done, next_time="", kind="", minutes=45, place="") -> Meeting:
    """A line of the log: after the meeting, within the pair's term, not before the order."""
    may(by, "programs.meeting_log", pair)
    row = workflow.lock(Pair, pair.pk)
    not_while_suspended(row)
    if row.status not in (Pair.Status.ORDERED, Pair.Status.WORKING, Pair.Status.CLOSING):
        raise Refused(f"Встречи записывают у закреплённой приказом пары, а эта — «{row.get_status_display()}».")
    if held_on > on:
        raise Refused("Встреча ещё не состоялась: дата в будущем. Запишите её, когда она пройдёт.", field="held_on")
    side = row.sides.filter(role="mentor", is_open=True).first()
    if held_on < side.starts:
        order = side.line.order if side.line else None
        raise Refused(
            f"Пара закреплена с {short_date(side.starts)}{f' приказом {order.name}' if order else ''}: "
            "встречи до этого дня в журнал не входят.",
            field="held_on",
        )
    if held_on > row.ends:
        raise Refused(f"Срок пары кончился {short_date(row.ends)}: проверьте дату.", field="held_on")
    if not done.strip():
        raise Refused("Напишите, что сделано на встрече.", field="done")
    meeting = Meeting.objects.create(
        pair=row, mentor=side.person, kind=kind or next_kind(row), held_on=held_on, done=done, next_time=next_time,
        minutes=minutes, place=place, logged_on=on,
    )  # fmt: skip
    journal.write(by, "записана встреча", meeting, people=row.journal_people())
    return meeting


def who_confirms(meeting, on):
    """The mentee, or for a child under 14 the guardian, gets the link; either may confirm in the cabinet."""
    mentee = meeting.pair.mentees[0]
    if mentee.is_minor(on) and (mentee.age(on) or 0) < 14:
        return mentee.guardians(on).first() or mentee
    return mentee


def confirmation_link(meeting, *, by, on) -> tuple[str, object]:
    """(token, person): a personal link that confirms the meeting with one tap."""
    may(by, "programs.meeting_log", meeting.pair)
    if hasattr(meeting, "confirmation"):
        raise Refused("Встреча уже подтверждена.")
    if meeting.annulled_on:
        raise Refused("Эта встреча вычеркнута из журнала: подтверждать нечего.")
    person = who_confirms(meeting, on)
    return links.create("confirm_meeting", person=person, target=f"meeting:{meeting.pk}", by=by)[1], person


@transaction.atomic
def confirm_meeting(meeting, person, *, by, on, by_link=False) -> Confirmation:
    """The other side's yes."""
    if not by_link:
        may(by, "programs.meeting_confirm", meeting)
    row = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if row.annulled_on:
        raise Refused("Эта встреча вычеркнута из журнала: подтверждать нечего.")
    found = Confirmation.objects.filter(meeting=row).first()
    if found:
        raise Refused(f"Встречу уже подтвердили {short_date(found.confirmed_on)}.")
    made = Confirmation.objects.create(meeting=row, person=person, confirmed_on=on, by_link=by_link)
    journal.write(by, "подтверждена встреча", row, people=[person])
    return made


@transaction.atomic
def annul_meeting(meeting, *, by, on, note) -> Meeting:
    """A line made by mistake is struck out with a reason while nobody has confirmed it."""
    may(by, "programs.meeting_annul", meeting)
    row = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if Confirmation.objects.filter(meeting=row).exists():
        raise Refused("Встречу подтвердила вторая сторона: вычеркнуть её уже нельзя.")
    if not note.strip():
        raise Refused("Напишите, почему встреча вычёркивается.", field="note")
    row.annulled_on, row.annulled_note = on, note
    row.save()
    journal.write(by, "встреча вычеркнута из журнала", row, people=row.pair.journal_people(), note=note)
    return row
