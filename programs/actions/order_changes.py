"""After the signature the data moved on: what the order says and what is so now, person by person."""

from dataclasses import dataclass

from django.db import transaction

from programs.actions import orders
from programs.models import Order, OrderChange
from programs.orders import kinds
from programs.papers import order as order_paper
from registry.actions.people import may
from registry.engine import papers
from registry.engine.errors import Refused


@dataclass(frozen=True)
class Difference:
    """One cell of the annex: whose line (its place and its words), which column, what it said, what it would say."""

    place: int
    who: str
    what: str
    was: str
    now: str

    def __str__(self):
        return f"{self.what}: в приказе «{self.was}», теперь «{self.now}»."


def outdated(order) -> list[Difference]:
    """What the people of the list are called now and were not when the paper was frozen.

    Only the list counts: the text of an approved order, its sheets and the school's telephone change nothing in it.
    A person whose data were erased needs no new order, nor does a year that is over.
    """
    if not order.paper_id or not order.programme.year.is_active:
        return []
    said, now = order.paper.said, papers.as_said(order_paper.context(order))
    titles = [column["title"] for column in said["columns"]]
    spec = kinds.of(order)
    erased = [person.full_name for person in spec.named(order) if person.erased_at]
    things = [line.thing for line in kinds.lines_of(order)]
    found = []
    for place, (thing, then, current) in enumerate(zip(things, said["rows"], now["rows"], strict=False), 1):
        if any(name in cell for name in erased for cell in current):
            continue
        found += [
            Difference(place, str(thing), title, old, new)
            for title, old, new in zip(titles, then, current, strict=False)
            if old != new
        ]
    found = found or _names(said, now, erased)
    settled = _settled(order) if found else ""
    return [one for one in found if sentence(order, one) not in settled]


def _names(said, now, erased) -> list[Difference]:
    """Those concerned are called otherwise though no cell of the list shows it."""
    then, current = ([person["name"] for person in one["named"]] for one in (said, now))
    if set(then) == set(current) or erased:
        return []
    return [
        Difference(0, new, "Имя", old, new) for old, new in zip(then, current, strict=False) if old != new
    ]  # fmt: skip


def sentence(order, difference) -> str:
    """The point of the new order that sets this right, as an amendment is worded."""
    place = f"в приложении 1, строка {difference.place}, графа «{difference.what}»" if difference.place else "в списке"
    return f"{place}: слова «{difference.was}» заменить словами «{difference.now}»"


def _settled(order) -> str:
    """What registered amendments of this order say."""
    rows = Order.objects.registered().filter(lines__order_change__target=order)
    return " ".join(point for points in rows.values_list("points", flat=True) for point in points)


@transaction.atomic
def draft_correction(order, *, by, on) -> Order:
    """One button: the draft of an order that says what has changed since the signature, person by person."""
    may(by, "programs.order_prepare", order)
    found = outdated(order)
    if not found:
        raise Refused("Данные совпадают с подписанным приказом: новый приказ не нужен.")
    begun = Order.objects.filter(lines__order_change__target=order, status__in=Order.OPEN).first()
    if begun:
        return begun
    OrderChange.objects.create(
        target=order, kind="amendment", reason="изменились данные участников", asked_by=by.person
    )
    draft = orders.draft_order(order.programme, "amendment", by=by, on=on)
    said = [sentence(order, one) for one in found]
    draft.points = [f"Внести в приказ {order.name} «{order.title}» изменения: {'; '.join(said)}.", *draft.points[-1:]]
    draft.revision += 1
    draft.save()
    return draft
