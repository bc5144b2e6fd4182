"""Orders: drafted from the data, agreed, submitted, approved with a number, frozen, and carried out."""

from django.db import IntegrityError, transaction

from programs.actions import order_steps
from programs.actions.order_gaps import submit_gaps
from programs.models import Acquaintance, Approval, Order, OrderLine, OrderWording
from programs.orders import kinds, wording
from programs.papers import order as order_paper
from registry.actions.people import may
from registry.engine import jobs, journal, workflow
from registry.engine.errors import Gap, Refused, folded
from registry.models import Appointment, School
from registry.text import short_date


@transaction.atomic
def draft_order(programme, kind, *, by, on) -> Order:
    """A draft with every line that waits for such an order and whose papers are in order.

    Refused when nothing waits, or when nothing that waits is ready: then every reason is told.
    """
    may(by, "programs.order_prepare")
    order = Order.objects.create(
        programme=programme, kind=kind, title=kinds.KINDS[kind].title, drafted_on=on, prepared_by=by.person
    )
    order.acts.set(OrderWording.objects.get(kind=kind).acts.all())
    ready, gaps = held_back(order, on)
    if not ready:
        raise Refused(*(folded(gaps, *kinds.KINDS[kind].noun) or [kinds.KINDS[kind].comes_first()]))
    OrderLine.objects.bulk_create(kinds.line_for(order, place, thing) for place, thing in enumerate(ready, 1))
    wording.fill(order, ready, on)
    journal.write(by, "подготовлен проект приказа", order, lines=len(ready), held_back=[gap.text for gap in gaps])
    return order


def wordings():
    """Kinds of orders that this school can issue."""
    return OrderWording.objects.filter(kind__in=kinds.KINDS)


def held_back(order, on) -> tuple[list, list[Gap]]:
    """What waits for such an order but is not in this draft: (ready things, gaps of the others)."""
    spec = kinds.of(order)
    ready, gaps = [], []
    for thing in spec.gather(order.programme, on):
        found = list(spec.line_gaps(thing, order, on))
        if found:
            gaps += found
        else:
            ready.append(thing)
    return ready, gaps


@transaction.atomic
def add_ready_lines(order, *, by, on) -> int:
    """Take into the draft what has become ready since it was made; returns how many."""
    may(by, "programs.order_prepare", order)
    row = workflow.lock(Order, order.pk)
    if not row.is_editable:
        raise Refused("Строки добавляют только в черновик: сначала заберите его на доработку.")
    ready, _ = held_back(row, on)
    named = kinds.things(row)
    before = wording.compose(row, named, row.drafted_on)
    last = max(row.lines.values_list("position", flat=True), default=0)
    OrderLine.objects.bulk_create(kinds.line_for(row, place, thing) for place, thing in enumerate(ready, last + 1))
    if ready:
        wording.fill(row, [*named, *ready], row.drafted_on, before=before)
        journal.write(by, "в проект приказа добавлены строки", row, lines=len(ready))
    return len(ready)


@transaction.atomic
def edit_order(order, *, by, title, preamble, points, acts) -> Order:
    """The draft is edited as a document until it leaves the author's table."""
    may(by, "programs.order_prepare", order)
    row = workflow.lock(Order, order.pk)
    if not row.is_editable:
        raise Refused(f"Приказ уже «{row.get_status_display()}»: сначала заберите его на доработку.")
    row.title, row.preamble, row.points = title, preamble, points
    row.revision += 1
    row.save()
    row.acts.set(acts)
    journal.write(by, "изменён проект приказа", row)
    return row


@transaction.atomic
def drop_line(line, *, by) -> None:
    """Take one line out of a draft; what it named waits for another order."""
    order = workflow.lock(Order, line.order_id)
    may(by, "programs.order_prepare", order)
    if not order.is_editable:
        raise Refused("Строки убирают только из черновика.")
    if order.lines.count() == 1:
        raise Refused("Это последняя строка: приказ без списка не нужен. Удалите черновик целиком.")
    thing, name, things = line.thing, str(line.thing), kinds.things(order)
    before = wording.compose(order, things, order.drafted_on)
    line.delete()
    wording.fill(order, [one for one in things if one != thing], order.drafted_on, before=before)
    kinds.of(order).let_go(thing)
    journal.write(by, "из проекта приказа убрана строка", order, line=name)


@transaction.atomic
def discard_draft(order, *, by) -> None:
    """A draft that nobody needs goes; a numbered order never does."""
    may(by, "programs.order_prepare", order)
    row = workflow.lock(Order, order.pk)
    if not row.is_editable or row.number:
        raise Refused("Удалить можно только черновик без номера.")
    journal.write(by, "удалён черновик приказа", row, title=row.title)
    spec, named = kinds.of(row), kinds.things(row)
    row.delete()
    for thing in named:
        spec.let_go(thing)


@transaction.atomic
def send_for_agreement(order, *, by, on) -> Order:
    """Give the approval sheet to those named; answers of an earlier round are asked again."""
    row = workflow.move(order, "send_for_agreement", by=by, on=on)
    row.approvals.all().delete()
    Approval.objects.bulk_create(
        Approval(order=row, person=person, asked_on=on) for person in kinds.of(row).signatories(row)
    )
    return row


@transaction.atomic
def answer(approval, *, by, on, agrees: bool, remark="") -> Approval:
    """A person's own answer on the sheet; a refusal drops out what the kind says it drops."""
    may(by, "programs.order_answer", approval)
    return _record_answer(approval, by=by, on=on, agrees=agrees, remark=remark)


@transaction.atomic
def answer_on_paper(approval, *, by, on, agrees: bool, remark="") -> Approval:
    """The curator enters an answer that was given with a pen."""
    may(by, "programs.order_answer_on_paper", approval)
    return _record_answer(approval, by=by, on=on, agrees=agrees, remark=remark, on_paper=True)


@transaction.atomic
def all_agreed_on_paper(order, people, *, by, on) -> int:
    """The printed sheet came back: mark as agreed those who signed it; returns how many."""
    rows = [row for row in order.approvals.all() if not row.answer and row.person_id in people]
    for row in rows:
        answer_on_paper(row, by=by, on=on, agrees=True)
    return len(rows)


def _record_answer(approval, *, by, on, agrees, remark, on_paper=False):
    order = workflow.lock(Order, approval.order_id)
    if order.status != Order.Status.AGREEING:
        raise Refused("Проект уже не на согласовании: ответ больше не нужен.")
    row = Approval.objects.select_for_update().get(pk=approval.pk)
    if row.answer:
        raise Refused(f"Ответ уже дан: «{row.get_answer_display()}».")
    if not agrees and not remark.strip():
        raise Refused("Напишите, с чем вы не согласны: куратор исправит проект.", field="remark")
    row.answer, row.remark = "agree" if agrees else "refuse", remark
    row.answered_on, row.on_paper = on, on_paper
    row.save()
    order_steps.answered(row)
    journal.write(by, "ответ в листе согласования", order, people=[row.person], answer=row.get_answer_display())
    if not agrees:
        kinds.of(order).refused(order, row.person, by=by, on=on, remark=remark)
    return row


def next_number(kind, on) -> str:
    """The proposed number: one more than the greatest of the calendar year, with the kind's suffix.

    The school's journal is shared with other orders, so the director may type another one.
    """
    suffix = OrderWording.objects.get(kind=kind).suffix
    taken = [
        int(number.removesuffix(suffix))
        for number in Order.objects.filter(calendar_year=on.year).values_list("number", flat=True)
        if number.removesuffix(suffix).isdecimal()
    ]
    return f"{max(taken, default=0) + 1}{suffix}"


def check_date(date, on, ground=None):
    """The date of an order: not to come yet, and not before its grounds, the latest of which is (day, words)."""
    if date > on:
        raise Refused(
            "Дата приказа ещё не наступила, а приказ датируют днём, когда его подписали. Поставьте сегодняшнюю или "
            "более раннюю; если он начнёт действовать позже, впишите этот день в «Действует с».",
            field="date",
        )
    if ground and date < ground[0]:
        raise Refused(
            f"Приказ не может быть раньше своих оснований: последнее из них — {ground[1]} {short_date(ground[0])}. "
            "Исправьте дату.",
            field="date",
        )


def check_number(order, number, date):
    """One number once in the journal of a calendar year."""
    taken = Order.objects.filter(calendar_year=date.year, number=number).exclude(pk=order.pk).first()
    if taken:
        raise Refused(
            f"Номер {number} в {date.year} году уже занят приказом «{taken.title}» от {short_date(taken.date)}: номер "
            f"за год не повторяется. Свободен номер {next_number(order.kind, date)}.",
            field="number",
        )


def latest_ground(order) -> tuple:
    """(day, words) of what must have happened before the order."""
    return max(kinds.of(order).grounds(kinds.read_with_lines(order)))


def check_signer(person, date):
    """Only who was the director on the day of the order, or acted for him, can have signed it."""
    facts = Appointment.objects.filter(person=person, role__in=["director", "acting_director"])
    if not facts.active(date).exists():
        raise Refused(
            f"{short_date(date)} {person.short_name} не исполнял(а) обязанности директора. Исправьте дату приказа "
            "или срок назначения в карточке человека.",
            field="date",
        )


def check_signable(row, *, signer, on, date, number="") -> None:
    """Everything that may keep `signer` from signing the order with this date and number, else Refused.

    An empty number is the next free one: of it nothing is asked.
    """
    if row.status != Order.Status.SUBMITTED:
        raise Refused(workflow.wrong_moment(row, "approve"))
    check_date(date, on, latest_ground(row))
    check_signer(signer, date)
    if gaps := list(submit_gaps(row, on)):
        raise Refused(*gaps)
    if number:
        check_number(row, number, date)


def approve_order(order, *, by, on, number="", date=None, effective_on=None, report=jobs.unheard) -> Order:
    """Approve, number, carry out what this kind of order does, and freeze the paper; all or nothing.

    `number` empty takes the next one; `date` is today unless typed. The paper is laid out before the school's
    numbering is locked, and once more under the lock only if something has changed meanwhile. `report` is told
    (done, total, note) on the way; the first half of the time goes into the paper.
    """
    may(by, "programs.order_approve", order)
    date, number = date or on, number.strip()
    said = {"date": date, "effective_on": effective_on or date, "approved_by": by.person}
    report(0, 0, "Проверяем основания и верстаем приказ")
    order = Order.objects.get(pk=order.pk)
    check_signable(order, signer=by.person, on=on, date=date, number=number)
    sheet = order_paper.laid_out(order, number=number or next_number(order.kind, date), **said)
    return _approve(order, by=by, on=on, number=number, sheet=sheet, report=report, **said)


@transaction.atomic
def _approve(order, *, by, on, number, date, effective_on, approved_by, sheet, report) -> Order:
    """The school's numbering is locked, so that two approvals at one moment never get one number."""
    School.objects.select_for_update().order_by("pk").first()
    row = workflow.lock(Order, order.pk)
    check_signable(row, signer=approved_by, on=on, date=date, number=number)
    row = numbered(
        row, "approve", by=by, on=on, number=number or next_number(row.kind, date), date=date,
        effective_on=effective_on, approved_by=approved_by,
    )  # fmt: skip
    row.paper = order_paper.issue(row, sheet)
    row.save()
    named = [person.pk for person in put_in_force(row, by=by, on=on, report=report)]
    secretaries = Appointment.objects.active(on).filter(role="secretary").values_list("person", flat=True)
    row.paper.file.readers.set([*named, *secretaries])
    return row


def numbered(row, move, *, by, on, number, date, **details) -> Order:
    """The transition that gives the order its number; one that somebody else has just taken is refused in words."""
    try:
        with transaction.atomic():
            return workflow.move(row, move, by=by, on=on, number=number, date=date, **details)
    except IntegrityError as fault:
        raise Refused(
            f"Номер {number} только что занят другим приказом. Поставьте следующий.", field="number"
        ) from fault


def put_in_force(row, *, by, on, report=jobs.unheard) -> list:
    """What the lines bring about from the day on which the order holds; returns those who must read it."""
    spec, lines = kinds.of(row), list(kinds.lines_of(row))
    for done, line in enumerate(lines):
        report(done, len(lines), "Выполняем приказ, строка за строкой")
        spec.apply(line, by=by, on=row.effective_on)
    named = spec.named(kinds.read_with_lines(row))
    Acquaintance.objects.bulk_create(Acquaintance(order=row, person=person, asked_on=on) for person in named)
    return named
