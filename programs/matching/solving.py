"""From a problem to its optimum: the proposed pairs, the totals, and what the optimum could not do."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from programs.matching import optimum
from programs.matching.people import Key, Pair, Problem
from registry.text import count


@dataclass(frozen=True)
class Proposal:
    mentor: Key
    mentee: Key
    fit: int
    is_pinned: bool


@dataclass(frozen=True)
class RefusedPin:
    """A pin that binds nobody, because the pair breaks a rule."""

    pair: Pair
    text: str


@dataclass(frozen=True)
class SmallGroup:
    """A group that the optimum leaves below its least size: reported, not solved."""

    mentor: Key
    size: int
    least: int
    text: str


@dataclass(frozen=True)
class Solution:
    """The canonical optimum. Pairs stand in the order of mentees' keys; totals count pinned pairs too."""

    pairs: tuple[Proposal, ...]
    left: tuple[Key, ...]
    served: int
    fit: int
    refused_pins: tuple[RefusedPin, ...]
    small_groups: tuple[SmallGroup, ...]

    @cached_property
    def mentor_of(self) -> dict[Key, Key]:
        return {pair.mentee: pair.mentor for pair in self.pairs}

    @property
    def totals(self) -> tuple[int, int]:
        """Served, fit; greater is better in this order."""
        return self.served, self.fit


def solve(problem: Problem) -> Solution:
    """Most mentees served, then the greatest fit, then the first keys; pins that break no rule are kept.

    Raises OverflowError if the fits are too great to be counted exactly (they are not with weights of people.py).
    """
    table = problem.table
    weighed = weigh(problem)
    match = optimum.assign(weighed, table.places)
    match = optimum.settle(optimum.Residual(weighed, table.places, match), weighed)
    for row, column in table.pinned.items():
        match[row] = column
    pairs = tuple(
        Proposal(table.mentors[column].key, table.mentees[row].key, int(table.fit[row, column]), row in table.pinned)
        for row, column in enumerate(match.tolist())
        if column != optimum.NONE
    )
    return Solution(
        pairs=pairs,
        left=tuple(table.mentees[row].key for row in np.flatnonzero(match == optimum.NONE)),
        served=len(pairs),
        fit=sum(pair.fit for pair in pairs),
        refused_pins=tuple(RefusedPin(pair, text) for pair, text in table.refused),
        small_groups=_small_groups(table, match),
    )


def weigh(problem: Problem) -> optimum.Weighed:
    """Weights of the pairs that are still open: pinned mentees take no part."""
    table = problem.table
    allowed = table.allowed.copy()
    allowed[list(table.pinned)] = False
    return optimum.weigh(table.fit, allowed)


def network(problem: Problem, solution: Solution) -> tuple[optimum.Residual, optimum.Weighed]:
    """The network of moves around a solution of the problem, and the weights it counts in."""
    table, weighed = problem.table, weigh(problem)
    match = np.full(len(table.mentees), optimum.NONE)
    for pair in solution.pairs:
        if not pair.is_pinned:
            match[table.row[pair.mentee]] = table.column[pair.mentor]
    return optimum.Residual(weighed, table.places, match), weighed


def _small_groups(table, match) -> tuple[SmallGroup, ...]:
    """Groups that got members and stay below their least size, in the order of keys."""
    came = np.bincount(match[match != optimum.NONE], minlength=len(table.mentors)).tolist()
    found = []
    for column, mentor in enumerate(table.mentors):
        size = mentor.running + came[column]
        if mentor.group_min is not None and came[column] and size < mentor.group_min:
            short = count(mentor.group_min - size, "наставляемого", "наставляемых", "наставляемых")
            text = f"{mentor.name}: в группе {size}, а нужно не меньше {mentor.group_min}; не хватает {short}"
            found.append(SmallGroup(mentor.key, size, mentor.group_min, text))
    return tuple(found)
