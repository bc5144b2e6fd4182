"""Meetings: ahead, to be marked, to be confirmed, denied, missing."""

import datetime

from django.db.models import Case, Q, When

from programs import silence
from programs.models import Meeting, Pair, Side
from programs.situations.base import WEEK, is_curator, to, with_names, with_open_gate
from registry.engine import access, consents
from registry.engine.tasks import Task, lines
from registry.text import count, long_date, short_date

AHEAD = datetime.timedelta(days=14)


def _of_mine(user, role, *relations, on):
    """Pairs in which I, or a child of mine, stand on this side."""
    mine = access.related(user, *relations, on=on)
    return Side.objects.filter(person__in=mine, role=role, is_open=True).values("pair")


def _told(today) -> Case:
    """Whether the mentor's name may be told."""
    return Case(When(consents.open_q("selection", today, person="mentor_id"), then=True), default=False)


def meeting_ahead(user, today):
    """A planned meeting is known beforehand to the mentee and to whoever represents the child."""
    pairs = _of_mine(user, "mentee", "self", "my_child", on=today)
    rows = Meeting.objects.planned().filter(pair__in=pairs, held_on__range=(today, today + AHEAD))
    for row in rows.select_related("mentor").annotate(is_told=_told(today)):
        hour = f" в {row.starts_at:%H:%M}" if row.starts_at else ""
        where = ", по ссылке" if row.is_link else f", {row.place}" if row.place else ""
        yield Task(
            text=f"Встреча с наставником {long_date(row.held_on)}{hour}{where}",
            who=f"Наставник: {row.mentor.short_name}" if row.is_told else "",
            url=to("pair_detail", row.pair_id, anchor=f"meeting-{row.pk}"),
            button="Подробнее",
            due=row.held_on,
        )


def meeting_to_mark(user, today):
    """The planned day has come or gone: was there a meeting?"""
    pairs = Side.objects.filter(person=access.person_of(user), role="mentor", is_open=True).values("pair")
    rows = Meeting.objects.planned().filter(pair__in=pairs, held_on__lte=today)
    said = {pair.pk: words for pair, words in with_names(Pair.objects.filter(pk__in=rows.values("pair")))}
    for row in rows:
        yield Task(
            text=f"Отметьте встречу {short_date(row.held_on)}: состоялась или нет",
            who=said.get(row.pair_id, ""),
            url=to("pair_detail", row.pair_id, anchor=f"meeting-{row.pk}"),
            button="Отметить встречу",
            due=row.held_on,
        )


def _answered_no(user) -> Q:
    """In a pair a denial waits for the curator; in a group the others are still asked."""
    return Q(denied_on__isnull=False) & (Q(pair__is_group=False) | Q(denied_by=access.person_of(user)))


def meeting_to_confirm(user, today):
    """The mentee's or the guardian's yes to a meeting of the log."""
    mine = access.related(user, "self", "my_child", on=today)
    rows = Meeting.objects.awaiting(mine).exclude(_answered_no(user))
    for meeting in rows.select_related("mentor").annotate(is_told=_told(today)):
        yield Task(
            text=f"Подтвердите, что встреча {short_date(meeting.held_on)} была",
            child=f"Встреча {short_date(meeting.held_on)} была? Скажи «да» или «нет»",
            who=f"Наставник: {meeting.mentor.short_name}" if meeting.is_told else "",
            url=to("pair_detail", meeting.pair_id, anchor=f"meeting-{meeting.pk}"),
            button="К встрече",
            due=meeting.logged_on + WEEK,
        )


def meeting_denied(user, today):
    """The other side says that there was no such meeting: the curator talks to both."""
    if not is_curator(user, today):
        return
    rows = Meeting.objects.unconfirmed().filter(denied_on__isnull=False)
    names = {pair.pk: words for pair, words in with_names(Pair.objects.filter(pk__in=rows.values("pair")))}
    for row in rows:
        yield Task(
            text=f"Разберитесь: говорят, что встречи {short_date(row.held_on)} не было",
            who=names.get(row.pair_id, ""),
            url=to("pair_detail", row.pair_id, anchor=f"meeting-{row.pk}"),
            button="Разобраться",
            due=row.denied_on,
            urgent=True,
        )


def _silent(pairs, today, who):
    """(silence, names) of the pairs about which this reader is to be told."""
    found = {one.pair.pk: one for one in silence.silent(pairs, today, who)}
    names = with_names(Pair.objects.filter(pk__in=found)) if found else ()
    for pair, words in names:
        yield found[pair.pk], words


def days_without(quiet) -> str:
    return count(quiet.days, "день", "дня", "дней")


def meeting_overdue(user, today):
    """Longer than the plan's own rhythm: the mentor's line."""
    mine = Side.objects.filter(person=access.person_of(user), role="mentor", is_open=True).values("pair")
    for quiet, names in _silent(with_open_gate(Pair.objects.filter(pk__in=mine), today), today, silence.MENTOR):
        yield Task(
            text=f"Нет встреч {days_without(quiet)}: проведите встречу или запишите прошедшую",
            who=names,
            url=to("meeting_new", quiet.pair.pk),
            button="Записать встречу",
            due=today,
        )


def pair_is_silent(user, today):
    """The mentor was reminded and nothing came: the curator's line."""
    if not is_curator(user, today):
        return
    for quiet, names in _silent(Pair.objects.all(), today, silence.CURATOR):
        yield Task(
            text=f"Узнайте, что с парой: встреч нет {days_without(quiet)}, с {short_date(quiet.since)}",
            who=names,
            url=to("pair_detail", quiet.pair.pk, anchor="silence"),
            button="К паре",
            due=today,
        )


def pair_is_silent_long(user, today):
    """Neither the mentor nor the curator has mended it: the director's line."""
    if not access.has_role(user, "director", on=today):
        return
    for quiet, names in _silent(Pair.objects.all(), today, silence.DIRECTOR):
        yield Task(
            text=f"Пара молчит {days_without(quiet)}: спросите куратора, что делается",
            who=names,
            url=to("pair_detail", quiet.pair.pk, anchor="silence"),
            button="К паре",
            due=today,
        )


ALL = {
    "programs.meeting_ahead": lines(meeting_ahead),
    "programs.meeting_to_mark": lines(meeting_to_mark),
    "programs.meeting_to_confirm": lines(meeting_to_confirm),
    "programs.meeting_denied": lines(meeting_denied),
    "programs.meeting_overdue": lines(meeting_overdue),
    "programs.pair_is_silent": lines(pair_is_silent),
    "programs.pair_is_silent_long": lines(pair_is_silent_long),
}
