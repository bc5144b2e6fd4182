"""Stories of the way between a request and a pair: silence, talks, help without a mentor."""

from programs.actions import notes, way
from tests import factories as make
from tests.mentoring.stories import DAY, TODAY, Story, story, user
from tests.mentoring.stories_of_pairs import a_request


@story
def notes_silent():
    "programs.notes_silent"
    request, _child, parent = a_request()
    curator, director = make.office()
    me = user()
    note = notes.ask_note(request, me.person, "teacher", by=curator, on=TODAY - 9 * DAY)
    return Story([curator], lambda: notes.remind_note(note, by=curator, on=TODAY), [director, parent, me])


@story
def talk_to_hold():
    "programs.talk_to_hold"
    request, _child, parent = a_request()
    curator, director = make.office()
    me, other = make.user_for(make.acting("psychologist")), make.user_for(make.acting("social_worker"))
    way.entrust_talk(request, me.person, by=curator, on=TODAY, due=TODAY + 5 * DAY)
    return Story(
        [me],
        lambda: way.hold_talk(request, by=me, on=TODAY, holder=me.person, held_on=TODAY, result="Хочет учиться"),
        [other, curator, director, parent],
    )


@story
def support_to_do():
    "programs.support_to_do"
    card = make.an_admitted()
    curator, director = make.office()
    me, other = make.user_for(make.acting("psychologist")), make.user_for(make.acting("social_worker"))
    step = way.plan_support(
        card.person.requests.get(), by=curator, on=TODAY - 9 * DAY, step="Беседа", due=TODAY - DAY, who=me.person
    )
    return Story(
        [me, curator],
        lambda: way.do_support(step, by=me, on=TODAY, note="Поговорили"),
        [other, director, make.user_for(card.person)],
    )


@story
def support_missing():
    "programs.support_missing"
    card = make.an_admitted(on=TODAY - 40 * DAY)
    curator, director = make.office()
    return Story(
        [curator],
        lambda: way.plan_support(
            card.person.requests.get(), by=curator, on=TODAY, step="Беседа", due=TODAY + DAY, who=curator.person
        ),
        [director, make.user_for(card.person), user()],
    )
