"""A pair that began on paper before the system came: entered as it stands, with the same effects."""

from django.db import transaction

from programs.actions import order_papers, pairs
from programs.models import Acquaintance, Activity, Order, OrderLine, Pair, PairPast
from programs.orders import kinds
from programs.papers import order as order_paper
from registry.actions.people import may
from registry.engine import journal, papers, workflow
from registry.engine.errors import Gap, Refused
from registry.text import short_date

AGREED_ON_PAPER = "согласие дано на бумаге до внесения в реестр"


def known_order(programme, number, date) -> Order | None:
    """The paper order with this number and date that is here already: it named several pairs."""
    return Order.objects.registered().filter(
        programme=programme, kind="pairs", source="paper", number=number.strip(), date=date
    ).first()  # fmt: skip


def entry_point(programme) -> str:
    """Where the programme's roadmap asks for values at the entry: «мероприятие 8 дорожной карты» (ОЧ-ДК2 8)."""
    row = Activity.objects.filter(stage__programme=programme, fact="mentee_entry").first()
    return f"мероприятие {row.number} дорожной карты" if row and row.number else "методические рекомендации МР-42/02"


def _date_gaps(starts, agreed_on, order_date, on):
    if starts > on:
        yield Gap("Работа ещё не началась: предложите пару обычным путём, без бумаги.")
    if order_date > on:
        yield Gap("Дата приказа ещё не наступила.")
    if order_date > starts:
        yield Gap(
            f"Приказ от {short_date(order_date)} позже начала работы ({short_date(starts)}). Пара работает со дня "
            "приказа: поставьте начало не раньше него."
        )
    if agreed_on > order_date:
        yield Gap(
            f"Согласие участников ({short_date(agreed_on)}) не может быть позже приказа ({short_date(order_date)})."
        )


def _past_gaps(past, starts, on):
    if past["meetings"] and past["last_on"] is None:
        yield Gap("Впишите день последней встречи из бумажного журнала.")
    if past["last_on"] and not starts <= past["last_on"] <= on:
        yield Gap(f"Последняя встреча должна быть между началом работы ({short_date(starts)}) и сегодняшним днём.")
    if past["last_on"] and not past["meetings"]:
        yield Gap("Впишите, сколько встреч уже было.")


@transaction.atomic
def enter_pair(
    programme, mentor, mentees, *, by, on, form, starts, ends, agreed_on, number, date, signed_by=None, scan=None,
    original_place="", meetings=0, minutes=0, last_on=None, past_note="", note="", **conditions,
) -> Pair:  # fmt: skip
    """The whole pair or nothing: people, consent on paper, the order's number and date, meetings before as one line.

    It works from this very day on, as it stands: values at the entry may be added, and nobody asks for them, because
    the entry is over. `scan` is an accepted upload of the signed order; not needed when that order is here already.
    Raises Refused with every broken rule at once.
    """
    may(by, "programs.paper_pair_enter")
    past = {"meetings": meetings or 0, "minutes": minutes or 0, "last_on": last_on, "note": past_note.strip()}
    gaps = [
        *_date_gaps(starts, agreed_on, date, on), *_past_gaps(past, starts, on),
    ]  # fmt: skip
    order = known_order(programme, number, date)
    if order is None and scan is None:
        gaps.append(Gap("Приложите скан приказа: такого номера с этой датой среди внесённых с бумаги ещё нет."))
    if gaps:
        raise Refused(*gaps)
    pair = pairs.propose_pair(
        programme, mentor, mentees, by=by, on=on, form=form, starts=starts, ends=ends,
        note=note.strip() or f"Работает с {short_date(starts)}, внесена с бумаги.", **conditions,
    )  # fmt: skip
    pair = _agreed_on_paper(pair, by=by, on=agreed_on)
    if order:
        _join(order, pair, by=by, on=on)
    else:
        order_papers.enter_order(
            programme, "pairs", {pair.pk}, by=by, on=on, scan=scan, number=number, date=date, signed_by=signed_by,
            original_place=original_place,
        )  # fmt: skip
    PairPast.objects.create(pair=pair, entered_on=on, entered_by=by.person, **past)
    pair = workflow.move(Pair.objects.get(pk=pair.pk), "start", by=by, on=on)
    Pair.objects.filter(pk=pair.pk).update(quiet_from=past["last_on"] or on)  # silence counts from what is known
    journal.write(by, "пара внесена с бумаги", pair, people=pair.journal_people(), order=number)
    return pair


def _agreed_on_paper(pair, *, by, on) -> Pair:
    """Everybody's yes was given with a pen; a child's guardian must be known on that day."""
    for mark in pair.agreements.select_related("side__person"):
        person = mark.side.person.guardians(on).order_by("pk").first() if mark.as_guardian else mark.side.person
        if person is None:
            raise Refused(Gap(
                f"У ребёнка ({mark.side.person.short_name}) на {short_date(on)} не указан законный представитель: "
                "за него некому было согласиться. Укажите представителя в карточке.",
                mark.side.person.get_absolute_url(), "К карточке",
            ))  # fmt: skip
        pair = pairs.answer_pair(mark, by=by, on=on, agrees=True, person=person, how="paper", note=AGREED_ON_PAPER)
    return pair


def _join(order, pair, *, by, on):
    """One more pair of an order that is here already: its line, what it brings about, and who must read it."""
    row = workflow.lock(Order, order.pk)
    spec = kinds.of(row)
    last = max(row.lines.values_list("position", flat=True), default=0)
    line = kinds.line_for(row, last + 1, pair)
    line.save()
    spec.apply(OrderLine.objects.get(pk=line.pk), by=by, on=row.effective_on)
    told = set(row.acquaintances.values_list("person", flat=True))
    fresh = Order.objects.get(pk=row.pk)
    Acquaintance.objects.bulk_create(
        Acquaintance(order=row, person=person, asked_on=on) for person in spec.named(fresh) if person.pk not in told
    )
    if fresh.paper:
        fresh.paper.said = papers.as_said(order_paper.context(fresh))
        fresh.paper.save(update_fields=["said"])
    journal.write(by, "в приказ с бумаги внесена пара", row, people=pair.journal_people())
