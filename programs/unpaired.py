"""Mentees of the base without a mentor: who answers for each, what comes next and when, why they are left over."""

import datetime
from dataclasses import dataclass

from programs import choosing
from programs.models import Support
from registry.models import Appointment, Mentee, Person


@dataclass(frozen=True)
class Left:
    """A line of the list. `who` follows the mentee: the one named in the step, else the school's psychologist."""

    card: Mentee
    what_is: str
    why: str
    request: object
    step: Support | None
    who: Person | None
    on: datetime.date

    @property
    def is_overdue(self) -> bool:
        return self.step is not None and self.step.due < self.on

    @property
    def rank(self):
        """Overdue first, then without a step, then by day."""
        place = 0 if self.is_overdue else 1 if self.step is None else 2
        return place, self.step.due if self.step else datetime.date.max, self.card.person.name_key


def psychologist(on) -> Person | None:
    """Who answers for those without a mentor (АБР-ДК 5; ТРИО-ДК 5.1.6), else the curator."""
    rows = Appointment.objects.active(on).filter(role__in=["psychologist", "curator"]).select_related("person")
    return next((row.person for row in sorted(rows, key=lambda one: (one.role != "psychologist", one.pk))), None)


def left_over(programme, user, on, words="") -> list[Left]:
    """Everybody in the base whom nobody mentors in this programme, the most urgent first."""
    rows = choosing.unpaired(programme, user, on, words)
    people = [card.person_id for card, _ in rows]
    requests = {
        one.person_id: one
        for one in programme.requests.filter(role="mentee", status="admitted", person__in=people)
    }  # fmt: skip
    ahead = Support.objects.ahead().filter(request__in=requests.values()).select_related("who")
    steps, default = {row.request_id: row for row in ahead}, psychologist(on)
    found = []
    for card, why in rows:
        request = requests.get(card.person_id)
        step = steps.get(request.pk) if request else None
        found.append(Left(card, card.person.what_is(on), why, request, step, step.who if step else default, on))
    return sorted(found, key=lambda one: one.rank)


def narrowed(rows, *, who=None, only="") -> list[Left]:
    """What the filters ask: whose, and only the late or those without a step."""
    if who:
        rows = [row for row in rows if row.who == who]
    if only == "late":
        rows = [row for row in rows if row.is_overdue]
    if only == "none":
        rows = [row for row in rows if row.step is None]
    return rows
