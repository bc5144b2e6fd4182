"""Hard rules of a pair. Each has a key, a bit for quick work over all pairs, and a sentence that names it."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from programs.matching.people import Key, MenteeProfile, MentorProfile, Problem


@dataclass(frozen=True)
class Obstacle:
    """Why a pair may not be: the rule's key and the sentence."""

    rule: str
    text: str


@dataclass(frozen=True)
class Rule:
    key: str
    breaks: Callable[[Problem, MentorProfile, MenteeProfile], bool]
    sentence: Callable[[Problem, MentorProfile, MenteeProfile], str]
    about: str
    """Whom the rule looks at: «mentor», «mentee», or «pair»."""


def _form(problem):
    return f"форме «{problem.form}»" if problem.form else "этой форме"


def _wrong_form(problem, mentor, mentee=None) -> bool:
    return not mentor.form_allowed or bool(mentor.forms and problem.form and problem.form not in mentor.forms)


def _no_time(problem, mentor, mentee) -> str:
    if not mentor.slots:
        return f"{mentor.name}: не указано свободное время"
    if not mentee.slots:
        return f"{mentee.name}: не указано свободное время"
    return f"{mentor.name} и {mentee.name}: нет общего времени в неделе"


def _is_unwilling(mentor, mentee) -> bool:
    return mentee.key in mentor.unwilling or bool({mentor.key, mentor.human} & mentee.unwilling)


def _nothing_shared(problem, mentor, mentee) -> str:
    if not mentee.needs:
        return f"{mentee.name}: не указано, какая компетенция нужна"
    return f"{mentor.name}: нет компетенции, которая нужна: {', '.join(sorted(mentee.needs))}"


RULES = (
    Rule(
        "served", lambda p, r, e: e.is_served,
        lambda p, r, e: f"{e.name}: наставник в {_form(p)} уже есть", "mentee",
    ),
    Rule(
        "mentee_consent", lambda p, r, e: not e.consents_open,
        lambda p, r, e: f"{e.name}: нет действующего согласия на подбор пары", "mentee",
    ),
    Rule(
        "mentee_form", lambda p, r, e: not e.form_allowed,
        lambda p, r, e: f"{e.name}: участие в {_form(p)} не предусмотрено", "mentee",
    ),
    Rule(
        "register", lambda p, r, e: not r.in_register,
        lambda p, r, e: f"{r.name}: нет в реестре наставников программы", "mentor",
    ),
    Rule(
        "mentor_consent", lambda p, r, e: not r.consents_open,
        lambda p, r, e: f"{r.name}: нет действующего согласия на подбор пары", "mentor",
    ),
    Rule(
        "mentor_form", _wrong_form,
        lambda p, r, e: f"{r.name}: работа в {_form(p)} не предусмотрена", "mentor",
    ),
    Rule(
        "load", lambda p, r, e: r.free <= 0,  # and full by pins: Table closes such mentors itself
        lambda p, r, e: f"{r.name}: {p.table.load_words(r)}", "mentor",
    ),
    Rule(
        "ban", lambda p, r, e: (r.human, e.key) in p.bans or (r.key, e.key) in p.bans,
        lambda p, r, e: f"{r.name} и {e.name}: пара исключена запретом куратора", "pair",
    ),
    Rule(
        "failed", lambda p, r, e: (r.human, e.key) in p.failed or (r.key, e.key) in p.failed,
        lambda p, r, e: f"{r.name} и {e.name}: уже работали вместе, и пара распалась", "pair",
    ),
    Rule(
        "own_child", lambda p, r, e: e.key in r.children,
        lambda p, r, e: f"{r.name}: нельзя быть наставником своего ребёнка ({e.name})", "pair",
    ),
    Rule(
        "self", lambda p, r, e: r.as_mentee is not None and r.as_mentee == e.key,
        lambda p, r, e: f"{r.name}: нельзя быть наставником самому себе", "pair",
    ),
    Rule(
        "certificate", lambda p, r, e: e.is_minor and not r.certified,
        lambda p, r, e: f"{r.name}: без действующих справок наставник не из школы с детьми не работает", "pair",
    ),
    Rule(
        "availability", lambda p, r, e: p.availability_required and not r.slots & e.slots,
        _no_time, "pair",
    ),
    Rule(
        "competence", lambda p, r, e: p.competence_required and not r.competences & e.needs,
        _nothing_shared, "pair",
    ),
    Rule(
        "unwilling", lambda p, r, e: p.unwilling_forbids and _is_unwilling(r, e),
        lambda p, r, e: f"{r.name} и {e.name}: в анкете предпочтений сторона не хотела бы этой пары", "pair",
    ),
)  # fmt: skip

BIT = {rule.key: 1 << place for place, rule in enumerate(RULES)}
ABOUT_MENTEE = sum(BIT[rule.key] for rule in RULES if rule.about == "mentee")


def obstacles(problem: Problem, mentor: Key, mentee: Key) -> tuple[Obstacle, ...]:
    """All the hard rules that stand between the two, each as a sentence; empty if the pair may be."""
    table = problem.table
    bits = table.blocked[table.row[mentee], table.column[mentor]]
    return tuple(said(problem, rule, mentor, mentee) for rule in RULES if bits & BIT[rule.key])


def said(problem: Problem, rule: Rule, mentor: Key, mentee: Key) -> Obstacle:
    table = problem.table
    text = rule.sentence(problem, table.mentors[table.column[mentor]], table.mentees[table.row[mentee]])
    return Obstacle(rule.key, with_point(problem, rule.key, text))


def with_point(problem: Problem, key: str, text: str) -> str:
    """The sentence with the point of the regulation, where the caller knows it."""
    point = problem.rule_points.get(key)
    return f"{text} ({point})" if point else text


def blocked(problem: Problem, mentors, mentees, columns, row, shared) -> np.ndarray:
    """Bits of the broken rules of every pair but the load, which waits for the pins; mentees down, mentors across."""
    by_mentee = np.zeros(len(mentees), dtype=np.int32)
    by_mentor = np.zeros(len(mentors), dtype=np.int32)
    for rule in RULES:
        bit = BIT[rule.key]
        if rule.about == "mentee":
            broken = [rule.breaks(problem, None, mentee) for mentee in mentees]
            by_mentee |= bit * np.array(broken, dtype=np.int32)
        elif rule.about == "mentor" and rule.key != "load":
            broken = [rule.breaks(problem, mentor, None) for mentor in mentors]
            by_mentor |= bit * np.array(broken, dtype=np.int32)
    bits = by_mentee[:, None] | by_mentor[None, :]
    for key, pairs in _named_pairs(problem, mentors, mentees, columns):
        spots = [(row[e], place) for place, e in pairs if e in row]
        if spots:
            down, across = zip(*spots, strict=True)
            bits[down, across] |= BIT[key]
    children = np.array([mentee.is_minor for mentee in mentees], dtype=bool)[:, None]
    lacking = np.array([not mentor.certified for mentor in mentors], dtype=bool)[None, :]
    bits |= np.where(children & lacking, np.int32(BIT["certificate"]), 0)
    if problem.availability_required:
        bits |= np.where(shared.slots > 0, 0, np.int32(BIT["availability"]))
    if problem.competence_required:
        bits |= np.where(shared.competences > 0, 0, np.int32(BIT["competence"]))
    return bits


def _named_pairs(problem, mentors, mentees, columns):
    """Rules that name pairs one by one: (rule, [(mentor's column, mentee's key)])."""
    yield "ban", [(place, e) for r, e in problem.bans for place in columns.get(r, ())]
    yield "failed", [(place, e) for r, e in problem.failed for place in columns.get(r, ())]
    yield "own_child", [(place, e) for place, mentor in enumerate(mentors) for e in mentor.children]
    yield "self", [(place, mentor.as_mentee) for place, mentor in enumerate(mentors) if mentor.as_mentee is not None]
    if problem.unwilling_forbids:
        yield "unwilling", [(place, e) for place, mentor in enumerate(mentors) for e in mentor.unwilling]
        yield "unwilling", [(place, e.key) for e in mentees for r in e.unwilling for place in columns.get(r, ())]
