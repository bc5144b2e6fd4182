"""What the matching knows about people, and what the programme asks of a pair."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import Any

Key = Any
"""Identifies a card; keys of one side must differ and be comparable with each other. Ties are broken by them."""

Pair = tuple[Key, Key]
"""The mentor's key, the mentee's key."""

NOBODY: frozenset = frozenset()


@dataclass(frozen=True, kw_only=True)
class MentorProfile:
    """A mentor, or a group that a mentor leads, as the matching sees them.

    `limit` counts individual mentees over all programmes (ОЧ-П 2.6); of a group it is the greatest size, `running`
    its members now, `group_min` the least size, and `of` the key of its mentor: bans, former pairs and the wishes of
    mentees name people, so they are asked about `of` too. What the mentor himself brings (children, preferences) stands
    in the profile of the group as well.
    """

    key: Key
    name: str
    limit: int
    in_register: bool
    consents_open: bool
    running: int = 0
    form_allowed: bool = True
    """The mentor's category may work in this form."""
    certified: bool = True
    """The papers of a mentor from outside are in order: without them no minor (ОЧ-П 5.1)."""
    forms: frozenset[str] = NOBODY
    """Forms in which the mentor agreed to work; none named means any."""
    competences: frozenset[str] = NOBODY
    role_models: frozenset[str] = NOBODY
    age_from: int | None = None
    age_to: int | None = None
    slots: frozenset[str] = NOBODY
    """Weekly times, as «вт 15:00»."""
    hours: float | None = None
    """Hours a week the mentor can give to all his mentees together."""
    interests: frozenset[str] = NOBODY
    children: frozenset[Key] = NOBODY
    """Mentees whose guardian the mentor is."""
    as_mentee: Key | None = None
    """The mentor's own card in the base of mentees, if any."""
    preferences: tuple[Key, ...] = ()
    """Mentees in the order of the preference round, the most wanted first."""
    unwilling: frozenset[Key] = NOBODY
    group_min: int | None = None
    of: Key | None = None

    @property
    def free(self) -> int:
        """Places left before pins."""
        return max(0, self.limit - self.running)

    @property
    def human(self) -> Key:
        """The key by which others name this mentor."""
        return self.key if self.of is None else self.of


@dataclass(frozen=True, kw_only=True)
class MenteeProfile:
    """A mentee as the matching sees them."""

    key: Key
    name: str
    consents_open: bool
    age: int | None = None
    form_allowed: bool = True
    is_minor: bool = False
    is_served: bool = False
    """Already has a mentor of this form."""
    needs: frozenset[str] = NOBODY
    role_models: frozenset[str] = NOBODY
    slots: frozenset[str] = NOBODY
    interests: frozenset[str] = NOBODY
    preferences: tuple[Key, ...] = ()
    """Mentors in the order of the preference round, the most wanted first."""
    unwilling: frozenset[Key] = NOBODY


def points(default: int, label: str):
    return field(default=default, metadata={"label": label})


@dataclass(frozen=True)
class Weights:
    """What each thing in common is worth; integers that the curator edits, none greater than `LIMIT` either way."""

    competence: int = points(30, "за каждую общую компетенцию")
    role_model: int = points(15, "за общую ролевую модель")
    age: int = points(10, "за желаемый возраст")
    age_missed: int = points(-10, "если возраст не тот, которого желает наставник")
    slot: int = points(5, "за каждое общее время в неделе")
    slots_counted: int = points(3, "сколько общих времён учитывать")
    interest: int = points(5, "за каждый общий интерес")
    interests_counted: int = points(3, "сколько общих интересов учитывать")
    hours: int = points(5, "если у наставника хватает часов")
    mentee_choice: int = points(40, "за первое место в анкете наставляемого")
    mentor_choice: int = points(30, "за первое место в анкете наставника")
    choice_step: int = points(10, "на сколько меньше за каждое следующее место")
    mutual: int = points(20, "за взаимный выбор")
    unwilling: int = points(-60, "если сторона не хотела бы этой пары")

    LIMIT = 1000
    COUNTS = ("slots_counted", "interests_counted", "choice_step")

    def __post_init__(self):
        for item in fields(self):
            value = getattr(self, item.name)
            if type(value) is not int:
                raise TypeError(f"{item.name}: a weight is an integer, not {value!r}")
            if abs(value) > self.LIMIT or (item.name in self.COUNTS and value < 0):
                raise ValueError(f"{item.name}: {value} is outside what a weight may be")

    def choice(self, first: int, place: int) -> int:
        """Points of the place in a preference round; 0 is the first place."""
        return max(0, first - self.choice_step * place)


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Everybody who may be joined in one programme and form, the rules, and what the curator has decided so far.

    Raises ValueError if two mentors, or two mentees, have one key.
    """

    mentors: tuple[MentorProfile, ...]
    mentees: tuple[MenteeProfile, ...]
    form: str = ""
    weights: Weights = Weights()
    pins: frozenset[Pair] = NOBODY
    bans: frozenset[Pair] = NOBODY
    failed: frozenset[Pair] = NOBODY
    """Former pairs that came apart."""
    availability_required: bool = False
    competence_required: bool = False
    unwilling_forbids: bool = False
    """By default an unwilling side costs points and a pair of that kind is shown to the curator as such."""
    hours_a_week: float | None = None
    """What one pair takes by the plan's rhythm."""
    rule_points: Mapping[str, str] = field(default_factory=dict)
    """Where a rule comes from, by its key: {"load": "п. 2.6 Положения"}."""

    def __post_init__(self):
        for side in (self.mentors, self.mentees):
            keys = [person.key for person in side]
            if len(set(keys)) < len(keys):
                raise ValueError(f"keys must differ: {sorted(key for key in set(keys) if keys.count(key) > 1)}")

    @cached_property
    def table(self):
        """The people in the order of their keys with fit and obstacles of every pair, computed once."""
        from programs.matching.table import Table

        return Table(self)

    def pin(self, mentor: Key, mentee: Key) -> "Problem":
        """The same problem with this pair decided; another decision about the mentee is dropped."""
        others = frozenset(pair for pair in self.pins if pair[1] != mentee)
        return replace(self, pins=others | {(mentor, mentee)}, bans=self.bans - {(mentor, mentee)})

    def unpin(self, mentee: Key) -> "Problem":
        return replace(self, pins=frozenset(pair for pair in self.pins if pair[1] != mentee))

    def ban(self, mentor: Key, mentee: Key) -> "Problem":
        """The same problem without this pair, pinned or not."""
        return replace(self, bans=self.bans | {(mentor, mentee)}, pins=self.pins - {(mentor, mentee)})

    def allow(self, mentor: Key, mentee: Key) -> "Problem":
        return replace(self, bans=self.bans - {(mentor, mentee)})
