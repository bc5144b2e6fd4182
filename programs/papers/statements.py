"""Statements about mentoring: the certificate for attestation, the confirmation, the mentee's characteristic."""

from django.db.models import Count, Q, Sum

from programs.models import OrderLine, Pair, Statement
from programs.papers import common
from registry.engine import cases
from registry.text import count, long_date, short_date

TEMPLATES = {
    "certificate": "papers/certificate.html",
    "confirmation": "papers/confirmation.html",
    "characteristic": "papers/characteristic.html",
}


def title(kind, person) -> str:
    return f"{dict(Statement.KINDS)[kind].capitalize()}: {person.full_name}"


def pairs_of(mentor, since=None, until=None):
    """Pairs fixed by an order in which the person mentors or mentored, oldest first; only confirmed meetings count."""
    rows = Pair.objects.filter(sides__person=mentor, sides__role="mentor").exclude(
        status__in=["proposed", "agreed", "cancelled"]
    )
    if since:
        rows = rows.filter(Q(ended_on__isnull=True, ends__gte=since) | Q(ended_on__gte=since))
    if until:
        rows = rows.filter(starts__lte=until)
    return rows.distinct().select_related("programme__year", "form").order_by("starts", "pk")


def _mentees(pair, on) -> str:
    """A colleague by name; a child by class alone: the paper leaves the school."""
    words = [
        f"обучающийся, {person.what_is(on) or 'школа'}" if person.is_minor(on)
        else ", ".join(filter(None, [person.short_name, person.post(on)]))
        for person in pair.mentees
    ]  # fmt: skip
    return "; ".join(words)


def _orders(pair) -> str:
    """The orders that name the pair: the grounds."""
    lines = OrderLine.objects.filter(Q(pair=pair) | Q(change__pair=pair), order__status="registered")
    rows = lines.select_related("order").order_by("order__date", "order__pk")
    return "; ".join(dict.fromkeys(f"приказ {line.order.name}" for line in rows))


def _row(pair, mentor, on) -> dict:
    side = pair.sides.filter(person=mentor, role="mentor").order_by("starts", "pk").last()
    last = min(day for day in (side.ends, pair.ended_on, pair.ends) if day)
    own = pair.meetings.held().filter(mentor=mentor).exclude(pk__in=pair.meetings.unconfirmed().values("pk"))
    held = own.aggregate(number=Count("pk"), time=Sum("minutes"))
    plan = getattr(pair, "plan", None)
    done, total = plan.done_share if plan else (0, 0)
    running = pair.status in ("ordered", "working", "suspended", "closing") and last >= on
    result = pair.get_result_display() if pair.result else "работа продолжается" if running else "работа завершена"
    return {
        "programme": common.programme_of(pair.programme), "form": str(pair.form),
        "mentees": _mentees(pair, on), "term": f"{short_date(max(side.starts, pair.starts))} – {short_date(last)}",
        "meetings": held["number"] or 0, "minutes": held["time"] or 0,
        "result": f"{result}; выполнено {done} из {total} заданий плана" if total else result,
        "ground": _orders(pair), "runs": running,
    }  # fmt: skip


def _base(kind, person, on, number, purpose) -> dict:
    return {
        "title": title(kind, person), "school": common.school(), "head": common.head(on), "number": number,
        "date": long_date(on), "name": person.full_name, "dative": person.in_case("dative"),
        "genitive": person.in_case("genitive"), "accusative": person.in_case("accusative"),
        "post": person.what_is(on), "post_accusative": common.post_in(person, on, "accusative"),
        "post_dative": common.post_in(person, on, "dative"), "purpose": purpose,
        "is_woman": cases.sex_of(person) == "f",
    }  # fmt: skip


def certificate(person, *, on, number, purpose="", since=None, until=None) -> dict:
    """Pairs, terms, results, grounds (ОЧ-П 8.3)."""
    rows = [_row(pair, person, on) for pair in pairs_of(person, since, until)]
    period = f"с {short_date(since)} по {short_date(until)}" if since and until else ""
    return {
        **_base("certificate", person, on, number, purpose), "rows": rows, "period": period,
    }  # fmt: skip


def confirmation(person, *, on, number, purpose="", **_) -> dict:
    """That the person mentors now, how many meetings were held and how long."""
    rows = [row for row in (_row(pair, person, on) for pair in pairs_of(person)) if row["runs"]]
    minutes = sum(row["minutes"] for row in rows)
    return {
        **_base("confirmation", person, on, number, purpose), "rows": rows,
        "meetings": count(sum(row["meetings"] for row in rows), "встреча", "встречи", "встреч"),
        "hours": f"{minutes // 60} ч {minutes % 60:02d} мин",
    }  # fmt: skip


def characteristic(person, pair, *, on, number, author, purpose="", skills="", qualities="", advice="") -> dict:
    """The mentor's word on the mentee: plan, skills, qualities, advice (domain §7.2)."""
    plan = getattr(pair, "plan", None)
    done, total = plan.done_share if plan else (0, 0)
    return {
        **_base("characteristic", person, on, number, purpose), "form": str(pair.form),
        "term": f"с {short_date(pair.starts)} по {short_date(min(pair.ended_on or pair.ends, on))}",
        "plan": f"Выполнено {count(done, 'задание', 'задания', 'заданий')} из {total}." if total else "",
        "skills": skills, "qualities": qualities, "advice": advice, "author": author.signature_name,
        "curator": common.curator(on),
        "author_role": "Наставник" if pair.mentor == author else "Куратор",
    }  # fmt: skip
