"""The school, the year with its classes, and the card file of reference data."""

import datetime

import pytest
from django.urls import reverse

from registry.actions.school import parse_classes, year_to_edit
from registry.engine.errors import Refused
from registry.models import ConsentText, JournalLine, Regulation, Rule, School, SchoolClass, Topic, Year
from tests import factories as make
from tests.factories import enter

pytestmark = pytest.mark.django_db
SCHOOL = {
    "full_name": "Ромашкинская школа",
    "short_name": "Школа",
    "place": "с. Ромашкино",
    "address": "ул. Школьная, 1",
}


@pytest.fixture
def director(client):
    """Of an empty installation: no school, no year."""
    user = make.user_for(make.acting("director"))
    enter(client, user)
    return user


def text(answer):
    return answer.content.decode()


def year_form(**typed):
    return {"starts": "2026-09-01", "ends": "2027-08-31", "classes": "5А, 5Б, 10", **typed}


def test_the_first_save_makes_the_school_and_leads_to_the_year(client, director):
    answer = client.post(reverse("registry:school_edit"), SCHOOL)
    assert answer.url == reverse("registry:year_edit")
    client.post(reverse("registry:school_edit"), {**SCHOOL, "short_name": "Школа № 2"})
    assert School.objects.get().short_name == "Школа № 2"


def test_the_school_leads_to_its_year_and_the_year_to_the_next_one(client, director):
    school, year = reverse("registry:school_edit"), reverse("registry:year_edit")
    assert f'href="{year}"' not in text(client.get(school))
    client.post(school, SCHOOL)
    assert f'href="{year}"' in text(client.get(school))
    assert f'href="{reverse("registry:year_turn")}"' in text(client.get(year))


def test_a_school_without_an_address_is_not_saved_and_the_field_is_named(client, director):
    page = text(client.post(reverse("registry:school_edit"), {**SCHOOL, "address": ""}))
    assert "Заполните «Адрес по ЕГРЮЛ»." in page or "Заполните «адрес по ЕГРЮЛ»." in page
    assert not School.objects.exists()


def test_the_year_around_today_is_proposed_and_made_active(client, director):
    assert 'value="2026-09-01"' in text(client.get(reverse("registry:year_edit")))
    client.post(reverse("registry:year_edit"), year_form())
    year = Year.objects.get(is_active=True)
    assert year.name == "2026/2027"
    assert [str(row) for row in year.classes.all()] == ["5\u00a0«А»", "5\u00a0«Б»", "10"]


def test_classes_are_added_and_unused_ones_removed(client, director):
    client.post(reverse("registry:year_edit"), year_form())
    kept = SchoolClass.objects.get(grade=5, letter="А")
    client.post(reverse("registry:year_edit"), year_form(classes="5а; 7 «В»"))
    assert set(SchoolClass.objects.values_list("grade", "letter")) == {(5, "А"), (7, "В")}
    assert SchoolClass.objects.get(grade=5, letter="А") == kept


def test_a_class_in_use_is_not_removed(client, director):
    child = make.pupil()
    page = text(client.post(reverse("registry:year_edit"), year_form(classes="5А")))
    assert "Нельзя убрать 7" in page and "5А" in page
    assert child.school_class(make.TODAY) and not SchoolClass.objects.filter(grade=5).exists()


def test_what_is_no_class_is_told():
    with pytest.raises(Refused, match="«13А» и «ясли»"):
        parse_classes("5А, 13А, ясли")


def test_dates_in_the_wrong_order_are_told(client, director):
    assert "раньше, чем начался" in text(client.post(reverse("registry:year_edit"), year_form(ends="2026-08-01")))
    assert not Year.objects.exists()


def test_after_the_end_of_a_year_the_next_one_is_proposed():
    old = make.year()
    assert year_to_edit(make.TODAY) == old
    assert year_to_edit(datetime.date(2027, 9, 1)).name == "2027/2028"


def test_a_new_year_takes_over(client, director, monkeypatch):
    make.year()
    monkeypatch.setattr("registry.engine.access.today", lambda: datetime.date(2027, 9, 1))
    client.post(reverse("registry:year_edit"), year_form(starts="2027-09-01", ends="2028-08-31"))
    assert Year.objects.get(is_active=True).name == "2027/2028" and Year.objects.count() == 2


@pytest.mark.parametrize("name", ["school_edit", "year_edit"])
def test_a_teacher_changes_neither_school_nor_year(client, name):
    make.office()
    enter(client, make.user_for(make.teacher()))
    assert client.get(reverse(f"registry:{name}")).status_code == 403


def regulation_form(client, regulation):
    """The admin's own form, as the browser would send it back."""
    from django.forms import BoundField

    page = client.get(reverse("admin:registry_regulation_change", args=[regulation.pk]))
    data = {}
    forms = [page.context["adminform"].form]
    for one in page.context["inline_admin_formsets"]:
        forms += [one.formset.management_form, *one.formset.forms]
    for form in forms:
        for field in form:
            if isinstance(field, BoundField):
                value = field.value()
                data[field.html_name] = "" if value is None else str(value)
    return data


def change_rule(client, value):
    regulation = Regulation.objects.get(code="ozono_chepetskaya")
    rule = regulation.rules.get(key="mentor.max_mentees")
    data = regulation_form(client, regulation)
    ids = {key: one for key, one in data.items() if key.startswith("rules-") and key.endswith("-id")}
    prefix = next(key.removesuffix("-id") for key, one in ids.items() if one == str(rule.pk))
    answer = client.post(
        reverse("admin:registry_regulation_change", args=[regulation.pk]), {**data, f"{prefix}-value": value}
    )
    return answer, Rule.objects.get(pk=rule.pk).value


def test_the_curator_changes_a_rule_and_it_is_journalled(client, reference):
    curator, _ = make.office()
    enter(client, curator)
    answer, value = change_rule(client, "3")
    assert answer.status_code == 302, answer.context["errors"]
    assert value == 3
    assert "правила" in JournalLine.objects.get(verb="изменён справочник").detail["fields"]


def test_a_value_of_the_wrong_kind_is_refused(client, reference):
    curator, _ = make.office()
    enter(client, curator)
    answer, value = change_rule(client, '"много"')
    assert answer.status_code == 200 and "целое число" in text(answer) and value == 2


def test_the_director_looks_but_does_not_change(client, reference):
    _, director = make.office()
    enter(client, director)
    topic = Topic.objects.first()
    assert client.get(reverse("admin:registry_topic_change", args=[topic.pk])).status_code == 200
    assert client.post(reverse("admin:registry_topic_change", args=[topic.pk]), {"title": "x"}).status_code == 403


def test_nothing_is_deleted_in_the_card_file(client, reference):
    curator, _ = make.office()
    enter(client, curator)
    topic = Topic.objects.first()
    assert client.post(reverse("admin:registry_topic_delete", args=[topic.pk]), {"post": "yes"}).status_code == 403
    assert Topic.objects.filter(pk=topic.pk).exists()


def test_the_card_file_is_closed_to_others_and_knows_no_people(client, reference):
    enter(client, make.user_for(make.acting("psychologist")))
    assert client.get(reverse("admin:index")).status_code in (302, 403)
    from django.contrib import admin

    known = {model._meta.model_name for model in admin.site._registry}
    assert known.isdisjoint({"person", "user", "consent", "signature", "paper", "storedfile", "journalline", "mentor"})


def test_a_wording_that_was_signed_is_never_changed(client, reference):
    curator, _ = make.office()
    make.give_consents(make.teacher(), ["processing"])
    used, free = ConsentText.objects.get(kind="processing"), ConsentText.objects.get(kind="image")
    enter(client, curator)
    address = reverse("admin:registry_consenttext_change", args=[used.pk])
    assert client.post(address, {"title": "Другое"}).status_code == 403
    assert client.get(reverse("admin:registry_consenttext_change", args=[free.pk])).context["has_change_permission"]
