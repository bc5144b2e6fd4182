"""A solution in words: why each pair, and what would have to change for each mentee left over."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from programs.matching import solving
from programs.matching.fit import Why, why
from programs.matching.people import Key, Problem
from programs.matching.rules import ABOUT_MENTEE, BIT, RULES, said, with_point
from programs.matching.solving import Solution
from registry.text import count

SHOWN = 3
HOW_MANY = {1: "по одному наставляемому", 2: "двое", 3: "трое", 4: "четверо", 5: "пятеро"}
ONLY = {
    "register": ("не состоит в реестре наставников программы", "не состоят в реестре наставников программы"),
    "mentor_consent": ("без действующего согласия на подбор пары", "без действующего согласия на подбор пары"),
    "mentor_form": ("не работает в этой форме", "не работают в этой форме"),
    "ban": ("исключён запретом", "исключены запретом"),
    "failed": ("уже работал с этим наставляемым, и пара распалась", "уже работали с этим наставляемым, пары распались"),
    "own_child": ("исключён как родитель", "исключены как родители"),
    "certificate": ("без действующих справок", "без действующих справок"),
    "availability": ("не совпадает по времени", "не совпадают по времени"),
    "competence": ("не имеет нужной компетенции", "не имеют нужной компетенции"),
    "unwilling": ("исключён анкетой предпочтений", "исключены анкетой предпочтений"),
}
"""What follows «единственный подходящий наставник (…)» and «подходили бы наставники (…), но они»."""


@dataclass(frozen=True)
class Change:
    """One thing that alone would make a pair with any of these mentors possible.

    `adds_pair` holds the mentors with whom this would serve one person more; with the others it would only move a
    place from one mentee to another.
    """

    rule: str
    mentors: tuple[Key, ...]
    adds_pair: tuple[Key, ...]
    text: str


@dataclass(frozen=True)
class Left:
    """Why a mentee is without a pair, and what would have to change; computed from the optimum, not guessed."""

    mentee: Key
    sentences: tuple[str, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Report:
    pairs: dict[Key, Why]
    """By the mentee's key."""
    left: tuple[Left, ...]


def report(problem: Problem, solution: Solution) -> Report:
    """Every proposed pair and every mentee left over, in words."""
    left = _LeftOver(problem, solution)
    return Report(
        pairs={pair.mentee: why(problem, pair.mentor, pair.mentee) for pair in solution.pairs},
        left=tuple(left.explain(mentee) for mentee in solution.left),
    )


def explain_left(problem: Problem, solution: Solution, mentee: Key) -> Left:
    """The same for one mentee without a pair."""
    return _LeftOver(problem, solution).explain(mentee)


class _LeftOver:
    def __init__(self, problem: Problem, solution: Solution):
        self.problem = problem
        self.solution = solution
        self.table = problem.table

    @cached_property
    def room(self) -> np.ndarray:
        """For each mentor, whether room can be made for one more without leaving anybody out."""
        moves, weighed = solving.network(self.problem, self.solution)
        return moves.distances(moves.nowhere)[:-1] < weighed.base / 2

    @cached_property
    def offered(self) -> frozenset[str]:
        """Competences of the mentors whom no rule of their own keeps out."""
        ways = (self.table.blocked & ~ABOUT_MENTEE & ~BIT["load"]).all(axis=0)
        return frozenset().union(*(m.competences for m, shut in zip(self.table.mentors, ways, strict=True) if not shut))

    def explain(self, mentee: Key) -> Left:
        row = self.table.row[mentee]
        bits = self.table.blocked[row]
        if not len(bits):
            return Left(mentee, ("в подборе нет ни одного наставника",), ())
        own = [rule for rule in RULES if rule.about == "mentee" and bits[0] & BIT[rule.key]]
        if own:
            first = self.table.mentors[0].key
            return Left(mentee, tuple(said(self.problem, rule, first, mentee).text for rule in own), ())
        changes = tuple(self._changes(bits))
        sentences = [change.text for change in changes] or [self._nearest(mentee, bits)]
        return Left(mentee, (*sentences, *self._missing_competence(row)), changes)

    def _changes(self, bits: np.ndarray) -> Iterable[Change]:
        full = np.flatnonzero((bits == 0) | (bits == BIT["load"]))
        if len(full):
            keys = self._keys(full)
            yield Change("load", keys, keys, self._all_full(full))
        for key in ONLY:
            only = np.flatnonzero(bits == BIT[key])
            if len(only):
                useful = only[self.room[only]]
                yield Change(key, self._keys(only), self._keys(useful), self._only(key, only, useful, len(full)))

    def _all_full(self, columns: np.ndarray) -> str:
        """«у всех подходящих наставников (3) уже двое: …»: nobody suitable has a place left in the optimum."""
        limits = {self.table.mentors[column].limit for column in columns}
        how = HOW_MANY.get(limits.pop()) if len(limits) == 1 else None
        state = f"уже {how}" if how else "заняты все места"
        who = f"у всех подходящих наставников ({len(columns)})"
        if len(columns) == 1:
            who = "у единственного подходящего наставника"
        text = with_point(self.problem, "load", f"{who} {state}: {self._names(columns)}")
        return f"{text}; ещё одно место прибавит пару"

    def _only(self, key: str, only: np.ndarray, useful: np.ndarray, others: int) -> str:
        """«единственный подходящий наставник (…) исключён запретом», and whether lifting this adds a pair."""
        one, many = ONLY[key]
        names = self._names(only)
        if len(only) > 1:
            number = count(len(only), "наставник", "наставника", "наставников")
            text = f"подходили бы {'ещё ' if others else ''}{number} ({names}), но они {many}"
        elif others:
            text = f"подходил бы ещё один наставник ({names}), но он {one}"
        else:
            text = f"единственный подходящий наставник ({names}) {one}"
        text = with_point(self.problem, key, text)
        if len(useful) == len(only):
            return f"{text}; без этого было бы на пару больше"
        if len(useful):
            return f"{text}; без этого было бы на пару больше с наставниками: {self._names(useful)}"
        return f"{text}; без этого пар не прибавится"

    def _nearest(self, mentee: Key, bits: np.ndarray) -> str:
        """No single change helps: who is nearest, and by what he is kept out."""
        broken = np.array([int(item).bit_count() for item in bits])
        column = int(broken.argmin())
        mentor = self.table.mentors[column]
        reasons = [said(self.problem, rule, mentor.key, mentee).text for rule in RULES if bits[column] & BIT[rule.key]]
        return f"подходящих наставников нет; меньше всего мешает здесь: {'; '.join(reasons)}"

    def _missing_competence(self, row: int) -> list[str]:
        """Whom to look for: a need that no mentor in the matching covers."""
        missing = sorted(self.table.mentees[row].needs - self.offered)
        return [f"нет наставника с компетенцией: {', '.join(missing)}"] if missing else []

    def _names(self, columns: np.ndarray) -> str:
        names = [self.table.mentors[column].name for column in columns[:SHOWN]]
        more = len(columns) - len(names)
        return ", ".join(names) + (f" и ещё {more}" if more else "")

    def _keys(self, columns: np.ndarray) -> tuple[Key, ...]:
        return tuple(self.table.mentors[column].key for column in columns)
