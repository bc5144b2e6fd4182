"""What happens to plans in the demo year: a second version, proposals and answers, tasks judged, one closed."""

import datetime

from programs.actions import plan_notes, plans
from programs.models import Pair
from registry.engine import workflow
from registry.models import User

WEEK = datetime.timedelta(days=7)


def happen(year) -> None:
    """`year` is the DemoYear at work; runs once the nine accounts exist."""
    star = Pair.objects.filter(sides__person=year.star, status="working").first()
    if star is None or star.plan.status != "agreed" or (year.today - year.plan.start).days < 60:
        return
    by = year.school.by
    child, mentor = User.objects.get(username="mentee"), User.objects.get(username="mentor")
    _judged(star.plan, child, mentor, year.today)
    _second_version(star.plan, by, mentor, year.today)
    _words(star.plan, child, mentor, year.today)
    done = Pair.objects.filter(programme=star.programme, plan__status="agreed", status="working").exclude(pk=star.pk)
    leads = [person.pk for person in year.leads()]
    last = done.exclude(sides__person__in=leads).order_by("-pk").first()
    if last:
        close_with_analysis(last.plan, by, year.today)


def _judged(plan, child, mentor, today):
    """The first task is done by both words, the second in part; the third waits past its day."""
    lines = list(plan.lines.filter(due__lt=today))[:2]
    results = [("done", "Список составили за две встречи", ""), ("partly", "Цель записана", "Признаки успеха уточним")]
    for line, (mark, result, comment) in zip(lines, results, strict=False):
        plan_notes.mark_done(line, by=child, on=max(line.due, today - 2 * WEEK))
        values = {"id": line.pk, "mark": mark, "actual_result": result, "comment": comment}
        plans.save_plan(plan, [values], by=mentor, on=today - WEEK)


def _second_version(plan, by, mentor, today):
    """Changed with a reason, agreed again: both versions can be read."""
    on = today - datetime.timedelta(days=5)
    row = workflow.move(plan, "reopen", by=mentor, on=on, note="Олимпиада перенесена на март, сдвигаем подготовку")
    last = row.lines.last()
    later = min(last.due + 2 * WEEK, row.pair.ends)
    plans.save_plan(row, [{"id": last.pk, "due": later.isoformat()}], by=mentor, on=on)
    row = plans.submit_plan(row, by=mentor, on=on)
    plans.agree_plan(row, by=by, on=on + datetime.timedelta(days=1))


def _words(plan, child, mentor, today):
    """An answered proposal and a difficulty that still waits."""
    line = plan.lines.filter(mark="").first()
    note = plan_notes.write_note(
        plan, by=child, on=today - 2 * WEEK, kind="proposal", text="Давайте сделаем плакат о дробях для кабинета."
    )
    plan_notes.answer_note(
        note, by=mentor, on=today - WEEK, decision="taken", answer="Отличная мысль, добавим это к проекту."
    )
    plan_notes.write_note(
        plan, by=child, on=today - datetime.timedelta(days=1), kind="difficulty", line=line,
        text="Не успеваю делать задания по вторникам: тренировка.",
    )  # fmt: skip


def close_with_analysis(plan, by, today):
    """One plan is done before its time and closed with the mentor's analysis."""
    lines = [
        {"id": line.pk, "mark": "done", "actual_result": "Сделано вместе, показано классу"} for line in plan.lines.all()
    ]
    plans.save_plan(plan, lines, by=by, on=today)
    plans.write_analysis(
        plan, by=by, on=today, text="План выполнен раньше срока: помогли короткие встречи дважды в неделю."
    )
    plans.close_plan(plan, by=by, on=today)
