"""Who may be joined: mentors with their free places, and mentees without a mentor with what would help."""

import datetime
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Value
from django.db.models.functions import Coalesce

from programs.models import Pair, RegisterEntry, Request, Side
from registry.engine import consents
from registry.models import Mentee, Mentor
from registry.text import joined


@dataclass(frozen=True)
class Place:
    """A mentor of the register and how many mentees the rule still allows (ОЧ-П 2.6)."""

    mentor: Mentor
    free: int
    limit: int

    @property
    def words(self) -> str:
        return f"свободно {self.free} из {self.limit}" if self.free > 0 else f"занято {self.limit} из {self.limit}"


def places(programme, on) -> list[Place]:
    """Mentors of the programme's register on the day, those with free places first."""
    limit = programme.rule("mentor.max_mentees").value
    pairs = Pair.objects.running().filter(is_group=False).values("pk")
    sides = Side.objects.filter(role="mentor", is_open=True, pair__in=pairs).order_by()
    taken = dict(sides.values("person").annotate(number=Count("pk")).values_list("person", "number"))
    entries = (
        RegisterEntry.objects.active(on).filter(programme=programme).select_related("mentor__person")
        .prefetch_related(
            "mentor__competences", "mentor__person__enrolments__school_class", "mentor__person__employments"
        )
    )  # fmt: skip
    rows = [Place(entry.mentor, limit - taken.get(entry.mentor.person_id, 0), limit) for entry in entries]
    return sorted(rows, key=lambda row: (row.free <= 0, row.mentor.person.name_key))


def paired(programme) -> set[int]:
    """Ids of people who are mentees of a running pair or group of the programme."""
    pairs = Pair.objects.running().filter(programme=programme).values("pk")
    return set(Side.objects.filter(role="mentee", is_open=True, pair__in=pairs).values_list("person", flat=True))


def helped(request="") -> Exists:
    """Somebody mentored the person of the request in its programme to a good end, and nobody has asked anew since.

    `request` is the way to it from the row that is looked at: «request__».
    """
    return Exists(
        Side.objects.filter(
            role="mentee", person=OuterRef(f"{request}person"), pair__programme=OuterRef(f"{request}programme"),
            pair__status=Pair.Status.CLOSED, pair__result__in=["done", "early"],
            pair__ended_on__gte=Coalesce(OuterRef(f"{request}repeated_on"), Value(datetime.date.min)),
        )
    )  # fmt: skip


def helped_people(people) -> set[int]:
    """Those of the people whose work with a mentor came to a good end this year."""
    rows = Request.objects.filter(helped(), role="mentee", person__in=people, programme__year__is_active=True)
    return set(rows.values_list("person", flat=True))


def admitted(programme):
    """Cards of the programme's base of mentees."""
    return (
        Mentee.objects.filter(
            person__requests__programme=programme, person__requests__role="mentee",
            person__requests__status="admitted",
        ).distinct()
        .select_related("person").prefetch_related("needs", "person__enrolments__school_class", "person__employments")
    )  # fmt: skip


def unpaired(programme, user, on, words="") -> list[tuple[Mentee, str]]:
    """Mentees of the base whom nobody mentors in this programme, each with what would help in a few words."""
    done = Request.objects.filter(helped(), programme=programme, role="mentee").values("person")
    rows = admitted(programme).visible_to(user, on).search(words).exclude(person__in=paired(programme))
    rows = rows.exclude(person__in=done)
    if not rows:
        return []
    gate = consents.open_q("pairing", on, programme.code, person="person_id")
    allowed = set(Mentee.objects.filter(gate, pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
    mentors = places(programme, on)
    return [(row, what_would_help(row, mentors, row.pk in allowed)) for row in rows]


def what_would_help(mentee, mentors: list[Place], is_allowed: bool) -> str:
    """The first thing that stands in the way, said as a deed."""
    if not is_allowed:
        return "нужно действующее согласие"
    if not mentors:
        return "нужны наставники в реестре"
    needs = set(mentee.needs.all())
    if not needs:
        return "уточните, что нужно наставляемому"
    fitting = [row for row in mentors if needs & set(row.mentor.competences.all())]
    free = [row for row in fitting if row.free > 0]
    if free:
        return f"есть свободные наставники по теме: {len(free)}"
    if fitting:
        return "наставники по теме заняты: создайте группу или найдите ещё одного"
    return "нужен наставник по теме: " + joined(sorted(map(str, needs)))
