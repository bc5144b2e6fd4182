"""From what plans are made: the typical plan of each form in its editions, and the kinds of plans."""

import datetime

from django.db import transaction

from programs.models import Plan, PlanKind, PlanLine, TypicalLine, TypicalPlan
from registry.actions.people import may
from registry.engine import journal
from registry.engine.errors import Refused

PARTS = ("section", "task", "planned_result", "week")


def make_plan(pair) -> Plan:
    """The pair's own plan, filled from the typical plan of its form as it stands today (ОЧ-П 2.1)."""
    kind = pair.programme.plan_kind
    if kind.pk is None:
        kind.save()
    typical = TypicalPlan.objects.current().filter(form_code=pair.form.code).first()
    plan = Plan.objects.create(
        pair=pair, goal=pair.goal, kind=kind, typical=typical, third=kind.third,
        rhythm_days=pair.programme.rule("meetings.rhythm_days").value,
    )  # fmt: skip
    if typical:
        PlanLine.objects.bulk_create(
            PlanLine(
                plan=plan, position=line.position, section=line.section, task=line.task,
                planned_result=line.planned_result,
                due=min(pair.starts + datetime.timedelta(weeks=line.week), pair.ends),
            )
            for line in typical.lines.all()
        )  # fmt: skip
    return plan


def same(typical, lines) -> bool:
    """Whether the lines say what the edition says already."""
    said = [tuple(getattr(line, name) for name in PARTS) for line in typical.lines.all()]
    return said == [tuple(line[name] for name in PARTS) for line in lines]


@transaction.atomic
def save_typical(form_code, title, lines: list[dict], *, by, on, note="", seen=None) -> TypicalPlan:
    """A new edition: the next plan is made from it, plans made before keep what they have (ОЧ-П 2.1).

    Each line: section, task, planned_result, week. `seen` is the number of the edition that the writer read.
    """
    may(by, "programs.typical_edit")
    former = TypicalPlan.objects.select_for_update().filter(form_code=form_code).order_by("-edition").first()
    if former and seen is not None and seen != former.edition:
        raise Refused(
            f"Пока вы писали, другой человек сохранил редакцию {former.edition}. Ваш текст — в полях: "
            "сравните с действующей редакцией и отправьте ещё раз."
        )
    if not lines:
        raise Refused("В типовом плане нет ни одного задания: напишите хотя бы одно.")
    if former and former.is_current and former.title == title and same(former, lines):
        raise Refused(f"Вы ничего не изменили: редакция {former.edition} уже такая.")
    TypicalPlan.objects.filter(form_code=form_code, is_current=True).update(is_current=False)
    made = TypicalPlan.objects.create(
        form_code=form_code, title=title, edition=former.edition + 1 if former else 1, made_on=on, note=note
    )
    TypicalLine.objects.bulk_create(
        TypicalLine(plan=made, position=place, **{name: line[name] for name in PARTS})
        for place, line in enumerate(lines, 1)
    )
    journal.write(by, "новая редакция типового плана", made, edition=made.edition, note=note)
    return made


def own_kinds(programmes) -> list[PlanKind]:
    """The kinds of the programmes' plans, each kept in the base from now on, so that it can be changed."""
    found = {}
    for programme in programmes:
        kind = programme.plan_kind
        found[(kind.regulation_id, kind.code)] = kind
    return list(found.values())


@transaction.atomic
def keep_kind(programme) -> PlanKind:
    """The kind of the programme's plans as a row: made from the document's words where none was kept."""
    kind = programme.plan_kind
    if kind.pk is None:
        kind.save()
    return kind


@transaction.atomic
def save_kind(kind: PlanKind, *, by, on) -> PlanKind:
    """The school's own name, parts and signatures of the plan; agreed versions keep what they said."""
    may(by, "programs.typical_edit")
    kind.revision += 1
    kind.save()
    journal.write(by, "изменён вид плана", kind)
    return kind
