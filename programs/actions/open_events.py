"""Open lessons, events and workshops of a mentee: entered by the mentor or the curator (К71-ДК 7; КВ-Пг 4.2)."""

from django.db import transaction

from programs.actions import at_work
from programs.models import OpenEvent
from registry.actions.people import may
from registry.engine import access, journal, workflow
from registry.engine.errors import Refused
from registry.text import short_date

FIELDS = ("kind", "held_on", "theme", "visitors", "conclusion")
WHAT = "открытые уроки и мероприятия"


def _judged(pair, person, on, held_on, conclusion):
    """Inside the term, by one of the pair, and no conclusion beforehand."""
    if person.pk not in [one.pk for one in pair.mentees]:
        raise Refused(f"{person.short_name} не наставляемый этой пары: выберите того, кто показывал.", field="person")
    at_work.inside_term(pair, held_on)
    if held_on > on and conclusion.strip():
        raise Refused(f"{short_date(held_on)} ещё впереди: вывод впишите, когда всё пройдёт.", field="conclusion")


def _not_twice(row):
    same = OpenEvent.objects.live().filter(
        pair=row.pair, person=row.person, kind=row.kind, held_on=row.held_on, theme=row.theme
    )
    if same.exclude(pk=row.pk).exists():
        raise Refused("Это уже внесено: тот же человек, вид, день и тема.", field="theme")


@transaction.atomic
def add(pair, person, *, by, on, kind, held_on, theme, visitors="", conclusion="") -> OpenEvent:
    """A line beside the log of meetings; in the future it is a plan, and the conclusion is added later."""
    may(by, "programs.open_event_edit", pair)
    pair = at_work.locked(pair, WHAT)
    _judged(pair, person, on, held_on, conclusion)
    row = OpenEvent(
        pair=pair, person=person, kind=kind, held_on=held_on, theme=theme.strip(), visitors=visitors.strip(),
        conclusion=conclusion.strip(), entered_by=access.person_of(by), entered_on=on,
    )  # fmt: skip
    _not_twice(row)
    row.save()
    journal.write(by, "внесено открытое мероприятие", row, people=[person])
    return row


@transaction.atomic
def change(event, *, by, on, person=None, **fields) -> OpenEvent:
    """The conclusion, the visitors, a mended date. Refused once struck out."""
    may(by, "programs.open_event_edit", event)
    row = at_work.to_change(event, WHAT)
    at_work.fill(row, FIELDS, fields)
    row.person = person or row.person
    _judged(row.pair, row.person, on, row.held_on, row.conclusion)
    _not_twice(row)
    row.save()
    journal.write(by, "исправлено открытое мероприятие", row, people=[row.person], fields=sorted(fields))
    return row


@transaction.atomic
def annul(event, *, by, on, note) -> OpenEvent:
    """Struck out with a reason; stays on the page and leaves the paper."""
    may(by, "programs.open_event_edit", event)
    row = workflow.lock(OpenEvent, event.pk)
    at_work.strike(row, note=note, on=on)
    journal.write(by, "вычеркнуто открытое мероприятие", row, people=[row.person])
    return row
