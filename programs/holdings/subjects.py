"""What orders name about a person beside the register and pairs: appointments, releases, awards to come."""

from programs.models import AwardProposal, Release
from registry.engine.inventory import Holding, shown

BY_ORDER = "приказ школы; исполнение обязанностей по закону (п. 2 ч. 1 ст. 6 152-ФЗ)"


def subjects(person, on):
    for row in person.assignments.all():
        yield from shown("Назначение приказом", row.get_role_display(), row.starts)
    for row in person.releases.all():
        yield from shown("Освобождение от обязанностей", f"{row.event}, {row.hours}", row.day)
    for row in person.substitutions.all():
        yield from shown("Замещение отсутствующего", row.substitution or row.event, row.day)
    for row in person.award_proposals.all():
        yield from shown("Представление к поощрению", f"{row.kind}: {row.reason}")


def close_subjects(person, *, by, on) -> int:
    """The orders stay for their term; the words that were written to prepare them go."""
    number = AwardProposal.objects.filter(person=person).update(reason="")
    number += Release.objects.filter(person=person).update(event="", substitution="")
    return number + Release.objects.filter(substitute=person).update(substitution="")


HOLDINGS = {
    "order_subjects": Holding(
        "Назначения, освобождения, представления к поощрению", "documents", BY_ORDER, "orders",
        {"programs.Assignment": ("person", "asked_by"),
         "programs.Release": ("person", "substitute", "asked_by", "event", "substitution"),
         "programs.AwardProposal": ("person", "asked_by", "reason"),
         "programs.OrderChange": ("asked_by", "reason", "points")},
        subjects, erase=close_subjects,
    ),
}  # fmt: skip
