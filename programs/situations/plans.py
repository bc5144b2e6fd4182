"""Plans: to be begun, filled, mended, agreed, kept to, answered and closed."""

import datetime

from django.db.models import F

from programs.models import Pair, Plan, PlanLine, PlanNote, Programme, Side
from programs.situations.base import WEEK, is_curator, to, with_names, with_open_gate
from registry.engine import access, consents
from registry.engine.tasks import Task, lines
from registry.text import count


def _mine(user):
    return Side.objects.filter(person=access.person_of(user), role="mentor", is_open=True).values("pair")


def _my_plans(user, today):
    return with_open_gate(Pair.objects.ordered().filter(pk__in=_mine(user), plan__status=Plan.Status.DRAFT), today)


def plan_to_fill(user, today):
    """The mentor fills the pair's plan (ОЧ-П 5.1)."""
    for pair, names in with_names(_my_plans(user, today).filter(plan__remark=""), "plan"):
        yield Task(
            text="Заполните индивидуальный план и передайте куратору",
            who=names,
            url=to("plan_edit", pair.plan.pk),
            button="Заполнить план",
            due=pair.starts + 2 * WEEK,
        )


def plan_came_back(user, today):
    """The curator's remark waits for the mentor."""
    for pair, names in with_names(_my_plans(user, today).exclude(plan__remark=""), "plan"):
        yield Task(
            text="Поправьте план по замечанию и передайте снова",
            who=names,
            url=to("plan_edit", pair.plan.pk),
            button="Поправить план",
            due=today,
        )


def plan_to_agree(user, today):
    """A plan at the curator's table, not sent by himself and not of his own pair."""
    if not is_curator(user, today):
        return
    me = access.person_of(user)
    own = Side.objects.filter(person=me, role="mentor", is_open=True).values("pair")
    pairs = Pair.objects.filter(plan__status=Plan.Status.SUBMITTED).exclude(plan__submitted_by=me).exclude(pk__in=own)
    for pair, names in with_names(pairs, "plan"):
        yield Task(
            text="Прочитайте план и согласуйте или верните с замечанием",
            who=names,
            url=to("plan_detail", pair.plan.pk, anchor="moves-title"),
            button="К плану",
            due=pair.plan.submitted_on + WEEK,
        )


def plan_not_begun(user, today):
    """Nobody has written a word into the plan so many days after the order: the curator's line."""
    if not is_curator(user, today):
        return
    untouched = Pair.objects.ordered().filter(plan__status=Plan.Status.DRAFT, plan__revision=0)
    for programme in Programme.objects.filter(pk__in=untouched.values("programme")).select_related("regulation"):
        days = datetime.timedelta(days=programme.rule("plan.begin_days").value)
        late = untouched.filter(programme=programme, starts__lte=today - days)
        for pair, names in with_names(late, "plan"):
            yield Task(
                text="План пары так и не начат: напомните наставнику или помогите ему",
                who=names,
                url=to("plan_detail", pair.plan.pk),
                button="К плану",
                due=pair.starts + days,
            )


def plan_line_late(user, today):
    """A task of the agreed plan is past its day and the mentor has not judged it (ОЧ-П 5.1)."""
    rows = PlanLine.objects.filter(
        plan__status=Plan.Status.AGREED, plan__pair__in=_mine(user), plan__pair__status=Pair.Status.WORKING,
        due__lt=today, mark="",
    ).annotate(pair_id=F("plan__pair"))  # fmt: skip
    found: dict = {}
    for line in rows.order_by("due", "pk"):
        found.setdefault(line.pair_id, []).append(line)
    if not found:
        return
    for pair, names in with_names(with_open_gate(Pair.objects.filter(pk__in=found), today), "plan"):
        late = found[pair.pk]
        yield Task(
            text=f"Прошёл срок: {count(len(late), 'задание', 'задания', 'заданий')} плана. Оцените, что получилось",
            who=names,
            url=to("plan_edit", pair.plan.pk, anchor=f"line-{late[0].pk}"),
            button="К заданию",
            due=late[0].due,
        )


def plan_note_waits(user, today):
    """A proposal, a difficulty or a question of the mentee waits for the mentor's answer (ОЧ-П 5.2, АБР-П 4.1)."""
    rows = PlanNote.objects.waiting().filter(
        consents.open_q("work", today, person="person_id"), plan__pair__in=_mine(user),
        plan__pair__status__in=[Pair.Status.ORDERED, Pair.Status.WORKING, Pair.Status.CLOSING],
    ).exclude(plan__status=Plan.Status.CLOSED)  # fmt: skip
    for note in rows.select_related("person"):
        yield Task(
            text=f"Ответьте наставляемому: {note.get_kind_display()} о плане",
            who=note.person.short_name,
            url=to("plan_answer", note.pk),
            button="Ответить",
            due=note.written_on + WEEK,
        )


def plan_to_close(user, today):
    """The work of the pair is being ended and the plan still stands open (КВ-Пг 7)."""
    pairs = Pair.objects.filter(pk__in=_mine(user), status=Pair.Status.CLOSING, plan__status=Plan.Status.AGREED)
    for pair, names in with_names(with_open_gate(pairs, today), "plan"):
        is_written = bool(pair.plan.analysis.strip())
        yield Task(
            text="Закройте план" if is_written else "Напишите анализ работы и закройте план",
            who=names,
            url=(
                to("plan_detail", pair.plan.pk, anchor="moves-title") if is_written
                else to("plan_edit", pair.plan.pk, anchor="id_analysis")
            ),
            button="Закрыть план",
            due=pair.ends,
        )  # fmt: skip


ALL = {
    "programs.plan_to_fill": lines(plan_to_fill),
    "programs.plan_came_back": lines(plan_came_back),
    "programs.plan_to_agree": lines(plan_to_agree),
    "programs.plan_not_begun": lines(plan_not_begun),
    "programs.plan_line_late": lines(plan_line_late),
    "programs.plan_note_waits": lines(plan_note_waits),
    "programs.plan_to_close": lines(plan_to_close),
}
