"""The journal: written before the answer goes out, in the same transaction as the deed."""

import datetime
import decimal

from django.db.models import Q

from registry.engine import access


def plain(value):
    """A value that JSON can hold."""
    if isinstance(value, datetime.date | datetime.datetime):
        return value.isoformat()
    if isinstance(value, decimal.Decimal):
        return str(value)
    if hasattr(value, "pk"):
        return str(value)
    return value


def target_of(obj) -> str:
    return f"{obj._meta.label_lower}:{obj.pk}"


def write(by, verb: str, obj=None, *, people=(), right: str = "", **detail):
    """One line. `by` is the User (None for the system), `people` those whom the line is about."""
    from registry.models import JournalLine

    person = access.person_of(by)
    return JournalLine.objects.create(
        actor_id=str(person.pk) if person else "",
        actor_name=str(person or by or "система"),
        right=right,
        verb=verb,
        target=target_of(obj) if obj is not None else "",
        target_name=str(obj)[:300] if obj is not None else "",
        people=[str(one.pk) for one in people],
        detail={key: plain(value) for key, value in detail.items()},
    )


def opened(user, person, obj=None, on=None):
    """Somebody opened a person's card: who, whose, by which right (ст. 19 152-ФЗ)."""
    return write(user, "открыта карточка", obj or person, people=[person], right=access.right(user, person, on))


def listed(user, verb: str, people):
    """A list or an export with more than names: one line with all ids."""
    return write(user, verb, people=people)


def about(person):
    """Lines about a person, newest first, those about a card that was merged into this one included.

    Ids are text, so JSON containment is asked as text.
    """
    from registry.models import JournalLine

    return JournalLine.objects.filter(numbered([person.pk]))


def numbered(numbers) -> Q:
    """Lines about people with these numbers, and about cards that were merged into theirs."""
    from registry.models import Merge

    lost = Merge.objects.filter(kept__in=numbers).values_list("lost_id", flat=True)
    condition = Q(pk__in=[])
    for number in {*map(str, numbers), *lost}:
        condition |= Q(people__icontains=f'"{number}"')
    return condition
