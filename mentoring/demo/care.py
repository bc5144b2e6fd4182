"""What needs care in the demo year: silence, a meeting that failed, meetings ahead, answers on fit, calls for help."""

import datetime

from programs.actions import ahead, pulse, silence
from programs.actions import help as helping
from programs.models import Pair, Pulse

DAY = datetime.timedelta(days=1)
QUIET = {12: 2, 15: 3}
"""Number of a pair → after how many meetings it falls silent."""


def happen(year) -> None:
    """After the ordinary meetings: everything by the real actions, on simulated days before today."""
    prog = year.pupils_programme or year.programmes[0]
    by, today = year.school.by, year.today
    main, _ = year.leads()
    pairs = list(Pair.objects.filter(programme=prog, status="working").order_by("pk").prefetch_related("sides__person"))
    ours = next((pair for pair in pairs if pair.mentor == main), pairs[0])
    others = [pair for pair in pairs if pair.mentor != main and pair.starts <= today - 14 * DAY]
    _meetings(ours, others, by, today)
    for days in range(14, -1, -1):
        silence.chore(today - days * DAY)
    pulse.chore(today - 12 * DAY)
    _answers(ours, today)
    _calls(others, by, today)


def _free(pair, day, step):
    """The nearest day on which the pair has no meeting yet."""
    while pair.meetings.filter(held_on=day).exists():
        day += step
    return day


def _meetings(ours, others, by, today):
    """One ahead, one whose day has gone unmarked, one that failed."""
    ahead.plan_meeting(
        ours, by=by, on=today, held_on=_free(ours, today + 3 * DAY, DAY), starts_at=datetime.time(15, 0),
        place="кабинет 7", theme="Задачи на проценты: разобрать контрольную",
    )  # fmt: skip
    if len(others) < 3:
        return
    ahead.plan_meeting(
        others[0], by=by, on=today - 9 * DAY, held_on=_free(others[0], today - DAY, -DAY), place="библиотека"
    )
    failed = _free(others[1], today - 4 * DAY, -DAY)
    row = ahead.plan_meeting(others[1], by=by, on=failed - 5 * DAY, held_on=failed, place="кабинет 7")
    ahead.call_off(row, by=by, on=failed, whose="mentee", note="Заболел, перенесём на следующую неделю")
    ahead.plan_meeting(
        others[2], by=by, on=today, held_on=_free(others[2], today + 2 * DAY, DAY), starts_at=datetime.time(14, 30),
        mode="remote", place="https://video.school.example/vstrecha",
    )  # fmt: skip


def _answers(ours, today):
    """Most are content; one mentor is not quite, one mentee is not; some have not answered, our mentee among them."""
    waiting = list(Pulse.objects.waiting().exclude(pair=ours).order_by("pk"))
    said = {"mentor": iter([(Pulse.SO_SO, "Трудно договориться о времени")]),
            "mentee": iter([(Pulse.NO, "Мне скучно, мы только решаем задачи")])}  # fmt: skip
    for row in waiting[:-4]:
        answer, note = next(said[row.role], (Pulse.YES, ""))
        pulse.answer_pulse(row, answer, by=None, on=today - 9 * DAY, note=note, by_link=True)


def _calls(others, by, today):
    """A child calls today; a parent's call was answered a week ago."""
    if len(others) < 5:
        return
    child, other = others[3].mentees[0], others[4].mentees[0]
    parent = other.guardians(today).first() or other
    first = helping.ask_help(
        parent, other, by=None, on=today - 8 * DAY, by_link=True, wish="позвоните после 18 часов",
        words="Ребёнок не успевает: занятия стоят сразу после тренировки.",
    )  # fmt: skip
    helping.answer_help(
        first, by=by, on=today - 7 * DAY, answer="Поговорили по телефону: занятия перенесли на среду.",
        kept_note="Проверить через две недели.",
    )  # fmt: skip
    helping.ask_help(
        child, child, by=None, on=today, by_link=True, words="Можно поговорить с вами без наставника?",
        wish="после пятого урока",
    )  # fmt: skip
