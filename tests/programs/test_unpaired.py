"""Those without a mentor: who answers for each, what comes next, the late ones first; on the screen and on paper."""

import datetime

import pytest
from django.urls import reverse

from programs import unpaired
from programs.actions import way
from registry.models import JournalLine
from tests import factories as make
from tests.programs.story import at, text_of

pytestmark = pytest.mark.django_db
TODAY, DAY = make.TODAY, datetime.timedelta(days=1)


@pytest.fixture
def prog(reference):
    return make.a_programme()


def left(prog, last_name):
    return make.an_admitted(make.pupil(last_name=last_name), prog)


def step(card, due, who, on=TODAY - 20 * DAY):
    curator, _ = make.office()
    return way.plan_support(
        card.person.requests.get(), by=curator, on=on, step="Кружок по математике", due=due, who=who
    )


def test_the_late_come_first_then_those_without_a_step_and_the_psychologist_answers_by_default(prog):
    curator, _ = make.office()
    psychologist = make.acting("psychologist")
    late, ahead, none = left(prog, "Поздний"), left(prog, "Будущий"), left(prog, "Ничейный")
    step(late, TODAY - DAY, curator.person)
    step(ahead, TODAY + 5 * DAY, psychologist)
    rows = unpaired.left_over(prog, curator, TODAY)
    assert [row.card for row in rows] == [late, none, ahead]
    assert [row.is_overdue for row in rows] == [True, False, False]
    assert [row.who for row in rows] == [curator.person, psychologist, psychologist]
    assert all(row.why for row in rows)


def test_filters_live_in_the_address_and_the_opening_is_in_the_journal(client, prog):
    curator, _ = make.office()
    late, other = left(prog, "Поздний"), left(prog, "Ничейный")
    step(late, TODAY - DAY, curator.person)
    address = reverse("programs:unpaired_list")
    said = text_of(at(client, curator).get(address))
    assert "Поздний" in said and "Ничейный" in said and "срок прошёл" in said
    line = JournalLine.objects.filter(verb="открыт список наставляемых без пары").last()
    assert {str(late.person_id), str(other.person_id)} <= set(line.people)
    assert "Ничейный" not in text_of(client.get(address + "?only=late"))
    assert "Поздний" not in text_of(client.get(address + "?only=none"))
    assert "никого нет" in text_of(client.get(address + "?q=Небывалый"))
    assert client.get(reverse("programs:pair_list") + "?show=without&q=Поздний").url.startswith(address)


def test_the_sheet_prints_and_a_mentor_sees_neither(client, prog):
    curator, _ = make.office()
    left(prog, "Ничейный")
    sheet = at(client, curator).get(reverse("programs:unpaired_print"))
    assert sheet["Content-Type"] == "application/pdf" and sheet.content.startswith(b"%PDF")
    mentor = make.user_for(make.a_mentor().person)
    for name in ("unpaired_list", "unpaired_print"):
        assert at(client, mentor).get(reverse(f"programs:{name}")).status_code == 403


def test_a_new_step_offers_the_psychologist(client, prog):
    curator, _ = make.office()
    psychologist = make.acting("psychologist")
    card = left(prog, "Ничейный")
    page = at(client, curator).get(reverse("programs:support_new", args=[card.person.requests.get().pk]))
    assert page.context["form"].initial["who"] == psychologist
