"""From the database to the matching: who may be joined in a programme and form, and what is known about them.

The number of questions to the database does not depend on the number of people. Only the curator's pages read this.
"""

import datetime
import decimal
import functools
import re
import tomllib
from collections import Counter, defaultdict
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import NamedTuple

from django.db.models import Q

from programs import matching
from programs.actions.pairs import MENTOR_SIDES
from programs.choosing import helped
from programs.matching import MenteeProfile, MentorProfile, Problem, Weights
from programs.matching.people import NOBODY
from programs.models import (
    Candidacy,
    Pair,
    PairChange,
    PairingTerms,
    PlannedGroup,
    Preference,
    RegisterEntry,
    Request,
    Ruling,
    Side,
)
from registry.engine import consents
from registry.models import Certificate, Guardianship, Mentee, Mentor, Person
from registry.models.cards import SLOTS
from registry.text import age_on, initials

GROUPS_FROM = 10**9
"""Keys of groups stand above all keys of cards: between equals a pair goes before a group."""
FAILED = ("mentor", "mentee", "mutual", "curator")
TITLES = dict(SLOTS)
PRESETS = Path(__file__).parent / "presets" / "pairing.toml"


@functools.cache
def presets() -> dict:
    """Code of a regulation → {why, weights, hours_a_week} on top of the default."""
    with PRESETS.open("rb") as file:
        rows = tomllib.load(file)
    usual = rows.pop("default")
    found = {code: {**usual, **row, "weights": {**usual["weights"], **row["weights"]}} for code, row in rows.items()}
    for row in found.values():
        Weights(**row["weights"])  # a slip in the file is found at once
    return {"": usual, **found}


def preset_of(programme) -> dict:
    return presets().get(programme.regulation.code) or presets()[""]


def terms_of(programme) -> PairingTerms:
    """The programme's own terms, or those of its regulation, not saved yet."""
    row = PairingTerms.objects.filter(programme=programme).first()
    if row is None:
        preset = preset_of(programme)
        row = PairingTerms(programme=programme, weights=dict(preset["weights"]), hours_a_week=preset["hours_a_week"])
    return row


def weights_of(terms: PairingTerms) -> Weights:
    known = {item.name for item in fields(Weights)}
    return Weights(**{name: value for name, value in terms.weights.items() if name in known})


class Human(NamedTuple):
    """Who stands behind a key: the number of the person, the name in lists."""

    person: int
    name: str


@dataclass
class Setting:
    """A problem, and the people behind its keys. `elsewhere` counts mentees who asked for another form."""

    programme: object
    form: object
    problem: Problem
    mentors: dict[int, Human]
    mentees: dict[int, Human]
    groups: dict[int, int] = field(default_factory=dict)
    """Key of a group → key of its mentor's card."""
    elsewhere: int = 0

    @functools.cached_property
    def rulings(self) -> list[Ruling]:
        """Pins, bans and the own variant with the people's names, for the page."""
        rows = Ruling.objects.filter(programme=self.programme).select_related("mentor__person", "mentee__person")
        return list(rows)

    def solve(self) -> matching.Solution:
        return matching.solve(self.problem)

    def mentor(self, key: int) -> Human:
        return self.mentors[self.groups.get(key, key)]


def load(programme, form, on: datetime.date, *, any_form: bool = False) -> Setting:
    """Everybody who waits in this form and everybody who may mentor in it, with the curator's rulings."""
    terms = terms_of(programme)
    mentees, elsewhere = _waiting(programme, form, any_form)
    mentors, entered = _mentors(programme, form, on)
    links = _Links(programme, form, on, mentors, mentees)
    rule, group = programme.rule("mentor.max_mentees"), programme.rule("group.max_size")
    profiles = [_mentor_profile(card, links, card.key in entered, rule.value, on) for card in mentors.values()]
    groups = {GROUPS_FROM + pk: mentor for pk, mentor in links.groups if mentor in mentors}
    own = {profile.key: profile for profile in profiles}
    for key, mentor in groups.items():
        profiles.append(_as_group(own[mentor], key, group.value, programme.rule("group.min_size").value))
    rulings = list(Ruling.objects.filter(programme=programme).order_by().only(*RULED))
    problem = Problem(
        mentors=tuple(profiles),
        mentees=tuple(_mentee_profile(card, links, on) for card in mentees.values()),
        form=form.title,
        weights=weights_of(terms),
        pins=frozenset(key_of(row, groups) for row in rulings if row.kind == "pin" and row.form_id == form.pk),
        bans=frozenset((row.mentor_id, row.mentee_id) for row in rulings if row.kind == "ban"),
        failed=links.failed(mentors, mentees),
        availability_required=terms.availability_required,
        competence_required=terms.competence_required,
        unwilling_forbids=terms.unwilling_forbids,
        hours_a_week=float(terms.hours_a_week) if terms.hours_a_week is not None else None,
        rule_points={
            "load": rule.source, "register": programme.rule("selection.ways").source,
            "certificate": programme.rule("outsider.certificates").source,
        },
    )  # fmt: skip
    return Setting(
        programme, form, problem, {key: card.human for key, card in mentors.items()},
        {key: card.human for key, card in mentees.items()}, groups, elsewhere,
    )  # fmt: skip


def key_of(row: Ruling, groups: dict) -> tuple[int, int]:
    """(mentor or group, mentee) as the matching names them."""
    if row.in_group:
        key = next((key for key, mentor in groups.items() if mentor == row.mentor_id), None)
        if key is not None:
            return key, row.mentee_id
    return row.mentor_id, row.mentee_id


short_name = functools.lru_cache(maxsize=4096)(initials)
PERSON = ("person", "person__last_name", "person__first_name", "person__middle_name", "person__birth_date")
RULED = ("kind", "form", "mentor", "mentee", "in_group")


class _MenteeCard(NamedTuple):
    """One line of the question about those who wait, in the order of its columns."""

    person: int
    last_name: str
    first_name: str
    middle_name: str
    birth: datetime.date | None
    wish: int | None
    key: int
    interests: str
    slots: list

    @property
    def human(self) -> Human:
        return Human(self.person, short_name(self.last_name, self.first_name, self.middle_name))


class _MentorCard(NamedTuple):
    """The same of those who may mentor."""

    person: int
    last_name: str
    first_name: str
    middle_name: str
    birth: datetime.date | None
    key: int
    interests: str
    slots: list
    category: str
    age_from: int | None
    age_to: int | None
    hours: decimal.Decimal | None
    most: int | None

    human = _MenteeCard.human


def _waiting(programme, form, any_form) -> tuple[dict[int, _MenteeCard], int]:
    """Cards of the base without a mentor in this programme: those who asked for this form, and those who named none."""
    running = Side.objects.filter(role="mentee", is_open=True, pair__in=Pair.objects.running().values("pk"))
    sides = running.filter(Q(pair__programme=programme) | Q(running_form=form)).order_by()
    busy = set(sides.values_list("person", flat=True))
    kind = "pupil" if form.mentee_side == "student" else form.mentee_side
    rows = Request.objects.filter(
        ~helped(), programme=programme, role="mentee", status="admitted", person__erased_at__isnull=True,
        person__mentee__kind=kind,
    ).order_by("pk").values_list(
        *PERSON, "form", "person__mentee", "person__mentee__interests", "person__mentee__slots"
    )  # fmt: skip
    found, elsewhere = {}, set()
    for card in map(_MenteeCard._make, rows):
        if card.person in busy:
            continue
        if any_form or card.wish in (None, form.pk):
            found[card.key] = card
        else:
            elsewhere.add(card.key)
    return found, len(elsewhere - found.keys())


def _mentors(programme, form, on) -> tuple[dict[int, _MentorCard], set[int]]:
    """Cards of the categories that the form wants, in the register on the day or on their way into it; the former."""
    entered = set(RegisterEntry.objects.active(on).filter(programme=programme).values_list("mentor", flat=True))
    on_the_way = Candidacy.objects.filter(programme=programme, status__in=["nominated", "recommended"])
    known = entered.union(on_the_way.values_list("mentor", flat=True))
    rows = Mentor.objects.filter(category__in=MENTOR_SIDES[form.mentor_side], person__erased_at__isnull=True)
    rows = rows.order_by().values_list(
        *PERSON, "pk", "interests", "slots", "category", "wished_age_from", "wished_age_to", "hours_a_week",
        "max_mentees",
    )  # fmt: skip
    return {card.key: card for card in map(_MentorCard._make, rows) if card.key in known}, entered


class _Links:
    """Everything between people, each by one question: {number of a card: what is tied to it}."""

    def __init__(self, programme, form, on, mentors, mentees):
        self.programme, self.on = programme, on
        self.mentor_of = {card.person: key for key, card in mentors.items()}
        self.mentee_of = {card.person: key for key, card in mentees.items()}
        self.competences = _many(Mentor.competences.through, "mentor", "topic__title")
        self.needs = _many(Mentee.needs.through, "mentee", "topic__title")
        self.mentor_models = _many(Mentor.role_models.through, "mentor", "rolemodel__title", rolemodel__form=form)
        self.mentee_models = _many(Mentee.role_models.through, "mentee", "rolemodel__title", rolemodel__form=form)
        self.running = self._load()
        gate = consents.open_people(("selection", "pairing"), on, programme.code)
        self.may_mentor, self.may_learn = gate["selection"], gate["pairing"]
        has_outsiders = any(card.category in Mentor.OUTSIDERS for card in mentors.values())
        self.certified = self._certified() if has_outsiders else set()
        self.children = self._children()
        self.groups = list(PlannedGroup.objects.filter(programme=programme, form=form).values_list("pk", "mentor"))
        self.chosen, self.refused = self._choices()

    def _load(self) -> Counter:
        """Running individual mentees by the number of the person, over all programmes (ОЧ-П 2.6)."""
        pairs = Pair.objects.running().filter(is_group=False).values("pk")
        sides = Side.objects.filter(role="mentor", is_open=True, pair__in=pairs)
        return Counter(sides.values_list("person", flat=True))

    def _certified(self) -> set[int]:
        """Cards of mentors from outside whose papers are in order (ОЧ-П 5.1)."""
        asked = {kind for kind in self.programme.rule("outsider.certificates").value if kind != "other"}
        held = defaultdict(set)
        for mentor, kind in Certificate.objects.valid(self.on).values_list("mentor", "kind"):
            held[mentor].add(kind)
        return {mentor for mentor, kinds in held.items() if asked <= kinds} if asked else set(self.mentor_of.values())

    def _children(self) -> dict[int, set[int]]:
        found = defaultdict(set)
        ties = Guardianship.objects.active(self.on).filter(guardian__mentor__isnull=False)
        for guardian, child in ties.values_list("guardian", "child"):
            if child in self.mentee_of:
                found[guardian].add(self.mentee_of[child])
        return found

    def _choices(self) -> tuple[dict, dict]:
        """(role, person) → keys of the chosen, the first place first; and keys of those one would not like."""
        chosen, refused = defaultdict(list), defaultdict(list)
        others = {"mentor": self.mentee_of, "mentee": self.mentor_of}
        rows = Preference.objects.filter(programme=self.programme).order_by("rank", "pk")
        for role, person, about, rank in rows.values_list("role", "person", "about", "rank"):
            key = others[role].get(about)
            if key is not None:
                (refused if rank is None else chosen)[role, person].append(key)
        return chosen, refused

    def failed(self, mentors, mentees) -> frozenset:
        """Former pairs that came apart: ended by a side or the curator, refused at the proposal, mentor replaced."""
        apart = Pair.objects.filter(
            Q(status=Pair.Status.CLOSED, result__in=FAILED)
            | Q(status=Pair.Status.CANCELLED, agreements__answer=False)
            | Q(pk__in=PairChange.objects.filter(kind="replacement", done_on__isnull=False).values("pair"))
        )
        sides = defaultdict(lambda: (set(), set()))
        rows = Side.objects.filter(pair__in=apart.values("pk"))
        for pair, person, role, is_open in rows.values_list("pair", "person", "role", "is_open"):
            if role == "mentor" and is_open:
                continue  # the one who came instead
            table = self.mentor_of if role == "mentor" else self.mentee_of
            if person in table:
                sides[pair][role == "mentee"].add(table[person])
        return frozenset((mentor, mentee) for left, right in sides.values() for mentor in left for mentee in right)


def _many(through, side, title, **narrow) -> dict[int, frozenset[str]]:
    """Number of a card → titles tied to it."""
    found = defaultdict(set)
    for card, words in through.objects.filter(**narrow).values_list(f"{side}_id", title):
        found[card].add(words)
    return {card: frozenset(words) for card, words in found.items()}


@functools.lru_cache(maxsize=4096)
def words_of(text: str) -> frozenset[str]:
    """Interests out of typed words.

    >>> sorted(words_of("Шахматы, робототехника; лыжи."))
    ['лыжи', 'робототехника', 'шахматы']
    """
    parts = (part.strip().lower() for part in re.split(r"[,;.\n]", text))
    return frozenset(part for part in parts if len(part) > 2)


@functools.lru_cache(maxsize=4096)
def _titles(codes: tuple[str, ...]) -> frozenset[str]:
    return frozenset(TITLES[code] for code in codes if code in TITLES)


def _mentor_profile(card: _MentorCard, links: _Links, is_entered: bool, most: int, on) -> MentorProfile:
    key, person = card.key, card.person
    is_grown = card.birth is None or age_on(card.birth, on) >= 18
    return MentorProfile(
        key=key, name=card.human.name, limit=most if card.most is None else min(most, card.most),
        in_register=is_entered, consents_open=person in (links.may_mentor if is_grown else links.may_learn),
        certified=card.category not in Mentor.OUTSIDERS or key in links.certified,
        running=links.running[person], competences=links.competences.get(key, NOBODY),
        role_models=links.mentor_models.get(key, NOBODY), age_from=card.age_from, age_to=card.age_to,
        slots=_titles(tuple(card.slots)), hours=None if card.hours is None else float(card.hours),
        interests=words_of(card.interests), children=frozenset(links.children.get(person, ())),
        as_mentee=links.mentee_of.get(person), preferences=tuple(links.chosen.get(("mentor", person), ())),
        unwilling=frozenset(links.refused.get(("mentor", person), ())),
    )  # fmt: skip


def _as_group(profile: MentorProfile, key, most, least) -> MentorProfile:
    return replace(
        profile, key=key, of=profile.key, name=f"{profile.name}, группа", limit=most, running=0, group_min=least
    )


def _mentee_profile(card: _MenteeCard, links: _Links, on) -> MenteeProfile:
    key, person = card.key, card.person
    age = age_on(card.birth, on) if card.birth else None
    return MenteeProfile(
        key=key, name=card.human.name, consents_open=person in links.may_learn, is_minor=age is None or age < 18,
        age=age, needs=links.needs.get(key, NOBODY), role_models=links.mentee_models.get(key, NOBODY),
        slots=_titles(tuple(card.slots)), interests=words_of(card.interests),
        preferences=tuple(links.chosen.get(("mentee", person), ())),
        unwilling=frozenset(links.refused.get(("mentee", person), ())),
    )  # fmt: skip


def where(people: list[int], on) -> dict[int, str]:
    """Number of a person → «7 «А» класс» or the post, for the rows of a page."""
    rows = Person.objects.filter(pk__in=people).prefetch_related("enrolments__school_class", "employments")
    return {row.pk: row.what_is(on) for row in rows}
