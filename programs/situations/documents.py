"""Documents of the year and awards: what still has no order, and which sheets wait for the printer."""

from programs.actions import honours
from programs.models import Order, Pair, Programme
from programs.orders import documents
from programs.situations.base import WEEK, is_curator, to
from registry.engine.tasks import Task, lines


def _current():
    return Programme.objects.current().select_related("regulation", "roadmap", "year").order_by("title", "pk")


def model_without_order(user, today):
    """Regulation and roadmap have no force until an order approves them (АБР-П 3.1; К71-ДК 1)."""
    if not is_curator(user, today):
        return
    for programme in _current():
        wanted = documents.wanted_of(programme)
        lacks = [kind for kind in wanted if documents.in_force(programme, kind, today) is None]
        if lacks and not documents.is_on_its_way(programme, *wanted):
            yield Task(
                text="Подготовьте приказ об утверждении документов программы",
                who=programme.title,
                url=to("order_new", programme=programme.code),
                button="Подготовить приказ",
            )


def programme_without_order(user, today):
    """Pairs stand, so the fifth stage ends with the programme of the year (ОЧ-П 2.13)."""
    if not is_curator(user, today):
        return
    for programme in _current():
        if documents.in_force(programme, "programme", today) or documents.is_on_its_way(programme, "programme"):
            continue
        if Pair.objects.ordered().filter(programme=programme).exists():
            yield Task(
                text="Пары закреплены: подготовьте приказ о программе года",
                who=programme.title,
                url=to("order_new", programme=programme.code),
                button="Подготовить приказ",
            )


def awards_to_print(user, today):
    """The order on awards is signed, the sheets with its number are not printed (ТРИО-ДК 7)."""
    if not is_curator(user, today):
        return
    rows = Order.objects.registered().filter(kind="awards", programme__year__is_active=True)
    for order in rows.select_related("programme").order_by("pk"):
        if honours.unprinted(order):
            yield Task(
                text="Напечатайте грамоты и письма по приказу о поощрении",
                who=f"{order}",
                url=to("order_detail", order.pk, anchor="certificates"),
                button="К приказу",
                due=order.date + WEEK,
            )


ALL = {
    "programs.model_without_order": lines(model_without_order),
    "programs.programme_without_order": lines(programme_without_order),
    "programs.awards_to_print": lines(awards_to_print),
}
