"""Programmes of a year: made from a document, edited, with rules of their own."""

import datetime

import pytest
from django.urls import reverse

from programs.models import Programme, ProgrammeRule
from registry.models import JournalLine
from tests import factories as make
from tests.factories import enter

pytestmark = pytest.mark.django_db
NEW = "/programs/new/"


def preset_data(*codes, **changes):
    data = {}
    for code in codes:
        data |= {
            f"{code}-make": "on", f"{code}-title": f"Программа {code}",
            f"{code}-starts": "2026-09-01", f"{code}-ends": "2027-08-31",
        }  # fmt: skip
    return data | changes


def test_without_a_programme_the_list_leads_the_curator_to_making_one(client, curator):
    page = client.get("/programs/").content.decode()
    assert "Программ ещё нет" in page
    assert f'href="{NEW}"' in page


def test_a_mentor_is_told_who_makes_programmes_and_gets_no_door(client, reference):
    make.office()
    enter(client, make.user_for(make.teacher()))
    page = client.get("/programs/").content.decode()
    assert "Их создаёт куратор" in page
    assert NEW not in page
    assert client.get(NEW).status_code == 403


def test_the_first_document_offers_two_programmes_both_ticked(client, curator):
    page = client.get(NEW, {"regulation": "ozono_chepetskaya"})
    forms = page.context["forms"]
    assert [form.preset.code for form in forms] == ["pupils", "teachers"]
    assert all(form.initial["make"] for form in forms)
    assert forms[0].initial["starts"] == make.year().starts


def test_one_button_makes_both_programmes_with_their_roadmaps(client, curator):
    answer = client.post(f"{NEW}?regulation=ozono_chepetskaya", preset_data("pupils", "teachers"))
    assert answer.url == "/programs/"
    stages = {row.audience: row.stages.count() for row in Programme.objects.all()}
    assert stages == {"pupils": 7, "teachers": 7}


def test_an_unticked_programme_is_left_out(client, curator):
    answer = client.post(f"{NEW}?regulation=ozono_chepetskaya", preset_data("pupils"))
    made = Programme.objects.get()
    assert made.audience == "pupils"
    assert answer.url == made.get_absolute_url()


def test_a_wrong_date_makes_nothing_and_keeps_what_was_typed(client, curator):
    data = preset_data("pupils", "teachers", **{"teachers-ends": "2026-08-01", "pupils-title": "Мой заголовок"})
    page = client.post(f"{NEW}?regulation=ozono_chepetskaya", data).content.decode()
    assert "не может кончиться раньше" in page
    assert "Мой заголовок" in page
    assert not Programme.objects.exists()


def test_a_double_click_makes_the_programmes_once(client, curator):
    data = preset_data("pupils", form_key="7b8f2ad0-12f5-4a7c-9d3e-3e6a0f1f5b11")
    first = client.post(f"{NEW}?regulation=ozono_chepetskaya", data)
    second = client.post(f"{NEW}?regulation=ozono_chepetskaya", data)
    assert first.url == second.url
    assert Programme.objects.count() == 1


def test_a_programme_made_before_is_shown_and_not_offered_again(client, curator):
    made = make.a_programme()
    page = client.get(NEW, {"regulation": "ozono_chepetskaya"})
    assert [form.preset.code for form in page.context["forms"]] == ["teachers"]
    assert made.get_absolute_url() in page.content.decode()


def test_the_second_editor_sees_what_the_first_wrote_and_loses_nothing(client, curator):
    programme = make.a_programme()
    address = reverse("programs:programme_edit", args=[programme.code])
    form = programme.forms.first()
    data = {"title": "Первый", "starts": "2026-09-01", "ends": "2027-05-31", "forms": [form.pk], "revision": 0}
    assert client.post(address, data).status_code == 302
    page = client.post(address, data | {"title": "Второй"}).content.decode()
    assert "сейчас «Первый», у вас «Второй»" in page
    programme.refresh_from_db()
    assert programme.title == "Первый"
    assert list(programme.forms.all()) == [form]
    assert JournalLine.objects.filter(verb="изменена программа").count() == 1


def test_the_rules_page_shows_every_rule_with_its_source(client, curator):
    programme = make.a_programme()
    page = client.get(reverse("programs:programme_rules", args=[programme.code]))
    shown = {row["answer"].key for _, rows in page.context["groups"] for row in rows}
    assert shown == {answer.key for answer in programme.all_rules()}
    text = page.content.decode()
    assert "п. 2.6 Положения" in text
    assert "методические рекомендации; меняется в настройках программы" in text
    assert "criminal_record" not in page.context["groups"][1][1][5]["value"]


def test_a_rule_without_a_reason_is_not_set_and_the_number_stays(client, curator):
    programme = make.a_programme()
    page = client.post(
        reverse("programs:programme_rules", args=[programme.code]),
        {"key": "mentee.min_age", "mentee_min_age-value": "12", "mentee_min_age-reason": " "},
    ).content.decode()
    assert "Заполните «Чем установлено»" in page
    assert 'value="12"' in page
    assert not ProgrammeRule.objects.exists()


def test_the_refusal_names_the_reason_of_the_years_own_rule(client, curator):
    programme = make.a_programme()
    reason = "решение педсовета от 30.08.2026 № 2"
    client.post(
        reverse("programs:programme_rules", args=[programme.code]),
        {"key": "mentee.min_age", "mentee_min_age-value": "13", "mentee_min_age-reason": reason},
    )
    child = make.pupil(12)
    page = client.post("/programs/requests/new/", {"programme": programme.pk, "role": "mentee", "who": child.pk})
    assert f"13\u00a0лет ({reason})" in page.content.decode()


def test_the_least_may_not_exceed_the_greatest(client, curator):
    programme = make.a_programme()
    page = client.post(
        reverse("programs:programme_rules", args=[programme.code]),
        {"key": "commission.min_size", "commission_min_size-value": "9", "commission_min_size-reason": "так решили"},
    ).content.decode()
    assert "Наименьшее не может быть больше наибольшего" in page
    assert not ProgrammeRule.objects.exists()


@pytest.mark.parametrize(
    ("key", "typed", "kept"),
    [
        ("monitoring.dates", "30.09\n30.03", ["09-30", "03-30"]),
        ("selection.ways", ["application"], ["application"]),
        ("commission.includes_curator", "no", False),
        ("awards.kinds", "благодарность\n\nграмота", ["благодарность", "грамота"]),
    ],
)
def test_each_kind_of_rule_is_typed_in_its_own_way(client, curator, key, typed, kept):
    programme = make.a_programme()
    prefix = key.replace(".", "_")
    data = {"key": key, f"{prefix}-value": typed, f"{prefix}-reason": "решение педсовета"}
    assert client.post(reverse("programs:programme_rules", args=[programme.code]), data).status_code == 302
    assert ProgrammeRule.objects.get(key=key).value == kept


def test_a_day_that_does_not_exist_is_named(client, curator):
    programme = make.a_programme()
    data = {"key": "monitoring.dates", "monitoring_dates-value": "31.02", "monitoring_dates-reason": "приказ"}
    page = client.post(reverse("programs:programme_rules", args=[programme.code]), data).content.decode()
    assert "«31.02» — не дата" in page


def test_the_director_reads_the_rules_and_changes_none(client, reference):
    _, director = make.office()
    programme = make.a_programme()
    enter(client, director)
    address = reverse("programs:programme_rules", args=[programme.code])
    assert "Изменить на этот год" not in client.get(address).content.decode()
    data = {"key": "mentee.min_age", "mentee_min_age-value": "5", "mentee_min_age-reason": "так"}
    assert client.post(address, data).status_code == 403
    assert (
        client.post(reverse("programs:rule_reset", args=[programme.code]), {"key": "mentee.min_age"}).status_code == 403
    )
    assert programme.rule("mentee.min_age").value == 10


def test_former_years_stand_after_the_current_one(client, curator):
    from registry.models import Year

    current = make.a_programme()
    old = Year.objects.create(name="2025/2026", starts=datetime.date(2025, 9, 1), ends=datetime.date(2026, 8, 31))
    Programme.objects.create(
        code="old", year=old, regulation=current.regulation, roadmap=current.roadmap, audience="pupils",
        title="Прошлогодняя", starts=old.starts, ends=old.ends,
    )  # fmt: skip
    years = client.get("/programs/").context["years"]
    assert [year.name for year, _ in years] == ["2026/2027", "2025/2026"]
