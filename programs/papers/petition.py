"""A mentee's petition and a mentor's statement on paper, with the head's resolution (ОЧ-П 5.2, 6.2)."""

from programs.papers import common
from registry.models import Appointment
from registry.text import long_date

TEMPLATE = "papers/petition.html"


def context(row) -> dict:
    """Plain values; the decision stands on the paper as soon as there is one."""
    on, pair, person = row.received_on, row.pair, row.person
    done = pair.changes.filter(kind="replacement", done_on__gte=on).order_by("done_on", "pk").first()
    mentor = done.former if done else pair.mentor
    guardian = row.filed_by if row.filed_by != person and person.is_minor(on) and row.how != "paper" else None
    author = guardian or person
    order = row.changes.filter(done_on__isnull=False, order_lines__order__status="registered").first()
    return {
        "title": str(row), "school": common.school(), "head": receiver(row),
        "decides": "руководителя" if row.to_director else "куратора",
        "is_resignation": row.kind == "resignation", "genitive": author.in_case("genitive"),
        "post_genitive": "" if guardian else common.post_in(person, on, "genitive"),
        "child": person.in_case("genitive") if guardian else "",
        "mentees": [one.in_case("genitive") for one in pair.mentees],
        "mentor": mentor.in_case("genitive") if mentor else "",
        "form": str(pair.form).lower(), "words": common.sentence(row.words),
        "last_day": long_date(row.last_day) if row.last_day else "", "date": long_date(on),
        "signature": author.signature_name, "curator": common.curator(on),
        "rule": pair.programme.rule(f"{row.kind}.receivers").source,
        "decision": _decision(row), "decided_on": long_date(row.decided_on) if row.decided_by else "",
        "decided_by": row.decided_by.signature_name if row.decided_by else "",
        "order": order.order_lines.filter(order__status="registered").first().order.name if order else "",
    }  # fmt: skip


def receiver(row) -> dict:
    """To whom it goes: the head of the school, or the curator where the regulation names the curator alone."""
    if row.to_director:
        return common.head(row.received_on)
    acting = Appointment.objects.active(row.received_on).filter(role="curator").select_related("person").first()
    person = acting.person if acting else None
    return {
        "post_dative": "Куратору наставничества", "dative": common.surname_first(person, "dative") if person else "",
        "name": person.signature_name if person else "",
    }  # fmt: skip


def _decision(row) -> str:
    if not row.decided_by:
        return ""
    said = "Согласовано" if row.status == "accepted" else "Отказано"
    return f"{said}. {common.sentence(row.decision)}".strip()
