"""A mentee's petition and a mentor's statement on paper, with the head's resolution (ОЧ-П 5.2, 6.2)."""

from programs.papers import common
from registry.text import long_date

TEMPLATE = "papers/petition.html"


def context(row) -> dict:
    """Plain values; the decision stands on the paper as soon as there is one."""
    on, pair, person = row.received_on, row.pair, row.person
    guardian = row.filed_by if row.filed_by != person and person.is_minor(on) and row.how != "paper" else None
    author = guardian or person
    order = row.changes.filter(done_on__isnull=False, order_lines__order__status="registered").first()
    return {
        "title": str(row), "school": common.school(), "head": common.head(on),
        "is_resignation": row.kind == "resignation", "genitive": author.in_case("genitive"),
        "post_genitive": "" if guardian else common.post_in(person, on, "genitive"),
        "child": person.in_case("genitive") if guardian else "",
        "mentees": [one.in_case("genitive") for one in pair.mentees],
        "mentor": pair.mentor_on(on).in_case("genitive") if pair.mentor else "",
        "form": str(pair.form).lower(), "words": row.words,
        "last_day": long_date(row.last_day) if row.last_day else "", "date": long_date(on),
        "signature": author.signature_name, "curator": common.curator(on),
        "rule": pair.programme.rule(f"{row.kind}.receivers").source,
        "decision": _decision(row), "decided_on": long_date(row.decided_on) if row.decided_by else "",
        "decided_by": row.decided_by.signature_name if row.decided_by else "",
        "order": order.order_lines.filter(order__status="registered").first().order.name if order else "",
    }  # fmt: skip


def _decision(row) -> str:
    if not row.decided_by:
        return ""
    said = "Согласовано" if row.status == "accepted" else "Отказано"
    return f"{said}. {row.decision}".strip()
