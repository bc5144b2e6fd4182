"""What keeps a draft from the approval sheet and from the director: sentences, each with its rule."""

from django.urls import reverse

from programs.models import ACTS
from programs.orders import kinds
from programs.orders.base import Kind
from registry.engine.errors import Gap, folded
from registry.text import short_date


def submit_gaps(order, on):
    """What must be so before the director sees the draft."""
    order = kinds.read_with_lines(order)
    spec = kinds.of(order)
    lines = list(order.lines.all())
    if not lines:
        yield Gap("В приказе не осталось ни одной строки: удалите черновик и подготовьте новый.")
        return
    yield from act_gaps(order, on)
    yield from text_gaps(order, lines, on)
    yield from spec.order_gaps(order, on)
    yield from _lines_gaps(order, lines, on)
    yield from folded(_sheet_gaps(order, spec), *Kind.noun)


def _lines_gaps(order, lines, on):
    """What is wrong with single lines; what is wrong with many of them alike is said once."""
    spec = kinds.of(order)
    for line in lines:
        yield from erased_gaps(order, line.thing)
    yield from folded([gap for line in lines for gap in spec.line_gaps(line.thing, order, on)], *spec.noun)


def _sheet_gaps(order, spec):
    """Everybody named has said yes on the approval sheet (ОЧ-П 2.13)."""
    answers = {row.person_id: row for row in order.approvals.all()}
    for person in spec.signatories(order):
        row = answers.get(person.pk)
        if row is None or not row.answer:
            state = "ещё не ответил(а)" if row else "не спрошен(а), лист согласования не отправлен"
            way = "" if row else " Нажмите «Отправить на согласование»."
            yield Gap(f"{person.short_name}: {state} {spec.asks_by(order.programme)}.{way}")
        elif row.answer == "refuse":
            yield Gap(f"{person.short_name} не согласен(на): «{row.remark}». Заберите приказ на доработку.")


def act_gaps(order, on):
    """An act out of force grounds nothing (АБР-П 8.2: documents in force, with their dates)."""
    acts = list(order.acts.all())
    edit = reverse("programs:order_edit", args=[order.pk])
    submitted = order.status == order.Status.SUBMITTED
    way = "Верните проект куратору: он исправит преамбулу." if submitted else "Снимите отметку или отметьте другой акт."
    for act in acts:
        if not act.is_in_force(on):
            when = f"с {short_date(act.starts)}" if act.starts and act.starts > on else f"по {short_date(act.ends)}"
            yield Gap(
                f"{act}: действует {when}, а основанием приказа от {short_date(on)} может быть только действующий "
                f"акт. {way}",
                edit,
                "Исправить преамбулу",
            )
    if ACTS in order.preamble and not acts:
        yield Gap(
            "В преамбуле есть место для правовых актов, но ни один не отмечен. Отметьте или уберите {акты} из текста.",
            edit,
            "Исправить преамбулу",
        )


def text_gaps(order, lines, on):
    """Where no annex says it, the points must name what the order brings about."""
    said = " ".join(order.points).replace("\u00a0", " ")
    for line in lines:
        wanted = kinds.of(order).must_say(line.thing, on).replace("\u00a0", " ")
        if wanted and wanted not in said:
            yield Gap(
                f"В пунктах приказа нет слов «{wanted}», а приказ об этом. Впишите их или уберите строку.",
                reverse("programs:order_edit", args=[order.pk]),
                "Исправить текст",
            )


def erased_gaps(order, thing):
    """No order about somebody whose data were destroyed meanwhile (ст. 21 152-ФЗ)."""
    submitted = order.status == order.Status.SUBMITTED
    way = "Верните проект куратору: он уберёт строку." if submitted else "Уберите строку из проекта."
    for person in kinds.of(order).people(thing):
        if person.erased_at:
            yield Gap(
                f"{person.full_name}: данные этого человека уничтожены, приказа о нём быть не может "
                f"(ст. 21 152-ФЗ). {way}"
            )


def agreement_gaps(order, on):
    """An approval sheet without names is no sheet."""
    order = kinds.read_with_lines(order)
    spec = kinds.of(order)
    if not spec.signatories(order):
        yield Gap("Согласовывать не с кем: передайте приказ сразу директору.")
        return
    lines = list(order.lines.all())
    yield from text_gaps(order, lines, on)
    yield from spec.order_gaps(order, on)
    yield from _lines_gaps(order, lines, on)
