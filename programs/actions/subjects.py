"""What an order needs to be told: who becomes curator, who is released, who is thanked, which order is wrong.

Each is written down together with its draft: the open draft of the kind takes the line, else a new one is made.
"""

from django.db import transaction

from programs.actions import orders
from programs.models import Assignment, AwardProposal, LocalDocument, Order, OrderChange, Release
from programs.orders import kinds, wording
from programs.orders.documents import in_force, is_on_its_way, new_document
from registry.actions.people import may
from registry.engine import journal, workflow
from registry.engine.errors import Gap, Refused, folded
from registry.models import Appointment
from registry.text import short_date

LIMIT = 100
"""So many awards in one order fit on its annex; a longer list is two orders."""


def into_draft(programme, kind: str, *, by, on) -> Order:
    """The draft that holds what was just written; refused with every reason when nothing of it may enter."""
    draft = Order.objects.filter(programme=programme, kind=kind, status=Order.Status.DRAFT).first()
    if draft is None:
        draft = orders.draft_order(programme, kind, by=by, on=on)
    else:
        orders.add_ready_lines(draft, by=by, on=on)
    _, gaps = orders.held_back(draft, on)
    if gaps:
        raise Refused(*folded(gaps, *kinds.KINDS[kind].noun))
    return Order.objects.get(pk=draft.pk)


@transaction.atomic
def assign(programme, person, role, *, by, on, starts) -> Order:
    """Somebody is to act in this role from a day; whoever acts now is told as the one before (ОЧ-П 1.2)."""
    may(by, "programs.order_prepare")
    former = None
    if role == "curator":
        rows = Appointment.objects.active(starts).filter(role=role, ends=None)
        former = rows.order_by("-starts", "-pk").first()
    Assignment.objects.create(
        programme=programme, person=person, role=role, starts=starts, replaces=former, asked_by=by.person
    )
    return into_draft(programme, "curator", by=by, on=on)


@transaction.atomic
def release(programme, person, *, by, on, event, day, from_time, until_time, substitute, substitution="") -> Order:
    """For an event, with hours and the colleague who takes the work over (АБР-П 1.4)."""
    may(by, "programs.order_prepare")
    told = {"event": event, "day": day, "from_time": from_time, "until_time": until_time}
    new_release(programme, person, substitute, by=by, substitution=substitution, **told).save()
    return into_draft(programme, "release", by=by, on=on)


def new_release(programme, person, substitute, *, by, day, from_time, until_time, **words) -> Release:
    """A row not kept yet; refused where the hours or the substitute cannot be."""
    if until_time <= from_time:
        raise Refused("Освобождение не может кончиться раньше, чем начнётся. Поправьте часы.", field="until_time")
    if substitute == person:
        said = f"Человек не может замещать сам себя ({person.short_name}). Назовите другого."
        raise Refused(said, field="substitute")
    same = Release.objects.filter(
        person=person, day=day, from_time__lt=until_time, until_time__gt=from_time,
        order_lines__order__status__in=[*Order.OPEN, Order.Status.REGISTERED],
    ).first()  # fmt: skip
    if same:
        raise Refused(f"{person.short_name} на эти часы уже освобождён(а): {same.event}.", field="from_time")
    return Release(
        programme=programme, person=person, day=day, from_time=from_time, until_time=until_time,
        substitute=substitute, asked_by=by.person, **words,
    )  # fmt: skip


@transaction.atomic
def propose_awards(programme, people, *, by, on, layout, kind, reason) -> Order:
    """Several people for one thing; more of another kind join the same draft."""
    may(by, "programs.order_prepare")
    AwardProposal.objects.bulk_create(new_proposals(programme, people, by=by, layout=layout, kind=kind, reason=reason))
    return into_draft(programme, "awards", by=by, on=on)


def new_proposals(programme, people, *, by, layout, kind, reason) -> list[AwardProposal]:
    """Rows not kept yet; nobody is thanked twice in the same way."""
    people = list(people)
    if not people:
        raise Refused("Отметьте, кого поощряют.", field="people")
    if len(people) > LIMIT:
        raise Refused(f"В одном приказе не больше {LIMIT} строк. Разделите список.", field="people")
    taken = AwardProposal.objects.filter(
        programme=programme, person__in=people, layout=layout, kind=kind,
        order_lines__order__status__in=[*Order.OPEN, Order.Status.REGISTERED],
    ).select_related("person").first()  # fmt: skip
    if taken:
        order = str(taken.order_lines.exclude(order__status=Order.Status.CANCELLED).first().order)
        raise Refused(
            f"{taken.person.short_name}: так же уже поощряет {order[:1].lower()}{order[1:]}. Снимите отметку или "
            "выберите другой вид поощрения.",
            field="people",
        )
    return [
        AwardProposal(
            programme=programme, person=person, layout=layout, kind=kind, reason=reason.strip(), asked_by=by.person
        )
        for person in people
    ]


@transaction.atomic
def change_order(target, kind: str, *, by, on, reason, points=()) -> Order:
    """A draft that cancels the order or gives named points of it other words (АБР-П 9.2).

    `points` are (number, new text) of an amendment. Refused in words while something stands on the order.
    """
    may(by, "programs.order_prepare", target)
    target = workflow.lock(Order, target.pk)
    if kind == "amendment" and not points:
        raise Refused("Впишите новый текст хотя бы одного пункта.", field="reason")
    new_change(target, kind, by=by, reason=reason, points=points).save()
    return into_draft(target.programme, kind, by=by, on=on)


def new_change(target, kind: str, *, by, reason, points=()) -> OrderChange:
    """A row not kept yet; refused while another order on this one is being prepared."""
    if not reason.strip():
        raise Refused("Напишите, почему: причина встанет в новый приказ.", field="reason")
    waiting = OrderChange.objects.filter(target=target, order_lines__order__status__in=Order.OPEN).first()
    if waiting:
        raise Refused(Gap(
            f"Об этом приказе уже готовится другой ({waiting.get_kind_display()}). Доведите его до "
            "подписи или удалите черновик.",
            waiting.order_lines.get().order.get_absolute_url(), "К проекту",
        ))  # fmt: skip
    return OrderChange(
        target=target, kind=kind, reason=reason.strip(), points=[list(row) for row in points], asked_by=by.person
    )


@transaction.atomic
def set_council(order, *, by, on, number, date) -> Order:
    """Which council adopted the documents of a draft; where the text was not edited, it says so too (ОЧ-П, титул)."""
    may(by, "programs.order_prepare", order)
    row = workflow.lock(Order, order.pk)
    if not row.is_editable:
        raise Refused("Протокол вписывают в черновик: сначала заберите приказ на доработку.")
    if date > on:
        raise Refused("Педагогический совет ещё не состоялся: дата в будущем.", field="date")
    documents = list(LocalDocument.objects.filter(order_lines__order=row).order_by("order_lines__position", "pk"))
    if not documents:
        raise Refused("Протокол педагогического совета вписывают в приказы об утверждении документов.")
    before = wording.compose(row, documents, row.drafted_on)
    for document in documents:
        document.council_number, document.council_date = number.strip(), date
        document.save()
    wording.fill(row, documents, row.drafted_on, before=before)
    journal.write(by, "указан протокол педагогического совета", row, number=number, date=short_date(date))
    return row


@transaction.atomic
def begin_edition(programme, kind: str, *, by, on) -> Order:
    """A new edition of a document in force: its order puts the former one out of force (АБР-П 9.2)."""
    may(by, "programs.order_prepare")
    code = "programme" if kind == "programme" else "introduction"
    if is_on_its_way(programme, kind):
        raise Refused("Проект приказа об этом документе уже готовится. Откройте его в списке приказов.")
    if in_force(programme, kind, on) is None:
        raise Refused("Этот документ ещё не утверждён: подготовьте о нём первый приказ.")
    document = new_document(programme, kind, on)
    document.save()
    return into_draft(programme, code, by=by, on=on)


def warnings(order, on) -> list[str]:
    """What the page of the order says aloud though it stops nothing."""
    return kinds.of(order).warnings(order, on)
