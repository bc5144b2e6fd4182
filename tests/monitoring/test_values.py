"""Values at the entry and at the exit: bounds, waivers, who sees what, and words that know the direction."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from monitoring import actions, situations
from monitoring.models import Measurement, Parameter, Waiver
from monitoring.showing import difference
from programs.models import Pair
from registry.actions import consents
from registry.engine import workflow
from registry.engine.errors import Refused
from tests import factories as make
from tests.factories import signed_in

pytestmark = pytest.mark.django_db
TODAY = make.TODAY
DAY = datetime.timedelta(days=1)


@pytest.fixture
def pair(reference):
    return make.a_pair(prog=make.a_programme(), status="ordered")


def curator():
    return make.office()[0].person


def url(pair, moment="entry"):
    return reverse("monitoring:values", args=[pair.pk, moment])


def typed(pair, value="6", **changes):
    data = {}
    for person in [*pair.mentees, pair.mentor]:
        for parameter in actions.parameters_for(pair, person):
            data[f"p{person.pk}-{parameter.pk}"] = changes.get(parameter.code, value)
    return data


def test_one_page_for_all_sides_mentees_first(client, pair):
    signed_in(client, curator())
    page = client.get(url(pair)).content.decode()
    assert page.index(f"{pair.mentees[0].full_name}</legend>") < page.index(
        f"{pair.mentor.full_name}, наставник</legend>"
    )
    client.post(url(pair), typed(pair))
    assert set(Measurement.objects.values_list("person", flat=True)) == {pair.mentees[0].pk, pair.mentor.pk}
    assert set(Measurement.objects.values_list("moment", "value")) == {("entry", Decimal("6.0"))}


def test_a_value_out_of_bounds_is_told_and_nothing_is_saved(client, pair):
    signed_in(client, curator())
    page = client.post(url(pair), typed(pair, pupil_engagement="11", pupil_soft_skills="7")).content.decode()
    assert "От 1 до 10, а введено 11" in page
    assert 'value="7"' in page
    assert not Measurement.objects.exists()


def test_an_empty_page_is_not_a_measurement(client, pair):
    signed_in(client, curator())
    assert "хотя бы одно значение" in client.post(url(pair), typed(pair, "")).content.decode()
    assert not Measurement.objects.exists()


def test_a_value_once_written_is_mended_but_not_emptied(client, pair):
    signed_in(client, curator())
    client.post(url(pair), typed(pair))
    page = client.post(url(pair), typed(pair, pupil_engagement="")).content.decode()
    assert "Замер уже внесён" in page
    client.post(url(pair), typed(pair, pupil_engagement="9"))
    assert Measurement.objects.get(parameter__code="pupil_engagement").value == 9


def test_work_does_not_begin_without_values_and_the_page_leads_to_them(client, pair):
    signed_in(client, curator())
    page = client.get(pair.get_absolute_url()).content.decode()
    assert "нет замера на входе" in page and f'href="{url(pair)}"' in page
    client.post(reverse("programs:pair_move", args=[pair.pk, "start"]))
    pair.refresh_from_db()
    assert pair.status == "ordered"
    client.post(url(pair), typed(pair))
    client.post(reverse("programs:pair_move", args=[pair.pk, "start"]))
    pair.refresh_from_db()
    assert pair.status == "working"


def test_a_waiver_needs_a_reason_and_opens_the_way(client, pair):
    signed_in(client, curator())
    waive = reverse("monitoring:waive", args=[pair.pk, "entry"])
    assert "Заполните «Почему замера не будет»" in client.post(waive, {"reason": " "}).content.decode()
    assert not Waiver.objects.exists()
    client.post(waive, {"reason": "пара работает с прошлого года"})
    assert "пара работает с прошлого года" in client.get(pair.get_absolute_url()).content.decode()
    client.post(reverse("programs:pair_move", args=[pair.pk, "start"]))
    pair.refresh_from_db()
    assert pair.status == "working"


def test_the_psychologist_measures_but_gives_no_waiver(client, pair):
    signed_in(client, make.acting("psychologist"))
    page = client.get(url(pair)).content.decode()
    assert "Записать замер" in page and "Решить без замера" not in page
    answer = client.post(reverse("monitoring:waive", args=[pair.pk, "entry"]), {"reason": "просто так"})
    assert answer.status_code == 403
    assert not Waiver.objects.exists()


@pytest.mark.parametrize("who", ["mentor", "mentee", "guardian", "director"])
def test_others_do_not_measure(client, pair, who):
    people = {
        "mentor": pair.mentor, "mentee": pair.mentees[0], "guardian": pair.mentees[0].guardians(TODAY).first(),
        "director": make.office()[1].person,
    }  # fmt: skip
    signed_in(client, people[who])
    assert client.post(url(pair), typed(pair)).status_code == 403
    assert not Measurement.objects.exists()


def test_a_stranger_and_a_wrong_moment_are_not_found(client, pair):
    signed_in(client, make.person())
    assert client.get(url(pair)).status_code == 404
    signed_in(client, curator())
    assert client.get(url(pair, "middle")).status_code == 404


def with_anxiety(pair):
    Parameter.objects.filter(code="pupil_anxiety").update(is_used=True)
    anxiety, engagement = Parameter.objects.get(code="pupil_anxiety"), Parameter.objects.get(code="pupil_engagement")
    actions.save_values(
        pair, pair.mentees[0], "entry", {anxiety: Decimal(55), engagement: Decimal(4)}, by=make.office()[0], on=TODAY
    )


def test_sensitive_values_are_for_curator_and_psychologist_only(client, pair):
    with_anxiety(pair)
    for person in (curator(), make.acting("psychologist")):
        signed_in(client, person)
        assert "Личностная тревожность" in client.get(pair.get_absolute_url()).content.decode()
    for person in (pair.mentor, pair.mentees[0].guardians(TODAY).first(), make.office()[1].person):
        signed_in(client, person)
        page = client.get(pair.get_absolute_url()).content.decode()
        assert "Вовлечённость в учёбу" in page
        assert "Личностная тревожность" not in page


def test_a_withdrawn_consent_closes_the_values(client, pair):
    with_anxiety(pair)
    paper = pair.mentees[0].consents.get(kind="processing")
    consents.withdraw_consent(paper, by=make.office()[0], on=TODAY, note="заявление")
    for person in (pair.mentor, make.acting("psychologist")):
        signed_in(client, person)
        assert "Вовлечённость в учёбу" not in client.get(pair.get_absolute_url()).content.decode()
    assert "замер не вносят" in client.get(url(pair)).content.decode()


@pytest.mark.parametrize(
    ("better", "entry", "exit_", "words", "number"),
    [
        ("more", 4, 7, "стало лучше", "+3"),
        ("less", 4, 7, "стало хуже", "+3"),
        ("less", 7, 4, "стало лучше", "−3"),
        ("more", 5, 5, "без изменений", "0"),
        ("more", Decimal("4.5"), Decimal("4.0"), "стало хуже", "−0,5"),
    ],
)
def test_the_difference_knows_which_direction_is_better(better, entry, exit_, words, number):
    found = difference(Parameter(better=better), Decimal(entry), Decimal(exit_))
    assert (found["words"], found["number"]) == (words, number)


def test_entry_and_exit_stand_side_by_side(client, pair):
    engagement = Parameter.objects.get(code="pupil_engagement")
    mentee, by = pair.mentees[0], make.office()[0]
    actions.save_values(pair, mentee, "entry", {engagement: Decimal(4)}, by=by, on=TODAY)
    working = workflow.move(pair, "start", by=by, on=TODAY)
    actions.save_values(working, mentee, "exit", {engagement: Decimal(7)}, by=by, on=TODAY)
    signed_in(client, mentee.guardians(TODAY).first())
    page = client.get(pair.get_absolute_url()).content.decode()
    assert "стало лучше" in page and "+3" in page


def test_the_middle_stands_between_and_is_compared_until_the_exit_comes(client, pair):
    engagement = Parameter.objects.get(code="pupil_engagement")
    mentee, by = pair.mentees[0], make.office()[0]
    with pytest.raises(Refused, match="пока пара работает"):
        actions.save_values(pair, mentee, "interim", {engagement: Decimal(5)}, by=by, on=TODAY)
    actions.save_values(pair, mentee, "entry", {engagement: Decimal(4)}, by=by, on=TODAY)
    working = workflow.move(pair, "start", by=by, on=TODAY)
    actions.save_values(working, mentee, "interim", {engagement: Decimal(6)}, by=by, on=TODAY)
    signed_in(client, mentee.guardians(TODAY).first())
    page = client.get(pair.get_absolute_url()).content.decode()
    assert "Середина" in page and "+2" in page
    actions.save_values(working, mentee, "exit", {engagement: Decimal(3)}, by=by, on=TODAY)
    page = client.get(pair.get_absolute_url()).content.decode()
    assert "−1" in page and "+2" not in page
    assert [row["moment"] for row in Measurement.objects.filter(person=mentee).order_by("pk").values("moment")] == [
        "entry", "interim", "exit",
    ]  # fmt: skip


def test_the_curator_edits_what_is_measured_but_not_the_bounds_of_values(client, pair):
    with_anxiety(pair)
    signed_in(client, curator())
    engagement = Parameter.objects.get(code="pupil_engagement")
    url = reverse("admin:monitoring_parameter_change", args=[engagement.pk])
    data = {
        "title": "Вовлечённость", "audience": "pupil", "better": "more", "minimum": "1", "maximum": "10",
        "unit": "балл", "is_used": "on", "position": "1",
    }  # fmt: skip
    page = client.post(url, {**data, "maximum": "5"}).content.decode()
    assert "уже есть замеры" in page
    client.post(url, data)
    engagement.refresh_from_db()
    assert (engagement.title, engagement.maximum) == ("Вовлечённость", 10)
    signed_in(client, pair.mentor)
    assert client.post(url, data).status_code == 302  # to the sign-in page: no card file for a mentor
    assert client.get(reverse("admin:monitoring_parameter_changelist")).status_code == 302


def asked_for_the_middle():
    return list(situations.interim_values_missing(make.office()[0], TODAY))


def middle_day(pair, percent, days):
    """The school's own rule of the year: after so many percent of a term of so many days."""
    pair.programme.rules.update_or_create(key=actions.MIDDLE, defaults={"value": percent, "reason": "педсовет"})
    Pair.objects.filter(pk=pair.pk).update(starts=TODAY - 10 * DAY, ends=TODAY + (days - 10) * DAY)


@pytest.mark.parametrize(
    ("percent", "days", "is_asked"), [(50, 20, True), (50, 24, False), (25, 40, True), (0, 12, False)]
)
def test_the_day_of_the_middle_is_a_rule_of_the_programme(pair, percent, days, is_asked):
    engagement, by = Parameter.objects.get(code="pupil_engagement"), make.office()[0]
    actions.save_values(pair, pair.mentees[0], "entry", {engagement: Decimal(4)}, by=by, on=TODAY)
    workflow.move(pair, "start", by=by, on=TODAY)
    middle_day(pair, percent, days)
    assert bool(asked_for_the_middle()) is is_asked
    assert actions.lacks_interim(Pair.objects.get(pk=pair.pk), TODAY) is is_asked


def test_in_a_group_the_value_of_one_does_not_close_the_line_of_another(reference):
    group, children = make.a_group(2)
    by, engagement = make.office()[0], Parameter.objects.get(code="pupil_engagement")
    value = {engagement: Decimal(4)}
    for child in children:
        actions.save_values(group, child, "entry", value, by=by, on=TODAY)
    workflow.move(group, "start", by=by, on=TODAY)
    middle_day(group, 50, 20)
    group.refresh_from_db()
    first, second = children
    actions.save_values(group, first, "interim", value, by=by, on=TODAY)
    (task,) = asked_for_the_middle()
    assert f"Нет у: {second.short_name}" in task.who
    actions.save_values(group, second, "interim", value, by=by, on=TODAY)
    assert not asked_for_the_middle()
