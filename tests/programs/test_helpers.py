"""Other teachers help with their consent, see names only, and their hours are counted apart."""

import datetime

import pytest
from django.urls import reverse

from programs import helper_hours, hours
from programs.actions import helpers as actions
from programs.models import Helper, HelperHours, Programme
from programs.situations import beside as situations
from registry.actions import consents
from registry.engine import inventory
from registry.engine.errors import Refused
from tests import factories as make
from tests.programs.test_meetings import a_meeting, account, signed_in

pytestmark = pytest.mark.django_db
TODAY = make.TODAY
DAY = datetime.timedelta(days=1)


@pytest.fixture
def pair(reference):
    return make.a_pair(prog=make.a_programme(), status="working")


@pytest.fixture
def helper(pair):
    return actions.ask(pair, make.teacher("учитель физики"), by=account(pair.mentor), on=TODAY, subject="Проценты")


def test_one_tap_in_the_cabinet_and_the_helper_reads_names_only(client, pair, helper):
    signed_in(client, helper.person)
    child = pair.mentees[0]
    page = client.get(helper.get_absolute_url()).content.decode()
    assert child.short_name in page and child.what_is(TODAY) in page and child.phone not in page
    assert client.get(pair.get_absolute_url()).status_code == 404
    client.post(reverse("programs:helper_answer", args=[helper.pk]), {"answer": "yes"})
    helper.refresh_from_db()
    assert (helper.answer, helper.answered_on, helper.how) == (True, TODAY, "cabinet")
    with pytest.raises(Refused, match="Ответ уже дан"):
        actions.answer(helper, by=account(helper.person), on=TODAY, agrees=False)
    signed_in(client, child)
    page = client.get(pair.get_absolute_url()).content.decode()
    assert "Кто ещё тебе помогает" in page and helper.person.full_name in page


def test_hours_are_refused_without_consent_and_counted_apart_with_it(client, pair, helper):
    mentor = account(pair.mentor)
    with pytest.raises(Refused, match="ещё не дал"):
        actions.count_hours(helper, by=mentor, on=TODAY, held_on=TODAY, minutes=45)
    actions.answer_on_paper(helper, by=make.office()[0], on=TODAY, agrees=True, signed_on=TODAY, place="папка 4")
    for day, words in ((TODAY + DAY, "ещё впереди"), (TODAY - DAY, "Согласие действует с")):
        with pytest.raises(Refused, match=words):
            actions.count_hours(helper, by=mentor, on=TODAY, held_on=day, minutes=45)
    a_meeting(pair, minutes=60)
    actions.count_hours(helper, by=account(helper.person), on=TODAY, held_on=TODAY, minutes=45, done="разобрали")
    (own,) = hours.table(Programme.objects.all(), TODAY)
    (theirs,) = helper_hours.table(Programme.objects.all(), TODAY)
    assert (own.minutes, theirs.minutes, theirs.person) == (60, 45, helper.person)
    client.force_login(make.office()[0], backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("programs:meeting_hours")).content.decode()
    assert "Помощь других педагогов" in page and "Проценты" in page
    assert client.get(reverse("programs:meeting_hours") + "?as=helpers").status_code == 200
    found = helper_hours.table(Programme.objects.all(), TODAY, words="нет такого имени")
    assert found == [] and helper_hours.table(Programme.objects.all(), TODAY, month="2026-10-01") == []


def test_a_side_of_the_pair_an_outsider_and_a_second_question_are_refused(pair, helper):
    mentor = account(pair.mentor)
    for person in (pair.mentor, pair.mentees[0], make.person()):
        with pytest.raises(Refused, match="просят педагога школы"):
            actions.ask(pair, person, by=mentor, on=TODAY, subject="x")
    with pytest.raises(Refused, match="уже попросили"):
        actions.ask(pair, helper.person, by=mentor, on=TODAY, subject="x")
    actions.answer(helper, by=account(helper.person), on=TODAY, agrees=False)
    assert actions.ask(pair, helper.person, by=mentor, on=TODAY, subject="ещё раз").answer is None


def test_a_dropped_question_is_not_answered_and_an_erased_helper_leaves_no_hours(pair, helper):
    actions.answer(helper, by=account(helper.person), on=TODAY, agrees=True)
    actions.count_hours(helper, by=account(pair.mentor), on=TODAY, held_on=TODAY, minutes=45)
    other = actions.ask(pair, make.teacher(), by=account(pair.mentor), on=TODAY, subject="x")
    actions.end(other, by=account(pair.mentor), on=TODAY)
    with pytest.raises(Refused, match="Просьба снята"):
        actions.answer(other, by=account(other.person), on=TODAY, agrees=True)
    holding = inventory.holding["helpers"]
    assert len(holding.held(helper.person, TODAY)) == 2
    holding.erase(helper.person, by=make.office()[0], on=TODAY)
    assert list(Helper.objects.all()) == [other] and not HelperHours.objects.exists()


def test_a_withdrawn_consent_closes_what_the_help_was_about(client, pair, helper):
    actions.answer(helper, by=account(helper.person), on=TODAY, agrees=True)
    line = actions.count_hours(helper, by=account(pair.mentor), on=TODAY, held_on=TODAY, minutes=45, done="репетиция")
    asked = actions.ask(pair, make.teacher(), by=account(pair.mentor), on=TODAY, subject="Дроби")
    assert list(situations.helper_asked(account(asked.person), TODAY))
    consents.withdraw_consent(
        pair.mentees[0].consents.get(kind="processing"), by=make.office()[0], on=TODAY, note="заявление"
    )
    url, drop = helper.get_absolute_url(), reverse("programs:helper_hours_drop", args=[helper.pk, line.pk])
    signed_in(client, helper.person)
    page = client.get(url).content.decode()
    assert "45 мин" in page and "закрыто" in page
    assert "Проценты" not in page and "репетиция" not in page
    client.post(url, {"held_on": TODAY, "minutes": 30})
    client.post(drop)
    assert HelperHours.objects.count() == 1
    signed_in(client, pair.mentor)
    assert client.get(url).url == pair.get_absolute_url()
    signed_in(client, asked.person)
    assert not list(situations.helper_asked(account(asked.person), TODAY))
    client.post(reverse("programs:helper_answer", args=[asked.pk]), {"answer": "yes"})
    asked.refresh_from_db()
    assert asked.answer is None
    client.force_login(make.office()[0], backend="django.contrib.auth.backends.ModelBackend")
    assert "репетиция" in client.get(url).content.decode()
