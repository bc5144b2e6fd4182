"""Slips in numbers and dates that would be printed into papers are said at the field."""

import pytest

from registry.engine import workflow
from registry.forms.people import NewPersonForm
from registry.forms.school import SchoolForm
from registry.models import Consent
from tests import factories as make

pytestmark = pytest.mark.django_db
SCHOOL = {"full_name": "Ромашкинская школа", "short_name": "Школа", "place": "с. Ромашкино", "address": "ул. Школьная"}
PERSON = {"last_name": "Хертек", "first_name": "Сайын-Белек", "middle_name": "Кан-ооловна"}


@pytest.mark.parametrize("typed", [{"inn": "12"}, {"inn": "18000о0001"}, {"ogrn": "abc"}, {"site": "нет"}])
def test_a_slip_in_the_school_s_details_is_said_in_russian(typed):
    form = SchoolForm({**SCHOOL, **typed})
    assert list(form.errors) == list(typed)
    assert "URL" not in str(form.errors)


def test_figures_with_spaces_and_a_site_without_a_scheme_are_taken():
    form = SchoolForm({**SCHOOL, "inn": "1800 000001", "ogrn": "1021700000000", "site": "school3.example.org"})
    assert form.is_valid()
    assert (form.cleaned_data["inn"], form.cleaned_data["site"]) == ("1800000001", "https://school3.example.org")


@pytest.mark.parametrize("typed", [
    {"birth_date": "2035-01-01"}, {"birth_date": "1835-01-01"}, {"phone": "123"}, {"phone": "нет телефона"},
])  # fmt: skip
def test_nobody_is_born_tomorrow_and_a_telephone_has_figures(typed):
    assert list(NewPersonForm({**PERSON, **typed}).errors) == list(typed)


def test_ordinary_data_are_taken():
    form = NewPersonForm({**PERSON, "birth_date": "2012-05-06", "phone": "8 (39422) 1-23-45", "email": ""})
    assert form.is_valid(), form.errors


def test_a_state_off_the_way_claims_nothing_about_the_way(reference):
    consent = Consent(person=make.pupil(), kind="processing", status="withdrawn")
    assert workflow.track(consent) == [("отозвано", "now")]
