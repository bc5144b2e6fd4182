"""Stories of what stands beside the work of a pair."""

from monitoring.actions import parameters_for, save_values
from programs.actions import asked, council, helpers, suggestions
from tests import factories as make
from tests.mentoring.stories import DAY, TODAY, Story, story, user
from tests.mentoring.stories_of_pairs import accounts_of


@story
def helper_asked():
    "programs.helper_asked"
    pair = make.a_pair(prog=make.a_programme(), status="working")
    mentor, mentee, guardian = accounts_of(pair)
    me = user()
    row = helpers.ask(pair, me.person, by=mentor, on=TODAY, subject="проценты")
    return Story(
        [me], lambda: helpers.answer(row, by=me, on=TODAY, agrees=True),
        [user(), mentor, mentee, guardian, *make.office()],
    )  # fmt: skip


def asked_of_a_mentor(**fields):
    """(request, curator, director, mentor's user): a document awaited from a mentor."""
    pair = make.a_pair(prog=make.a_programme(), status="working")
    curator, director = make.office()
    mentor, *_ = accounts_of(pair)
    given = {"title": "Анкета", "due": TODAY, **fields}
    (row,) = asked.ask(pair.programme, [pair.mentor], by=curator, **{"on": TODAY, **given})
    return row, curator, director, mentor


@story
def document_asked():
    "programs.document_asked"
    row, curator, director, mentor = asked_of_a_mentor()
    return Story(
        [mentor], lambda: asked.answer(row, by=mentor, on=TODAY, note="отдал"), [user(), curator, director]
    )  # fmt: skip


@story
def document_late():
    "programs.document_late"
    row, curator, director, mentor = asked_of_a_mentor(on=TODAY - 9 * DAY, due=TODAY - DAY)
    return Story([curator], lambda: asked.withdraw(row, by=curator, on=TODAY), [director, mentor, user()])


@story
def document_to_look_at():
    "programs.document_to_look_at"
    row, curator, director, mentor = asked_of_a_mentor()
    asked.answer(row, by=mentor, on=TODAY, note="отдал")
    return Story([curator], lambda: asked.accept(row, by=curator, on=TODAY), [director, mentor, user()])


def suggested():
    """(suggestion, mentor's user, everybody else of the pair)."""
    pair = make.a_pair(prog=make.a_programme(), status="working")
    mentor, mentee, guardian = accounts_of(pair)
    row = suggestions.suggest(pair, pair.mentees[0], by=mentor, on=TODAY, kind="award", words="за терпение")
    return row, mentor, [mentee, guardian, user()]


@story
def suggestion_to_decide():
    "programs.suggestion_to_decide"
    row, mentor, others = suggested()
    curator, director = make.office()
    return Story(
        [director], lambda: suggestions.decide(row, by=director, on=TODAY, accepted=True, decision="поощрить"),
        [curator, mentor, *others],
    )  # fmt: skip


@story
def suggestion_decided():
    "programs.suggestion_decided"
    row, mentor, others = suggested()
    curator, director = make.office()
    suggestions.decide(row, by=director, on=TODAY, accepted=True, decision="поощрить")
    return Story([mentor], lambda: suggestions.read(row, by=mentor, on=TODAY), [curator, director, *others])


@story
def council_decision_due():
    "programs.council_decision_due"
    make.a_programme()
    curator, director = make.office()
    me, other = user(), user()
    make.acting("council_chair", me.person), make.acting("council_member", other.person)
    row = council.write_meeting(
        None, by=curator, on=TODAY, number=1, held_on=TODAY, agenda="План", present=[me.person, other.person]
    )
    decision = council.decide(row, by=curator, on=TODAY, text="Провести семинар", who=me.person, due=TODAY + DAY)
    council.sign(row, by=curator, on=TODAY)
    return Story([me], lambda: council.tick(decision, by=me, on=TODAY), [other, director, curator, user()])


@story
def interim_values_missing():
    "monitoring.interim_values_missing"
    pair = make.a_pair(prog=make.a_programme(), status="working", ends=TODAY + 9 * DAY)
    curator, director = make.office()
    child, psychologist = pair.mentees[0], make.user_for(make.acting("psychologist"))
    values = {parameters_for(pair, child)[0]: 5}
    save_values(pair, child, "entry", values, by=curator, on=TODAY)
    mentor, mentee, guardian = accounts_of(pair)
    return Story(
        [curator, psychologist], lambda: save_values(pair, child, "interim", values, by=curator, on=TODAY),
        [director, mentor, mentee, guardian, user()],
    )  # fmt: skip
