"""Kinds of orders: one table. What each lists, asks and brings about stands in the rooms beside it."""

import copy

from django.db.models import Prefetch, prefetch_related_objects

from programs.models import Approval, Order, OrderLine
from programs.orders.base import Kind
from programs.orders.corrections import AmendmentKind, CancellationKind
from programs.orders.documents import IntroductionKind, ProgrammeKind
from programs.orders.offices import AssignmentKind, ReleaseKind
from programs.orders.pairs import CompletionKind, ExtensionKind, PairsKind, ReplacementKind
from programs.orders.participants import AwardsKind, MenteesKind
from programs.orders.selection import CommissionKind, RegisterKind

KINDS: dict[str, Kind] = {
    kind.code: kind
    for kind in [
        IntroductionKind("introduction", "О внедрении системы наставничества", "document", "Документы", ()),
        AssignmentKind("curator", "О назначении куратора, его заместителя, секретаря", "assignment", "Назначения", ()),
        MenteesKind(
            "mentees", "Об утверждении состава наставляемых", "request", "Состав наставляемых",
            (
                ("Фамилия, имя, отчество", "name", 34), ("Класс, должность", "what", 24),
                ("Форма наставничества", "form", 22), ("Запрос получен", "since", 14),
            ),
        ),
        CommissionKind(
            "commission", "О создании конкурсной комиссии", "member", "Состав конкурсной комиссии",
            (("Фамилия, имя, отчество", "name", 38), ("Должность", "post", 34), ("В комиссии", "seat", 22)),
        ),
        RegisterKind(
            "register", "Об утверждении реестра наставников", "candidacy", "Реестр наставников",
            (
                ("Фамилия, имя, отчество", "name", 28), ("Должность, место работы или учёбы", "post", 20),
                ("Форма", "form", 20), ("Основание, согласие", "ground", 26),
            ),
        ),
        PairsKind(
            "pairs", "О закреплении пар и групп", "pair", "Наставнические пары и группы",
            (
                ("Наставник", "mentor", 24), ("Наставляемый", "mentees", 30),
                ("Форма, ролевая модель", "form", 22), ("Срок", "term", 18),
            ),
        ),
        CompletionKind(
            "completion", "О завершении работы пар и групп", "pair", "Наставнические пары и группы, завершившие работу",
            (
                ("Наставник", "mentor", 26), ("Наставляемый", "mentees", 26),
                ("Срок", "term", 18), ("Итог", "result", 24),
            ),
        ),
        ReplacementKind(
            "replacement", "О замене наставника", "change", "Замена наставников",
            (
                ("Наставляемый", "mentees", 20), ("Прежний наставник", "mentor", 18),
                ("Новый наставник", "new_mentor", 18), ("Основание", "ground", 22), ("Срок", "term", 16),
            ),
        ),
        ExtensionKind(
            "extension", "О продлении срока работы пар и групп", "change", "Пары и группы, срок которых продлён",
            (
                ("Наставник", "mentor", 20), ("Наставляемый", "mentees", 20), ("Прежний срок", "term", 16),
                ("Продлён до", "new_ends", 14), ("Основание", "ground", 24),
            ),
        ),
        ProgrammeKind("programme", "Об утверждении программы наставничества на год", "document", "Документы", ()),
        ReleaseKind(
            "release", "Об освобождении от обязанностей на время мероприятия", "release",
            "Освобождение от обязанностей и замещение",
            (
                ("Кого освобождают", "name", 26), ("Мероприятие", "event", 24), ("День и часы", "when", 16),
                ("Кто замещает", "substitute", 28),
            ),
        ),
        AwardsKind(
            "awards", "О поощрении участников", "proposal", "Поощрение участников",
            (
                ("Фамилия, имя, отчество", "name", 28), ("Должность, класс", "what", 22),
                ("Вид поощрения", "award", 18), ("За что", "reason", 26),
            ),
        ),
        CancellationKind("cancellation", "Об отмене приказа", "order_change", "Приказы", ()),
        AmendmentKind("amendment", "О внесении изменений в приказ", "order_change", "Приказы", ()),
    ]
}  # fmt: skip


def of(order: Order) -> Kind:
    return KINDS[order.kind]


WITH = {
    "member": ("member__commission", "member__person"),
    "candidacy": ("candidacy__mentor__person",),
    "pair": ("pair__form",),
    "change": ("change__pair__form", "change__new_mentor__person", "change__former"),
    "request": ("request__person", "request__form"),
    "document": ("document__programme",),
    "assignment": ("assignment__person", "assignment__replaces__person"),
    "release": ("release__person", "release__substitute"),
    "proposal": ("proposal__person__mentor",),
    "order_change": ("order_change__target",),
}
"""What is read together with the thing that a line names."""
PEOPLE = {
    "member": "member__person", "candidacy": "candidacy__mentor__person", "request": "request__person",
    "proposal": "proposal__person", "pair": "pair__sides__person", "change": "change__pair__sides__person",
}  # fmt: skip
FACTS = ("employments", "enrolments__school_class")
"""What a paper says beside a name: the post or the class of the day."""
MARKS = {
    "pair": ("pair__agreements", "pair__sides__person__mentor", "pair__sides__person__mentee"),
    "candidacy": ("candidacy__decisions__minutes",),
}
"""What a pair is asked about before an order, and by which minutes a candidate was recommended."""


def lines_of(order: Order):
    """Its lines in their order with what they name: an order names things of one kind only."""
    return order.lines.order_by("position", "pk").select_related("order", *WITH[of(order).field])


def read_with_lines(order: Order) -> Order:
    """The order with its lines and the people they name in few queries; a copy, so that nobody meets old lines."""
    seen, field = copy.copy(order), of(order).field
    seen._prefetched_objects_cache = {}
    facts = [f"{PEOPLE[field]}__{fact}" for fact in FACTS] if field in PEOPLE else []
    asked = Approval.objects.select_related("person")
    prefetch_related_objects(
        [seen], Prefetch("lines", lines_of(order).prefetch_related(*facts, *MARKS.get(field, ()))),
        Prefetch("approvals", asked), *(f"approvals__person__{fact}" for fact in FACTS),
    )  # fmt: skip
    for line in seen.lines.all():
        if getattr(line.thing, "programme_id", None) == seen.programme_id:
            line.thing.programme = seen.programme  # its rules are asked once for all lines
    return seen


def deeds(seen: Order) -> list[tuple]:
    """(line, what it brings about, names behind it) of an order read with its lines."""
    spec = of(seen)
    return [(line, spec.brings(line.thing), spec.behind(line.thing)) for line in seen.lines.all()]


def things(order: Order) -> list:
    return [line.thing for line in order.lines.all()]


def keyed(things) -> list[tuple[int, object]]:
    """Things with the number by which a form names them; one that is not kept yet has its place, below zero."""
    return [(thing.pk or -place, thing) for place, thing in enumerate(things, 1)]


def line_for(order: Order, position: int, thing) -> OrderLine:
    """A row that was only proposed is kept from now on."""
    if thing.pk is None:
        thing.save()
    return OrderLine(order=order, position=position, **{of(order).field: thing})
