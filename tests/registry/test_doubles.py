"""Probable doubles: who is asked about and who is not."""

import datetime

import pytest

from registry import doubles
from tests import factories

pytestmark = pytest.mark.django_db
BORN = datetime.date(2013, 3, 5)
OTHER_DAY = datetime.date(2013, 3, 6)


@pytest.fixture
def known():
    factories.year()
    return factories.pupil(last_name="Алёшина", first_name="Сёма", middle_name="Петровна", birth_date=BORN)


@pytest.mark.parametrize(
    ("name", "born", "likeness"),
    [
        (("Алешина", "Сема", "Петровна"), BORN, "same"),
        (("Aлёшинa", "Cёмa", ""), BORN, "same"),  # Latin look-alikes, no patronymic
        (("Алшеина", "Сёма", "Петровна"), BORN, "close"),  # two letters changed places
        (("Алёшна", "Сема", "Петрвна"), BORN, "close"),
        (("Сёма", "Алёшина", "Петровна"), BORN, "close"),  # the order of the words
        (("Ветрова", "Сёма", "Петровна"), BORN, "close"),  # a new surname
        (("Алёшина", "Сёма", "Петровна"), None, "namesake"),
    ],
)
def test_the_same_human_is_recognised(known, name, born, likeness):
    [found] = doubles.find(*name, born)
    assert (found, found.likeness) == (known, likeness) and found.likeness_words


@pytest.mark.parametrize(
    ("name", "born"),
    [
        (("Алёшина", "Сёма", "Петровна"), OTHER_DAY),  # a namesake of another day
        (("Алёшина", "Вера", "Петровна"), BORN),  # a twin
        (("Орлова", "Ирина", "Львовна"), BORN),
        (("Алёшина", "Сёма", "Ивановна"), None),
    ],
)
def test_another_human_is_not_asked_about(known, name, born):
    assert doubles.find(*name, born) == []


def test_namesakes_without_birth_dates_are_asked_about_in_one_class_only(known):
    name = ("Алёшина", "Сёма", "Петровна")
    assert doubles.find(*name, school_class=factories.school_class(7, "А")) == [known]
    assert doubles.find(*name, school_class=factories.school_class(8, "Б")) == []


def test_a_card_is_not_its_own_double(known):
    assert doubles.find("Алёшина", "Сёма", "Петровна", BORN, exclude=known) == []


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("петров", "петров", True), ("петров", "петро", True), ("петров", "петровв", True), ("петров", "пётров", True),
        ("петров", "перт ов", False), ("петров", "пертов", True), ("иван", "олег", False), ("а", "", True),
        ("аб", "ба", True), ("абв", "вба", False),
    ],
)  # fmt: skip
def test_one_slip_of_the_hand(one, other, expected):
    assert doubles.one_slip(one, other) is expected
    assert doubles.one_slip(other, one) is expected
