"""Who should mentor whom: people in, pairs and reasons out. Pure: no models, no pages, no clock.

The optimum serves the most mentees first and only then looks for the greatest total fit, so no fit, however great,
buys a served mentee. Among equally good answers the canonical one is taken: the first mentee by key gets the first
mentor by key who leaves the optimum intact, then the second mentee, and so on; having a mentor comes before having
none. The answer therefore depends on the people and the rules alone, not on the order in which they were handed in.

    problem = Problem(mentors=…, mentees=…, form="ученик – ученик", pins=…, bans=…)
    solution = solve(problem)                          # pairs, totals, who is left over
    report(problem, solution)                          # each pair and each one left over, in words
    alternatives(problem, solution, mentee.key)        # what every other choice would cost
    compare(problem, solution, own_pairs)              # the curator's own variant beside it
"""

from programs.matching.comparing import Alternative, Comparison, Tally, alternatives, compare
from programs.matching.explaining import Change, Left, Report, explain_left, report
from programs.matching.fit import Part, Why, why
from programs.matching.people import MenteeProfile, MentorProfile, Problem, Weights
from programs.matching.rules import Obstacle, obstacles
from programs.matching.solving import Proposal, RefusedPin, SmallGroup, Solution, solve

__all__ = [
    "Alternative", "Change", "Comparison", "Left", "MenteeProfile", "MentorProfile", "Obstacle", "Part", "Problem",
    "Proposal", "RefusedPin", "Report", "SmallGroup", "Solution", "Tally", "Weights", "Why", "alternatives", "compare",
    "explain_left", "obstacles", "report", "solve", "why",
]  # fmt: skip
