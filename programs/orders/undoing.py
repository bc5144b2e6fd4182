"""What the cancellation of an order undoes, and what stands on it and forbids that (domain §10, 180).

One entry for each kind: `stands(line, on)` yields sentences, `undo(line, by, on)` takes back what `apply` did,
`says` tells the director beforehand. Papers that cite the order stay as they are and are marked (papers_of).
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q

from programs.models import Commission, Handover, LocalDocument, Meeting, Order, Pair, RegisterEntry
from programs.orders.pairs import PAIRS
from registry.actions import people
from registry.engine import journal, workflow
from registry.engine.errors import Gap, folded
from registry.models import Appointment, Paper
from registry.text import count, short_date

DAY = datetime.timedelta(days=1)


def _nothing(line, on):
    return ()


def _leave(line, *, by, on):
    """The line itself was the fact: with its order it holds no more."""


@dataclass(frozen=True)
class Undoing:
    says: str
    stands: Callable = _nothing
    undo: Callable = _leave


def commission_stands(line, on):
    """Minutes are decisions of this very commission."""
    commission = line.member.commission
    for minutes in commission.minutes.all():
        yield Gap(
            f"Комиссия уже составила протокол ({minutes}): с отменой приказа он остался бы без основания. "
            "Составьте новую комиссию новым приказом.",
            minutes.get_absolute_url(), "К протоколу",
        )  # fmt: skip


def commission_undo(line, *, by, on):
    """The commission before it, if an order still stands behind it, works again."""
    commission = Commission.objects.select_for_update().get(pk=line.member.commission_id)
    if not commission.is_working:
        return
    commission.is_working = False
    commission.save()
    former = Commission.objects.filter(
        programme=commission.programme_id, members__order_lines__order__status=Order.Status.REGISTERED
    ).exclude(pk=commission.pk)  # fmt: skip
    row = former.order_by("-pk").first()
    if row:
        row.is_working = True
        row.save()


def register_stands(line, on):
    """Pairs are made of mentors of the register (ОЧ-П 2.13)."""
    person = line.candidacy.mentor.person
    pairs = Pair.objects.running().filter(
        programme=line.order.programme_id, sides__person=person, sides__role="mentor", sides__is_open=True
    )
    for pair in pairs:
        yield Gap(
            f"{pair} ({pair.get_status_display()}): пара держится на включении наставника в реестр. "
            "Сначала замените наставника или завершите пару.",
            pair.get_absolute_url(), "К паре",
        )  # fmt: skip


def register_undo(line, *, by, on):
    """Never in the register if the day is the same, else until the eve; the candidate waits for an order again."""
    entry = RegisterEntry.objects.filter(line=line).first()
    if entry and entry.starts >= on:
        entry.delete()
    elif entry:
        entry.ends = min(entry.ends or on, on - DAY)
        entry.save()
    workflow.move(line.candidacy, "unregister", by=by, on=on, line=_cancelling(line))


def pairs_stands(line, on):
    """Work has begun: it is ended by an order on completion, not undone."""
    pair = line.pair
    if pair.status != Pair.Status.ORDERED:
        yield Gap(
            f"{pair}: {_too_late(pair)}",
            pair.get_absolute_url(), "К паре",
        )  # fmt: skip
        return
    if Meeting.objects.live().filter(pair=pair).exists():
        yield Gap(f"{pair}: в журнале уже есть встречи.", pair.get_absolute_url(), "К паре")
    if pair.supplements.exclude(status="draft").exists():
        yield Gap(f"{pair}: по закреплению составлено дополнительное соглашение.", pair.get_absolute_url(), "К паре")
    plan = getattr(pair, "plan", None)
    if plan and plan.status != "draft":
        yield Gap(f"{pair}: план уже передан куратору или согласован.", plan.get_absolute_url(), "К плану")


def _too_late(pair) -> str:
    if pair.status in (Pair.Status.CLOSED, Pair.Status.CANCELLED):
        return "работа уже завершена: её закрепление приказом остаётся в истории, отменять его поздно."
    return "работа уже началась. Такую пару завершают приказом о завершении, а закрепление не отменяют."


def pairs_undo(line, *, by, on):
    """Back to «согласована»; the plan that the order made goes with it."""
    plan = getattr(line.pair, "plan", None)
    if plan:
        plan.delete()
    line.pair.supplements.filter(status="draft").delete()
    line.pair.sides.filter(line=line).update(line=None)
    workflow.move(line.pair, "unfix", by=by, on=on, line=_cancelling(line))


def completion_stands(line, on):
    """Places that became free may be taken by now."""
    from programs.actions.pairs import mentee_gaps, mentor_gaps
    from registry.models import Mentee, Mentor

    pair = line.pair
    mentor = Mentor.objects.filter(person=pair.mentor).first()
    if mentor:
        for gap in mentor_gaps(pair.programme, mentor, pair.form, on, pair.is_group, own_pair=pair):
            yield gap.about(str(pair))
    for mentee in Mentee.objects.filter(person__in=pair.mentees):
        for gap in mentee_gaps(pair.programme, mentee, pair.form, on, pair.is_group, own_pair=pair):
            yield gap.about(str(pair))


def completion_undo(line, *, by, on):
    """«Завершается» again, with the sides that the order had closed."""
    pair = line.pair
    last = pair.ended_on
    for side in pair.sides.filter(is_open=False, ends__gte=last) if last else ():
        side.is_open, side.ends = True, None
        if side.role == "mentee" and not pair.is_group:
            side.running_form = pair.form
        side.save()
    workflow.move(pair, "reopen", by=by, on=on, line=_cancelling(line))


def replacement_stands(line, on):
    change, pair = line.change, line.change.pair
    page = pair.get_absolute_url()
    if pair.status not in (Pair.Status.ORDERED, Pair.Status.WORKING, Pair.Status.SUSPENDED):
        yield Gap(
            f"{pair}: работа «{pair.get_status_display()}», возвращать прежнего наставника поздно.", page, "К паре"
        )
        return
    if pair.mentor != change.new_mentor.person:
        yield Gap(f"{pair}: после этой замены была ещё одна. Сначала отмените более позднюю.", page, "К паре")
        return
    met = Meeting.objects.held().filter(pair=pair, mentor=change.new_mentor.person).count()
    if met:
        held = count(met, "встречу", "встречи", "встреч")
        yield Gap(
            f"{pair}: новый наставник уже провёл {held}. Верните прежнего новой заменой.", page, "К паре",
        )  # fmt: skip
    card = getattr(change.former, "mentor", None)
    if card is None or not RegisterEntry.objects.active(on).filter(programme=pair.programme, mentor=card).exists():
        yield Gap(f"{change.former.short_name} больше не в реестре наставников: вернуть нельзя.", page, "К паре")


def replacement_undo(line, *, by, on):
    """The former mentor goes on as if nobody had come in between; the list of the handover goes."""
    change = line.change
    Handover.objects.filter(change=change).delete()
    change.pair.sides.filter(line=line, role="mentor").delete()
    side = change.pair.sides.filter(person=change.former, role="mentor").order_by("-starts", "-pk").first()
    side.is_open, side.ends = True, None
    side.save()
    change.former, change.done_on, change.dropped_on = None, None, on
    change.save()


def extension_stands(line, on):
    change, pair = line.change, line.change.pair
    page = pair.get_absolute_url()
    if pair.status in (Pair.Status.CLOSED, Pair.Status.CANCELLED):
        yield Gap(f"{pair}: работа уже завершена.", page, "К паре")
    elif pair.ends != change.new_ends:
        yield Gap(f"{pair}: срок продлевали ещё раз. Сначала отмените более позднее продление.", page, "К паре")
    elif on > change.former_ends:
        yield Gap(
            f"{pair}: прежний срок кончился {short_date(change.former_ends)}, пара работает уже по продлению. "
            "Завершите её приказом.", page, "К паре",
        )  # fmt: skip
    elif Meeting.objects.live().filter(pair=pair, held_on__gt=change.former_ends).exists():
        yield Gap(f"{pair}: есть встречи после прежнего окончания.", page, "К паре")


def extension_undo(line, *, by, on):
    change, pair = line.change, workflow.lock(Pair, line.change.pair_id)
    pair.ends = change.former_ends
    pair.revision += 1
    pair.save()
    change.former_ends, change.done_on, change.dropped_on = None, None, on
    change.save()


def mentees_stands(line, on):
    person = line.request.person
    pairs = Pair.objects.ordered().filter(
        programme=line.order.programme_id, sides__person=person, sides__role="mentee", sides__is_open=True
    )
    for pair in pairs:
        yield Gap(
            f"{pair}: наставляемый из этого списка уже закреплён в паре. Сначала завершите её приказом.",
            pair.get_absolute_url(), "К паре",
        )  # fmt: skip


def document_stands(line, on):
    """Running pairs need a regulation in force: the next edition comes first."""
    document, programme = line.document, line.document.programme
    if document.ends is not None:
        yield Gap(f"«{document}»: действует уже следующая редакция. Отменяют последний приказ.", "")
        return
    running = Pair.objects.ordered().filter(programme=programme).count()
    if document.kind != "programme" and running and not _edition_before(document):
        yield Gap(
            f"«{document}»: по документу работают {count(running, *PAIRS)}. Сначала утвердите новую редакцию: "
            "она сама сменит эту.",
            programme.get_absolute_url(), "К программе",
        )  # fmt: skip


def _edition_before(document):
    """The edition that this one put out of force."""
    if document.starts is None or document.edition == 1:
        return None
    rows = LocalDocument.objects.filter(kind=document.kind, edition=document.edition - 1, ends__isnull=False)
    if document.kind == "regulation":
        return rows.filter(programme__regulation=document.programme.regulation_id).order_by("ends", "pk").last()
    return rows.filter(programme=document.programme_id).order_by("ends", "pk").last()


def document_undo(line, *, by, on):
    """As if it had never come into force; the edition before it goes on."""
    document = LocalDocument.objects.select_for_update().get(pk=line.document_id)
    before = _edition_before(document)
    document.starts = None
    document.save()
    if before:
        before.ends = None
        before.save()


def assignment_stands(line, on):
    """A school in which mentoring runs needs a curator."""
    row = line.assignment
    if row.role != "curator":
        return
    others = Appointment.objects.active(on).filter(role="curator").exclude(pk=row.appointment_id)
    if not others.exists() and not row.replaces_id:
        yield Gap(
            "После отмены в школе не останется куратора. Назначьте нового приказом: прежний срок кончится сам.",
            "", "К назначениям",
        )  # fmt: skip


def assignment_undo(line, *, by, on):
    """Until the eve, or never if it had only begun; the one before is appointed anew from the day."""
    row = line.assignment
    if row.appointment and row.appointment.starts >= on:
        row.appointment.delete()
    elif row.appointment and row.appointment.covers(on):
        people.end_appointment(row.appointment, by=by, ends=on - DAY)
    if row.replaces:
        people.appoint(
            row.replaces.person, row.role, by=by, on=on,
            ground=f"приказ {line.order.cancelled_by.name} об отмене приказа".replace("\u00a0", " "),
        )  # fmt: skip


def release_stands(line, on):
    if line.release.day < on:
        yield Gap(f"{line.release}: мероприятие уже прошло, освобождение состоялось.")


UNDOING = {
    "commission": Undoing("комиссия перестанет работать", commission_stands, commission_undo),
    "register": Undoing("наставники выйдут из реестра", register_stands, register_undo),
    "pairs": Undoing("пары снова станут «согласована» и подождут приказа", pairs_stands, pairs_undo),
    "completion": Undoing("пары снова станут «завершается»", completion_stands, completion_undo),
    "replacement": Undoing("вернётся прежний наставник", replacement_stands, replacement_undo),
    "extension": Undoing("вернётся прежний срок", extension_stands, extension_undo),
    "mentees": Undoing("состав наставляемых снова не утверждён", mentees_stands),
    "introduction": Undoing("документы перестанут действовать", document_stands, document_undo),
    "programme": Undoing("программа года снова не утверждена", document_stands, document_undo),
    "curator": Undoing("назначение прекратится накануне", assignment_stands, assignment_undo),
    "release": Undoing("освобождения не будет", release_stands),
    "awards": Undoing("выданные листы будут помечены: основание отменено"),
    "amendment": Undoing("изменённые пункты снова читаются как прежде"),
}


def _cancelling(line):
    """The line of the later order: what lets a transition through that only an order may cause."""
    return line.order.cancelled_by.lines.get(order_change__target=line.order)


def says(order) -> str:
    return UNDOING[order.kind].says if order.kind in UNDOING else "его действие прекратится"


def stands_on(order, on):
    """Everything that would lose its ground; empty when the order may be cancelled."""
    from programs.orders import kinds

    if order.kind not in UNDOING:
        yield Gap("Приказ об отмене не отменяют: подготовьте новый приказ о том же.")
        return
    lines = kinds.lines_of(order)
    found = {gap.text: gap for line in lines for gap in UNDOING[order.kind].stands(line, on)}
    yield from folded(found.values(), *PAIRS)


def names(order) -> list[str]:
    """What its list names, line by line."""
    from programs.orders import kinds

    return [str(line.thing) for line in kinds.read_with_lines(order).lines.all()]


def undo(order, *, by, on) -> None:
    """Take back line by line what the order brought about; call inside the cancelling transaction."""
    from programs.orders import kinds

    for line in kinds.lines_of(order):
        UNDOING[order.kind].undo(line, by=by, on=on)
    journal.write(by, "отменено действие приказа", order, people=kinds.of(order).named(order))


def papers_of(order):
    """Issued papers that rest on this order: its own, supplements and statements on its pairs, its awards.

    Only those that were issued before the cancellation cite it.
    """
    found = Q(pk=order.paper_id) | Q(award__order=order)
    for path in ("supplement__pair", "statement__pair"):
        found |= Q(**{f"{path}__order_lines__order": order}) | Q(**{f"{path}__changes__order_lines__order": order})
    rows = Paper.objects.filter(found)
    if order.cancelled_by_id and order.cancelled_by.date:
        rows = rows.filter(date__lte=order.cancelled_by.date)
    return rows.distinct()


def lost_grounds(paper):
    """Cancelled orders that this paper rests on."""
    by_pair = Q()
    for path in ("supplements", "statements"):
        by_pair |= Q(**{f"lines__pair__{path}__paper": paper}) | Q(**{f"lines__change__pair__{path}__paper": paper})
    rows = Order.objects.filter(Q(paper=paper) | Q(awards__paper=paper) | by_pair, status=Order.Status.CANCELLED)
    rows = rows.filter(Q(paper=paper) | Q(cancelled_by__date__gte=paper.date))
    return rows.distinct().select_related("cancelled_by")
