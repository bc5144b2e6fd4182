"""Stories before a pair: people to join, a questionnaire that waits, wishes that nobody has told."""

from programs.actions import preferences
from tests import factories as make
from tests.mentoring.stories import TODAY, Story, story, teachers, user


@story
def people_to_join():
    "programs.people_to_join"
    prog = teachers()
    curator, director = make.office()
    mentor, mentee = make.registered(make.a_mentor(), prog), make.an_admitted(prog=prog)
    return Story([curator], lambda: make.a_pair(prog=prog, mentor=mentor, mentee=mentee, on=TODAY), [director, user()])


@story
def preference_to_give():
    "programs.preference_to_give"
    prog = make.a_programme()
    curator, director = make.office()
    mentee = make.an_admitted(prog=prog)
    child, parent = make.user_for(mentee.person), make.user_for(mentee.person.guardians(TODAY).first())
    meeting = preferences.hold_meeting(
        prog, by=curator, on=TODAY, kind="group", held_on=TODAY, place="", answers_until=TODAY
    )
    preferences.mark_visitors(meeting, [], [mentee.person], by=curator, on=TODAY)
    return Story(
        [child, parent],
        lambda: preferences.give(prog, mentee.person, "mentee", by=child, on=TODAY, ranked=[]),
        [director, curator, user()],
    )


@story
def wishes_to_tell():
    "programs.wishes_to_tell"
    mentee = make.an_admitted(prog=make.a_programme())
    curator, director = make.office()
    child, parent = make.user_for(mentee.person), make.user_for(mentee.person.guardians(TODAY).first())

    def tell():
        mentee.slots = ["mon_late"]
        mentee.save()

    return Story([child, parent], tell, [curator, director, user()])
