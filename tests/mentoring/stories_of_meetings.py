"""Stories of meetings, silence, the question on fit and calls for help; what a story is, in stories.py."""

from programs.actions import ahead, help, meetings, pulse
from programs.actions.meetings import log_meeting
from programs.models import Pulse
from tests import factories as make
from tests.mentoring.stories import DAY, TODAY, Story, story
from tests.mentoring.stories_of_pairs import accounts_of, met, strangers


def a_pair(**fields):
    """(pair of pupils, mentor, mentee and guardian with accounts)."""
    pair = make.a_pair(prog=make.a_programme(), status="working", **fields)
    return pair, *accounts_of(pair)


@story
def meeting_ahead():
    "programs.meeting_ahead"
    pair, mentor, mentee, guardian = a_pair()
    row = ahead.plan_meeting(pair, by=mentor, on=TODAY, held_on=TODAY + 3 * DAY, place="кабинет 7")
    return Story(
        [mentee, guardian],
        lambda: ahead.call_off(row, by=mentor, on=TODAY, whose="mentor"),
        [mentor, *strangers(), *make.office()],
    )


@story
def meeting_to_mark():
    "programs.meeting_to_mark"
    pair, mentor, mentee, guardian = a_pair()
    row = ahead.plan_meeting(pair, by=mentor, on=TODAY - 5 * DAY, held_on=TODAY - DAY)
    return Story(
        [mentor], lambda: ahead.hold_meeting(row, by=mentor, on=TODAY), [mentee, guardian, *strangers(), *make.office()]
    )


@story
def meeting_to_confirm():
    "programs.meeting_to_confirm"
    pair, mentor, mentee, guardian = a_pair()
    meeting = met(pair, mentor)
    return Story(
        [mentee, guardian],
        lambda: meetings.confirm_meeting(meeting, guardian.person, by=guardian, on=TODAY),
        [mentor, *strangers(), *make.office()],
    )


@story
def meeting_denied():
    "programs.meeting_denied"
    pair, mentor, mentee, guardian = a_pair()
    row = meetings.deny_meeting(met(pair, mentor), guardian.person, by=guardian, on=TODAY)
    curator, director = make.office()
    return Story(
        [curator],
        lambda: meetings.settle_denial(row, by=curator, on=TODAY, note="перепутали день"),
        [director, mentor, mentee, guardian, *strangers()],
    )


@story
def meeting_overdue():
    "programs.meeting_overdue"
    pair = make.a_pair(status="working", on=TODAY - 31 * DAY)
    mentor, mentee, _ = accounts_of(pair)
    return Story([mentor], lambda: met(pair, mentor), [mentee, *strangers(), *make.office()])


@story
def pair_is_silent():
    "programs.pair_is_silent"
    pair = make.a_pair(status="working", on=TODAY - 35 * DAY)
    mentor, mentee, _ = accounts_of(pair)
    curator, director = make.office()
    return Story([curator], lambda: met(pair, mentor), [mentor, mentee, director])


@story
def pair_is_silent_long():
    "programs.pair_is_silent_long"
    pair = make.a_pair(status="working", on=TODAY - 50 * DAY)
    mentor, mentee, _ = accounts_of(pair)
    curator, director = make.office()
    return Story([director], lambda: met(pair, mentor), [mentor, mentee, curator])


def asked(pair, mentor):
    """Two meetings, then the night."""
    for days in (9, 3):
        day = TODAY - days * DAY
        log_meeting(pair, by=mentor, on=day, held_on=day, done="Занимались")
    pulse.chore(TODAY)


@story
def pulse_asked():
    "programs.pulse_asked"
    pair, mentor, mentee, guardian = a_pair()
    asked(pair, mentor)

    def solve():
        for row in Pulse.objects.waiting():
            pulse.answer_pulse(row, Pulse.YES, by=row.person.user, on=TODAY)

    return Story([mentor, mentee], solve, [guardian, *strangers(), *make.office()])


@story
def pulse_is_bad():
    "programs.pulse_is_bad"
    pair, mentor, mentee, guardian = a_pair()
    asked(pair, mentor)
    row = pulse.answer_pulse(pair.pulses.get(role="mentee"), Pulse.NO, by=mentee, on=TODAY, note="мне скучно")
    curator, director = make.office()
    return Story(
        [curator],
        lambda: pulse.handle_pulse(row, by=curator, on=TODAY, note="поговорили втроём"),
        [director, mentor, mentee, guardian, *strangers()],
    )


@story
def help_asked():
    "programs.help_asked"
    _, mentor, mentee, guardian = a_pair()
    row = help.ask_help(mentee.person, mentee.person, by=mentee, on=TODAY, words="Мне страшно")
    curator, director = make.office()
    return Story(
        [curator],
        lambda: help.answer_help(row, by=curator, on=TODAY, answer="Поговорили"),
        [director, mentor, mentee, guardian, *strangers()],
    )


@story
def help_answered():
    "programs.help_answered"
    _, mentor, mentee, guardian = a_pair()
    curator, director = make.office()
    row = help.ask_help(guardian.person, mentee.person, by=guardian, on=TODAY)
    help.answer_help(row, by=curator, on=TODAY, answer="Жду вас в среду")
    return Story(
        [guardian],
        lambda: help.read_answer(row, by=guardian, on=TODAY),
        [curator, director, mentor, mentee, *strangers()],
    )
