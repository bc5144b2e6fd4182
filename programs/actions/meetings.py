"""The log of meetings: written down, confirmed by the other side, denied, struck out."""

from django.db import transaction

from programs.actions.withdrawals import not_while_suspended
from programs.models import Confirmation, Meeting, Pair, Presence
from registry.actions.people import may
from registry.engine import access, journal, links, workflow
from registry.engine.errors import Gap, Refused
from registry.text import short_date

LOGGED = (Pair.Status.ORDERED, Pair.Status.WORKING, Pair.Status.CLOSING)
USUAL_MINUTES = 45


def next_kind(pair, ahead=False) -> str:
    """The kind of meeting that comes next by the roadmap's order (ОЧ-ДК2 19–24): a proposal, never a bar.

    With `ahead` the meetings that are only planned count, too.
    """
    rows = Meeting.objects.live() if ahead else Meeting.objects.held()
    held = set(rows.filter(pair=pair).values_list("kind", flat=True))
    return next((kind for kind in Meeting.ORDER[:3] if kind not in held), "regular")


def skipped_kinds(pair) -> list[str]:
    """Kinds passed over although a later one was held: a warning on the page."""
    held = set(Meeting.objects.held().filter(pair=pair).values_list("kind", flat=True))
    reached = [Meeting.ORDER.index(kind) for kind in held if kind in Meeting.ORDER]
    names = dict(Meeting.KINDS)
    return [names[kind] for kind in Meeting.ORDER[: max(reached, default=0)] if kind not in held and kind != "regular"]


def kinds_of(programme) -> list[tuple[str, str]]:
    """Kinds of meetings of a pair that the programme's document knows, in their order."""
    known = programme.rule("meetings.kinds").value
    return [(code, title) for code, title in Meeting.KINDS if code in known] or list(Meeting.KINDS)


def usual(pair) -> dict:
    """How this pair meets: as it did last time, else as the pair was made; nothing of it is asked again."""
    last = Meeting.objects.live().filter(pair=pair).order_by("-held_on", "-pk").first()
    mode = pair.mode if pair.mode in dict(Meeting.MODES) else "in_person"
    if last is None:
        return {"minutes": USUAL_MINUTES, "place": "", "mode": mode}
    return {"minutes": last.minutes, "place": last.place, "mode": last.mode}


def locked(pair) -> Pair:
    """The pair's row under lock, if its log takes lines now."""
    row = workflow.lock(Pair, pair.pk)
    not_while_suspended(row)
    if row.status not in LOGGED:
        raise Refused(f"Встречи записывают у закреплённой приказом пары, а эта — «{row.get_status_display()}».")
    return row


def mentor_side(pair, day, by):
    """Who mentored on the day; refused before the order, after the term, and for another mentor's days."""
    sides = sorted(pair.sides.filter(role="mentor").select_related("person", "line__order"), key=lambda one: one.starts)
    first = sides[0]
    if day < first.starts:
        order = first.line.order if first.line else None
        raise Refused(
            f"Пара закреплена с {short_date(first.starts)}{f' приказом {order.name}' if order else ''}: "
            "встречи до этого дня в журнал не входят. Проверьте дату.",
            field="held_on",
        )
    if day > pair.ends:
        raise Refused(f"Срок пары кончился {short_date(pair.ends)}: проверьте дату.", field="held_on")
    found = [one for one in sides if one.starts <= day and (one.ends is None or day <= one.ends)] or sides[-1:]
    side, me = found[-1], access.person_of(by)
    if me and me != side.person and any(one.person == me for one in sides) and not access.has_role(by, "curator"):
        raise Refused(
            f"{short_date(day)} наставником был другой человек: его встречу впишет он сам или куратор.",
            field="held_on",
        )
    return side


def not_twice(pair, day, kind, apart_from=None):
    """The same meeting is not entered twice; a planned one of that day is marked instead."""
    same = Meeting.objects.live().filter(pair=pair, held_on=day, kind=kind)
    found = same.exclude(pk=apart_from.pk if apart_from else None).first()
    if found is None:
        return
    if found.state == "planned":
        raise Refused(Gap(
            f"Такая встреча на {short_date(day)} уже назначена. Отметьте её в журнале: «Состоялась».",
            found.get_absolute_url(), "К встрече",
        ), field="held_on")  # fmt: skip
    raise Refused(Gap(
        f"Встреча {short_date(day)} ({found.get_kind_display()}) уже записана. Если за день встречались дважды, "
        "исправьте минуты одной строкой или укажите другой вид встречи.", found.get_absolute_url(), "К встрече",
    ), field="held_on")  # fmt: skip


@transaction.atomic
def log_meeting(
    pair, *, by, on, held_on, done, next_time="", kind="", minutes=None, place=None, mode="", absent=(),
    with_me=False,
) -> Meeting:  # fmt: skip
    """A line of the log: after the meeting, within the pair's term, not before the order.

    What is not said stands as the pair usually does it. A meeting that was planned for the day becomes this one.
    `absent` are mentees of a group who did not come; `with_me` marks the curator who enters it as present.
    """
    may(by, "programs.meeting_log", pair)
    row = locked(pair)
    not_ahead(held_on, on)
    side = mentor_side(row, held_on, by)
    if not done.strip():
        raise Refused("Напишите, что сделано на встрече.", field="done")
    habit = usual(row)
    values = {
        "done": done, "next_time": next_time, "minutes": minutes or habit["minutes"],
        "place": habit["place"] if place is None else place, "mode": mode or habit["mode"], "logged_on": on,
    }  # fmt: skip
    meeting = _planned_for(row, held_on, kind)
    if meeting is None:
        kind = kind or next_kind(row)
        not_twice(row, held_on, kind)
        meeting = Meeting(pair=row, mentor=side.person, kind=kind, held_on=held_on)
    elif place is None:
        del values["place"]
    for name, value in values.items():
        setattr(meeting, name, value)
    meeting.save()
    write_presence(meeting, absent, by=by, with_me=with_me)
    journal.write(by, "записана встреча", meeting, people=row.journal_people())
    end_silence(row, held_on, on)
    return meeting


def _planned_for(pair, day, kind):
    """The one meeting that was planned for the day, if its kind is the one that is told (or none is told)."""
    rows = Meeting.objects.planned().filter(pair=pair, held_on=day)
    found = list(rows.filter(kind=kind) if kind else rows)
    return found[0] if len(found) == 1 else None


def not_ahead(day, on):
    if day > on:
        raise Refused(
            f"Встреча ещё не состоялась: дата в будущем ({short_date(day)}). Запишите её, когда она пройдёт, "
            "а сейчас её можно назначить.",
            field="held_on",
        )


def write_presence(meeting, absent, *, by, with_me=False):
    """Who of the group was there; the group is known beforehand, so only those who were absent are told."""
    meeting.presences.filter(role="mentee").delete()
    if meeting.pair.is_group:
        day, away = meeting.held_on, {person.pk for person in absent}
        sides = [
            side for side in meeting.pair.sides.filter(role="mentee")
            if side.starts <= day and (side.ends is None or day <= side.ends)
        ]  # fmt: skip
        if sides and away.issuperset(side.person_id for side in sides):
            raise Refused("Никто из группы не пришёл: отметьте, что встреча не состоялась.", field="absent")
        Presence.objects.bulk_create(
            Presence(meeting=meeting, person_id=side.person_id, was_there=side.person_id not in away) for side in sides
        )
    if with_me and access.has_role(by, "curator"):
        Presence.objects.get_or_create(meeting=meeting, person=by.person, defaults={"role": "curator"})


@transaction.atomic
def come_along(meeting, *, by, was_there=True) -> None:
    """The curator was at the meeting (ОЧ-П 3.2), or takes the mark back."""
    may(by, "programs.meeting_attend", meeting)
    row = workflow.lock(Meeting, meeting.pk)
    if row.state != "held":
        raise Refused("Присутствие отмечают у состоявшейся встречи.")
    if was_there:
        Presence.objects.get_or_create(meeting=row, person=by.person, defaults={"role": "curator"})
    else:
        row.presences.filter(person=by.person, role="curator").delete()
    journal.write(by, "отмечено присутствие куратора на встрече", row, people=row.pair.journal_people(), here=was_there)


def end_silence(pair, day, on):
    """A meeting breaks the silence that was running before it."""
    pair.silences.filter(ended_on__isnull=True, since__lt=day).update(ended_on=on)


def confirmers(meeting, on) -> list:
    """Who gets the link: each mentee who was there and has not spoken, or for a child under 14 the guardian."""
    away = {one.person_id for one in meeting.presences.all() if one.role == "mentee" and not one.was_there}
    found, over = [], away | meeting.said
    for mentee in meeting.pair.mentees:
        if mentee.pk in over:
            continue
        is_small = mentee.is_minor(on) and (mentee.age(on) or 0) < 14
        found.append((mentee.guardians(on).first() or mentee) if is_small else mentee)
    return list(dict.fromkeys(found))


def spoken_for(meeting, person, on) -> list:
    """Mentees for whom this person says whether there was a meeting: oneself, or children one represents.

    In a pair it is its mentee. In a group everybody who came is asked (ОЧ-П 5.1, 6.1: both sides confirm), so one
    yes does not speak for the others.
    """
    if not meeting.pair.is_group:
        return meeting.pair.mentees[:1]
    found = [one for one in meeting.mute if one == person or one.guardians(on).filter(pk=person.pk).exists()]
    if not found:
        raise Refused(
            "Вашего ответа об этой встрече не ждут: вы уже ответили, или на ней отмечены другие участники группы. "
            "Если это ошибка, скажите куратору."
        )
    return found


def who_confirms(meeting, on):
    """The mentee, or for a child under 14 the guardian; either may confirm in the cabinet."""
    return confirmers(meeting, on)[0]


def confirmation_link(meeting, *, by, on, person=None) -> tuple[str, object]:
    """(token, person): a personal link that confirms the meeting with one tap; the former one dies."""
    may(by, "programs.meeting_log", meeting.pair)
    _may_be_confirmed(meeting)
    people = confirmers(meeting, on)
    person = person or next(iter(people), None)
    if person not in people:
        raise Refused("Эту встречу подтверждает другой человек.")
    return links.create("confirm_meeting", person=person, target=f"meeting:{meeting.pk}", by=by)[1], person


def _may_be_confirmed(meeting):
    if meeting.state == "annulled":
        raise Refused("Эта встреча вычеркнута из журнала: подтверждать нечего.")
    if meeting.state == "called_off":
        raise Refused("Эта встреча не состоялась: подтверждать нечего.")
    if meeting.state == "planned":
        raise Refused("Эта встреча ещё впереди: подтвердить её можно, когда она пройдёт.")
    if meeting.is_confirmed:
        last = max(one.confirmed_on for one in meeting.confirmations.all())
        raise Refused(f"Встречу уже подтвердили {short_date(last)}.")


@transaction.atomic
def confirm_meeting(meeting, person, *, by, on, by_link=False) -> Meeting:
    """The other side's yes; in a group that of one who came, or of his guardian."""
    if not by_link:
        may(by, "programs.meeting_confirm", meeting)
    row = workflow.lock(Meeting, meeting.pk)
    _may_be_confirmed(row)
    mentees = spoken_for(row, person, on)
    Confirmation.objects.bulk_create(
        Confirmation(meeting=row, mentee=one, person=person, confirmed_on=on, by_link=by_link) for one in mentees
    )
    if not row.pair.is_group or row.denied_by_id == person.pk:
        row.denied_on = row.denied_by = None
        row.save(update_fields=["denied_on", "denied_by"])
    journal.write(by, "подтверждена встреча", row, people=list({one.pk: one for one in [person, *mentees]}.values()))
    return row


@transaction.atomic
def deny_meeting(meeting, person, *, by, on, by_link=False) -> Meeting:
    """«Такой встречи не было»: the curator looks into it; the line stays till then."""
    if not by_link:
        may(by, "programs.meeting_confirm", meeting)
    row = workflow.lock(Meeting, meeting.pk)
    _may_be_confirmed(row)
    spoken_for(row, person, on)
    row.denied_on, row.denied_by = on, person
    row.save(update_fields=["denied_on", "denied_by"])
    journal.write(by, "сказано, что встречи не было", row, people=[person])
    return row


@transaction.atomic
def settle_denial(meeting, *, by, on, note, was_away=False) -> Meeting:
    """The curator has talked to both: the meeting took place after all. Struck out otherwise (annul_meeting).

    `was_away`: the group met, but the one who said no was not among those who came.
    """
    may(by, "programs.meeting_attend", meeting)
    row = workflow.lock(Meeting, meeting.pk)
    if not row.denied_on:
        raise Refused("Эту встречу никто не оспаривает.")
    if not note.strip():
        raise Refused("Напишите, что выяснилось.", field="note")
    if was_away and row.pair.is_group:
        away = [one.pk for one in spoken_for(row, row.denied_by, on)]
        row.presences.filter(role="mentee", person__in=away).update(was_there=False)
        if not row.presences.filter(role="mentee", was_there=True).exists():
            raise Refused("Тогда на встрече не было никого из группы: вычеркните её.", field="note")
    row.denied_on = row.denied_by = None
    row.save(update_fields=["denied_on", "denied_by"])
    journal.write(by, "выяснено, что встреча была", row, people=row.pair.journal_people(), note=note)
    return row


@transaction.atomic
def annul_meeting(meeting, *, by, on, note) -> Meeting:
    """A line made by mistake is struck out with a reason while nobody has confirmed it."""
    may(by, "programs.meeting_annul", meeting)
    row = workflow.lock(Meeting, meeting.pk)
    if row.said:
        raise Refused("Встречу подтвердила вторая сторона: вычеркнуть её уже нельзя.")
    if row.state == "annulled":
        raise Refused("Встреча уже вычеркнута.")
    if not note.strip():
        raise Refused("Напишите, почему встреча вычёркивается.", field="note")
    row.annulled_on, row.annulled_note = on, note
    row.save()
    journal.write(by, "встреча вычеркнута из журнала", row, people=row.pair.journal_people(), note=note)
    return row
