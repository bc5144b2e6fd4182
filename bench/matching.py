"""How much the matching costs beside bare NumPy and SciPy on the same data: ratios, each against its own limit.

Both sides run in turn in one process, and the medians are compared, so that a slow machine slows both. The bare side
of 400 × 400 starts from ready arrays, while ours starts from people; it says nothing about rules and reasons.
Run: python bench/matching.py (exit code 1 when a limit is broken).
"""

import os
import random
import sys
import time
from pathlib import Path
from statistics import median

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # threads that wait for each other would flatter our side

import numpy as np
from scipy.optimize import linear_sum_assignment

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from programs.matching import MenteeProfile, MentorProfile, Problem, alternatives, optimum, report, solve

ROUNDS = 7
DAYS = ("пн", "вт", "ср", "чт", "пт")
TOPICS = [f"тема {number}" for number in range(30)]
SLOTS = [f"{day} {hour}:00" for day in DAYS for hour in (13, 14, 15, 16)]
INTERESTS = [f"интерес {number}" for number in range(40)]
MODELS = ["лидер – пассивный", "равный – равному", "успевающий – неуспевающий"]


def people(mentees: int, mentors: int, seed: int = 7) -> Problem:
    """A made-up school: three competences and two needs each, four weekly times, three choices on both sides."""
    draw = random.Random(seed)

    def some(items, number):
        return frozenset(draw.sample(items, number))

    return Problem(
        form="ученик – ученик",
        availability_required=True,
        bans=frozenset((draw.randrange(mentors), draw.randrange(mentees)) for _ in range(mentees // 10)),
        failed=frozenset((draw.randrange(mentors), draw.randrange(mentees)) for _ in range(mentees // 20)),
        mentors=tuple(
            MentorProfile(
                key=key, name=f"Наставник {key}", limit=2, running=draw.choice((0, 0, 1)),
                in_register=draw.random() > 0.03, consents_open=draw.random() > 0.03, competences=some(TOPICS, 3),
                role_models=some(MODELS, 1), age_from=draw.randint(8, 12), age_to=draw.randint(13, 17),
                slots=some(SLOTS, 4), interests=some(INTERESTS, 4), preferences=tuple(draw.sample(range(mentees), 3)),
            )
            for key in range(mentors)
        ),
        mentees=tuple(
            MenteeProfile(
                key=key, name=f"Наставляемый {key}", consents_open=draw.random() > 0.03, age=draw.randint(8, 17),
                needs=some(TOPICS, 2), role_models=some(MODELS, 1), slots=some(SLOTS, 4),
                interests=some(INTERESTS, 4), preferences=tuple(draw.sample(range(mentors), 3)),
                unwilling=some(range(mentors), 1),
            )
            for key in range(mentees)
        ),
    )  # fmt: skip


def bare(problem: Problem):
    """The same criteria written as bare array work on ready arrays: (scores, forbidden, columns of places)."""

    def marks(people, name, words):
        return np.array([[word in getattr(person, name) for word in words] for person in people], dtype=np.float32)

    mentors, mentees = problem.mentors, problem.mentees
    needs, offers = marks(mentees, "needs", TOPICS), marks(mentors, "competences", TOPICS)
    wish, models = marks(mentees, "role_models", MODELS), marks(mentors, "role_models", MODELS)
    when, then = marks(mentees, "slots", SLOTS), marks(mentors, "slots", SLOTS)
    likes, loves = marks(mentees, "interests", INTERESTS), marks(mentors, "interests", INTERESTS)
    age = np.array([person.age for person in mentees])[:, None]
    lowest, highest = (np.array([getattr(person, name) for person in mentors]) for name in ("age_from", "age_to"))
    shut = np.array([not (person.in_register and person.consents_open) for person in mentors])
    closed = np.array([not person.consents_open for person in mentees])[:, None]
    first = [(row, key, 40 - 10 * rank) for row, one in enumerate(mentees) for rank, key in enumerate(one.preferences)]
    second = [(key, col, 30 - 10 * rank) for col, one in enumerate(mentors) for rank, key in enumerate(one.preferences)]
    no = np.array([(row, key) for row, one in enumerate(mentees) for key in one.unwilling]).T
    bans = np.array([(row, column) for column, row in problem.bans | problem.failed]).T
    first, second = np.array(first).T, np.array(second).T
    places = np.repeat(np.arange(len(mentors)), [person.free for person in mentors])

    def run():
        both = when @ then.T
        score = 30 * (needs @ offers.T) + 15 * (wish @ models.T > 0) + 5 * np.minimum(both, 3)
        score += 5 * np.minimum(likes @ loves.T, 3) + np.where((age >= lowest) & (age <= highest), 10, -10)
        chosen = np.zeros(score.shape)
        for row, column, points in (first, second):
            score[row, column] += points
            chosen[row, column] += 1
        score += 20 * (chosen == 2)
        score[no[0], no[1]] -= 60
        forbidden = (both == 0) | shut | closed
        forbidden[bans[0], bans[1]] = True
        weight = np.where(forbidden, 0, score + 1_000_000)[:, places]
        rows, columns = linear_sum_assignment(weight, maximize=True)
        real = weight[rows, columns] > 0
        served = int(real.sum())
        return served, int(weight[rows, columns][real].sum()) - 1_000_000 * served

    return run


def interleaved(*works) -> list[float]:
    """Median seconds of each, run in turn; the first round only warms up."""
    spent = [[] for _ in works]
    for turn in range(ROUNDS + 1):
        for place, work in enumerate(works):
            started = time.perf_counter()
            work()
            if turn:
                spent[place].append(time.perf_counter() - started)
    return [median(one) for one in spent]


def ratio(name: str, ours: float, theirs: float, limit: float) -> bool:
    verdict = "ok" if ours <= limit * theirs else "BROKEN"
    print(f"{name}: {ours * 1000:.0f} ms / {theirs * 1000:.0f} ms = {ours / theirs:.2f} (limit {limit:g}) {verdict}")
    return verdict == "ok"


def alone(size: int = 3000) -> list[bool]:
    """The solver without people: our weights, capacities and check of forbidden pairs around the same matrix."""
    draw = np.random.default_rng(11)
    held = []
    for title, most, closed in (
        ("fits to 200, 30 % forbidden", 200, 0.3),
        ("fits to 20,000, none forbidden", 20_000, 0),
    ):
        fit = draw.integers(0, most, (size, size), dtype=np.int32)
        allowed = draw.random((size, size)) >= closed
        places = np.ones(size, dtype=np.int64)
        base = 2 * (size + 1) * most
        matrix = np.where(allowed, fit + float(base), 0.0)

        def ours(fit=fit, allowed=allowed, places=places):
            return optimum.assign(optimum.weigh(fit, allowed), places)

        def settled(fit=fit, allowed=allowed, places=places):
            weighed = optimum.weigh(fit, allowed)
            match = optimum.assign(weighed, places)
            return optimum.settle(optimum.Residual(weighed, places, match), weighed)

        def theirs(matrix=matrix):
            return linear_sum_assignment(matrix, maximize=True)

        mine, canonical, scipys = interleaved(ours, settled, theirs)
        held.append(ratio(f"matching alone, {size} × {size}, {title}", mine, scipys, 2))
        print(f"    with the canonical choice among ties: {canonical / scipys:.2f}")
    return held


def school(size: int = 400) -> list[bool]:
    """From people in memory to pairs, without and with all reasons."""
    problem = people(size, size)
    plain = bare(problem)

    def fresh():
        return Problem(**{name: getattr(problem, name) for name in problem.__dataclass_fields__})

    def pairs():
        return solve(fresh())

    def reasons():
        again = fresh()
        return report(again, solve(again))

    if solve(problem).totals != plain():
        print(f"the two sides disagree: {solve(problem).totals} and {plain()}")
        return [False]
    mine, said, theirs = interleaved(pairs, reasons, plain)
    name = f"{size} × {size}, people in memory → pairs"
    return [ratio(name, mine, theirs, 8), ratio(f"{name} with all reasons", said, theirs, 25), *row_opened(problem)]


def row_opened(problem: Problem) -> list[bool]:
    """What every other choice of one mentee would cost; in milliseconds, because a person waits for it."""
    solution = solve(problem)
    spent = []
    for mentee in solution.left[:5] + tuple(pair.mentee for pair in solution.pairs[:10]):
        started = time.perf_counter()
        alternatives(problem, solution, mentee)
        spent.append(1000 * (time.perf_counter() - started))
    print(f"    a row opened: median {median(spent):.0f} ms, worst {max(spent):.0f} ms (limit 300)")
    return [max(spent) <= 300]


def greed() -> list[bool]:
    """First come, first served beside the optimum: never more, and fewer on data built so that greed fails."""
    held = []
    for title, problem, least in (("random people", people(300, 200), 0), ("greed fails", narrow(300), 1)):
        best, first = solve(problem).served, first_come(problem)
        print(f"{title}: the optimum serves {best}, first come {first}")
        held.append(best >= first + least)
    return held


def narrow(mentees: int) -> Problem:
    """The first half may have any mentor; the second half only one each, and the first half takes exactly those."""
    keys, half = range(mentees), mentees // 2
    bans = frozenset((mentor, mentee) for mentee in keys[half:] for mentor in keys if mentor != mentee - half)
    return Problem(
        bans=bans,
        mentors=tuple(
            MentorProfile(key=key, name=f"Н{key}", limit=1, in_register=True, consents_open=True) for key in keys
        ),
        mentees=tuple(MenteeProfile(key=key, name=f"У{key}", consents_open=True) for key in keys),
    )


def first_come(problem: Problem) -> int:
    """Each mentee in the order of keys takes the best mentor who still has a place."""
    table = problem.table
    places, served = table.places.copy(), 0
    for row in range(len(table.mentees)):
        open_to = np.flatnonzero(table.allowed[row] & (places > 0))
        if len(open_to):
            places[open_to[np.argmax(table.fit[row, open_to])]] -= 1
            served += 1
    return served


if __name__ == "__main__":
    sys.exit(0 if all([*greed(), *school(), *alone()]) else 1)
