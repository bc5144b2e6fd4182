"""From the database to pairs: every hard rule, the page, pins and bans, proposals in one go."""

import pytest

from programs import pairing as source
from programs.actions import pairing as actions
from programs.actions import pairs
from programs.models import Pair, Ruling
from tests import factories as make
from tests.programs import story_of_pairing as story
from tests.programs.story import at, text_of

pytestmark = pytest.mark.django_db
TODAY = make.TODAY


def solved(prog, form, **more):
    setting = source.load(prog, form, TODAY, **more)
    return setting, setting.solve()


def test_the_optimum_of_a_programme_serves_whom_it_can(reference):
    prog, form, mentors, mentees = story.field(2, 5)
    setting, solution = solved(prog, form)
    assert solution.served == 4  # two mentors of two mentees each (ОЧ-П 2.6)
    assert len(solution.left) == 1
    assert {setting.mentors[key].name for key in setting.mentors} == {one.person.short_name for one in mentors}


def test_the_page_tells_pairs_reasons_and_who_is_left(reference, client):
    prog, form, mentors, mentees = story.field(1, 3)
    curator, _ = make.office()
    answer = at(client, curator).get(f"/programs/pairing/?pair={prog.code}.{form.code}")
    text = text_of(answer)
    assert "2 пары" in text
    assert "общая компетенция" in text
    assert "Остались без пары: 1" in text
    assert "у единственного подходящего наставника уже двое" in text.lower()
    print(text)
