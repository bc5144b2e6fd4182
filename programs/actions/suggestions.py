"""A mentor suggests an award or a measure for a mentee; the head decides (АБР-П 4.2).

The journal says that a suggestion came and was decided, and neither about whom nor what: the curator reads the journal.
"""

from django.db import transaction

from programs.actions import at_work
from programs.models import Suggestion
from registry.actions.people import may
from registry.engine import access, journal, workflow
from registry.engine.errors import Refused
from registry.text import short_date


@transaction.atomic
def suggest(pair, person, *, by, on, kind, words) -> Suggestion:
    """By the mentor of the pair, about one of its mentees; goes to the head's «Сегодня»."""
    may(by, "programs.suggestion_write", pair)
    pair = at_work.locked(pair, "предложения о наставляемом")
    if person.pk not in [one.pk for one in pair.mentees]:
        raise Refused(f"{person.short_name} не наставляемый этой пары.", field="person")
    if not words.strip():
        raise Refused("Напишите, за что и что именно вы предлагаете.", field="words")
    me, words = access.person_of(by), words.strip()
    same = Suggestion.objects.waiting().filter(pair=pair, person=person, author=me, kind=kind, words=words).first()
    if same:
        return same
    row = Suggestion.objects.create(pair=pair, person=person, author=me, kind=kind, words=words, written_on=on)
    journal.write(None, "получено предложение руководителю", row)
    return row


@transaction.atomic
def decide(suggestion, *, by, on, accepted: bool, decision) -> Suggestion:
    """The head's word; refused on one's own suggestion: who prepares does not approve."""
    may(by, "programs.suggestion_decide", suggestion)
    row = workflow.lock(Suggestion, suggestion.pk)
    if row.decided_on:
        raise Refused(f"Решение уже принято {short_date(row.decided_on)}.")
    if row.author_id == access.person_of(by).pk:
        raise Refused("Это предложили вы сами: решить может только исполняющий обязанности директора.")
    if not decision.strip():
        raise Refused("Напишите решение: его прочтёт наставник.", field="decision")
    row.is_accepted, row.decision = accepted, decision.strip()
    row.decided_by, row.decided_on = access.person_of(by), on
    row.save()
    journal.write(by, "решено предложение наставника", row)
    return row


@transaction.atomic
def read(suggestion, *, by, on) -> None:
    """The author has read the decision."""
    row = workflow.lock(Suggestion, suggestion.pk)
    if row.author == access.person_of(by) and row.decided_on and not row.read_on:
        row.read_on = on
        row.save(update_fields=["read_on"])
