"""Search that forgives: a table of what people type and whom they mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from registry import finding
from registry.models import Person
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return {
        "ivanova": make.person(
            last_name="Иванова", first_name="Мария", middle_name="Петровна", phone="+7 (912) 345-67-89",
            email="m.ivanova@example.org",
        ),
        "ivanova2": make.person(
            last_name="Иванова", first_name="Полина", middle_name="Марковна", phone="8 800 000-11-22", email=""
        ),
        "yolkin": make.person(
            last_name="Ёлкин", first_name="Пётр", middle_name="Семёнович", phone="8 (900) 111-22-33, 5-67-12", email=""
        ),
        "hertek": make.person(
            last_name="Хертек", first_name="Сайын-Белек", middle_name="Кан-ооловна", phone="", email=""
        ),
        "zhukova": make.person(last_name="Жукова", first_name="Вера", middle_name="", phone="", email=""),
    }  # fmt: skip


@pytest.mark.parametrize(("typed", "meant"), [
    ("Иванова", "ivanova ivanova2"), ("иванова мария", "ivanova"), ("Мария Иванова", "ivanova"),
    ("Петровна  Мария Иванова", "ivanova"), ("елкин", "yolkin"), ("Ёлкин Петр Семенович", "yolkin"),
    ("Иванова М П", "ivanova"), ("Иванова М.П.", "ivanova"), ("М.П. Иванова", "ivanova"), ("м. п. иванова", "ivanova"),
    ("Иванова П", "ivanova ivanova2"), ("Иванова П.М.", "ivanova2"), ("Иванова МП", "ivanova"),
    ("Хертек С.-Б. К.", "hertek"), ("хертек сайын", "hertek"), ("кан-ооловна", "hertek"),
    ("bdfyjdf", "ivanova ivanova2"), ("BDFYJDF V/G/", "ivanova"), ("`krby", "yolkin"), (";erjdf", "zhukova"),
    (":erjdf dthf", "zhukova"), ("rfy-jjkjdyf", "hertek"),
    ("6789", "ivanova"), ("345-67-89", "ivanova"), ("8 912 3456789", "ivanova"), ("+7(912)345 67 89", "ivanova"),
    ("89123456789", "ivanova"), ("иванова 1122", "ivanova2"), ("1122", "ivanova2 yolkin"), ("56712", "yolkin"),
    ("m.ivanova@", "ivanova"), ("ivanova@example.org", "ivanova"), ("IVANOVA@EXAMPLE", "ivanova"),
    ("шмфтщмф", "ivanova"), ('шмфтщмф"учфьзду', "ivanova"), ("123", ""), ("Иванова Вера", ""), ("9999", ""),
    ("№;%", ""),
])  # fmt: skip
def test_whom_people_mean(people, typed, meant):
    found = set(Person.objects.filter(pk__in=[one.pk for one in people.values()]).search(typed, contacts=True))
    assert found == {people[name] for name in meant.split()}


def test_phones_and_mails_are_not_asked_for_those_who_may_not_see_them(people):
    assert not Person.objects.search("6789") and not Person.objects.search("m.ivanova@")
    assert people["ivanova"] in Person.objects.search("bdfyjdf")


def test_an_empty_search_narrows_nothing(people):
    assert Person.objects.search("   ").count() == Person.objects.count()


def test_the_phone_s_key_follows_the_phone_however_it_is_saved(people):
    one = people["ivanova"]
    one.phone = "8 (999) 000-00-01"
    one.save(update_fields=["phone"])
    one.refresh_from_db()
    assert one.phone_key == "9990000001"


@given(some.text(max_size=40))
def test_nothing_typed_breaks_the_search(typed):
    assert list(Person.objects.search(typed, contacts=True)[:1]) is not None


@given(some.text("йцукенгшщзхъфывапролджэячсмитьбю", min_size=2, max_size=20))
def test_a_word_in_the_wrong_layout_is_the_same_word(word):
    assert word.translate(finding.TO_LATIN).translate(finding.TO_RUSSIAN) == word
