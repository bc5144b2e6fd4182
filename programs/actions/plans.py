"""The individual plan."""

from django.db import transaction

from programs.actions.withdrawals import not_while_suspended
from programs.models import Plan, PlanLine
from registry.actions.people import may
from registry.engine import journal, workflow
from registry.engine.errors import Gap, Refused
from registry.text import short_date


def out_of_term(pair, day) -> str:
    """A sentence when the day lies outside the pair's term (ОЧ-П 2.7), else nothing."""
    if pair.starts <= day <= pair.ends:
        return ""
    return (
        f"срок {short_date(day)} вне срока работы {short_date(pair.starts)} – {short_date(pair.ends)} "
        f"{pair.programme.rule('pair.max_months').why}. Поставьте день внутри него."
    )


@transaction.atomic
def save_plan(plan, lines: list[dict], *, by, on, goal, revision=None) -> Plan:
    """Write the whole plan; while it is agreed only results and marks may change (ОЧ-П 5.1).

    Each line: id (None for a new one), section, task, due, planned_result, actual_result, mark, delete.
    With `revision` (what the writer saw), a plan changed since by somebody else is not overwritten.
    """
    may(by, "programs.plan_edit", plan)
    row = workflow.lock(Plan, plan.pk)
    if revision is not None and revision != row.revision:
        raise Refused("Пока вы сохраняли, план изменил другой человек. Ваш текст — в полях: отправьте ещё раз.")
    if row.status in (Plan.Status.SUBMITTED, Plan.Status.CLOSED):
        raise Refused(f"План «{row.get_status_display()}»: сейчас его не меняют.")
    pair = row.pair
    not_while_suspended(pair)
    for line in lines:
        if line.get("due") and not pair.starts <= line["due"] <= pair.ends:
            raise Refused(f"Задание «{line['task'][:60]}»: {out_of_term(pair, line['due'])}", field="due")
    known = {one.pk: one for one in row.lines.all()}
    free = row.status == Plan.Status.DRAFT
    for place, data in enumerate(lines, 1):
        line = known.get(data.get("id"))
        if data.get("delete"):
            if line and free:
                line.delete()
            continue
        if line is None:
            if not free or not data["task"].strip():
                continue
            line = PlanLine(plan=row)
        if free:
            line.position, line.section, line.task = place, data.get("section", ""), data["task"]
            line.due, line.planned_result = data.get("due"), data.get("planned_result", "")
        line.actual_result, line.mark = data.get("actual_result", line.actual_result), data.get("mark", line.mark)
        line.save()
    if free:
        row.goal = goal
    row.revision += 1
    row.save()
    journal.write(by, "изменён план", row, people=row.journal_people())
    return row


@transaction.atomic
def submit_plan(plan, *, by, on) -> Plan:
    """To the curator; who sent it can't agree to it himself."""
    row = workflow.move(plan, "submit", by=by, on=on)
    row.submitted_by = by.person
    row.save()
    return row


@transaction.atomic
def agree_plan(plan, *, by, on) -> Plan:
    row = workflow.move(plan, "agree", by=by, on=on)
    row.agreed_by = by.person
    row.save()
    return row


def submit_gaps(plan, on):
    """A goal, tasks, and a date for each task."""
    link = f"{plan.get_absolute_url()}edit/"
    if not plan.goal.strip():
        yield Gap("Не записана цель работы.", link, "Записать цель")
    lines = list(plan.lines.all())
    if not lines:
        yield Gap("В плане нет ни одного задания.", link, "Добавить задание")
    without = [line for line in lines if line.due is None]
    if without:
        yield Gap(f"Нет срока у задания «{without[0].task[:60]}».", link, "Указать срок")


def close_gaps(plan, on):
    """At the end the mentor writes an analysis (КВ-Пг 7)."""
    if not plan.analysis.strip():
        yield Gap("Нет анализа наставника по итогам плана.", f"{plan.get_absolute_url()}#analysis", "Написать анализ")


@transaction.atomic
def write_analysis(plan, *, by, text) -> Plan:
    may(by, "programs.plan_edit", plan)
    row = workflow.lock(Plan, plan.pk)
    if row.status == Plan.Status.CLOSED:
        raise Refused("План уже закрыт: анализ больше не меняют.", field="analysis")
    row.analysis = text
    row.revision += 1
    row.save()
    journal.write(by, "написан анализ плана", row, people=row.journal_people())
    return row
