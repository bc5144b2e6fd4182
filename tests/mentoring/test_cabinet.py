"""The small cabinet: each reader finds the own pairs and nothing else, in words that a child understands."""

import re

import pytest
from django.urls import reverse

from programs.actions import early_ends, meetings
from registry.actions import consents
from registry.models import Guardianship
from registry.text import add_months
from tests import factories as make
from tests.programs.story import at, text_of

pytestmark = pytest.mark.django_db
TODAY = make.TODAY
FOREIGN = "Чужая цель, которой никто не должен видеть"


@pytest.fixture
def prog(reference):
    return make.a_programme()


def working(prog, **fields):
    return make.a_pair(prog=prog, status="working", goal="Разобраться с дробями", **fields)


def accounts(pair):
    child = pair.mentees[0]
    return make.user_for(pair.mentor), make.user_for(child), make.user_for(child.guardians(TODAY).first())


def own(client, user, pair=None):
    page = at(client, user).get(reverse("own_pair", args=[pair.pk]) if pair else reverse("own"))
    return page


def test_everybody_finds_the_own_pair_and_the_next_thing_and_nobody_another_s(client, prog):
    pair, other = working(prog), make.a_pair(prog=prog, status="working", goal=FOREIGN)
    other.mentees[0].last_name = "Неизвестнов"
    other.mentees[0].save()
    for user in accounts(pair):
        said = text_of(own(client, user))
        assert "Сейчас" in said or "Что сейчас" in said
        assert FOREIGN not in said and "Неизвестнов" not in said
        assert own(client, user, other).status_code == 404


def test_the_office_has_its_own_pages_and_not_somebody_s_cabinet(client, prog):
    pair = working(prog)
    for user in make.office():
        assert own(client, user, pair).status_code == 404


def test_a_mentor_of_two_sees_both_and_a_parent_of_two_each_child_with_the_own_mentor(client, prog):
    mentor = make.registered(make.a_mentor(make.pupil(age=16), category="pupil"), prog)
    first, second = working(prog, mentor=mentor), working(prog, mentor=mentor)
    said = text_of(own(client, make.user_for(mentor.person)))
    assert first.mentees[0].full_name in said and second.mentees[0].full_name in said
    parent = first.mentees[0].guardians(TODAY).first()
    third = make.pupil(age=11)
    Guardianship.objects.create(guardian=parent, child=third, kind="mother", starts=third.birth_date)
    said = text_of(own(client, make.user_for(parent)))
    assert first.mentees[0].full_name in said and third.full_name in said and "Наставника пока нет" in said
    assert second.mentees[0].full_name not in said


def test_after_eighteen_the_cabinet_of_the_child_is_closed_to_the_parent(client, prog):
    pair = working(prog)
    _, _, parent = accounts(pair)
    child = pair.mentees[0]
    assert child.full_name in text_of(own(client, parent))
    child.birth_date = add_months(TODAY, -18 * 12)
    child.save()
    assert child.full_name not in text_of(own(client, parent))
    assert own(client, parent, pair).status_code == 404


def test_a_restricted_guardian_finds_nothing(client, prog):
    pair = working(prog)
    _, _, parent = accounts(pair)
    Guardianship.objects.filter(guardian=parent.person).update(
        is_restricted=True, restriction_ground="решение суда", restricted_on=TODAY
    )
    said = text_of(own(client, parent))
    assert pair.mentees[0].full_name not in said and pair.mentor.full_name not in said
    assert own(client, parent, pair).status_code == 404


def test_a_consent_taken_back_closes_name_plan_and_meetings(client, prog):
    pair = working(prog)
    mentor, _, _ = accounts(pair)
    curator, _ = make.office()
    meetings.log_meeting(pair, by=curator, on=TODAY, held_on=TODAY, done="Разобрали дроби вслух")
    child = pair.mentees[0]
    consents.withdraw_consent(child.consents.get(kind="processing"), by=curator, on=TODAY, note="заявление")
    said = text_of(own(client, mentor, pair))
    assert child.full_name not in said and "Разобрали дроби" not in said and "Согласие сейчас не действует" in said


def test_a_child_of_ten_reads_no_word_of_the_office(client, prog):
    pair = working(prog)
    _, child, _ = accounts(pair)
    page = own(client, child).content.decode()
    said = re.sub(r"<[^>]+>", " ", page[page.index("<main") : page.index("</main>")])
    for word in ("аставляем", "ИПР", "законн", "персонализир", "реестр", "приостановлен", "одатайств"):
        assert word not in said, word
    assert "Мой наставник" in said and "Мой план" in said and "Кого спросить" in said


def test_what_waits_for_the_reader_comes_first(client, prog):
    pair = working(prog)
    mentor, child, _ = accounts(pair)
    early_ends.propose(pair, by=mentor, on=TODAY, ends_on=add_months(TODAY, 1), reason="цель достигнута")
    assert "раньше срока. Ты за?" in text_of(own(client, child))
    assert "Предлагают закончить" not in text_of(own(client, mentor))


def test_somebody_without_a_pair_is_told_where_it_will_appear(client, prog):
    said = text_of(own(client, make.user_for(make.teacher())))
    assert "Пары пока нет" in said
