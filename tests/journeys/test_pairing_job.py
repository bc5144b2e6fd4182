"""Job 4 of the curator, counted, in five modes: pairs for the school, one pinned, one banned, all asked."""

import pytest

from programs.models import Pair, PairAgreement, Ruling
from tests import factories as make
from tests.journeys.walker import sign_in
from tests.programs import story_of_pairing as story

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_job_4_pairs_for_the_school_one_pinned_one_banned_all_asked(school, walker, client):
    prog, form, mentors, mentees = story.field(3, 7)
    curator, _ = make.office()
    sign_in(walker, client, curator)
    walker.start("/cabinet/")
    walker.click("Подобрать пары")
    walker.sees("6 пар 1 без пары")
    walker.sees("общая компетенция")
    walker.sees("уже двое")
    walker.press("Закрепить")
    walker.sees("Подбор пересчитан")
    walker.press("Исключить", nth=1)
    walker.sees("Ваши закрепления и запреты: 2")
    walker.press("Предложить отмеченные и спросить согласия")
    walker.sees("6 пар предложены")
    walker.within(6)
    assert Pair.objects.filter(programme=prog, form=form, status="proposed").count() == 6
    assert PairAgreement.objects.filter(answer=None).count() == 12
    ban = Ruling.objects.get(kind="ban")
    joined = [(pair.mentor.pk, pair.mentees[0].pk) for pair in Pair.objects.prefetch_related("sides__person")]
    assert (ban.mentor.person_id, ban.mentee.person_id) not in joined
    assert {one.person_id for one in mentors} == {mentor for mentor, _ in joined}
    assert len({mentee for _, mentee in joined} & {one.person_id for one in mentees}) == 6
