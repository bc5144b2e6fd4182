"""Wishes that come before a change: another mentor (ОЧ-П 6.2), laying the duties down (ОЧ-П 5.2)."""

from django.db import IntegrityError, transaction

from programs.models import Order, Pair, Petition, Side
from registry.actions.people import may
from registry.engine import calendar, journal, workflow
from registry.engine.errors import Gap, Refused
from registry.models import Appointment, Employment, Person
from registry.text import short_date

RUNNING = (Pair.Status.ORDERED, Pair.Status.WORKING, Pair.Status.SUSPENDED)
NOTICE_DAYS = 3
"""Working days between a mentor's statement and the last day (ст. 351.8 ТК РФ; domain §3.3)."""

FILED = "Такое обращение уже подано и ждёт решения: второе не нужно."


def earliest_last_day(received_on):
    """The first day on which a mentor may stop: three working days later, the day of the statement not counted."""
    return calendar.add_working_days(received_on, NOTICE_DAYS)


def goes_to_director(pair, kind) -> bool:
    """Whether the regulation names the head of the school among the receivers (ОЧ-П 5.2, 6.2; АБР-П 4.1, 5.1)."""
    return "director" in pair.programme.rule(f"{kind}.receivers").value


def _running(pair) -> Pair:
    row = workflow.lock(Pair, pair.pk)
    if row.status not in RUNNING:
        raise Refused(f"Работа «{row.get_status_display()}»: менять в ней уже нечего.")
    return row


def _said(words) -> str:
    if not words.strip():
        raise Refused("Напишите, почему: хватит одного предложения.", field="words")
    return words.strip()


def _file(pair, kind, person, *, by, on, received_on, words, how, last_day=None) -> Petition:
    if received_on > on:
        raise Refused("Этот день ещё не наступил: поставьте день, когда бумагу отдали.", field="received_on")
    try:
        with transaction.atomic():
            row = Petition.objects.create(
                pair=pair, kind=kind, person=person, filed_by=by.person, how=how, received_on=received_on,
                words=_said(words), last_day=last_day, to_director=goes_to_director(pair, kind),
            )  # fmt: skip
    except IntegrityError as fault:
        raise Refused(FILED) from fault
    journal.write(by, f"подано: {row.get_kind_display()}", row, people=[person], how=how)
    return row


@transaction.atomic
def ask_for_another(pair, person, *, by, on, words, received_on=None, on_paper=False) -> Petition:
    """A mentee's petition: by oneself, by a guardian, or entered by the curator from paper. The mentor is not told."""
    may(by, "programs.petition_enter" if on_paper else "programs.petition_ask", pair)
    row = _running(pair)
    if not row.sides.filter(person=person, role="mentee", is_open=True).exists():
        raise Refused("О другом наставнике просит наставляемый этой пары или его законный представитель.")
    return _file(
        row, "petition", person, by=by, on=on, received_on=received_on or on, words=words,
        how="paper" if on_paper else "cabinet",
    )  # fmt: skip


@transaction.atomic
def resign(pair, *, by, on, words, last_day, received_on=None, on_paper=False) -> Petition:
    """A mentor's statement; the last day is at least three working days away by the production calendar."""
    may(by, "programs.petition_enter" if on_paper else "programs.petition_resign", pair)
    row, received_on = _running(pair), received_on or on
    first = earliest_last_day(received_on)
    mentor = row.sides.get(role="mentor", is_open=True).person
    if last_day < first:
        law = "ст. 351.8 ТК РФ; " if Employment.objects.active(on).filter(person=mentor).exists() else ""
        raise Refused(
            f"До последнего дня должно пройти не меньше трёх рабочих дней ({law}праздники и выходные не "
            f"считаются): если заявление отдано {short_date(received_on)}, самый ранний день — {short_date(first)}. "
            "Поставьте его или более поздний.",
            field="last_day",
        )
    if last_day > row.ends:
        raise Refused(f"Срок кончается раньше, {short_date(row.ends)}: заявление не понадобится.", field="last_day")
    return _file(
        row, "resignation", mentor, by=by, on=on, received_on=received_on, words=words, last_day=last_day,
        how="paper" if on_paper else "cabinet",
    )  # fmt: skip


@transaction.atomic
def decide(petition, *, by, on, accepts: bool, note="", on_paper=False) -> Petition:
    """A yes or no. The head's own decision on a statement may be entered by the curator from the signed paper."""
    may(by, "programs.petition_decide", petition)
    is_head = Appointment.objects.active(on).filter(
        person=by.person, role__in=["director", "acting_director"]
    ).exists()  # fmt: skip
    decided_by = by.person
    if petition.kind == "resignation" and not is_head:
        if not on_paper:
            raise Refused(
                "По заявлению наставника решает руководитель. Внесите его резолюцию с бумаги или дождитесь его ответа.",
                field="on_paper",
            )
        decided_by = head(on)
    if not accepts and not note.strip():
        raise Refused("Напишите, почему отказано: тот, кто просил, это прочтёт.", field="note")
    return workflow.move(
        petition, "accept" if accepts else "decline", by=by, on=on, decided_by=decided_by, note=note.strip(),
        on_paper=on_paper,
    )  # fmt: skip


def read_answer(petition, *, by, on) -> None:
    """Whoever asked has opened the answer: its line of «Сегодня» is gone."""
    Petition.objects.answered_to(by.person).filter(pk=petition.pk).update(read_on=on)


def head(on) -> Person:
    """Whoever heads the school on the day: the acting one first."""
    rows = Appointment.objects.active(on).filter(role__in=["acting_director", "director"]).order_by("role")
    found = rows.select_related("person").first()
    if found is None:
        raise Refused("В школе не указан директор: назначьте его на странице человека.")
    return found.person


def order_of(petition):
    """The registered order that this wish has led to, or None."""
    return Order.objects.registered().filter(lines__change__petition=petition).first()


def ground_gaps(petition, pair):
    """What keeps a wish from being the ground of a replacement of this pair."""
    if petition is None:
        return
    if petition.pair_id != pair.pk:
        yield Gap("Это обращение о другой паре.")
    if petition.status == Petition.Status.RECEIVED:
        yield Gap(
            f"{petition}: решения ещё нет. Сначала примите решение, потом готовьте приказ.",
            petition.get_absolute_url(), "К обращению",
        )  # fmt: skip
    elif petition.status != Petition.Status.ACCEPTED:
        yield Gap(f"{petition}: «{petition.get_status_display()}». Основанием замены оно быть не может.")


def fitting_ground(pair) -> str:
    """The ground of the list that speaks of a request (ОЧ-П 2.8)."""
    return next((row for row in pair.programme.rule("replacement.grounds").value if "просьба" in row), "")


def is_mentor_of(person, pair) -> bool:
    return Side.objects.filter(pair=pair, person=person, role="mentor", is_open=True).exists()
