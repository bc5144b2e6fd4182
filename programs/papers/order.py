"""The order: what it says. How it looks is templates/papers/order.html."""

import re

from programs.orders import kinds
from programs.papers import common
from registry.engine import cases, papers
from registry.models import Appointment, School
from registry.text import long_date, short_date

TEMPLATE = "papers/order.html"


def title(order) -> str:
    return f"Приказ {order.name} «{order.title}»" if order.number else f"Проект приказа «{order.title}»"


def signatory(order, on) -> dict:
    """Who signs: the director on the day, or the one who acts for him, with the post as the fact says."""
    heads = ("acting_director", "director")
    facts = Appointment.objects.active(on).filter(role__in=heads).select_related("person")
    if order.approved_by_id:
        facts = facts.filter(person=order.approved_by_id)
    fact = min(facts, key=lambda one: heads.index(one.role), default=None)
    if fact is None:
        return {"post": "Директор", "name": ""}
    post = "И. о. директора" if fact.role == "acting_director" else "Директор"
    return {"post": post, "name": fact.person.signature_name}


def annex_title(spec, pairs: str) -> str:
    """«Наставнические тандемы и группы» where the school's document says so."""
    return re.sub(r"\b([Пп])ары\b", lambda found: pairs.capitalize() if found[1] == "П" else pairs, spec.annex_title)


def who_is(person, named, on) -> str:
    """Post or class; else where an outsider works, or whom of those named the guardian represents."""
    said = person.what_is(on) or (person.mentor.workplace if hasattr(person, "mentor") else "")
    if said:
        return said
    children = [one for one in named if one.is_minor(on) and one.guardians(on).filter(pk=person.pk).exists()]
    whose = ", ".join(common.surname_first(one, "genitive") for one in children)
    return f"законный представитель {whose}" if whose else ""


def in_gender(said: str, person) -> str:
    """«согласна», «не согласен»: an answer on the sheet in the gender of the one who gave it."""
    if person is None or cases.sex_of(person) != "f":
        return said
    return re.sub(r"согласен$", "согласна", said)


def history(order) -> list[dict]:
    """The way of the draft, decision by decision; empty where nobody objected, returned or remarked anything."""
    steps = list(order.steps.select_related("person"))
    worth = any(step.remark or step.what in ("refused", "returned", "taken_back") for step in steps)
    return [
        {
            "date": short_date(step.on), "what": in_gender(step.get_what_display(), step.person), "remark": step.remark,
            "name": step.person.short_name if step.person else "", "on_paper": step.on_paper,
        }
        for step in steps
    ] if worth else []  # fmt: skip


def context(order) -> dict:
    """Plain values: the same for the page, the PDF and the comparison with what was issued."""
    order = kinds.read_with_lines(order)
    spec, school = kinds.of(order), School.get()
    on = order.date or order.drafted_on
    author, asked, named = order.prepared_by, spec.signatories(order), spec.named(order)
    return {
        "title": title(order),
        "school": {
            "founder": school.founder, "full_name": school.full_name, "short_name": school.short_name,
            "place": school.place,
        },
        "number": order.number,
        "date": short_date(order.date) if order.date else "",
        "long_date": long_date(order.date) if order.date else "",
        "heading": order.title,
        "preamble": order.preamble_text,
        "points": list(order.points),
        "annex_title": annex_title(spec, order.programme.words.pair_many),
        "columns": [{"title": name, "key": key, "width": width} for name, key, width in spec.columns],
        "rows": [
            [said[key] for _, key, _ in spec.columns]
            for said in (spec.row(line.thing, on) for line in order.lines.all() if spec.columns)
        ],
        "annexes": [
            {"number": place, **annex}
            for place, annex in enumerate(spec.annexes(order, on), 2 if spec.columns else 1)
        ],
        "signatory": signatory(order, on),
        "executor": {"name": author.full_name, "phone": school.phone},
        "approvals": [
            {
                "name": row.person.full_name, "post": who_is(row.person, named, on),
                "answer": in_gender(row.get_answer_display(), row.person),
                "remark": row.remark, "date": short_date(row.answered_on) if row.answered_on else "",
            }
            for row in order.approvals.all()
            if row.person in asked
        ],
        "history": history(order),
        "named": [{"name": person.full_name, "post": who_is(person, (), on)} for person in named],
    }  # fmt: skip


def laid_out(order, **signed) -> papers.Sheet:
    """The paper as it will be once signed with this number and date, made before anything is decided."""
    row = type(order).objects.get(pk=order.pk)
    for name, value in signed.items():
        setattr(row, name, value)
    return papers.lay_out(TEMPLATE, context(row))


def issue(order, sheet=None):
    """Freeze the paper of an approved order; `sheet` is what was laid out beforehand."""
    name = f"Приказ № {order.number} от {short_date(order.date)}.pdf".replace("/", "-")
    return papers.issue(
        kind=f"order_{order.kind}", template=TEMPLATE, context=context(order), title=title(order), name=name,
        number=order.number, date=order.date, sheet=sheet,
    )  # fmt: skip
