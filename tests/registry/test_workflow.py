"""The one door to a transition."""

import pytest
from django.core.exceptions import PermissionDenied

from registry.actions import consents
from registry.engine import workflow
from registry.engine.errors import Gap, Refused
from registry.models import JournalLine
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def consent(reference):
    curator, _ = make.office()
    return consents.ask_consents(make.teacher(), ["processing"], by=curator, on=make.TODAY)[0]


@pytest.fixture
def demand(monkeypatch):
    """Adds requirements for one test."""
    monkeypatch.setattr(workflow, "requirement", dict(workflow.requirement))
    return workflow.require


def test_the_status_cannot_be_set_by_hand(consent):
    with pytest.raises(AttributeError):
        consent.status = "valid"


def test_a_stranger_is_not_let_through(consent):
    with pytest.raises(PermissionDenied):
        workflow.move(consent, "refuse", by=make.user_for(make.teacher()), on=make.TODAY, note="нет")
    consent.refresh_from_db()
    assert consent.status == "expected"


def test_the_wrong_moment_is_told_with_the_present_state(consent):
    curator, _ = make.office()
    with pytest.raises(Refused, match="«Отозвать согласие» сейчас невозможно: состояние — «ожидается»"):
        workflow.move(consent, "withdraw", by=curator, on=make.TODAY, note="передумал")


def test_all_that_is_missing_is_told_at_once_and_nothing_changes(consent, demand):
    curator, _ = make.office()
    demand("registry.Consent.refuse", lambda obj, on: ["Нет бумаги."])
    demand("registry.Consent.refuse", lambda obj, on: [Gap("Нет печати.", "/stamp/")])
    with pytest.raises(Refused) as refusal:
        workflow.move(consent, "refuse", by=curator, on=make.TODAY, note="нет")
    assert [gap.text for gap in refusal.value.gaps] == ["Нет бумаги.", "Нет печати."]
    consent.refresh_from_db()
    assert consent.status == "expected"
    assert not JournalLine.objects.filter(verb="Отметить отказ").exists()


def test_a_sleeping_button_says_why(consent, demand):
    curator, _ = make.office()
    demand("registry.Consent.refuse", lambda obj, on: ["Нет бумаги."])
    move = next(one for one in workflow.open_to(curator, consent, make.TODAY) if one.name == "refuse")
    assert not move.is_open and [gap.text for gap in move.gaps] == ["Нет бумаги."]


def test_buttons_are_only_those_that_the_reader_may_press(consent):
    curator, _ = make.office()
    assert [one.name for one in workflow.open_to(curator, consent, make.TODAY)] == ["refuse"]
    assert workflow.open_to(make.user_for(make.teacher()), consent, make.TODAY) == []


def test_a_move_leaves_a_line_with_before_and_after(consent):
    curator, _ = make.office()
    row = workflow.move(consent, "refuse", by=curator, on=make.TODAY, note="не хочу")
    line = JournalLine.objects.get(verb="Отметить отказ")
    assert (line.detail["before"], line.detail["after"]) == ("ожидается", "отказ")
    assert line.detail["note"] == "не хочу" and line.people == [str(row.person_id)]


def test_no_code_name_reaches_the_journal(reference):
    make.give_consents(make.teacher(), ["processing"])
    assert not JournalLine.objects.filter(verb__regex="[a-z]").exists()


def test_the_way_shows_where_the_thing_stands(consent):
    curator, _ = make.office()
    assert workflow.track(consent) == [("ожидается", "now"), ("действует", "ahead")]
    refused = workflow.move(consent, "refuse", by=curator, on=make.TODAY, note="нет")
    assert workflow.track(refused)[-1] == ("отказ", "now")


def test_what_only_an_order_brings_about_is_refused_without_one(reference):
    curator, _ = make.office()
    pair = make.a_pair(status="agreed")
    with pytest.raises(Refused, match="только утверждённый приказ"):
        workflow.move(pair, "fix", by=curator, on=make.TODAY)
    pair.refresh_from_db()
    assert pair.status == "agreed"
