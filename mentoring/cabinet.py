"""The small cabinet of a participant: seats (who reads, of which pair), the next thing, the pieces of others."""

from programs import choosing, panels
from programs.models import Pair, Side
from programs.panels import Seat
from programs.situations.base import gate_of_side
from registry import reading
from registry.engine import access
from registry.models import Person


def seats(user, kin, on) -> list[Seat]:
    """Every running pair in which the reader or a child of the reader stands; three queries for all of them."""
    wanted = [(pk, "mentor", None) for pk in kin.mentors] + [(pk, "mentee", None) for pk in kin.learns]
    children = {one.pk: one for one in Person.objects.filter(pk__in=kin.children)} if kin.children else {}
    wanted += [(pk, "guardian", children[child]) for child, own in kin.children.items() for pk in own]
    if not wanted:
        return []
    keys = {pk for pk, _, _ in wanted}
    pairs = Pair.objects.visible_to(user, on).filter(pk__in=keys).select_related(
        "programme__regulation", "programme__year", "form"
    )  # fmt: skip
    rows = {pair.pk: pair for pair in pairs}
    sides: dict = {}
    found = Side.objects.filter(pair__in=keys, is_open=True).select_related("person").annotate(told=gate_of_side(on))
    for side in found.order_by("person__name_key", "pk"):
        sides.setdefault(side.pair_id, []).append(side)
    me = access.person_of(user)
    is_child = reading.is_child(me, on)
    return [_seat(rows[pk], role, child, sides[pk], me, is_child) for pk, role, child in wanted if pk in rows]


def _seat(pair, role, child, sides, me, is_child) -> Seat:
    """A mentor reads mentees' names; a mentee and a guardian read the mentor's."""
    own = child or me
    wanted = "mentee" if role == "mentor" else "mentor"
    if role == "guardian" and any(side.person_id == own.pk and side.role == "mentor" for side in sides):
        wanted = "mentee"
    others = [side for side in sides if side.role == wanted]
    names = tuple(
        side.person.full_name if side.told else "имя закрыто: согласие не действует" for side in others
    )  # fmt: skip
    return Seat(pair, role, names, child, is_closed=any(not side.told for side in sides), to_child=is_child)


def blocks(user, kin, on) -> list[dict]:
    """Seats with their next thing, for the list."""
    return [{"seat": seat, "step": panels.next_step(seat, user, on)} for seat in seats(user, kin, on)]


def without_pair(kin) -> list[Person]:
    """Children of mine who have no pair yet."""
    alone = [child for child, own in kin.children.items() if not own]
    return list(Person.objects.filter(pk__in=alone).exclude(pk__in=choosing.helped_people(alone)))


def finished(user, on) -> list[dict]:
    """Work that is over, of the reader and of the reader's children: its page stays to be read."""
    me, mine = access.person_of(user), access.related(user, "self", "my_child", on=on)
    rows = Pair.objects.visible_to(user, on).filter(status=Pair.Status.CLOSED, sides__person__in=mine).distinct()
    kin = set(mine.values_list("pk", flat=True)) - {getattr(me, "pk", None)}
    return [
        {"pair": pair, "child": next((one.first_name for one in pair.mentees if one.pk in kin), "")}
        for pair in rows.prefetch_related("sides__person").order_by("-ended_on", "pk")
    ]
