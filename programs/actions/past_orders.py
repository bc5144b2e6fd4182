"""Past orders whose list waits nowhere: what they named is told together with the paper, and holds as if drafted here.

Of the paper see `order_papers.enter_list`.
"""

from django.db import transaction

from programs.actions.order_papers import enter_list
from programs.actions.subjects import new_change, new_proposals, new_release
from programs.models import Assignment, Order
from programs.orders.offices import former_curator, last_day
from registry.actions import people as people_actions
from registry.actions.people import may
from registry.engine import workflow
from registry.engine.errors import Refused


@transaction.atomic
def enter_release(programme, people, *, by, on, event, day, from_time, until_time, paper) -> Order:
    """Who was released for an event that may be over (АБР-П 1.4); `people` are (who, who took over, what of it)."""
    may(by, "programs.order_enter")
    if not people:
        raise Refused("Назовите, кого освободил приказ и кто его замещал.")
    _named_once([(row[0],) for row in people])
    told = {"event": event, "day": day, "from_time": from_time, "until_time": until_time}
    rows = [new_release(programme, one, other, by=by, substitution=what, **told) for one, other, what in people]
    return enter_list(programme, "release", rows, by=by, on=on, **paper)


@transaction.atomic
def enter_assignments(programme, people, *, by, on, paper) -> Order:
    """Who was made curator, deputy or secretary (ОЧ-П 1.2); `people` are (role, who, first day, last day or None).

    A term that runs already without an order gets its ground; whoever acted before ends on the eve, and a curator
    whose successor is known acted till the eve of that one's first day.
    """
    may(by, "programs.order_enter")
    if not people:
        raise Refused("Назовите, кого назначил приказ.")
    _named_once([(person, role) for role, person, _, _ in people])
    if sum(role == "curator" for role, _, _, _ in people) > 1:
        raise Refused("Куратор в школе один. Остальных назовите заместителями.")
    rows = [
        Assignment(
            programme=programme, person=person, role=role, starts=starts, asked_by=by.person,
            replaces=former_curator(person, starts) if role == "curator" else None,
        )
        for role, person, starts, _ in people
    ]  # fmt: skip
    order = enter_list(programme, "curator", rows, by=by, on=on, **paper)
    for row, (_, _, _, told) in zip(rows, people, strict=True):
        row.refresh_from_db()
        fact, until = row.appointment, told or last_day(row)
        if until and (fact.ends is None or fact.ends > until):
            people_actions.end_appointment(fact, by=by, ends=until)
    return order


@transaction.atomic
def enter_awards(programme, groups, *, by, on, paper) -> Order:
    """Who was thanked; `groups` are {people, layout, kind, reason}. Sheets with the number may be printed later."""
    may(by, "programs.order_enter")
    if not groups:
        raise Refused("Назовите, кого поощрил приказ.")
    rows = [row for told in groups for row in new_proposals(programme, by=by, **told)]
    _named_once([(row.person, row.layout, row.kind) for row in rows])
    return enter_list(programme, "awards", rows, by=by, on=on, **paper)


@transaction.atomic
def enter_correction(target, kind, *, by, on, reason, paper, points=(), settled=()) -> Order:
    """An order that cancelled `target` or gave its points other words (АБР-П 9.2), signed with a pen.

    `points` are (number, new text); `settled` are sentences of order_changes that it set right: they stand in its text,
    so that the page of the earlier order speaks of them no more.
    """
    may(by, "programs.order_enter")
    target = workflow.lock(Order, target.pk)
    row = new_change(target, kind, by=by, reason=reason, points=points)
    said = [f"Внести в приказ {target.name} изменения: {'; '.join(settled)}."] if settled else []
    return enter_list(target.programme, kind, [row], by=by, on=on, points=said, **paper)


def _named_once(named) -> None:
    """Nobody stands in one order twice for the same thing; each of `named` begins with the person."""
    twice = next((one for one in named if named.count(one) > 1), None)
    if twice:
        raise Refused(f"{twice[0].short_name}: назван(а) в приказе дважды. Уберите повтор.")
