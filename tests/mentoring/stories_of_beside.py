"""Stories of what stands beside the work of a pair."""

from programs.actions import helpers
from tests import factories as make
from tests.mentoring.stories import TODAY, Story, story, user
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
