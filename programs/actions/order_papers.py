"""Orders on real paper: signed with a pen and entered here; the signed original, its scan, the place where it lies."""

import datetime

from django.db import transaction

from programs.actions.orders import check_date, check_number, check_signer, numbered, put_in_force, submit_gaps
from programs.models import Minutes, Order, OrderLine
from programs.orders import kinds
from programs.papers import order as order_paper
from registry.actions.people import may
from registry.actions.scans import as_pdf
from registry.engine import journal, papers, workflow
from registry.engine.errors import Refused, folded
from registry.models import Paper, School
from registry.text import short_date

BEFORE_THE_YEAR = datetime.timedelta(days=183)
"""An order of the coming school year may be signed in spring; what is older has a slip in the year."""


def paper_ground(order):
    """The latest paper that the order stands on, (day, words), or None.

    Marks that were made here count for nothing: the order is older than they are.
    """
    held = Minutes.objects.filter(status=Minutes.Status.SIGNED, decisions__candidacy__order_lines__order=order)
    earlier = Order.objects.filter(changes__order_lines__order=order)
    found = [(row.held_on, f"протокол комиссии № {row.number}") for row in held]
    found += [(row.date, f"сам приказ {row.name}") for row in earlier]
    return max(found, default=None)


@transaction.atomic
def enter_order(programme, kind, chosen, *, by, on, **paper) -> Order:
    """An order that was issued earlier on paper: chosen lines of what waits for such an order, the same effects.

    `chosen` are numbers of things that wait; of the paper see `enter_list`.
    """
    may(by, "programs.order_enter")
    spec = kinds.KINDS[kind]
    waiting = [thing for key, thing in kinds.keyed(spec.gather_past(programme, on)) if key in chosen]
    if not waiting:
        raise Refused("Отметьте, кого назвал приказ: без списка он ни на что не влияет.", field="things")
    return enter_list(programme, kind, waiting, by=by, on=on, **paper)


def enter_list(programme, kind, things, *, by, on, scan, number, date, signed_by, points=(), **details) -> Order:
    """The order with its list, in force; call in a transaction.

    `scan` is an accepted upload, `details` are those of `_enter`, and `title`; `points` what of its text is known here.
    """
    spec = kinds.KINDS[kind]
    order = Order.objects.create(
        programme=programme, kind=kind, title=details.pop("title", "").strip() or spec.title, drafted_on=date,
        prepared_by=by.person, source="paper", points=list(points),
    )  # fmt: skip
    OrderLine.objects.bulk_create(kinds.line_for(order, place, thing) for place, thing in enumerate(things, 1))
    gaps = [gap for thing in things for gap in spec.line_gaps(thing, order, on)]
    gaps = folded(gaps, *spec.noun) + list(spec.order_gaps(order, on))
    if gaps:
        raise Refused(*gaps)
    if date < programme.year.starts - BEFORE_THE_YEAR:
        raise Refused(
            f"Программа «{programme.title}» начинается {short_date(programme.year.starts)}, а приказ датирован "
            f"{short_date(date)}. Проверьте год.",
            field="date",
        )
    return _enter(order, paper_ground(order), by=by, on=on, scan=scan, number=number, date=date, signed_by=signed_by,
                  **details)  # fmt: skip


@transaction.atomic
def enter_signed(order, *, by, on, scan, number, date, signed_by, **details) -> Order:
    """A draft that waited for the director was printed and signed with a pen: number, date and scan come from paper."""
    may(by, "programs.order_enter", order)
    row = workflow.lock(Order, order.pk)
    if row.status != Order.Status.SUBMITTED:
        raise Refused(workflow.wrong_moment(row, "enter"))
    row.source = "paper"  # it was signed before today: an event that is over since then stops nothing
    gaps = list(submit_gaps(row, on))
    if gaps:
        raise Refused(*gaps)
    ground = max(kinds.of(row).grounds(row))
    return _enter(row, ground, by=by, on=on, scan=scan, number=number, date=date, signed_by=signed_by, **details)


def _enter(row, ground, *, by, on, scan, number, date, signed_by, effective_on=None, original_place="") -> Order:
    """Number, scan and effects together, or nothing. The scan is the paper: it is what was signed."""
    School.objects.select_for_update().order_by("pk").first()
    if not number.strip():
        raise Refused("Впишите номер, который стоит на приказе.", field="number")
    check_date(date, on, ground)
    check_signer(signed_by, date)
    if signed_by.pk == by.person.pk:
        raise Refused(
            "Приказ подписали вы сами, а внести его должен кто-то другой: кто готовит, тот не утверждает.",
            field="signed_by",
        )
    check_number(row, number.strip(), date)
    row = numbered(
        row, "enter", by=by, on=on, number=number.strip(), date=date, effective_on=effective_on or date,
        approved_by=signed_by,
    )  # fmt: skip
    said = order_paper.context(row)
    sheet = papers.Sheet(papers.new_code(), as_pdf(scan), papers.as_said(said))
    row.paper = order_paper.issue(row, sheet)
    row.scan, row.original_place = row.paper.file, original_place.strip()
    row.save()
    put_in_force(row, by=by, on=on)
    return row


@transaction.atomic
def keep_original(order, *, by, on, scan=None, original_place="", note="") -> Order:
    """The scan of the signed original and where it lies; another scan takes the place of the first with a reason.

    The scan shows signatures: only the office opens it. The first scan of an order entered from paper is its paper
    and stays.
    """
    may(by, "programs.order_scan", order)
    row = workflow.lock(Order, order.pk)
    if not row.number:
        raise Refused("Приказ ещё не подписан: скан и место подлинника отмечают после того, как у него есть номер.")
    former = row.scan if scan else None
    if former and not note.strip():
        raise Refused("Скан уже есть. Напишите, почему его надо заменить.", field="note")
    row.original_place = original_place.strip()
    if scan:
        name = f"Подписанный приказ № {row.number} от {short_date(row.date)}.pdf".replace("/", "-")
        row.scan = papers.store(as_pdf(scan), name)
    row.save(update_fields=["scan", "original_place"])
    if former and not Paper.objects.filter(file=former).exists():
        papers.destroy(former)
    verb = "заменён скан приказа" if former else "приложен скан приказа" if scan else "отмечено место подлинника"
    journal.write(by, verb, row, people=kinds.of(row).named(row), place=row.original_place,
                  **({"note": note.strip()} if former else {}))  # fmt: skip
    return row
