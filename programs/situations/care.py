"""The question on fit and calls for help: each line is seen by exactly whom it is for."""

import datetime

from programs.models import HelpCall, Pair, Pulse
from programs.situations.base import WEEK, to, with_names
from registry.engine import access
from registry.engine.tasks import Task, lines

DAY = datetime.timedelta(days=1)


def pulse_asked(user, today):
    """One question to me: does it go well?"""
    me = access.person_of(user)
    rows = Pulse.objects.waiting().filter(person=me, pair__status=Pair.Status.WORKING)
    for row in rows:
        text = "Как у вас дела с наставником?" if row.role == "mentee" else "Подходите ли вы друг другу с наставляемым?"
        yield Task(
            text=f"{text} Один вопрос, ответ видит только куратор",
            child="Тебе хорошо с наставником? Один вопрос, ответ видит только куратор",
            url=to("pulse_answer", row.pk),
            button="Ответить",
            due=row.asked_on + WEEK,
        )


def pulse_is_bad(user, today):
    """An answer that wants a talk: the curator's line (the director's, where the curator mentors the pair)."""
    rows = Pulse.objects.visible_to(user, today).bad()
    names = {pair.pk: words for pair, words in with_names(Pair.objects.filter(pk__in=rows.values("pair")))}
    for row in rows:
        yield Task(
            text=f"{row.get_role_display().capitalize()} говорит: «{row.get_answer_display()}». Поговорите",
            who=names.get(row.pair_id, ""),
            url=to("pulse_list", anchor=f"pulse-{row.pk}"),
            button="Посмотреть ответ",
            due=row.answered_on + 3 * DAY,
            urgent=row.answer == Pulse.NO,
        )


def help_asked(user, today):
    """A call that waits for me."""
    me = access.person_of(user)
    for row in HelpCall.objects.visible_to(user, today).open().exclude(person=me).select_related("person"):
        yield Task(
            text="Просят о помощи: прочитайте и ответьте сегодня",
            who=row.person.short_name,
            url=to("help_detail", row.pk),
            button="Прочитать",
            due=row.asked_on,
            urgent=True,
        )


def help_answered(user, today):
    """The answer to my call."""
    rows = HelpCall.objects.filter(person=access.person_of(user), answered_on__isnull=False, read_on__isnull=True)
    for row in rows:
        yield Task(
            text="Вам ответили на вашу просьбу",
            child="Тебе ответили на просьбу о помощи",
            url=to("help_detail", row.pk),
            button="Прочитать ответ",
            due=row.answered_on,
        )


ALL = {
    "programs.pulse_asked": lines(pulse_asked),
    "programs.pulse_is_bad": lines(pulse_is_bad),
    "programs.help_asked": lines(help_asked),
    "programs.help_answered": lines(help_answered),
}
