"""Two people at one moment, each with a connection of their own: the locks decide, not luck."""

import datetime

import pytest

from programs import pairing as source
from programs.actions import pairing, pairs, plans
from programs.actions.plan_edits import stamp
from programs.models import Pair, Programme, Ruling, Side
from registry.engine.errors import Refused
from tests import factories as make
from tests.programs import story_of_pairing as story

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
TODAY = make.TODAY


def propose(prog, mentor, mentee):
    return pairs.propose_pair(
        prog, mentor, [mentee], by=make.office()[0], on=TODAY, form=prog.forms.first(), starts=TODAY,
        ends=datetime.date(2027, 5, 25), note="Подходят",
    )  # fmt: skip


def outcome(found):
    return sorted(type(one).__name__ for one in found)


def test_two_curators_do_not_give_one_mentor_a_third_mentee(race, reference):
    prog = make.a_programme(preset="teachers")
    mentor = make.registered(make.a_mentor(), prog)
    make.a_pair(prog=prog, mentor=mentor)
    first, second = (make.an_admitted(prog=prog) for _ in range(2))
    found = race(lambda: propose(prog, mentor, first), lambda: propose(prog, mentor, second))
    assert outcome(found) == ["Pair", "Refused"]
    refusal = next(one for one in found if isinstance(one, Refused))
    assert "п. 2.6 Положения" in str(refusal)
    assert Side.objects.filter(person=mentor.person, role="mentor", is_open=True).count() == 2


def test_two_curators_do_not_give_one_mentee_two_mentors(race, reference):
    prog = make.a_programme(preset="teachers")
    mentors = [make.registered(make.a_mentor(), prog) for _ in range(2)]
    mentee = make.an_admitted(prog=prog)
    found = race(lambda: propose(prog, mentors[0], mentee), lambda: propose(prog, mentors[1], mentee))
    assert outcome(found) == ["Pair", "Refused"]
    assert Pair.objects.running().count() == 1


def test_two_curators_who_send_all_pairs_at_once_never_wait_for_each_other(race, reference):
    """Both propose the whole optimum, one in the opposite order: each pair is made once, the other is told why."""
    prog, form, mentors, _ = story.field(3, 6)
    pairs_ = [(pair.mentor, pair.mentee) for pair in source.load(prog, form, TODAY).solve().pairs]
    user = make.office()[0]

    def send(chosen):
        return pairing.propose_pairs(
            Programme.objects.get(pk=prog.pk), form, chosen, by=user, on=TODAY, starts=TODAY,
            ends=datetime.date(2027, 5, 25),
        )  # fmt: skip

    found = race(lambda: send(pairs_), lambda: send(pairs_[::-1]))
    assert outcome(found) == ["Sent", "Sent"], found
    assert sorted(len(one.made) for one in found) == [0, 6]
    refused = next(one for one in found if not one.made).refused
    assert len(refused) == 6 and all("уже есть пара в форме" in " ".join(texts) for _, texts in refused)
    assert Pair.objects.running().count() == 6
    for mentor in mentors:
        assert Side.objects.filter(person=mentor.person, role="mentor", is_open=True).count() == 2


def test_two_curators_who_choose_differently_for_one_mentor_keep_his_limit(race, reference):
    prog, form, (mentor,), mentees = story.field(1, 4)
    user = make.office()[0]

    def send(chosen):
        return pairing.propose_pairs(
            Programme.objects.get(pk=prog.pk), form, [(mentor.pk, one.pk) for one in chosen], by=user, on=TODAY,
            starts=TODAY, ends=datetime.date(2027, 5, 25),
        )  # fmt: skip

    found = race(lambda: send(mentees[:2]), lambda: send(mentees[2:]))
    assert sorted(len(one.made) for one in found) == [0, 2]
    assert Side.objects.filter(person=mentor.person, role="mentor", is_open=True).count() == 2
    assert "п. 2.6 Положения" in next(one for one in found if not one.made).refused[0][1][0]


def test_a_pin_of_one_mentee_by_two_curators_is_kept_once(race, reference):
    prog, form, mentors, (mentee,) = story.field(2, 1)
    user = make.office()[0]

    def pin(mentor):
        return pairing.rule(prog, form, mentor, mentee, "pin", by=user, on=TODAY, note="так решили")

    race(lambda: pin(mentors[0]), lambda: pin(mentors[1]))
    assert Ruling.objects.filter(kind="pin", mentee=mentee).count() == 1


def test_two_answers_to_one_mark_count_once(race, reference):
    pair = make.a_pair()
    mark = pair.agreements.first()
    person = mark.side.person

    def answer(agrees):
        return pairs.answer_pair(mark, by=None, on=TODAY, agrees=agrees, person=person, how="link")

    assert outcome(race(lambda: answer(True), lambda: answer(True))) == ["Pair", "Refused"]


def test_two_people_saving_one_plan_do_not_overwrite_each_other(race, reference):
    plan = make.a_pair(status="ordered").plan
    user = make.office()[0]

    def save(goal):
        head = {"goal": goal, "seen": {"goal": stamp(plan.goal)}}
        return plans.save_plan(plan, [], by=user, on=TODAY, head=head)

    assert outcome(race(lambda: save("Первая цель"), lambda: save("Вторая цель"))) == ["Clashed", "Plan"]
