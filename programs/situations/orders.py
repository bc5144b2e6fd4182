"""Orders: what waits for the director, for those named, and what still has no order."""

from django.db.models import Count, Exists, Min, OuterRef

from programs.models import Acquaintance, Approval, Candidacy, Order, OrderLine, Pair
from programs.models.orders import READ_WITHIN
from programs.situations.base import WEEK, is_curator, to
from registry.engine import access
from registry.engine.tasks import Task, lines
from registry.text import count

OPEN = ["draft", "agreeing", "submitted"]


def _named(order) -> str:
    """Two programmes of a year have orders of one title."""
    return f"«{order.title}». {order.programme.title}"


def order_to_approve(user, today):
    """Submitted, and not prepared by the director himself: who prepares does not approve."""
    if not access.has_role(user, "director", on=today):
        return
    rows = Order.objects.filter(status=Order.Status.SUBMITTED).exclude(prepared_by=access.person_of(user))
    for order in rows.select_related("programme"):
        yield Task(
            text="Утвердите приказ или верните с замечанием",
            who=_named(order),
            url=to("order_detail", order.pk, anchor="approve"),
            button="К приказу",
            due=order.drafted_on + WEEK,
        )


def order_came_back(user, today):
    """The director's remark waits for the one who prepared the draft."""
    if not is_curator(user, today):
        return
    rows = Order.objects.filter(status=Order.Status.DRAFT, prepared_by=access.person_of(user)).exclude(remark="")
    for order in rows.select_related("programme"):
        yield Task(
            text="Директор вернул приказ с замечанием: исправьте и передайте снова",
            who=_named(order),
            url=to("order_detail", order.pk, anchor="moves-title"),
            button="К приказу",
            due=today,
        )


def sheet_waits_for_me(user, today):
    """A line of the approval sheet without my answer (ОЧ-П 2.13)."""
    rows = Approval.objects.filter(person=access.person_of(user), answer="", order__status=Order.Status.AGREEING)
    for row in rows.select_related("order"):
        yield Task(
            text="Согласуйте проект приказа, в котором назвали вас",
            child="Прочитай бумагу, в которой есть твоё имя, и ответь",
            who=f"«{row.order.title}»",
            url=to("order_detail", row.order_id, anchor="answer"),
            button="Ответить",
            due=row.asked_on + WEEK,
        )


def order_to_read(user, today):
    """A line of the acquaintance sheet without my mark."""
    rows = Acquaintance.objects.filter(
        person=access.person_of(user), read_on=None, order__status=Order.Status.REGISTERED
    )
    for row in rows.select_related("order"):
        yield Task(
            text="Ознакомьтесь с приказом",
            child="Прочитай приказ директора: в нём есть твоё имя",
            who=f"«{row.order.title}» {row.order.name}",
            url=to("order_detail", row.order_id, anchor="read"),
            button="Прочитать",
            due=row.due_on,
        )


def order_unread(user, today):
    """Those named have not read an order within the week: one line an order, for whoever keeps its sheet."""
    if not access.has_role(user, "curator", "secretary", on=today):
        return
    rows = Order.objects.visible_to(user, today).filter(
        status=Order.Status.REGISTERED, acquaintances__read_on=None, acquaintances__asked_on__lt=today - READ_WITHIN,
        acquaintances__person__erased_at=None,
    )  # fmt: skip
    rows = rows.annotate(late=Count("acquaintances"), since=Min("acquaintances__asked_on"))
    for order in rows.select_related("programme").order_by("since", "pk"):
        yield Task(
            text=f"Не ознакомлены с приказом: {count(order.late, 'человек', 'человека', 'человек')}. "
            "Напомните или возьмите подписи",
            who=f"{_named(order)}, {order.name}",
            url=to("order_detail", order.pk, anchor="acquainted"),
            button="К листу ознакомления",
            due=order.since + READ_WITHIN,
        )


def _without_order(user, today, waiting, kind, text, forms):
    """One line a programme: how many things wait for an order of this kind."""
    if not is_curator(user, today):
        return
    taken = OrderLine.objects.filter(order__kind=kind, order__status__in=OPEN)
    field = "candidacy" if waiting.model is Candidacy else "pair"
    rows = (
        waiting.exclude(Exists(taken.filter(**{field: OuterRef("pk")})))
        .values("programme__code", "programme__title")
        .annotate(size=Count("pk"))
        .order_by("programme__title")
    )
    for row in rows:
        yield Task(
            text=f"{text}: {count(row['size'], *forms)}",
            who=row["programme__title"],
            url=to("order_new", programme=row["programme__code"], kind=kind),
            button="Подготовить приказ",
        )


def recommended_without_order(user, today):
    """Recommended candidates are not in the register until an order says so."""
    waiting = Candidacy.objects.filter(status=Candidacy.Status.RECOMMENDED)
    return _without_order(
        user, today, waiting, "register", "Подготовьте приказ о реестре наставников",
        ("кандидат рекомендован", "кандидата рекомендованы", "кандидатов рекомендованы"),
    )  # fmt: skip


def agreed_without_order(user, today):
    """Everybody said yes; the order opens the work."""
    return _without_order(
        user, today, Pair.objects.filter(status=Pair.Status.AGREED), "pairs", "Подготовьте приказ о закреплении",
        ("пара согласована", "пары согласованы", "пар согласованы"),
    )  # fmt: skip


def closing_without_order(user, today):
    """The result is written; the order ends the work."""
    return _without_order(
        user, today, Pair.objects.filter(status=Pair.Status.CLOSING), "completion", "Подготовьте приказ о завершении",
        ("пара завершает работу", "пары завершают работу", "пар завершают работу"),
    )  # fmt: skip


ALL = {
    "programs.order_to_approve": lines(order_to_approve),
    "programs.order_came_back": lines(order_came_back),
    "programs.sheet_waits_for_me": lines(sheet_waits_for_me),
    "programs.order_to_read": lines(order_to_read),
    "programs.order_unread": lines(order_unread),
    "programs.recommended_without_order": lines(recommended_without_order),
    "programs.agreed_without_order": lines(agreed_without_order),
    "programs.closing_without_order": lines(closing_without_order),
}
