"""Stories of demands about personal data and of their destruction, for «Сегодня»."""

from registry.actions import erasure, subject
from registry.models import Erasure
from tests import factories as make
from tests.mentoring.stories import DAY, TODAY, Story, story, user


def demand():
    """(the demand, its asker): a parent wants a child's birth date mended."""
    make.office()
    child = make.pupil()
    parent = make.user_for(make.guardian_of(child))
    return subject.ask(child, "correct", by=parent, on=TODAY, words="Год 2013", about="Дата рождения"), parent


@story
def request_to_answer():
    "registry.request_to_answer"
    row, parent = demand()
    curator, director = make.office()
    return Story(
        [curator],
        lambda: subject.answer(row, by=curator, on=TODAY, outcome="done", text="Исправили: 2013 год."),
        [director, user(), parent],
    )


@story
def request_answered():
    "registry.request_answered"
    row, parent = demand()
    curator, director = make.office()
    row = subject.answer(row, by=curator, on=TODAY, outcome="done", text="Исправили: 2013 год.")
    return Story([parent], lambda: subject.mark_read(row, by=parent, on=TODAY), [curator, director, user()])


@story
def erasure_to_confirm():
    "registry.erasure_to_confirm"
    curator, director = make.office()
    row = erasure.prepare_erasure(
        make.pupil(), by=curator, on=TODAY, reason="demand", system="Реестр",
        members=[curator.person, director.person],
    )  # fmt: skip
    return Story([director], lambda: erasure.carry_out(row, by=director, on=TODAY), [curator, user()])


@story
def purpose_reached():
    "registry.purpose_reached"
    curator, director = make.office()
    child = make.pupil()
    child.enrolments.update(ends=TODAY - 5 * DAY)

    def solve():
        erasure.prepare_erasure(
            child, by=curator, on=TODAY, reason="purpose", system="Реестр", members=[curator.person, director.person]
        )
        assert Erasure.objects.filter(person=child, status="prepared").exists()

    return Story([curator], solve, [director, user()])
