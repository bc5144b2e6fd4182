"""The matching against brute force, an independent solver and its own promises."""

import itertools
import random
from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programs.matching import (
    MenteeProfile,
    MentorProfile,
    Problem,
    Weights,
    alternatives,
    compare,
    explain_left,
    obstacles,
    optimum,
    report,
    solve,
    why,
)
from programs.matching.rules import BIT, RULES

TOPICS = ["математика", "физика", "химия"]
SLOTS = ["пн 15:00", "ср 15:00", "пт 15:00"]
QUIET = settings(deadline=None, max_examples=150, suppress_health_check=list(HealthCheck), derandomize=True)


def mentor(key, **about):
    about = {"name": f"Наставник {key}", "limit": 1, "in_register": True, "consents_open": True, **about}
    return MentorProfile(key=key, **about)


def mentee(key, **about):
    return MenteeProfile(key=key, **{"name": f"Наставляемый {key}", "consents_open": True, **about})


def problem(mentors, mentees, **about):
    return Problem(mentors=tuple(mentors), mentees=tuple(mentees), **about)


def some(draw, items, most):
    return frozenset(draw.sample(list(items), draw.randint(0, min(most, len(items)))))


def school(seed, mentees=6, mentors=4, tight=True):
    """A random problem with every rule and every criterion in it; `tight` makes obstacles frequent."""
    draw = random.Random(seed)
    often = 0.12 if tight else 0.03
    down, across = range(100, 100 + mentees), range(mentors)

    def pairs(share):
        return frozenset((m, e) for m in across for e in down if draw.random() < share)

    people = [
        mentor(
            key, limit=draw.randint(0, 3), running=draw.randint(0, 1), in_register=draw.random() > often,
            consents_open=draw.random() > often, form_allowed=draw.random() > often / 2,
            certified=draw.random() > often,
            forms=draw.choice([frozenset(), frozenset({"ученик – ученик"}), frozenset({"учитель – учитель"})]),
            competences=some(draw, TOPICS, 3), role_models=some(draw, "аб", 2), slots=some(draw, SLOTS, 3),
            interests=some(draw, "вгде", 4), age_from=draw.choice([None, 9, 11]), age_to=draw.choice([None, 12, 15]),
            hours=draw.choice([None, 1, 2.5]), children=some(draw, down, 1),
            as_mentee=draw.choice([None, None, draw.choice(down)]), preferences=tuple(draw.sample(down, 2)),
            unwilling=some(draw, down, 1), group_min=draw.choice([None, None, 3]),
        )
        for key in across
    ]  # fmt: skip
    if mentors > 1:
        people[-1] = replace(people[-1], of=0)
    young = [
        mentee(
            key, consents_open=draw.random() > often, form_allowed=draw.random() > often / 2,
            is_served=draw.random() < often / 2, is_minor=draw.random() < 0.5,
            age=draw.choice([None, 8, 10, 12, 16]), needs=some(draw, TOPICS, 2),
            role_models=some(draw, "аб", 2), slots=some(draw, SLOTS, 3), interests=some(draw, "вгде", 4),
            preferences=tuple(draw.sample(across, min(2, mentors))),
            unwilling=some(draw, across, 1),
        )
        for key in down
    ]  # fmt: skip
    return problem(
        people, young, form="ученик – ученик", pins=pairs(often / 2), bans=pairs(often), failed=pairs(often),
        availability_required=draw.random() < 0.5, competence_required=draw.random() < 0.2,
        unwilling_forbids=draw.random() < 0.3, hours_a_week=draw.choice([None, 1]),
    )  # fmt: skip


seeds = st.integers(0, 10**6)


# --- The optimum ----------------------------------------------------------------------------------------------------


def brute(fits, places):
    """The canonical optimum of each table of fits (NaN is forbidden): all assignments are tried in order of keys."""
    rows, columns = fits.shape[1:]
    every = np.array(list(itertools.product(range(columns + 1), repeat=rows)))
    fitting = [(every == column).sum(axis=1) <= places[column] for column in range(columns)]
    every = every[np.all(fitting, axis=0)]
    padded = np.concatenate([np.nan_to_num(fits, nan=-1e6), np.zeros((len(fits), rows, 1))], axis=2)
    fit = sum(padded[:, row, every[:, row]] for row in range(rows))
    rank = 1000 * (every < columns).sum(axis=1) + fit
    best = every[rank.argmax(axis=1)]
    return np.where(best == columns, optimum.NONE, best)


def canonical(fit, allowed, places):
    weighed = optimum.weigh(fit, allowed)
    match = optimum.assign(weighed, places)
    return optimum.settle(optimum.Residual(weighed, places, match), weighed)


@pytest.mark.parametrize(
    ("rows", "columns", "fits", "places"),
    [
        (3, 3, (None, 0, 1), (1, 1, 1)),
        (3, 3, (None, 0, 1), (2, 1, 0)),
        (2, 2, (None, -2, -1, 0, 1, 2), (1, 1)),
        (2, 2, (None, -2, -1, 0, 1, 2), (2, 1)),
        (2, 2, (None, -2, -1, 0, 1, 2), (2, 2)),
        (4, 2, (None, 0, 1), (1, 2)),
        (4, 2, (None, 0, 1), (2, 2)),
        (2, 4, (None, 0, 1), (1, 1, 2, 1)),
    ],
)
def test_every_small_instance_is_solved_as_by_brute_force(rows, columns, fits, places):
    values = np.array([np.nan if one is None else one for one in fits])
    tables = values[np.array(list(itertools.product(range(len(fits)), repeat=rows * columns)))]
    tables = tables.reshape(-1, rows, columns)
    expected = brute(tables, places)
    for table, answer in zip(tables, expected, strict=True):
        found = canonical(np.nan_to_num(table).astype(int), ~np.isnan(table), np.array(places))
        assert found.tolist() == answer.tolist(), (table, places)


def flow(fit, allowed, places):
    """The greatest flow at the least cost, one cheapest path after another: plain Python, integers only."""
    rows, columns = len(fit), len(places)
    match = [None] * rows
    while True:
        best = {("mentee", row): (0, None) for row in range(rows) if match[row] is None}
        changed = True
        while changed:
            changed = False
            for row, column in itertools.product(range(rows), range(columns)):
                if not allowed[row][column]:
                    continue
                edge = (("mentee", row), ("mentor", column), -fit[row][column])
                start, end, cost = edge if match[row] != column else (edge[1], edge[0], -edge[2])
                if start in best and (end not in best or best[start][0] + cost < best[end][0]):
                    best[end] = (best[start][0] + cost, start)
                    changed = True
        taken = [match.count(column) for column in range(columns)]
        ends = [("mentor", c) for c in range(columns) if taken[c] < places[c] and ("mentor", c) in best]
        if not ends:
            pairs = [(row, column) for row, column in enumerate(match) if column is not None]
            return len(pairs), sum(fit[row][column] for row, column in pairs)
        node = min(ends, key=lambda end: best[end][0])
        while node is not None:
            before = best[node][1]
            if node[0] == "mentor":
                match[before[1]] = node[1]
            node = before


@pytest.mark.parametrize("part", range(4))
def test_two_thousand_random_instances_agree_with_an_independent_flow(part):
    draw = random.Random(part)
    for _ in range(500):
        rows, columns = draw.randint(1, 9), draw.randint(1, 7)
        most = draw.choice([1, 10, 1000])
        fit = [[draw.randint(-most, most) for _ in range(columns)] for _ in range(rows)]
        share = draw.choice([0.2, 0.5, 1])
        allowed = [[draw.random() < share for _ in range(columns)] for _ in range(rows)]
        places = [draw.randint(0, 3) for _ in range(columns)]
        match = canonical(np.array(fit), np.array(allowed), np.array(places))
        served = [row for row in range(rows) if match[row] != optimum.NONE]
        assert all(allowed[row][match[row]] for row in served)
        assert all((match == column).sum() <= places[column] for column in range(columns))
        assert (len(served), sum(fit[row][match[row]] for row in served)) == flow(fit, allowed, places)


@pytest.mark.parametrize("seed", range(20))
def test_the_choice_among_ties_does_not_depend_on_what_the_solver_found(seed):
    draw = np.random.default_rng(seed)
    rows, columns = draw.integers(5, 60, 2)
    fit, allowed = draw.integers(0, 3, (rows, columns)), draw.random((rows, columns)) < 0.4
    places = draw.integers(0, 3, columns)
    weighed = optimum.weigh(fit, allowed)
    answers = set()
    for _ in range(4):
        down, across = draw.permutation(rows), draw.permutation(columns)
        shuffled = optimum.Weighed(weighed.loss[down][:, across], weighed.base)
        found = optimum.assign(shuffled, places[across])
        match = np.full(rows, optimum.NONE)
        match[down] = np.where(found == optimum.NONE, optimum.NONE, across[found])
        answers.add(tuple(optimum.settle(optimum.Residual(weighed, places, match), weighed)))
    assert len(answers) == 1


def test_no_fit_buys_a_served_mentee():
    wanted = Weights(mentee_choice=1000, mentor_choice=1000, mutual=1000)
    both = mentor(1, preferences=(1,)), mentor(2)
    case = problem(both, [mentee(1, preferences=(1,)), mentee(2)], weights=wanted, bans=frozenset({(2, 2)}))
    answer = solve(case)
    assert answer.mentor_of == {1: 2, 2: 1}
    assert answer.totals == (2, 0)


def test_a_pair_that_costs_points_is_better_than_a_mentee_left_over():
    answer = solve(problem([mentor(1)], [mentee(1, unwilling=frozenset({1}))]))
    assert answer.totals == (1, -60)


def test_fits_too_great_to_count_exactly_are_refused():
    with pytest.raises(OverflowError):
        optimum.weigh(np.array([[2**50]]), np.array([[True]]))


def test_nobody_to_join_is_an_answer():
    for case in (problem([], []), problem([mentor(1)], []), problem([], [mentee(1)])):
        answer = solve(case)
        assert answer.totals == (0, 0)
        assert report(case, answer).pairs == {}
    assert explain_left(case, answer, 1).sentences == ("в подборе нет ни одного наставника",)


# --- The people -----------------------------------------------------------------------------------------------------


def lawful(case, one, other):
    return not any(rule.breaks(case, one, other) for rule in RULES)


@QUIET
@given(seeds)
def test_arrays_say_the_same_as_the_rules_and_words_of_each_pair(seed):
    case = replace(school(seed), pins=frozenset())
    for one, other in itertools.product(case.mentors, case.mentees):
        expected = {rule.key for rule in RULES if rule.breaks(case, one, other)}
        assert {item.rule for item in obstacles(case, one.key, other.key)} == expected
        reasons = why(case, one.key, other.key)
        assert reasons.fit == sum(part.points for part in reasons.parts)
        assert reasons.fit == case.table.fit[case.table.row[other.key], case.table.column[one.key]]


@QUIET
@given(seeds)
def test_people_are_joined_as_by_brute_force(seed):
    case = replace(school(seed, mentees=4, mentors=3), pins=frozenset())
    best = (0, 0)
    for choice in itertools.product([None, *case.mentors], repeat=4):
        pairs = [(one, other) for one, other in zip(choice, case.mentees, strict=True) if one]
        crowded = any(choice.count(one) > one.free for one in case.mentors)
        if not crowded and all(lawful(case, one, other) for one, other in pairs):
            best = max(best, (len(pairs), sum(why(case, one.key, other.key).fit for one, other in pairs)))
    assert solve(case).totals == best


@QUIET
@given(seeds, st.randoms(use_true_random=False))
def test_the_order_in_which_people_come_changes_nothing(seed, shuffler):
    case = school(seed, mentees=9, mentors=6)
    mentors, mentees = list(case.mentors), list(case.mentees)
    shuffler.shuffle(mentors)
    shuffler.shuffle(mentees)
    other = replace(case, mentors=tuple(mentors), mentees=tuple(mentees))
    assert solve(other) == solve(case)
    assert report(other, solve(other)) == report(case, solve(case))


@QUIET
@given(seeds)
def test_one_mentor_more_never_serves_fewer(seed):
    case = replace(school(seed, mentees=8, mentors=5), pins=frozenset())
    assert solve(case).served >= solve(replace(case, mentors=case.mentors[:-1])).served


def first_come(case):
    taken = {one.key: one.free for one in case.mentors}
    for other in sorted(case.mentees, key=lambda person: person.key):
        fitting = [one for one in case.mentors if taken[one.key] and lawful(case, one, other)]
        if fitting:
            taken[max(fitting, key=lambda one: why(case, one.key, other.key).fit).key] -= 1
    return sum(one.free - taken[one.key] for one in case.mentors)


@QUIET
@given(seeds)
def test_never_fewer_are_served_than_by_first_come_first_served(seed):
    case = replace(school(seed, mentees=8, mentors=5), pins=frozenset())
    assert solve(case).served >= first_come(case)


def test_more_are_served_than_by_first_come_where_the_late_have_little_choice():
    late = range(10, 20)
    bans = frozenset((one, other) for one in range(10) for other in late if one != other - 10)
    case = problem(map(mentor, range(10)), map(mentee, range(20)), bans=bans)
    assert (first_come(case), solve(case).served) == (10, 10)
    roomy = problem([*map(mentor, range(10)), *(mentor(30 + key) for key in range(10))], map(mentee, range(20)),
                    bans=bans | {(30 + one, other) for one in range(10) for other in late})  # fmt: skip
    assert (first_come(roomy), solve(roomy).served) == (10, 20)


@QUIET
@given(seeds)
def test_no_rule_is_broken_and_lawful_pins_are_kept(seed):
    case = school(seed, mentees=9, mentors=6)
    answer = solve(case)
    refused = {item.pair for item in answer.refused_pins}
    assert {(pair.mentor, pair.mentee) for pair in answer.pairs if pair.is_pinned} == case.pins - refused
    chosen = [(pair.mentor, pair.mentee) for pair in answer.pairs]
    own = compare(case, answer, chosen).own
    assert own.broken == ()
    assert (own.served, own.fit) == answer.totals
    assert sorted(answer.left + tuple(answer.mentor_of)) == [one.key for one in case.mentees]


def test_a_pin_that_breaks_a_rule_binds_nobody_and_says_why():
    case = problem([mentor(1), mentor(2, in_register=False)], [mentee(1), mentee(2), mentee(3)],
                   pins=frozenset({(2, 1), (1, 2), (1, 3), (9, 3)}))  # fmt: skip
    answer = solve(case)
    assert answer.mentor_of == {2: 1}
    assert [item.text for item in answer.refused_pins] == [
        "Наставник 2: нет в реестре наставников программы",
        "Наставник 1: мест больше нет, закреплено 1 при пределе 1",
        "закреплённой пары больше нет среди участников подбора",
    ]


def test_pinning_and_banning_solve_anew():
    case = problem([mentor(1), mentor(2)], [mentee(1), mentee(2)])
    assert solve(case).mentor_of == {1: 1, 2: 2}
    assert solve(case.pin(2, 1)).mentor_of == {1: 2, 2: 1}
    assert solve(case.pin(2, 1).ban(2, 1)).mentor_of == {1: 1, 2: 2}
    assert solve(case.ban(1, 1).ban(2, 1)).left == (1,)
    assert solve(case.pin(2, 1).unpin(1)) == solve(case)


# --- Explanations ---------------------------------------------------------------------------------------------------


@QUIET
@given(seeds)
def test_an_alternative_costs_what_solving_with_that_pin_costs(seed):
    case = school(seed, mentees=8, mentors=5)
    answer = solve(case)
    for other in case.mentees:
        free = case.unpin(other.key)
        allowed = {one.key for one in case.mentors if not obstacles(free, one.key, other.key)}
        found = alternatives(case, answer, other.key)
        assert {one.mentor for one in found} == allowed - {answer.mentor_of.get(other.key)}
        for one in found:
            forced = solve(free.pin(one.mentor, other.key))
            assert forced.mentor_of[other.key] == one.mentor
            assert (one.served, one.fit) == forced.totals
            assert (one.served_change, one.fit_change) == (one.served - answer.served, one.fit - answer.fit)


def test_a_solution_of_another_problem_is_refused():
    case = problem([mentor(1), mentor(2)], [mentee(1), mentee(2), mentee(3)])
    stale = solve(case.ban(1, 1).ban(2, 2).ban(1, 3).ban(2, 3))
    wishes = [mentee(key, preferences=(key,)) for key in (1, 2)]
    with pytest.raises(ValueError, match="solve the problem first"):
        alternatives(replace(case, mentees=(*wishes, mentee(3))), stale, 3)


def lifted(case, change, one, other):
    """The problem with this one thing changed."""
    pair = (case.table.mentors[case.table.column[one]].human, other)
    people = {person.key: person for person in case.mentors}
    if change.rule in ("ban", "failed"):
        name = {"ban": "bans", "failed": "failed"}[change.rule]
        return replace(case, **{name: getattr(case, name) - {pair, (one, other)}})
    changed = {
        "load": {"limit": max(people[one].limit, people[one].running) + 1},
        "own_child": {"children": people[one].children - {other}},
        "register": {"in_register": True},
        "mentor_consent": {"consents_open": True},
        "certificate": {"certified": True},
    }.get(change.rule)
    if changed is None:
        return None
    people[one] = replace(people[one], **changed)
    return replace(case, mentors=tuple(people.values()))


@QUIET
@given(seeds)
def test_what_would_have_to_change_is_true(seed):
    case = school(seed, mentees=8, mentors=4)
    case = replace(case, mentors=tuple(replace(one, of=None) for one in case.mentors))
    case = replace(case, pins=frozenset())
    answer = solve(case)
    for other in answer.left:
        for change in explain_left(case, answer, other).changes:
            for one in change.mentors:
                again = lifted(case, change, one, other)
                if again is not None:
                    served = solve(again).served
                    assert (served > answer.served) == (one in change.adds_pair), (change, one)
                    assert not obstacles(again, one, other) or change.rule == "load"


def test_a_pair_is_explained_in_words_that_add_up():
    one = mentor(1, competences=frozenset({"математика", "физика"}), age_from=10, age_to=12, preferences=(1,),
                 slots=frozenset({"ср 15:00", "пн 15:00"}), hours=2.5)  # fmt: skip
    other = mentee(1, needs=frozenset({"математика"}), age=13, preferences=(5, 1), slots=one.slots)
    reasons = why(problem([one], [other], hours_a_week=1), 1, 1)
    assert reasons.words == (
        "общая компетенция: математика (+30)",
        "общее время: пн 15:00, ср 15:00 (+10)",
        "возраст 13, а наставник желает от 10 до 12 лет (−10)",
        "времени хватает: 2,5 ч в неделю (+5)",
        "наставляемый поставил на 2-е место (+30)",
        "наставник поставил на 1-е место (+30)",
        "взаимный выбор (+20)",
    )
    assert reasons.fit == 115
    assert not any("место" in words or "выбор" in words for words in reasons.open_words)


def test_who_would_rather_not_is_for_the_curator_only():
    case = problem([mentor(1, unwilling=frozenset({1}))], [mentee(1, unwilling=frozenset({1}))])
    reasons = why(case, 1, 1)
    assert reasons.words == ("наставляемый не хотел бы этой пары (−60)", "наставник не хотел бы этой пары (−60)")
    assert reasons.open_words == ()
    assert [item.rule for item in obstacles(replace(case, unwilling_forbids=True), 1, 1)] == ["unwilling"]


@pytest.mark.parametrize(
    ("about_mentor", "about_mentee", "about", "sentence"),
    [
        ({"in_register": False}, {}, {}, "Наставник 1: нет в реестре наставников программы"),
        ({"consents_open": False}, {}, {}, "Наставник 1: нет действующего согласия на подбор пары"),
        ({}, {"consents_open": False}, {}, "Наставляемый 1: нет действующего согласия на подбор пары"),
        ({"form_allowed": False}, {}, {}, "Наставник 1: работа в форме «ученик – ученик» не предусмотрена"),
        ({"forms": frozenset({"иная"})}, {}, {}, "Наставник 1: работа в форме «ученик – ученик» не предусмотрена"),
        ({}, {"form_allowed": False}, {}, "Наставляемый 1: участие в форме «ученик – ученик» не предусмотрено"),
        ({}, {"is_served": True}, {}, "Наставляемый 1: наставник в форме «ученик – ученик» уже есть"),
        (
            {"limit": 2, "running": 2}, {}, {"rule_points": {"load": "п. 2.6 Положения"}},
            "Наставник 1: мест больше нет, уже 2\u00a0наставляемых при пределе 2 (п. 2.6 Положения)",
        ),
        ({}, {}, {"bans": frozenset({(1, 1)})}, "Наставник 1 и Наставляемый 1: пара исключена запретом куратора"),
        (
            {}, {}, {"failed": frozenset({(1, 1)})},
            "Наставник 1 и Наставляемый 1: уже работали вместе, и пара распалась",
        ),
        ({"children": frozenset({1})}, {}, {}, "Наставник 1: нельзя быть наставником своего ребёнка (Наставляемый 1)"),
        ({"as_mentee": 1}, {}, {}, "Наставник 1: нельзя быть наставником самому себе"),
        ({}, {}, {"availability_required": True}, "Наставник 1: не указано свободное время"),
        (
            {"slots": frozenset({"пн"})}, {"slots": frozenset({"вт"})}, {"availability_required": True},
            "Наставник 1 и Наставляемый 1: нет общего времени в неделе",
        ),
        (
            {}, {"needs": frozenset({"химия"})}, {"competence_required": True},
            "Наставник 1: нет компетенции, которая нужна: химия",
        ),
    ],
)  # fmt: skip
def test_each_hard_rule_forbids_and_names_itself(about_mentor, about_mentee, about, sentence):
    lawful_pair = problem([mentor(1)], [mentee(1)], form="ученик – ученик")
    assert solve(lawful_pair).served == 1
    case = problem([mentor(1, **about_mentor)], [mentee(1, **about_mentee)], form="ученик – ученик", **about)
    assert solve(case).served == 0
    assert [item.text for item in obstacles(case, 1, 1)] == [sentence]


def test_one_left_over_reads_that_all_who_fit_have_two_already():
    topics = frozenset({"физика"})
    case = problem(
        [mentor(1, limit=2), mentor(2, limit=2, running=2)], [mentee(key, needs=topics) for key in (1, 2, 3)]
    )
    answer = solve(case)
    assert answer.left == (3,)
    assert explain_left(case, answer, 3).sentences == (
        "у всех подходящих наставников (2) уже двое: Наставник 1, Наставник 2; ещё одно место прибавит пару",
        "нет наставника с компетенцией: физика",
    )


def test_one_left_over_reads_that_the_only_fitting_mentor_is_banned():
    case = problem(
        [mentor(1), mentor(2, in_register=False, consents_open=False)], [mentee(1)], bans=frozenset({(1, 1)})
    )
    left = explain_left(case, solve(case), 1)
    assert left.sentences == (
        "единственный подходящий наставник (Наставник 1) исключён запретом; без этого было бы на пару больше",
    )
    assert left.changes[0].adds_pair == (1,)


def test_lifting_a_ban_is_not_promised_to_help_where_the_place_is_taken():
    case = problem([mentor(1)], [mentee(1), mentee(2)], bans=frozenset({(1, 2)}))
    left = explain_left(case, solve(case), 2)
    assert left.sentences[0].endswith("(Наставник 1) исключён запретом; без этого пар не прибавится")
    assert left.changes[0].adds_pair == ()


def test_one_kept_out_by_two_rules_everywhere_reads_who_is_nearest():
    case = problem([mentor(1, in_register=False, consents_open=False)], [mentee(1)])
    assert explain_left(case, solve(case), 1).sentences == (
        "подходящих наставников нет; меньше всего мешает здесь: Наставник 1: нет в реестре наставников программы; "
        "Наставник 1: нет действующего согласия на подбор пары",
    )


def test_one_without_a_consent_reads_only_that():
    case = problem([mentor(1)], [mentee(1, consents_open=False, needs=frozenset({"химия"}))])
    assert explain_left(case, solve(case), 1).sentences == ("Наставляемый 1: нет действующего согласия на подбор пары",)


def test_a_group_takes_mentees_without_a_lower_bound_and_is_reported_when_small():
    group = mentor(5, name="Группа", limit=8, group_min=3, of=1)
    case = problem([mentor(1, limit=0), group], [mentee(1), mentee(2)])
    answer = solve(case)
    assert answer.served == 2
    assert [item.text for item in answer.small_groups] == [
        "Группа: в группе 2, а нужно не меньше 3; не хватает 1\u00a0наставляемого"
    ]
    assert solve(replace(case, bans=frozenset({(1, 1)}))).left == (1,)


def test_the_curator_s_own_variant_is_compared_in_numbers():
    topics = frozenset({"химия"})
    case = problem([mentor(1, competences=topics), mentor(2)], [mentee(1, needs=topics), mentee(2), mentee(3)],
                   bans=frozenset({(2, 3)}))  # fmt: skip
    found = compare(case, solve(case), [(2, 1), (1, 2), (1, 3), (2, 3)])
    assert (found.best.served, found.best.fit) == (2, 30)
    assert (found.own.served, found.own.fit) == (2, 0)
    assert [(pair, [item.rule for item in reasons]) for pair, reasons in found.own.broken] == [
        ((1, 3), ["load"]),
        ((2, 3), ["ban", "load"]),
    ]
    assert found.words == (
        "в вашем варианте 2\u00a0пары, соответствие 0; в предложенном 2\u00a0пары, соответствие 30; "
        "нарушений правил в вашем варианте: 3"
    )


def test_a_second_mentor_in_the_curator_s_variant_breaks_a_rule():
    case = problem([mentor(1), mentor(2)], [mentee(1)])
    (broken,) = compare(case, solve(case), [(1, 1), (2, 1)]).own.broken
    assert [item.text for item in broken[1]] == ["Наставляемый 1: в вашем варианте уже есть наставник"]


# --- What is handed in ----------------------------------------------------------------------------------------------


def test_two_people_with_one_key_are_refused():
    with pytest.raises(ValueError, match="keys must differ"):
        problem([mentor(1), mentor(1)], [])


@pytest.mark.parametrize("bad", [{"slot": 1001}, {"unwilling": -1001}, {"slots_counted": -1}, {"choice_step": -1}])
def test_weights_outside_their_bounds_are_refused(bad):
    with pytest.raises(ValueError, match=next(iter(bad))):
        Weights(**bad)


@pytest.mark.parametrize("bad", [1.5, True, "30"])
def test_weights_are_whole_numbers(bad):
    with pytest.raises(TypeError):
        Weights(competence=bad)


def test_every_weight_has_a_label_and_every_rule_a_bit_of_its_own():
    assert all(item.metadata["label"] for item in fields(Weights))
    assert len(set(BIT.values())) == len(RULES)
