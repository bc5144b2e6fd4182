"""The mentee's part in the plan: proposals, difficulties and questions with their answers, and the mark «сделал»."""

from django.db import transaction

from programs.actions.withdrawals import not_while_suspended
from programs.models import DoneMark, Plan, PlanNote
from registry.actions.people import may
from registry.engine import access, journal, workflow
from registry.engine.errors import Refused


def whose(plan, user, on):
    """Mentees of the plan for whom this user may speak: himself, or his children."""
    mine = {row["pk"] for row in access.related(user, "self", "my_child", on=on)}
    return [person for person in plan.pair.mentees if person.pk in mine]


def running(plan) -> None:
    if plan.status == Plan.Status.CLOSED:
        raise Refused("План закрыт: новые слова о нём уже не принимают. Спросите куратора.")
    not_while_suspended(plan.pair)


@transaction.atomic
def write_note(plan, *, by, on, kind, text, person=None, line=None) -> PlanNote:
    """A proposal, a difficulty or a question of the mentee; the mentor and the curator see it (АБР-П 5.1, ОЧ-П 6.1)."""
    may(by, "programs.plan_speak", plan)
    running(plan)
    people = whose(plan, by, on)
    if person is None and len(people) == 1:
        person = people[0]
    if person not in people:
        raise Refused("Выберите, о ком вы пишете.", field="person")
    if not text.strip():
        raise Refused("Напишите несколько слов: их прочитают наставник и куратор.", field="text")
    if line is not None and line.plan_id != plan.pk:
        raise Refused("Этого задания в плане уже нет: выберите другое.", field="line")
    note = PlanNote.objects.create(
        plan=plan, line=line, about=line.task if line else "", person=person, author=by.person, kind=kind,
        text=text.strip(), written_on=on,
    )  # fmt: skip
    journal.write(by, f"написано о плане: {note.get_kind_display()}", plan, people=[person])
    return note


@transaction.atomic
def answer_note(note, *, by, on, decision, answer) -> PlanNote:
    """The mentor's answer, once and for good: the history is not rewritten."""
    may(by, "programs.plan_answer", note)
    row = PlanNote.objects.select_for_update().get(pk=note.pk)
    if row.answered_on:
        raise Refused("На это уже ответили: ответ — на странице плана.")
    if not answer.strip():
        raise Refused("Напишите ответ: его прочитает наставляемый.", field="answer")
    row.decision, row.answer, row.answered_by, row.answered_on = decision, answer.strip(), by.person, on
    row.save()
    journal.write(by, "дан ответ о плане", row.plan, people=[row.person], decision=row.get_decision_display())
    return row


@transaction.atomic
def mark_done(line, *, by, on, person=None) -> DoneMark:
    """«Сделал»: the mentee's own word; the mentor still looks at the result (ОЧ-П 6.1)."""
    plan = line.plan
    may(by, "programs.plan_speak", plan)
    workflow.lock(Plan, plan.pk)
    running(plan)
    if plan.status != Plan.Status.AGREED:
        raise Refused("План ещё не согласован: отмечать задания можно, когда куратор его согласует.")
    people = whose(plan, by, on)
    person = person or (people[0] if people else None)
    if person not in people:
        raise Refused("Отметить «сделал» может сам наставляемый или его родитель.")
    mark, is_new = DoneMark.objects.get_or_create(line=line, person=person, defaults={"marked_on": on})
    if is_new:
        journal.write(by, "отмечено «сделал»", plan, people=[person], task=line.task)
    return mark


@transaction.atomic
def unmark_done(line, *, by, on, person=None) -> None:
    """A tap by mistake is taken back while the mentor has not judged the task."""
    plan = line.plan
    may(by, "programs.plan_speak", plan)
    running(plan)
    if line.mark:
        raise Refused("Наставник уже оценил это задание: отметка останется.")
    people = whose(plan, by, on)
    marks = DoneMark.objects.filter(line=line, person__in=[person] if person in people else people[:1])
    if marks.exists():
        marks.delete()
        journal.write(by, "снята отметка «сделал»", plan, people=people, task=line.task)
