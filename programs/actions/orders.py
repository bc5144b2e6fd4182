"""Orders: drafted from the data, agreed, submitted, approved with a number, frozen, and carried out."""

import re

from django.db import IntegrityError, transaction
from django.urls import reverse

from programs.models import ACTS, Acquaintance, Approval, Order, OrderLine, OrderWording
from programs.orders import kinds
from programs.papers import order as order_paper
from registry.actions.people import may
from registry.engine import journal, papers, workflow
from registry.engine.errors import Gap, Refused
from registry.models import Appointment, School
from registry.text import short_date


class _Blanks(dict):
    """Words that the wording names but the data lack stay visible in their braces."""

    def __missing__(self, key):
        return "{" + key + "}"


def wording_words(programme, on) -> dict:
    """What may stand in braces in the wording of an order."""
    curator = Appointment.objects.active(on).filter(role="curator").select_related("person").first()
    words = programme.words
    return _Blanks(
        school=School.get().short_name,
        year=programme.year.name,
        programme=programme.title,
        regulation=regulation_genitive(programme.regulation),
        pairs_word=words.pair_many,
        roadmap_word=words.roadmap,
        curator_dative=f"Куратору {curator.person.in_case('dative')}" if curator else "Куратору",
    )


def regulation_genitive(regulation) -> str:
    """«Положения о наставничестве»: the whole title, its first words in the genitive."""
    if regulation.title.startswith(regulation.short_title):
        return regulation.genitive + regulation.title.removeprefix(regulation.short_title)
    return f"{regulation.genitive} «{regulation.title}»"


@transaction.atomic
def draft_order(programme, kind, *, by, on) -> Order:
    """A draft with every line that waits for such an order and whose papers are in order.

    Refused when nothing waits, or when nothing that waits is ready: then every reason is told.
    """
    may(by, "programs.order_prepare")
    wording = OrderWording.objects.get(kind=kind)
    words = wording_words(programme, on)
    order = Order.objects.create(
        programme=programme, kind=kind, title=wording.title, drafted_on=on, prepared_by=by.person,
        preamble=wording.preamble.format_map(words), points=[point.format_map(words) for point in wording.points],
    )  # fmt: skip
    order.acts.set(wording.acts.all())
    ready, gaps = held_back(order, on)
    if not ready:
        raise Refused(*(gaps or [kinds.KINDS[kind].comes_first()]))
    OrderLine.objects.bulk_create(kinds.line_for(order, place, thing) for place, thing in enumerate(ready, 1))
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
    last = max(row.lines.values_list("position", flat=True), default=0)
    OrderLine.objects.bulk_create(kinds.line_for(row, place, thing) for place, thing in enumerate(ready, last + 1))
    if ready:
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
    name = str(line.thing)
    line.delete()
    journal.write(by, "из проекта приказа убрана строка", order, line=name)


@transaction.atomic
def discard_draft(order, *, by) -> None:
    """A draft that nobody needs goes; a numbered order never does."""
    may(by, "programs.order_prepare", order)
    row = workflow.lock(Order, order.pk)
    if not row.is_editable or row.number:
        raise Refused("Удалить можно только черновик без номера.")
    journal.write(by, "удалён черновик приказа", row, title=row.title)
    row.delete()


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
    journal.write(by, "ответ в листе согласования", order, people=[row.person], answer=row.get_answer_display())
    if not agrees:
        kinds.of(order).refused(order, row.person, by=by, on=on, remark=remark)
    return row


def submit_gaps(order, on):
    """What must be so before the director sees the draft."""
    spec = kinds.of(order)
    lines = list(order.lines.all())
    if not lines:
        yield Gap("В приказе не осталось ни одной строки: удалите черновик и подготовьте новый.")
        return
    yield from act_gaps(order, on)
    yield from spec.order_gaps(order, on)
    for line in lines:
        yield from spec.line_gaps(line.thing, order, on)
    answers = {row.person_id: row for row in order.approvals.all()}
    for person in spec.signatories(order):
        row = answers.get(person.pk)
        if row is None or not row.answer:
            state = "ещё не ответил(а)" if row else "лист согласования не отправлен"
            yield Gap(f"{person.short_name}: {state} {order.programme.rule('selection.ways').why}.")
        elif row.answer == "refuse":
            yield Gap(f"{person.short_name} не согласен(на): «{row.remark}». Заберите приказ на доработку.")


def act_gaps(order, on):
    """An act out of force grounds nothing (АБР-П 8.2: documents in force, with their dates)."""
    acts = list(order.acts.all())
    edit = reverse("programs:order_edit", args=[order.pk])
    for act in acts:
        if not act.is_in_force(on):
            when = f"с {short_date(act.starts)}" if act.starts and act.starts > on else f"по {short_date(act.ends)}"
            yield Gap(
                f"{act}: действует {when}, в преамбуле приказа от {short_date(on)} его быть не может. "
                "Снимите отметку или замените действующим.",
                edit,
                "Исправить преамбулу",
            )
    if ACTS in order.preamble and not acts:
        yield Gap(
            "В преамбуле есть место для правовых актов, но ни один не отмечен. Отметьте или уберите {акты} из текста.",
            edit,
            "Исправить преамбулу",
        )


def agreement_gaps(order, on):
    """An approval sheet without names is no sheet."""
    spec = kinds.of(order)
    if not spec.signatories(order):
        yield Gap("Согласовывать не с кем: передайте приказ сразу директору.")
    yield from spec.order_gaps(order, on)
    for line in order.lines.all():
        yield from spec.line_gaps(line.thing, order, on)


def next_number(kind, on) -> str:
    """The proposed number: one more than the greatest of the calendar year, with the kind's suffix.

    The school's journal is shared with other orders, so the director may type another one.
    """
    suffix = OrderWording.objects.get(kind=kind).suffix
    taken = [
        int(number.removesuffix(suffix))
        for number in Order.objects.filter(calendar_year=on.year).values_list("number", flat=True)
        if number.removesuffix(suffix).isdigit()
    ]
    return f"{max(taken, default=0) + 1}{suffix}"


def missing_numbers(year: int) -> list[int]:
    """Numbers of the calendar year that no order here bears: other orders of the school have them."""
    numbers = Order.objects.filter(calendar_year=year).exclude(number="").values_list("number", flat=True)
    taken = {int(found.group()) for found in (re.match(r"\d+", number) for number in numbers) if found}
    return [number for number in range(min(taken, default=0), max(taken, default=0)) if number not in taken]


def _check_number_and_date(order, number, date, on):
    if date > on:
        raise Refused("Дата приказа ещё не наступила. Поставьте сегодняшнюю или более раннюю.", field="date")
    latest, ground = max(kinds.of(order).grounds(order))
    if date < latest:
        raise Refused(
            f"Приказ не может быть раньше своих оснований: последнее из них — {ground} {short_date(latest)}. "
            "Исправьте дату.",
            field="date",
        )
    taken = Order.objects.filter(calendar_year=date.year, number=number).exclude(pk=order.pk).first()
    if taken:
        raise Refused(
            f"Номер {number} в {date.year} году уже занят приказом «{taken.title}». "
            f"Свободен номер {next_number(order.kind, date)}.",
            field="number",
        )


@transaction.atomic
def approve_order(order, *, by, on, number="", date=None, effective_on=None) -> Order:
    """Approve, number, carry out what this kind of order does, and freeze the paper; all or nothing.

    `number` empty takes the next one; `date` is today unless typed. The whole school's numbering is locked,
    so that two approvals at one moment never get one number.
    """
    may(by, "programs.order_approve", order)
    School.objects.select_for_update().order_by("pk").first()
    row = workflow.lock(Order, order.pk)
    date = date or on
    number = number.strip() or next_number(row.kind, date)
    effective_on = effective_on or date
    if row.status != Order.Status.SUBMITTED:
        raise Refused(workflow.wrong_moment(row, "approve"))
    _check_number_and_date(row, number, date, on)
    gaps = list(submit_gaps(row, on))
    if gaps:
        raise Refused(*gaps)
    try:
        with transaction.atomic():
            row = workflow.move(
                row, "approve", by=by, on=on, number=number, date=date, effective_on=effective_on, approved_by=by.person
            )
    except IntegrityError as fault:
        raise Refused(
            f"Номер {number} только что занят другим приказом. Поставьте следующий.", field="number"
        ) from fault
    spec = kinds.of(row)
    row.paper = order_paper.issue(row)
    row.save()
    for line in kinds.with_things(row.lines):
        spec.apply(line, by=by, on=effective_on)
    Acquaintance.objects.bulk_create(Acquaintance(order=row, person=person) for person in spec.named(row))
    secretaries = Appointment.objects.active(on).filter(role="secretary").values_list("person", flat=True)
    row.paper.file.readers.set([*(person.pk for person in spec.named(row)), *secretaries])
    return row


@transaction.atomic
def acquaint(acquaintance, *, by, on, on_paper=False) -> Acquaintance:
    """A person named has read the order: in the cabinet, or by signature on the printed sheet."""
    may(by, "programs.order_answer_on_paper" if on_paper else "programs.order_answer", acquaintance)
    row = Acquaintance.objects.select_for_update().get(pk=acquaintance.pk)
    if row.read_on is None:
        row.read_on, row.on_paper = on, on_paper
        row.save()
        journal.write(by, "ознакомлен с приказом", row.order, people=[row.person])
    return row


@transaction.atomic
def acquainted_on_paper(order, people, *, by, on) -> int:
    """The printed acquaintance sheet came back: mark those who signed it; returns how many."""
    rows = [row for row in order.acquaintances.all() if row.read_on is None and row.person_id in people]
    for row in rows:
        acquaint(row, by=by, on=on, on_paper=True)
    return len(rows)


def outdated(order) -> list[str]:
    """What the people of the list are called now and were not when the paper was frozen, in sentences.

    Only the list counts: the text of an approved order, its sheets and the school's telephone change nothing in it.
    """
    if not order.paper_id:
        return []
    said, now = order.paper.said, papers.as_said(order_paper.context(order))
    titles = [column["title"] for column in said["columns"]]
    changes = []
    for then, current in zip(said["rows"], now["rows"], strict=False):
        changes += [
            f"{title}: в приказе «{old}», теперь «{new}»."
            for title, old, new in zip(titles, then, current, strict=False)
            if old != new
        ]
    names = {person["name"] for person in said["named"]}, {person["name"] for person in now["named"]}
    if not changes and names[0] != names[1]:
        changes.append("Изменились имена тех, кого касается приказ.")
    return changes
