"""Which rows exist for me, and may I do this: the only source of both answers.

Rows: a relation is a named reason to see a person («мой класс»), with the data groups that it opens and the
purpose whose consent gates them. Each floor adds its own relations in `AppConfig.ready()`.
Deeds: `rules` predicates, asked directly, so that a superuser passes no door by being one.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field

import rules
from django.db.models import Q
from django.utils import timezone

ALL_GROUPS = frozenset({"identity", "contacts", "study", "work", "documents", "special", "answers", "results", "photo"})


@dataclass(frozen=True)
class Relation:
    """`people(person, on)` gives a Q over Person, or None when the relation is empty for this person.

    `purpose` names the row of consents.PURPOSES that must be open; empty for one's own data and the keepers.
    """

    label: str
    people: Callable
    groups: frozenset = field(default_factory=frozenset)
    purpose: str = ""


relation: dict[str, Relation] = {}


def today() -> datetime.date:
    """The day on the school's calendar; the one place that asks the clock."""
    return timezone.localdate()


def person_of(user):
    """The human behind the account, or None."""
    if user is None or not user.is_authenticated or not user.is_active:
        return None
    return getattr(user, "person", None)


def roles(user, on: datetime.date | None = None) -> frozenset[str]:
    """Roles by dated facts on the day; an acting director is a director, a deputy curator a curator."""
    person, on = person_of(user), on or today()
    if person is None:
        return frozenset()
    cache = user.__dict__.setdefault("_roles_by_day", {})
    if on not in cache:
        from registry.models import Appointment

        found = set(Appointment.objects.active(on).filter(person=person).values_list("role", flat=True))
        if "acting_director" in found:
            found.add("director")
        if "deputy_curator" in found:
            found.add("curator")
        cache[on] = frozenset(found)
    return cache[on]


def has_role(user, *names: str, on: datetime.date | None = None) -> bool:
    return not roles(user, on).isdisjoint(names)


def people_q(user, on: datetime.date | None = None, names=None) -> Q:
    """A condition over Person: the union of the user's relations, or of those named. Default: nobody."""
    person, on = person_of(user), on or today()
    condition, found = Q(pk__in=[]), False
    if person is None:
        return condition
    for name in relation if names is None else names:
        reason = relation[name].people(person, on)
        if reason is not None:
            reason = reason if name == "office" else reason & Q(erased_at__isnull=True)
            condition = condition | reason if found else reason
            found = True
    return condition


def related(user, *names: str, on: datetime.date | None = None):
    """Ids of the people who stand in any of these relations to the user."""
    from registry.models import Person

    return Person.objects.filter(people_q(user, on, names)).values("pk")


def relations_to(user, person, on: datetime.date | None = None) -> list[str]:
    """Names of the relations by which the user may see this very person."""
    me, on = person_of(user), on or today()
    if me is None:
        return []
    from registry.models import Person

    held = []
    for name, entry in relation.items():
        reason = entry.people(me, on)
        is_shut = person.erased_at and name != "office"
        if reason is not None and not is_shut and Person.objects.filter(reason, pk=person.pk).exists():
            held.append(name)
    return held


def groups(user, person, on: datetime.date | None = None) -> frozenset[str]:
    """Data groups of the person that are open to the user on the day: by relation, then by consent."""
    from registry.engine import consents

    on = on or today()
    opened = set()
    for name in relations_to(user, person, on):
        entry = relation[name]
        if not entry.purpose:
            opened |= entry.groups
        elif consents.allowed(person, entry.purpose, on):
            opened |= entry.groups & consents.PURPOSES[entry.purpose].groups
    return frozenset(opened)


def right(user, person, on: datetime.date | None = None) -> str:
    """The words of the first relation that lets the user see the person, for the journal."""
    names = relations_to(user, person, on)
    return relation[names[0]].label if names else ""


def may(user, permission: str, obj=None) -> bool:
    """Ask the table of predicates; an unknown permission is a closed door."""
    if person_of(user) is None or not rules.perm_exists(permission):
        return False
    return bool(rules.has_perm(permission, user, obj))
