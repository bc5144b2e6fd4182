"""The commission: its size and people by the rule, its minutes with votes that add up, and only the chair signs."""

import pytest
from django.urls import reverse

from programs.actions import selection
from programs.models import Commission, Minutes, Order
from programs.orders import kinds
from registry.engine.errors import Refused
from tests import factories as make
from tests.programs.story import a_commission, at, nominated, some_minutes, text_of

pytestmark = pytest.mark.django_db
TODAY = make.TODAY


@pytest.fixture
def prog(reference):
    return make.a_programme(preset="teachers")


def form_for(prog, people, chair):
    return {"programme": prog.code, "chair": chair.pk, "secretary": "", "people": [one.pk for one in people]}


def test_director_and_curator_are_proposed_and_one_more_makes_a_commission(client, prog):
    curator, director = make.office()
    third = make.teacher(last_name="Третья")
    page = text_of(at(client, curator).get(reverse("programs:commission_new")))
    assert page.count("checked") == 2 and "От 3 до 5 человек (п. 2.13 Положения)" in page
    people = [director.person, curator.person, third]
    client.post(reverse("programs:commission_new"), form_for(prog, people, director.person))
    assert Commission.objects.get().members.count() == 3


@pytest.mark.parametrize("number", [2, 6])
def test_a_commission_of_two_or_six_is_refused_by_its_point_and_nothing_typed_is_lost(client, prog, number):
    curator, director = make.office()
    people = [director.person, curator.person] + [make.teacher() for _ in range(number - 2)]
    page = text_of(at(client, curator).post(
        reverse("programs:commission_new"), form_for(prog, people, director.person)
    ))  # fmt: skip
    assert f"от 3 до 5 человек (п. 2.13 Положения), а выбрано {number}" in page
    assert page.count("checked") == number
    assert not Commission.objects.exists()


def test_without_the_director_in_the_chair_or_without_the_curator_it_is_refused(client, prog):
    curator, _director = make.office()
    people = [make.teacher() for _ in range(3)]
    page = text_of(at(client, curator).post(reverse("programs:commission_new"), form_for(prog, people, people[0])))
    assert "Комиссию возглавляет директор (п. 2.13 Положения)" in page
    assert "В комиссию входит куратор (п. 2.13 Положения)" in page
    assert not Commission.objects.exists()


def test_commission_works_only_after_its_order(client, prog):
    commission = a_commission(prog, working=False)
    curator, _ = make.office()
    page = text_of(at(client, curator).get(commission.get_absolute_url()))
    assert "ждёт приказа" in page and "Подготовить приказ" in page
    with pytest.raises(Refused, match="ещё не утверждена приказом"):
        selection.draft_minutes(commission, by=curator, on=TODAY, number="1", held_on=TODAY)
    client.post(reverse("programs:order_new"), {"programme": prog.code, "kind": "commission"})
    assert Order.objects.get().lines.count() == 3


def test_a_replaced_commission_never_asks_for_an_order_again(prog):
    first = a_commission(prog)
    second = a_commission(prog)
    first.refresh_from_db()
    assert second.is_working and not first.is_working
    assert kinds.KINDS["commission"].gather(prog, TODAY) == []


def test_members_see_their_commission_and_strangers_do_not(client, prog):
    commission = a_commission(prog)
    member = commission.members.exclude(person__in=[user.person for user in make.office()]).get()
    assert "Состав: 3 человека" in text_of(at(client, make.user_for(member.person)).get(commission.get_absolute_url()))
    assert at(client, make.user_for(make.teacher())).get(commission.get_absolute_url()).status_code == 404
    assert client.get(reverse("programs:commission_new")).status_code == 403


def votes(minutes, present, **numbers):
    row = minutes.decisions.get()
    data = {"votes_for": 0, "votes_against": 0, "abstained": 0, **numbers}
    return {
        "present": [member.pk for member in present], "revision": minutes.revision, f"note{row.pk}": "",
        **{f"{key}{row.pk}": value for key, value in data.items()},
    }  # fmt: skip


def test_votes_that_do_not_add_up_are_refused_and_stay_typed(client, prog):
    minutes, [row] = some_minutes(prog)
    members = minutes.commission.members.all()
    page = text_of(at(client, make.office()[0]).post(
        reverse("programs:minutes_edit", args=[minutes.pk]), votes(minutes, members, votes_for=2, votes_against=2)
    ))  # fmt: skip
    name = row.person.short_name.replace("\xa0", " ")
    assert f"{name}: голосов 4, а присутствовали 3" in page
    assert page.count('value="2"') >= 2
    minutes.refresh_from_db()
    assert minutes.revision == 0 and minutes.decisions.get().votes_for == 3


def test_two_people_edit_one_sitting_and_nothing_typed_is_lost(client, prog):
    minutes, _ = some_minutes(prog)
    curator, _ = make.office()
    members = list(minutes.commission.members.all())
    stale = votes(minutes, members, votes_for=1, votes_against=2)
    decision = minutes.decisions.get()
    selection.write_minutes(minutes, by=curator, present=members, votes={
        decision: {"votes_for": 3, "votes_against": 0, "abstained": 0, "note": ""}
    })  # fmt: skip
    page = text_of(at(client, curator).post(reverse("programs:minutes_edit", args=[minutes.pk]), stale))
    assert "изменил другой человек" in page and 'value="2"' in page
    assert minutes.decisions.get().votes_for == 3


def test_without_a_quorum_or_the_chair_nothing_is_signed(client, prog):
    minutes, [row] = some_minutes(prog)
    curator, director = make.office()
    alone = minutes.commission.members.filter(person=curator.person)
    at(client, curator).post(
        reverse("programs:minutes_edit", args=[minutes.pk]), votes(minutes, alone, votes_for=1)
    )  # fmt: skip
    page = text_of(at(client, director).get(minutes.get_absolute_url()))
    assert "Нет кворума: присутствовали 1 из 3" in page
    assert "На заседании не было председателя" in page and "(п. 2.13 Положения)" in page
    assert ">Подписать протокол<" not in page
    client.post(reverse("programs:minutes_sign", args=[minutes.pk]))
    row.refresh_from_db()
    assert row.status == "nominated" and Minutes.objects.get().status == "draft"


def test_only_the_chair_signs_and_the_votes_decide(client, prog):
    minutes, [row] = some_minutes(prog)
    curator, director = make.office()
    assert at(client, curator).post(reverse("programs:minutes_sign", args=[minutes.pk])).status_code == 403
    assert "ждёт подписи председателя" in text_of(client.get(minutes.get_absolute_url()))
    at(client, director).post(reverse("programs:minutes_sign", args=[minutes.pk]))
    row.refresh_from_db()
    minutes.refresh_from_db()
    assert (row.status, minutes.status) == ("recommended", "signed")
    assert minutes.paper.file.path.exists()


def test_more_votes_against_than_for_reject(prog):
    minutes, [row] = some_minutes(prog)
    curator, director = make.office()
    selection.write_minutes(minutes, by=curator, present=list(minutes.commission.members.all()), votes={
        minutes.decisions.get(): {"votes_for": 1, "votes_against": 2, "abstained": 0, "note": ""}
    })  # fmt: skip
    selection.sign_minutes(minutes, by=director, on=TODAY)
    row.refresh_from_db()
    assert row.status == "rejected" and "Протокол № 1" in row.end_note


def test_a_candidate_put_off_waits_for_the_next_sitting(client, prog):
    minutes, _ = some_minutes(prog, candidates=2)
    members = list(minutes.commission.members.all())
    first, second = minutes.decisions.order_by("pk")
    data = {"present": [member.pk for member in members], "revision": 0, f"later{second.pk}": "on"}
    for row in (first, second):
        data |= {f"votes_for{row.pk}": 3, f"votes_against{row.pk}": 0, f"abstained{row.pk}": 0}
    at(client, make.office()[0]).post(reverse("programs:minutes_edit", args=[minutes.pk]), data)
    assert [row.pk for row in minutes.decisions.all()] == [first.pk]
    assert second.candidacy in selection.waiting_for(minutes.commission)


def test_gaps_name_each_candidate_once(prog):
    commission = a_commission(prog)
    row = make.a_candidacy(prog=prog, way="application")
    minutes = selection.draft_minutes(commission, by=make.office()[0], on=TODAY, number="1", held_on=TODAY)
    gaps = [gap.text for gap in selection.minutes_gaps(minutes, TODAY)]
    assert all(text.count(row.person.short_name) == 1 for text in gaps)
    assert any("лист критериев не заполнен" in text for text in gaps)


def test_minutes_before_the_order_of_the_commission_are_refused(client, prog):
    commission = a_commission(prog)
    nominated(prog, "application")
    page = text_of(at(client, make.office()[0]).post(
        reverse("programs:minutes_new", args=[commission.pk]), {"number": "1", "held_on": "2026-08-31"}
    ))  # fmt: skip
    assert "Заседание раньше приказа о создании комиссии" in page
    assert not Minutes.objects.exists()
