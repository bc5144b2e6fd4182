"""Whom a user stands beside: own and children's open sides, and a seat in a commission; one query a page."""

from dataclasses import dataclass, field

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q

from programs.models import CommissionMember
from registry.engine import access
from registry.models import Person


@dataclass
class Family:
    """Pairs by what the user is in them, in the order of their start."""

    mentors: list[int] = field(default_factory=list)
    learns: list[int] = field(default_factory=list)
    children: dict[int, list[int]] = field(default_factory=dict)
    sits: bool = False


def family(user, on) -> Family:
    """Running pairs of the user and of the user's children; a pair that has ended has no open sides."""
    me, found = access.person_of(user), Family()
    if me is None:
        return found
    rows = (
        Person.objects.filter(access.people_q(user, on, ["self", "my_child"]))
        .annotate(
            open_side=FilteredRelation("sides", condition=Q(sides__is_open=True)),
            sits=Exists(CommissionMember.objects.filter(person=OuterRef("pk"), commission__is_working=True)),
        )
        .values_list("pk", "open_side__role", "open_side__pair", "sits")
        .order_by("name_key", "pk", F("open_side__starts"), "open_side__pair")
    )
    for person, role, pair, sits in rows:
        if person != me.pk:
            found.children.setdefault(person, [])
            if pair:
                found.children[person].append(pair)
            continue
        found.sits = sits
        if pair:
            (found.mentors if role == "mentor" else found.learns).append(pair)
    return found
