"""The people of a problem in the order of their keys, with points and obstacles of every pair as arrays."""

from collections import defaultdict

import numpy as np

from programs.matching import fit, rules
from programs.matching.people import Problem
from registry.text import count


class Table:
    """Everything numeric about a problem. Mentees go down, mentors across, both sorted by key."""

    def __init__(self, problem: Problem):
        self.problem = problem
        self.mentors = sorted(problem.mentors, key=lambda person: person.key)
        self.mentees = sorted(problem.mentees, key=lambda person: person.key)
        self.column = {person.key: place for place, person in enumerate(self.mentors)}
        self.row = {person.key: place for place, person in enumerate(self.mentees)}
        self.columns = defaultdict(list)
        for place, person in enumerate(self.mentors):
            for key in {person.key, person.human}:
                self.columns[key].append(place)
        together = fit.shared(self.mentors, self.mentees)
        self.fit = fit.fits(problem, self.mentors, self.mentees, self.columns, self.row, together)
        self.blocked = rules.blocked(problem, self.mentors, self.mentees, self.columns, self.row, together)
        self.places = np.array([person.free for person in self.mentors], dtype=np.int64)
        self.pinned: dict[int, int] = {}
        """Mentee's row → mentor's column, for the pins that break no rule."""
        self.refused: list[tuple[tuple, str]] = []
        self._take_pins()
        self._close_full_mentors()
        self.allowed = self.blocked == 0

    def _take_pins(self) -> None:
        """Pins in the order of keys; one that breaks a rule is refused with the sentence and binds nobody."""
        for mentor, mentee in sorted(self.problem.pins, key=lambda pair: (pair[1], pair[0])):
            if mentor not in self.column or mentee not in self.row:
                self.refused.append(((mentor, mentee), "закреплённой пары больше нет среди участников подбора"))
                continue
            row, column = self.row[mentee], self.column[mentor]
            if row in self.pinned:
                holder = self.mentors[self.pinned[row]].name
                self.refused.append(((mentor, mentee), f"{self.mentees[row].name}: уже есть закрепление, {holder}"))
            elif self.blocked[row, column]:
                broken = next(rule for rule in rules.RULES if self.blocked[row, column] & rules.BIT[rule.key])
                text = broken.sentence(self.problem, self.mentors[column], self.mentees[row])
                self.refused.append(((mentor, mentee), rules.with_point(self.problem, broken.key, text)))
            elif self.places[column] <= 0:
                text = rules.with_point(self.problem, "load", f"{self.mentors[column].name}: {self._full(column)}")
                self.refused.append(((mentor, mentee), text))
            else:
                self.pinned[row] = column
                self.places[column] -= 1

    def _close_full_mentors(self) -> None:
        full = self.places <= 0
        self.blocked[:, full] |= rules.BIT["load"]
        for row, column in self.pinned.items():
            self.blocked[row, column] = 0

    def load_words(self, mentor) -> str:
        return self._full(self.column[mentor.key])

    def _full(self, column: int) -> str:
        """«заняты все места: 1 из 2 в работе, 1 закреплено»."""
        mentor = self.mentors[column]
        pins = sum(1 for place in self.pinned.values() if place == column)
        work = count(mentor.running, "наставляемый", "наставляемых", "наставляемых")
        if mentor.limit <= 0:
            return "брать наставляемых не положено, предел нагрузки — 0"
        if not pins:
            return f"мест больше нет, уже {work} при пределе {mentor.limit}"
        if not mentor.running:
            return f"мест больше нет, закреплено {pins} при пределе {mentor.limit}"
        return f"мест больше нет, уже {work} и закреплено ещё {pins} при пределе {mentor.limit}"
