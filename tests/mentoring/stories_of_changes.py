"""Stories of pairs that change on the way."""

from programs.actions import changes, early_ends, handovers, petitions
from programs.models import Handover
from tests import factories as make
from tests.mentoring.stories import DAY, TODAY, Story, story
from tests.mentoring.stories_of_pairs import accounts_of, strangers


def working():
    pair = make.a_pair(prog=make.a_programme(), status="working")
    return pair, *accounts_of(pair), *make.office()


def new_mentor(pair):
    return make.registered(make.a_mentor(make.pupil(age=16), category="pupil"), pair.programme)


def written(pair, petition=None):
    curator, _ = make.office()
    return changes.write_change(
        pair, "replacement", by=curator, on=TODAY, ground=petitions.fitting_ground(pair),
        new_mentor=new_mentor(pair), petition=petition,
    )  # fmt: skip


@story
def petition_to_decide():
    "programs.petition_to_decide"
    pair, mentor, mentee, guardian, curator, director = working()
    row = petitions.ask_for_another(pair, mentee.person, by=mentee, on=TODAY, words="Нам трудно понять друг друга")
    return Story(
        [curator],
        lambda: petitions.decide(row, by=curator, on=TODAY, accepts=True),
        [mentor, mentee, guardian, director, *strangers()],
    )


@story
def petition_answered():
    "programs.petition_answered"
    pair, mentor, mentee, guardian, curator, director = working()
    row = petitions.ask_for_another(pair, mentee.person, by=guardian, on=TODAY, words="Нам трудно понять друг друга")
    row = petitions.decide(row, by=curator, on=TODAY, accepts=False, note="Давайте сначала поговорим вместе")
    return Story(
        [guardian],
        lambda: petitions.read_answer(row, by=guardian, on=TODAY),
        [mentor, mentee, curator, director, *strangers()],
    )


@story
def petition_without_order():
    "programs.petition_without_order"
    pair, mentor, mentee, _, curator, director = working()
    row = petitions.resign(
        pair, by=mentor, on=TODAY, words="переезжаю", last_day=petitions.earliest_last_day(TODAY)
    )  # fmt: skip
    row = petitions.decide(row, by=director, on=TODAY, accepts=True)
    return Story([curator], lambda: written(pair, row), [mentor, mentee, director])


def proposed(pair, by):
    return early_ends.propose(pair, by=by, on=TODAY, ends_on=TODAY + 5 * DAY, reason="цель достигнута")


def answer_all(end):
    curator, _ = make.office()
    for mark in end.marks.filter(answer=None):
        if mark.party == "curator":
            early_ends.answer(mark, by=curator, on=TODAY, agrees=True)
            continue
        child = mark.side.person
        who = child.guardians(TODAY).first() if mark.party == "guardian" else child
        early_ends.answer(mark, by=curator, on=TODAY, agrees=True, person=who, how="paper")


@story
def end_waits_for_my_yes():
    "programs.end_waits_for_my_yes"
    pair, mentor, mentee, guardian, curator, director = working()
    end = proposed(pair, mentor)
    return Story([mentee, guardian, curator], lambda: answer_all(end), [mentor, director, *strangers()])


@story
def end_without_order():
    "programs.end_without_order"
    pair, mentor, mentee, _, curator, director = working()
    end = proposed(pair, curator)
    answer_all(end)

    def solve():
        from monitoring.actions import waive

        waive(pair, "exit", by=curator, on=TODAY, reason="замер не нужен")
        early_ends.to_order(end, by=curator, on=TODAY, result_text="Освоил темы", no_final_meeting="болезнь")

    return Story([curator], solve, [mentor, mentee, director])


@story
def handover_to_finish():
    "programs.handover_to_finish"
    pair, former, mentee, _, curator, director = working()
    change = written(pair)
    make.an_order(pair.programme, "replacement")
    row, fresh = Handover.objects.get(), make.user_for(change.new_mentor.person)
    keys = {line.pk for line in row.lines.all() if line.part != "done"}
    return Story(
        [fresh],
        lambda: handovers.tick_all(row, keys, by=fresh, on=TODAY),
        [former, mentee, curator, director],
    )
