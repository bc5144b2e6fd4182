"""What the choosing of pairs holds about a person. Whom one would not like is the curator's alone to read."""

from django.db.models import Q

from programs.models import PlannedGroup, Preference, PreferenceSheet, Ruling, Visitor
from registry.engine.inventory import Holding, gone, shown
from registry.holdings.people import BY_CONSENT


def answers(person, on):
    """That one answered and how many were named; neither names nor refusals leave the curator's page."""
    for row in Visitor.objects.filter(person=person).select_related("meeting"):
        yield from shown("Был на встрече", row.meeting.get_kind_display(), row.meeting.held_on)
    for row in PreferenceSheet.objects.filter(person=person).select_related("programme"):
        chosen = Preference.objects.filter(
            programme=row.programme, person=person, role=row.role, rank__isnull=False
        ).count()
        yield from shown("Анкета предпочтений", f"{row.programme}: выбрано людей — {chosen}", row.given_on)


def erase_answers(person, *, by, on) -> int:
    mine = Q(person=person)
    number = gone(Preference.objects.filter(mine | Q(about=person)))
    number += gone(PreferenceSheet.objects.filter(mine)) + gone(Visitor.objects.filter(mine))
    return number + erase_rulings(person)


def erase_rulings(person) -> int:
    number = gone(Ruling.objects.filter(Q(mentor__person=person) | Q(mentee__person=person)))
    return number + gone(PlannedGroup.objects.filter(mentor__person=person))


HOLDINGS = {
    "preferences": Holding(
        "Знакомство и анкета предпочтений", "answers", BY_CONSENT, "participation",
        {"programs.Visitor": ("person",), "programs.Preference": ("person", "about"),
         "programs.PreferenceSheet": ("person",), "programs.Ruling": ("mentor", "mentee", "set_by", "note"),
         "programs.PlannedGroup": ("mentor", "opened_by")},
        answers, erase=erase_answers,
    ),
}  # fmt: skip


def keep_one(row, twin, field) -> None:
    """Two cards of one human, the same said of both: once is enough."""
    row.delete()


MERGING = dict.fromkeys(
    ("programs.Visitor", "programs.Preference", "programs.PreferenceSheet", "programs.Ruling",
     "programs.PlannedGroup"), keep_one,
)  # fmt: skip
