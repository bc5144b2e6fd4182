"""Open lessons, events, workshops of a mentee: on the page of the pair and in its printed log."""

import datetime

import pytest
from django.urls import reverse

from programs.actions import open_events as actions
from programs.models import OpenEvent
from programs.papers import meeting_log
from registry.actions import consents
from registry.engine import inventory
from registry.engine.errors import Refused
from tests import factories as make
from tests.programs.test_meetings import account, signed_in

pytestmark = pytest.mark.django_db
TODAY = make.TODAY
DAY = datetime.timedelta(days=1)


@pytest.fixture
def pair(reference):
    return make.a_pair(prog=make.a_programme(), status="working")


def added(pair, **fields):
    given = {"kind": "workshop", "held_on": TODAY, "theme": "Оригами для младших", **fields}
    return actions.add(pair, pair.mentees[0], by=account(pair.mentor), on=TODAY, **given)


def test_the_mentor_plans_it_adds_the_conclusion_and_the_log_prints_it(client, pair):
    signed_in(client, pair.mentor)
    url = reverse("programs:open_event_new", args=[pair.pk])
    client.post(url, {"kind": "lesson", "held_on": (TODAY + DAY).isoformat(), "theme": "Дроби"})
    row = OpenEvent.objects.get()
    assert "впереди" in client.get(pair.get_absolute_url()).content.decode()
    assert meeting_log.context(pair, TODAY)["events"] == []
    with pytest.raises(Refused, match="ещё впереди"):
        actions.change(row, by=account(pair.mentor), on=TODAY, conclusion="Удался")
    actions.change(row, by=account(pair.mentor), on=TODAY + DAY, visitors="завуч", conclusion="Удался")
    (line,) = meeting_log.context(pair, TODAY + DAY)["events"]
    assert (line["theme"], line["visitors"], line["conclusion"]) == ("Дроби", "завуч", "Удался")
    signed_in(client, pair.mentees[0])
    page = client.get(pair.get_absolute_url()).content.decode()
    assert "Что сказали:" in page and "Удался" in page and "Вписать вывод" not in page


def test_outside_the_term_twice_and_about_a_stranger_are_refused(pair):
    added(pair)
    for fields, words in (
        ({"held_on": pair.starts - DAY}, "Пара работает с"), ({}, "Это уже внесено"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=words):
            added(pair, **fields)
    with pytest.raises(Refused, match="не наставляемый этой пары"):
        actions.add(pair, make.pupil(), by=account(pair.mentor), on=TODAY, kind="lesson", held_on=TODAY, theme="x")
    assert OpenEvent.objects.count() == 1


def test_struck_out_with_a_reason_it_stays_on_the_page_and_leaves_the_paper(client, pair):
    row = added(pair)
    signed_in(client, pair.mentor)
    url = reverse("programs:open_event_annul", args=[row.pk])
    client.post(url, {"note": ""})
    row.refresh_from_db()
    assert row.annulled_on is None
    client.post(url, {"note": "перепутали пару"})
    assert "перепутали пару" in client.get(pair.get_absolute_url()).content.decode()
    assert meeting_log.context(pair, TODAY)["events"] == []
    assert added(pair).pk != row.pk


def test_a_withdrawn_consent_hides_it_from_the_mentor_and_an_erasure_takes_it(client, pair):
    added(pair)
    child = pair.mentees[0]
    consent = child.consents.get(kind="processing", status="valid")
    consents.withdraw_consent(consent, by=make.office()[0], on=TODAY, note="заявление")
    signed_in(client, pair.mentor)
    assert "Оригами" not in client.get(pair.get_absolute_url()).content.decode()
    holding = inventory.holding["open_events"]
    assert len(holding.held(child, TODAY)) == 1
    assert holding.erase(child, by=make.office()[0], on=TODAY) == 1 and not OpenEvent.objects.exists()
