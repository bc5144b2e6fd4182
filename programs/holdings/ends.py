"""What must be ended before a person's data may be destroyed, and when a programme is over for a person."""

from django.db.models import Max, Q

from programs.models import Candidacy, Order, OrderLine, Pair, Programme, RegisterEntry, Request, Side
from registry.engine.errors import Gap
from registry.text import short_date

DRAFTS = ["draft", "agreeing", "submitted"]


def pairs(person, on):
    """A pair that runs: it is closed by an order, or its proposal is taken back."""
    for pair in Pair.objects.running().filter(sides__person=person, sides__is_open=True).distinct():
        if pair.status in ("proposed", "agreed"):
            yield Gap(
                f"Человека предложили в пару ({pair}). Сначала снимите предложение.",
                pair.get_absolute_url(), "Открыть пару",
            )  # fmt: skip
        else:
            yield Gap(
                f"Пара ещё не завершена: {pair}, состояние — «{pair.get_status_display()}». Завершите её приказом "
                "или замените в ней этого человека.",
                pair.get_absolute_url(), "Открыть пару",
            )  # fmt: skip


def register(person, on):
    """An entry in the register that holds: the mentor leaves it by an order."""
    for row in RegisterEntry.objects.active(on).filter(mentor__person=person).select_related("programme"):
        yield Gap(
            f"Человек состоит в реестре наставников с {short_date(row.starts)} ({row.programme}). Сначала исключите "
            "его из реестра приказом.",
            person.mentor.get_absolute_url(), "Открыть карточку наставника",
        )  # fmt: skip


def orders(person, on):
    """A draft that lists the person would become an order about nobody."""
    rows = Order.objects.filter(status__in=DRAFTS, lines__in=OrderLine.objects.naming(person))
    for order in rows.distinct():
        yield Gap(
            f"{order} называет этого человека. Дождитесь решения директора или уберите строку из проекта.",
            order.get_absolute_url(), "Открыть проект",
        )  # fmt: skip


def seats(person, on):
    """A seat in a commission at work."""
    for seat in person.commission_seats.filter(commission__is_working=True).select_related("commission"):
        yield Gap(
            f"Человек входит в действующую комиссию ({seat.commission}). Сначала утвердите новый состав приказом.",
            seat.commission.get_absolute_url(), "Открыть комиссию",
        )  # fmt: skip


def still_takes_part(on) -> set[int]:
    """People of the programmes that are not over: requests, candidacies, register, pairs."""
    running = Programme.objects.filter(Q(year__is_active=True) | Q(ends__gte=on))
    found = set(
        Request.objects.filter(status__in=["received", "analysed", "admitted"], person__isnull=False)
        .filter(Q(programme__in=running) | Q(programme__isnull=True)).values_list("person", flat=True)
    )  # fmt: skip
    found |= set(Side.objects.filter(pair__in=Pair.objects.running(), is_open=True).values_list("person", flat=True))
    found |= set(
        Candidacy.objects.filter(programme__in=running, status__in=["nominated", "recommended", "registered"])
        .values_list("mentor__person", flat=True)
    )  # fmt: skip
    return found | set(RegisterEntry.objects.active(on).values_list("mentor__person", flat=True))


def year_over(on) -> dict:
    """People whose last programme ended longer ago than the term that the consent gives (after_year)."""
    from registry.models import Retention

    term = Retention.objects.filter(key="after_year").first()
    if term is None or term.unit == "permanent":
        return {}
    ways = (
        Request.objects.filter(person__isnull=False).values_list("person").annotate(last=Max("programme__ends")),
        Side.objects.values_list("person").annotate(last=Max("pair__programme__ends")),
        Candidacy.objects.values_list("mentor__person").annotate(last=Max("programme__ends")),
    )
    last: dict = {}
    for rows in ways:
        for pk, day in rows.order_by():
            if day:
                last[pk] = max(day, last.get(pk, day))
    return {
        pk: (term.until(day), "участие закончено, срок хранения после него истёк")
        for pk, day in last.items() if term.until(day) < on
    }  # fmt: skip
