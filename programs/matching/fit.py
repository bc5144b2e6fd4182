"""How well two people fit: integer points for all pairs at once, and the same points in words for one pair."""

from dataclasses import dataclass

import numpy as np

from programs.matching.people import Key, MenteeProfile, MentorProfile, Problem

WEEK = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")


@dataclass(frozen=True)
class Part:
    """One reason and what it is worth; what a side said in confidence is for the curator's eyes only."""

    criterion: str
    text: str
    points: int
    is_confidential: bool = False

    def __str__(self):
        return f"{self.text} ({self.signed})"

    @property
    def signed(self) -> str:
        return f"{'−' if self.points < 0 else '+'}{abs(self.points)}"


@dataclass(frozen=True)
class Why:
    """The fit of a pair and what it is made of; the points of the parts add up to the fit."""

    fit: int
    parts: tuple[Part, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """Everything, for the curator."""
        return tuple(str(part) for part in self.parts)

    @property
    def open_words(self) -> tuple[str, ...]:
        """What both sides may read: nobody learns who chose or refused him."""
        return tuple(str(part) for part in self.parts if not part.is_confidential)


@dataclass(frozen=True)
class Shared:
    """How many things every mentee (down) has in common with every mentor (across)."""

    competences: np.ndarray
    role_models: np.ndarray
    slots: np.ndarray
    interests: np.ndarray


def shared(mentors, mentees) -> Shared:
    return Shared(
        common([mentee.needs for mentee in mentees], [mentor.competences for mentor in mentors]),
        common([mentee.role_models for mentee in mentees], [mentor.role_models for mentor in mentors]),
        common([mentee.slots for mentee in mentees], [mentor.slots for mentor in mentors]),
        common([mentee.interests for mentee in mentees], [mentor.interests for mentor in mentors]),
    )


def common(down: list[frozenset], across: list[frozenset]) -> np.ndarray:
    """Sizes of all intersections: a mark for every word that a set holds, and the product of the two tables."""
    words = frozenset().union(*down) & frozenset().union(*across)
    place = {word: column for column, word in enumerate(words)}
    return (_marks(down, place) @ _marks(across, place).T).astype(np.int32)


def _marks(sets, place: dict) -> np.ndarray:
    """A row for every set, a column for every word; a float counts exactly far beyond what a set can hold."""
    width = len(place)
    marks = np.zeros(len(sets) * width, dtype=np.float32)
    marks[[row * width + place[word] for row, items in enumerate(sets) for word in items if word in place]] = 1
    return marks.reshape(len(sets), width)


def fits(problem: Problem, mentors, mentees, columns, row, shared: Shared) -> np.ndarray:
    """Points of every pair, whether allowed or not; mentees down, mentors across."""
    w = problem.weights
    points = w.competence * shared.competences
    points += w.role_model * (shared.role_models > 0)
    points += w.slot * np.minimum(shared.slots, w.slots_counted)
    points += w.interest * np.minimum(shared.interests, w.interests_counted)
    points += _ages(w, mentors, mentees)
    points += np.array([w.hours * _has_hours(problem, mentor) for mentor in mentors], dtype=np.int32)[None, :]
    _choices(w, points, mentors, mentees, columns, row)
    return points


def _ages(w, mentors, mentees) -> np.ndarray:
    ages = np.array([np.nan if mentee.age is None else mentee.age for mentee in mentees])[:, None]
    lowest = np.array([-np.inf if mentor.age_from is None else mentor.age_from for mentor in mentors])
    highest = np.array([np.inf if mentor.age_to is None else mentor.age_to for mentor in mentors])
    wished = np.array([_wishes_age(mentor) for mentor in mentors], dtype=bool)
    met = (ages >= lowest) & (ages <= highest)
    return (np.where(met, w.age, w.age_missed) * (wished & ~np.isnan(ages))).astype(np.int32)


def _choices(w, points, mentors, mentees, columns, row) -> None:
    """Adds what the preference rounds say: both rankings, the mutual choice, and who would rather not."""
    by_mentee = {
        (place, column): rank
        for place, mentee in enumerate(mentees)
        for rank, key in reversed(tuple(enumerate(mentee.preferences)))
        for column in columns.get(key, ())
    }
    by_mentor = {
        (row[key], column): rank
        for column, mentor in enumerate(mentors)
        for rank, key in reversed(tuple(enumerate(mentor.preferences)))
        if key in row
    }
    for ranks, first in ((by_mentee, w.mentee_choice), (by_mentor, w.mentor_choice)):
        _add(points, ranks, [w.choice(first, rank) for rank in range(max(ranks.values(), default=-1) + 1)])
    _add(points, dict.fromkeys(by_mentee.keys() & by_mentor.keys(), 0), [w.mutual])
    refused = {(place, c) for place, e in enumerate(mentees) for key in e.unwilling for c in columns.get(key, ())}
    _add(points, dict.fromkeys(refused, 0), [w.unwilling])
    refused = {(row[key], column) for column, mentor in enumerate(mentors) for key in mentor.unwilling if key in row}
    _add(points, dict.fromkeys(refused, 0), [w.unwilling])


def _add(points, ranks: dict[tuple[int, int], int], worth: list[int]) -> None:
    """Adds to each named pair what its rank is worth."""
    if ranks:
        down, across = np.array(list(ranks)).T
        points[down, across] += np.array(worth, dtype=np.int32)[list(ranks.values())]


def _wishes_age(mentor: MentorProfile) -> bool:
    return mentor.age_from is not None or mentor.age_to is not None


def _has_hours(problem: Problem, mentor: MentorProfile) -> bool:
    """Whether the mentor's hours bear one more pair besides those that run."""
    if problem.hours_a_week is None or mentor.hours is None:
        return False
    return mentor.hours >= problem.hours_a_week * (mentor.running + 1)


def why(problem: Problem, mentor: Key, mentee: Key) -> Why:
    """The fit of two people in words: «общая компетенция: математика (+30)». They need not be an allowed pair."""
    table = problem.table
    mentor, mentee = table.mentors[table.column[mentor]], table.mentees[table.row[mentee]]
    found = [*_things_in_common(problem, mentor, mentee), *_wishes(problem.weights, mentor, mentee)]
    parts = tuple(part for part in found if part.points)
    return Why(sum(part.points for part in parts), parts)


def _things_in_common(problem: Problem, mentor: MentorProfile, mentee: MenteeProfile):
    w = problem.weights
    if topics := sorted(mentor.competences & mentee.needs):
        title = "общая компетенция" if len(topics) == 1 else "общие компетенции"
        yield Part("competence", f"{title}: {', '.join(topics)}", w.competence * len(topics))
    if models := sorted(mentor.role_models & mentee.role_models):
        yield Part("role_model", f"ролевая модель: {', '.join(models)}", w.role_model)
    if slots := sorted(mentor.slots & mentee.slots, key=_weekday):
        yield Part("slot", f"общее время: {', '.join(slots)}", w.slot * min(len(slots), w.slots_counted))
    if interests := sorted(mentor.interests & mentee.interests):
        title = "общий интерес" if len(interests) == 1 else "общие интересы"
        counted = min(len(interests), w.interests_counted)
        yield Part("interest", f"{title}: {', '.join(interests)}", w.interest * counted)
    if mentee.age is not None and _wishes_age(mentor):
        yield _age_part(w, mentor, mentee)
    if _has_hours(problem, mentor):
        yield Part("hours", f"времени хватает: {_number(mentor.hours)} ч в неделю", w.hours)


def _age_part(w, mentor, mentee) -> Part:
    lowest = "" if mentor.age_from is None else f"от {mentor.age_from} "
    highest = "" if mentor.age_to is None else f"до {mentor.age_to} "
    wish = f"{lowest}{highest}лет".replace("  ", " ")
    fits_low = mentor.age_from is None or mentee.age >= mentor.age_from
    fits_high = mentor.age_to is None or mentee.age <= mentor.age_to
    if fits_low and fits_high:
        return Part("age", f"возраст {mentee.age}, наставник желает {wish}", w.age)
    return Part("age", f"возраст {mentee.age}, а наставник желает {wish}", w.age_missed)


def _wishes(w, mentor: MentorProfile, mentee: MenteeProfile):
    """Parts from the preference rounds; a refusal is never shown to the other side."""
    by_mentee = _places(mentee.preferences, {mentor.key, mentor.human})
    by_mentor = _places(mentor.preferences, {mentee.key})
    for place in by_mentee:
        text = f"наставляемый поставил на {place + 1}-е место"
        yield Part("mentee_choice", text, w.choice(w.mentee_choice, place), True)
    for place in by_mentor:
        text = f"наставник поставил на {place + 1}-е место"
        yield Part("mentor_choice", text, w.choice(w.mentor_choice, place), True)
    if by_mentee and by_mentor:
        yield Part("mutual", "взаимный выбор", w.mutual, True)
    if {mentor.key, mentor.human} & mentee.unwilling:
        yield Part("unwilling", "наставляемый не хотел бы этой пары", w.unwilling, True)
    if mentee.key in mentor.unwilling:
        yield Part("unwilling", "наставник не хотел бы этой пары", w.unwilling, True)


def _places(ranking, keys) -> list[int]:
    return [place for place, key in enumerate(ranking) if key in keys][:1]


def _weekday(slot: str):
    day = slot[:2].lower()
    return (WEEK.index(day) if day in WEEK else len(WEEK), slot)


def _number(hours: float) -> str:
    return f"{float(hours):g}".replace(".", ",")
