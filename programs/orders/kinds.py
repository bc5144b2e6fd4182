"""Kinds of orders: one table. What each lists, asks and brings about stands in the rooms beside it."""

from programs.models import Order, OrderLine
from programs.orders.base import Kind
from programs.orders.pairs import CompletionKind, ExtensionKind, PairsKind, ReplacementKind
from programs.orders.selection import CommissionKind, RegisterKind

KINDS: dict[str, Kind] = {
    kind.code: kind
    for kind in [
        CommissionKind(
            "commission", "О создании конкурсной комиссии", "member", "Состав конкурсной комиссии",
            (("Фамилия, имя, отчество", "name", 38), ("Должность", "post", 34), ("В комиссии", "seat", 22)),
        ),
        RegisterKind(
            "register", "Об утверждении реестра наставников", "candidacy", "Реестр наставников",
            (
                ("Фамилия, имя, отчество", "name", 28), ("Должность, место работы или учёбы", "post", 24),
                ("Форма", "form", 20), ("Основание", "ground", 22),
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
                ("Наставляемый", "mentees", 22), ("Прежний наставник", "mentor", 20),
                ("Новый наставник", "new_mentor", 20), ("Основание", "ground", 18), ("Срок", "term", 14),
            ),
        ),
        ExtensionKind(
            "extension", "О продлении срока работы пар и групп", "change", "Пары и группы, срок которых продлён",
            (
                ("Наставник", "mentor", 22), ("Наставляемый", "mentees", 22), ("Прежний срок", "term", 18),
                ("Продлён до", "new_ends", 14), ("Основание", "ground", 18),
            ),
        ),
    ]
}  # fmt: skip


def of(order: Order) -> Kind:
    return KINDS[order.kind]


def with_things(lines):
    """Lines with what they name, in few queries."""
    return lines.select_related(
        "order", "member__commission", "member__person", "candidacy__mentor__person", "pair__form",
        "change__pair__form", "change__new_mentor__person", "change__former",
    )  # fmt: skip


def things(order: Order) -> list:
    return [line.thing for line in order.lines.all()]


def line_for(order: Order, position: int, thing) -> OrderLine:
    return OrderLine(order=order, position=position, **{of(order).field: thing})
