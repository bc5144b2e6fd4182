"""What another choice would cost: one mentee elsewhere, or the curator's own variant beside the optimum."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from programs.matching import solving
from programs.matching.people import Key, Pair, Problem
from programs.matching.rules import Obstacle, obstacles, with_point
from programs.matching.solving import Solution, solve
from registry.text import count


@dataclass(frozen=True)
class Alternative:
    """The best totals with this mentee given to this mentor, and the difference from the optimum."""

    mentor: Key
    fit_of_pair: int
    served: int
    fit: int
    served_change: int
    fit_change: int
    was_left: bool = False

    @property
    def words(self) -> str:
        """What it costs; to serve one who was left with as many pairs as before is to leave another."""
        if not self.served_change and not self.fit_change:
            return "без пары останется кто-то другой" if self.was_left else "итог не изменится"
        parts = ["без пары останется кто-то другой"] if self.was_left and not self.served_change else []
        if self.served_change:
            verb = "меньше" if self.served_change < 0 else "больше"
            parts.append(f"на {count(abs(self.served_change), 'пару', 'пары', 'пар')} {verb}")
        if self.fit_change:
            parts.append(f"соответствие {_signed(self.fit_change)}")
        return ", ".join(parts)


def alternatives(problem: Problem, solution: Solution, mentee: Key) -> tuple[Alternative, ...]:
    """For each other mentor the mentee may have: the optimum if that pair were pinned; the best first.

    Exact, without solving anew for each: the mentee leaves his place, somebody makes room at the new mentor, and the
    cheapest chain of moves between the two is a shortest path in the network of moves. A pin of this mentee is
    lifted first. Mentors with no place left are not among the answers: `obstacles` says why. Raises ValueError when
    the solution is seen not to be of this problem.
    """
    best, now = solution.totals, solution.mentor_of.get(mentee)
    if any(pair[1] == mentee for pair in problem.pins):
        problem = problem.unpin(mentee)
        solution = solve(problem)
    table = problem.table
    moves, weighed = solving.network(problem, solution)
    row = table.row[mentee]
    room = moves.distances(int(moves.match[row]))
    found = []
    for column in np.flatnonzero(table.allowed[row]).tolist():
        mentor = table.mentors[column].key
        if mentor == now:
            continue
        served, fit = weighed.split(moves.weight[row, column] - moves.own[row] - room[column])
        served, fit = solution.served + served, solution.fit + fit
        pair_fit = int(table.fit[row, column])
        found.append(Alternative(mentor, pair_fit, served, fit, served - best[0], fit - best[1], now is None))
    return tuple(sorted(found, key=lambda other: (-other.served, -other.fit, table.column[other.mentor])))


@dataclass(frozen=True)
class Tally:
    """A variant in numbers: pairs that break no rule count, the others are listed."""

    served: int
    fit: int
    broken: tuple[tuple[Pair, tuple[Obstacle, ...]], ...] = ()


@dataclass(frozen=True)
class Comparison:
    own: Tally
    best: Tally

    @property
    def words(self) -> str:
        """«в вашем варианте 38 пар, соответствие 1210; в предложенном 39 пар, 1305; нарушено правил: 1»"""
        broken = sum(len(reasons) for _, reasons in self.own.broken)
        parts = [
            f"в вашем варианте {_pairs(self.own.served)}, соответствие {self.own.fit}",
            f"в предложенном {_pairs(self.best.served)}, соответствие {self.best.fit}",
        ]
        if broken:
            parts.append(f"нарушений правил в вашем варианте: {broken}")
        return "; ".join(parts)


def compare(problem: Problem, solution: Solution, own: Iterable[Pair]) -> Comparison:
    """The curator's own pairs (mentor, mentee) beside the optimum. Raises KeyError for people who take no part."""
    return Comparison(own=tally(problem, own), best=Tally(solution.served, solution.fit))


def tally(problem: Problem, own: Iterable[Pair]) -> Tally:
    """Pairs in the order of mentees' keys; those over a mentor's limit and second mentors break a rule like others."""
    table, lawful, broken = problem.table, [], []
    load, given = Counter(), set()
    for mentor, mentee in sorted(set(own), key=lambda pair: (table.row[pair[1]], table.column[pair[0]])):
        reasons = [item for item in obstacles(problem, mentor, mentee) if item.rule != "load"]
        person = table.mentors[table.column[mentor]]
        if load[mentor] >= person.free:
            who = table.mentees[table.row[mentee]].name
            text = f"{person.name} и {who}: больше пар, чем позволяет предел нагрузки ({person.limit})"
            reasons.append(Obstacle("load", with_point(problem, "load", text)))
        if mentee in given:
            text = f"{table.mentees[table.row[mentee]].name}: в вашем варианте уже есть наставник"
            reasons.append(Obstacle("served", with_point(problem, "served", text)))
        if reasons:
            broken.append(((mentor, mentee), tuple(reasons)))
            continue
        load[mentor] += 1
        given.add(mentee)
        lawful.append(int(table.fit[table.row[mentee], table.column[mentor]]))
    return Tally(len(lawful), sum(lawful), tuple(broken))


def _pairs(number: int) -> str:
    return count(number, "пара", "пары", "пар")


def _signed(number: int) -> str:
    return f"+{number}" if number > 0 else f"−{-number}"
