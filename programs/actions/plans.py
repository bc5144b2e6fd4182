"""The way of the individual plan: to the curator, agreed as a version, changed with a reason, closed."""

from django.db import transaction

from programs.actions.plan_edits import out_of_term, save_plan, write_field
from programs.models import Plan, PlanVersion
from programs.papers import plan as paper
from registry.engine import workflow
from registry.engine.errors import Gap

__all__ = [
    "agree_plan", "close_gaps", "close_plan", "out_of_term", "save_plan", "submit_gaps", "submit_plan",
    "write_analysis",
]  # fmt: skip

FIRST = "план составлен"


@transaction.atomic
def submit_plan(plan, *, by, on) -> Plan:
    """To the curator; who sent it can't agree to it himself. Cards that were left empty are gone."""
    plan.lines.filter(task="", planned_result="", due=None).delete()
    row = workflow.move(plan, "submit", by=by, on=on)
    row.submitted_by = by.person
    row.save()
    return row


@transaction.atomic
def agree_plan(plan, *, by, on) -> Plan:
    """The curator's yes makes a version, kept word for word with its reason (ОЧ-П 5.1)."""
    row = workflow.move(plan, "agree", by=by, on=on)
    row.agreed_by = by.person
    row.save()
    keep_version(row, by=by, on=on, reason=row.reason or FIRST)
    return row


@transaction.atomic
def close_plan(plan, *, by, on) -> Plan:
    """Closed with the mentor's analysis; what it says in the end is kept as the last version."""
    row = workflow.move(plan, "close", by=by, on=on)
    keep_version(row, by=by, on=on, reason="план закрыт", is_final=True)
    return row


def keep_version(row, *, by, on, reason, is_final=False) -> PlanVersion:
    """The plan as it stands, as plain values: the same that its paper prints."""
    last = row.versions.order_by("-number").first()
    number = last.number + 1 if last else 1
    fresh = Plan.objects.select_related("pair__programme__regulation", "kind", "agreed_by").get(pk=row.pk)
    return PlanVersion.objects.create(
        plan=row, number=number, agreed_on=on, agreed_by=by.person, reason=reason, is_final=is_final,
        said={**paper.context(fresh, on), "version": number},
    )  # fmt: skip


def submit_gaps(plan, on):
    """A goal, tasks, a date inside the term for each task, and the parts that this kind of plan has."""
    link = f"{plan.get_absolute_url()}edit/"
    if not plan.goal.strip():
        yield Gap("Не записана цель работы.", f"{link}#id_goal", "Записать цель")
    if plan.called.has_explanation and not plan.explanation.strip():
        yield Gap("Не написана пояснительная записка.", f"{link}#id_explanation", "Написать записку")
    lines = [line for line in plan.lines.all() if line.task or line.due or line.planned_result]
    if not lines:
        yield Gap("В плане нет ни одного задания.", link, "Добавить задание")
    for line in lines:
        here = f"{link}#line-{line.pk}"
        if not line.task.strip():
            yield Gap("Есть карточка без задания: напишите задание или уберите её.", here, "К карточке")
        elif line.due is None:
            yield Gap(f"Нет срока у задания «{line.task[:60]}».", here, "Указать срок")
        elif out_of_term(plan.pair, line.due):
            yield Gap(f"«{line.task[:60]}»: {out_of_term(plan.pair, line.due)}", here, "Изменить срок")


def close_gaps(plan, on):
    """At the end the mentor writes an analysis (КВ-Пг 7)."""
    if not plan.analysis.strip():
        yield Gap(
            "Нет анализа наставника по итогам плана.", f"{plan.get_absolute_url()}edit/#id_analysis", "Написать анализ"
        )


def write_analysis(plan, *, by, on, text) -> Plan:
    return write_field(plan, "analysis", text, by=by, on=on, seen=None)[0]
