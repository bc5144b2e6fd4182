"""What passes from the former mentor to the next one: made by the order of replacement, ticked by people."""

from django.db import transaction

from programs.models import Handover, HandoverLine, Meeting
from registry.actions.people import may
from registry.engine import journal
from registry.engine.errors import Refused
from registry.text import count, short_date


def make_handover(change, *, on) -> Handover:
    """The list as the order finds things: done, open, and with whom to talk (follows from the order, asks nobody)."""
    handover = Handover.objects.create(change=change, made_on=on)
    HandoverLine.objects.bulk_create(HandoverLine(handover=handover, **row) for row in _rows(change, on))
    return handover


def _rows(change, on):
    pair = change.pair
    plan = getattr(pair, "plan", None)
    lines = list(plan.lines.all()) if plan else []
    for line in lines:
        if line.mark:
            result = f" — {line.actual_result}" if line.actual_result else ""
            yield {"part": "done", "text": f"{line.task}: {line.get_mark_display()}{result}"[:700]}
    held = Meeting.objects.held().filter(pair=pair).order_by("held_on", "pk")
    if held:
        number = count(len(held), "встреча", "встречи", "встреч")
        last = list(held)[-1]
        yield {"part": "done", "text": f"Проведено: {number}, последняя {short_date(last.held_on)}"}
        if last.next_time:
            yield {"part": "open", "text": f"Договорились к следующей встрече: {last.next_time}"}
    for line in lines:
        if not line.mark:
            due = f", срок {short_date(line.due)}" if line.due else ""
            yield {"part": "open", "text": f"{line.task}{due}"}
    yield from _talks(change, on)


def _talks(change, on):
    former = change.former
    if former is not None:
        yield {"part": "talk", "text": f"Поговорить с прежним наставником: {former.short_name}", "person": former}
    for person in change.pair.mentees:
        yield {"part": "talk", "text": f"Познакомиться и поговорить: {person.short_name}", "person": person}
        for guardian in person.guardians(on) if person.is_minor(on) else ():
            who = f"{guardian.address_name} (ребёнок — {person.short_name})"
            yield {"part": "talk", "text": f"Поговорить с родителем (представителем): {who}", "person": guardian}


@transaction.atomic
def tick(line, *, by, on, is_done: bool) -> HandoverLine:
    """The new mentor or the curator marks a line, or takes the mark back."""
    may(by, "programs.handover_tick", line.handover.pair)
    row = HandoverLine.objects.select_for_update().get(pk=line.pk)
    if row.part == "done":
        raise Refused("Эта строка — о сделанном раньше: отмечать в ней нечего.")
    if is_done == bool(row.done_on):
        return row
    row.done_on, row.done_by = (on, by.person) if is_done else (None, None)
    row.save()
    verb = "отмечено в листе передачи" if is_done else "снята отметка в листе передачи"
    journal.write(by, verb, line.handover.pair, people=line.handover.pair.journal_people())
    return row


@transaction.atomic
def tick_all(handover, chosen, *, by, on) -> int:
    """The whole list as the form has it; returns how many lines are still open."""
    lines = [row for row in handover.lines.all() if row.part != "done"]
    for row in lines:
        tick(row, by=by, on=on, is_done=row.pk in chosen)
    return sum(1 for row in lines if row.pk not in chosen)
