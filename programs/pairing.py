"""From the database to the matching: who may be joined in a programme and form, and what is known about them.

The number of questions to the database does not depend on the number of people. Only the curator's pages read this.
"""

import datetime
import functools
import re
import tomllib
from collections import Counter, defaultdict
from dataclasses import dataclass, field, fields
from pathlib import Path

from django.db.models import Q

from programs import matching
from programs.actions.pairs import MENTOR_SIDES
from programs.matching import MenteeProfile, MentorProfile, Problem, Weights
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


@dataclass(frozen=True)
class Human:
    """Who stands behind a key: the number of the person, the name in lists, the birth date."""

    person: int
    name: str
    birth: datetime.date | None = None
    category: str = ""


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
    profiles = _mentor_profiles(programme, mentors, entered, links, rule.value, on)
    groups = {GROUPS_FROM + pk: mentor for pk, mentor in links.groups if mentor in mentors}
    own = {profile.key: profile for profile in profiles}
    for key, mentor in groups.items():
        profiles.append(_as_group(own[mentor], key, group.value, programme.rule("group.min_size").value))
    rulings = list(Ruling.objects.filter(programme=programme).order_by().only(*RULED))
    problem = Problem(
        mentors=tuple(profiles),
        mentees=tuple(_mentee_profile(*row, links, on) for row in mentees.items()),
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
        programme, form, problem, {pk: row.human for pk, row in mentors.items()},
        {pk: row.human for pk, row in mentees.items()}, groups, elsewhere,
    )  # fmt: skip


def key_of(row: Ruling, groups: dict) -> tuple[int, int]:
    """(mentor or group, mentee) as the matching names them."""
    if row.in_group:
        key = next((key for key, mentor in groups.items() if mentor == row.mentor_id), None)
        if key is not None:
            return key, row.mentee_id
    return row.mentor_id, row.mentee_id


@dataclass(frozen=True)
class _Row:
    human: Human
    card: dict


short_name = functools.lru_cache(maxsize=4096)(initials)


def _human(card, category="") -> Human:
    name = short_name(card["person__last_name"], card["person__first_name"], card["person__middle_name"])
    return Human(card["person"], name, card["person__birth_date"], category)


RULED = ("kind", "form", "mentor", "mentee", "in_group")
PERSON = ("pk", "person", "person__last_name", "person__first_name", "person__middle_name", "person__birth_date")


def _waiting(programme, form, any_form) -> tuple[dict[int, _Row], int]:
    """Cards of the base without a mentor in this programme: those who asked for this form, and those who named none."""
    asked = dict(
        Request.objects.filter(programme=programme, role="mentee", status="admitted", person__erased_at__isnull=True)
        .values_list("person", "form")
    )  # fmt: skip
    running = Side.objects.filter(role="mentee", is_open=True, pair__in=Pair.objects.running().values("pk"))
    sides = running.filter(Q(pair__programme=programme) | Q(running_form=form)).order_by()
    busy = set(sides.values_list("person", flat=True))
    kind = "pupil" if form.mentee_side == "student" else form.mentee_side
    cards = Mentee.objects.filter(
        kind=kind, person__requests__programme=programme, person__requests__role="mentee",
        person__requests__status="admitted",
    ).values(*PERSON, "interests", "slots")  # fmt: skip
    found, elsewhere = {}, 0
    for card in cards:
        wish = asked.get(card["person"])
        if card["person"] not in asked or card["person"] in busy:
            continue
        if wish not in (None, form.pk) and not any_form:
            elsewhere += 1
            continue
        found[card["pk"]] = _Row(_human(card), card)
    return found, elsewhere


def _mentors(programme, form, on) -> tuple[dict[int, _Row], set[int]]:
    """Cards of the categories that the form wants: in the register on the day, or on their way into it."""
    entered = set(RegisterEntry.objects.active(on).filter(programme=programme).values_list("mentor", flat=True))
    on_the_way = Candidacy.objects.filter(programme=programme, status__in=["nominated", "recommended"])
    cards = (
        Mentor.objects.filter(
            Q(pk__in=RegisterEntry.objects.active(on).filter(programme=programme).values("mentor"))
            | Q(pk__in=on_the_way.values("mentor")),
            category__in=MENTOR_SIDES[form.mentor_side], person__erased_at__isnull=True,
        )
        .values(
            *PERSON, "category", "interests", "slots", "wished_age_from", "wished_age_to", "hours_a_week",
            "max_mentees",
        )
    )  # fmt: skip
    return {card["pk"]: _Row(_human(card, card["category"]), card) for card in cards}, entered


class _Links:
    """Everything between people, each by one question: {number of a card: what is tied to it}."""

    def __init__(self, programme, form, on, mentors, mentees):
        self.programme, self.on = programme, on
        self.mentor_of = {row.human.person: pk for pk, row in mentors.items()}
        self.mentee_of = {row.human.person: pk for pk, row in mentees.items()}
        waits = Request.objects.filter(programme=programme, role="mentee", status="admitted").values("person")
        self.competences = _many(Mentor.competences.through, "mentor", "topic__title")
        self.needs = _many(Mentee.needs.through, "mentee", "topic__title", mentee__person__in=waits)
        self.mentor_models = _many(Mentor.role_models.through, "mentor", "rolemodel__title", rolemodel__form=form)
        self.mentee_models = _many(Mentee.role_models.through, "mentee", "rolemodel__title", rolemodel__form=form)
        self.running = self._load()
        gate = consents.open_people(("selection", "pairing"), on, programme.code)
        self.may_mentor, self.may_learn = gate["selection"], gate["pairing"]
        has_outsiders = any(row.human.category in Mentor.OUTSIDERS for row in mentors.values())
        self.certified = self._certified() if has_outsiders else set()
        self.children = self._children()
        self.groups = list(PlannedGroup.objects.filter(programme=programme, form=form).values_list("pk", "mentor"))
        self.choices = self._choices()

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

    def _choices(self) -> dict[tuple[str, int], tuple[list[int], set[int]]]:
        """(role, person) → (keys of the chosen, the first place first; keys of those one would not like)."""
        found = defaultdict(lambda: ([], set()))
        rows = Preference.objects.filter(programme=self.programme).order_by("rank", "pk")
        for role, person, about, rank in rows.values_list("role", "person", "about", "rank"):
            key = (self.mentee_of if role == "mentor" else self.mentor_of).get(about)
            if key is not None:
                places, refused = found[role, person]
                refused.add(key) if rank is None else places.append(key)
        return found

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
    return defaultdict(frozenset, {card: frozenset(words) for card, words in found.items()})


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


def _slots(card) -> frozenset[str]:
    return _titles(tuple(card["slots"]))


def _is_minor(human: Human, on) -> bool:
    return human.birth is None or age_on(human.birth, on) < 18


def _mentor_profiles(programme, mentors, entered, links, most, on) -> list[MentorProfile]:
    found = []
    for pk, row in mentors.items():
        card, human = row.card, row.human
        places, refused = links.choices["mentor", human.person]
        is_grown = human.birth is None or age_on(human.birth, on) >= 18
        found.append(
            MentorProfile(
                key=pk, name=human.name, limit=most if card["max_mentees"] is None else min(most, card["max_mentees"]),
                in_register=pk in entered,
                consents_open=human.person in (links.may_mentor if is_grown else links.may_learn),
                certified=human.category not in Mentor.OUTSIDERS or pk in links.certified,
                running=links.running[human.person], competences=links.competences[pk],
                role_models=links.mentor_models[pk], age_from=card["wished_age_from"], age_to=card["wished_age_to"],
                slots=_slots(card), hours=float(card["hours_a_week"]) if card["hours_a_week"] is not None else None,
                interests=words_of(card["interests"]), children=frozenset(links.children[human.person]),
                as_mentee=links.mentee_of.get(human.person), preferences=tuple(places), unwilling=frozenset(refused),
            )
        )  # fmt: skip
    return found


def _as_group(profile: MentorProfile, key, most, least) -> MentorProfile:
    from dataclasses import replace

    return replace(
        profile, key=key, of=profile.key, name=f"{profile.name}, группа", limit=most, running=0, group_min=least
    )


def _mentee_profile(pk, row, links, on) -> MenteeProfile:
    card, human = row.card, row.human
    places, refused = links.choices["mentee", human.person]
    return MenteeProfile(
        key=pk, name=human.name, consents_open=human.person in links.may_learn, is_minor=_is_minor(human, on),
        age=age_on(human.birth, on) if human.birth else None, needs=links.needs[pk],
        role_models=links.mentee_models[pk], slots=_slots(card), interests=words_of(card["interests"]),
        preferences=tuple(places), unwilling=frozenset(refused),
    )  # fmt: skip


def where(people: list[int], on) -> dict[int, str]:
    """Number of a person → «7 «А» класс» or the post, for the rows of a page."""
    rows = Person.objects.filter(pk__in=people).prefetch_related("enrolments__school_class", "employments")
    return {row.pk: row.what_is(on) for row in rows}
