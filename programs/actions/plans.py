"""The individual plan and the log of meetings."""

from django.db import transaction

from programs.actions.withdrawals import not_while_suspended
from programs.models import Confirmation, Meeting, Pair, Plan, PlanLine
from registry.actions.people import may
from registry.engine import journal, links, workflow
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


def next_kind(pair) -> str:
    """The kind of meeting that comes next by the roadmap's order (ОЧ-ДК2 19–24): a proposal, never a bar."""
    held = set(Meeting.objects.held().filter(pair=pair).values_list("kind", flat=True))
    return next((kind for kind in Meeting.ORDER[:3] if kind not in held), "regular")


def skipped_kinds(pair) -> list[str]:
    """Kinds passed over although a later one was held: a warning on the page."""
    held = set(Meeting.objects.held().filter(pair=pair).values_list("kind", flat=True))
    reached = [Meeting.ORDER.index(kind) for kind in held if kind in Meeting.ORDER]
    names = dict(Meeting.KINDS)
    return [names[kind] for kind in Meeting.ORDER[: max(reached, default=0)] if kind not in held and kind != "regular"]


@transaction.atomic
def log_meeting(pair, *, by, on, held_on, done, next_time="", kind="", minutes=45, place="") -> Meeting:
    """A line of the log: after the meeting, within the pair's term, not before the order."""
    may(by, "programs.meeting_log", pair)
    row = workflow.lock(Pair, pair.pk)
    not_while_suspended(row)
    if row.status not in (Pair.Status.ORDERED, Pair.Status.WORKING, Pair.Status.CLOSING):
        raise Refused(f"Встречи записывают у закреплённой приказом пары, а эта — «{row.get_status_display()}».")
    if held_on > on:
        raise Refused("Встреча ещё не состоялась: дата в будущем. Запишите её, когда она пройдёт.", field="held_on")
    side = row.sides.filter(role="mentor", is_open=True).first()
    if held_on < side.starts:
        order = side.line.order if side.line else None
        raise Refused(
            f"Пара закреплена с {short_date(side.starts)}{f' приказом {order.name}' if order else ''}: "
            "встречи до этого дня в журнал не входят.",
            field="held_on",
        )
    if held_on > row.ends:
        raise Refused(f"Срок пары кончился {short_date(row.ends)}: проверьте дату.", field="held_on")
    if not done.strip():
        raise Refused("Напишите, что сделано на встрече.", field="done")
    meeting = Meeting.objects.create(
        pair=row, mentor=side.person, kind=kind or next_kind(row), held_on=held_on, done=done, next_time=next_time,
        minutes=minutes, place=place, logged_on=on,
    )  # fmt: skip
    journal.write(by, "записана встреча", meeting, people=row.journal_people())
    return meeting


def who_confirms(meeting, on):
    """The mentee, or for a child under 14 the guardian, gets the link; either may confirm in the cabinet."""
    mentee = meeting.pair.mentees[0]
    if mentee.is_minor(on) and (mentee.age(on) or 0) < 14:
        return mentee.guardians(on).first() or mentee
    return mentee


def confirmation_link(meeting, *, by, on) -> tuple[str, object]:
    """(token, person): a personal link that confirms the meeting with one tap."""
    may(by, "programs.meeting_log", meeting.pair)
    if hasattr(meeting, "confirmation"):
        raise Refused("Встреча уже подтверждена.")
    if meeting.annulled_on:
        raise Refused("Эта встреча вычеркнута из журнала: подтверждать нечего.")
    person = who_confirms(meeting, on)
    return links.create("confirm_meeting", person=person, target=f"meeting:{meeting.pk}", by=by)[1], person


@transaction.atomic
def confirm_meeting(meeting, person, *, by, on, by_link=False) -> Confirmation:
    """The other side's yes."""
    if not by_link:
        may(by, "programs.meeting_confirm", meeting)
    row = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if row.annulled_on:
        raise Refused("Эта встреча вычеркнута из журнала: подтверждать нечего.")
    found = Confirmation.objects.filter(meeting=row).first()
    if found:
        raise Refused(f"Встречу уже подтвердили {short_date(found.confirmed_on)}.")
    made = Confirmation.objects.create(meeting=row, person=person, confirmed_on=on, by_link=by_link)
    journal.write(by, "подтверждена встреча", row, people=[person])
    return made


@transaction.atomic
def annul_meeting(meeting, *, by, on, note) -> Meeting:
    """A line made by mistake is struck out with a reason while nobody has confirmed it."""
    may(by, "programs.meeting_annul", meeting)
    row = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if Confirmation.objects.filter(meeting=row).exists():
        raise Refused("Встречу подтвердила вторая сторона: вычеркнуть её уже нельзя.")
    if not note.strip():
        raise Refused("Напишите, почему встреча вычёркивается.", field="note")
    row.annulled_on, row.annulled_note = on, note
    row.save()
    journal.write(by, "встреча вычеркнута из журнала", row, people=row.pair.journal_people(), note=note)
    return row
