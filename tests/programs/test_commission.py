"""The commission: its size and people by the rule, its minutes with votes that add up, and only the chair signs."""

import re

import pytest
from django.urls import reverse

from programs.actions import assessing
from programs.actions import commission as sittings
from programs.models import Commission, Minutes, Order
from programs.orders import kinds
from programs.papers import order as order_paper
from registry.engine.errors import Refused
from tests import factories as make
from tests.programs.story import a_commission, at, nominated, some_minutes, text_of

pytestmark = pytest.mark.django_db
TODAY = make.TODAY


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
        sittings.draft_minutes(commission, by=curator, on=TODAY, number="1", held_on=TODAY)
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


def votes(minutes, present, choice="for", **more):
    """The form of a sitting with one candidate: everybody present alike."""
    row = minutes.decisions.get()
    data = {f"vote{row.pk}_{member.pk}": choice for member in minutes.commission.members.all()}
    return {
        "present": [member.pk for member in present], "revision": minutes.revision, f"note{row.pk}": "", **data, **more
    }  # fmt: skip


def test_minutes_draft_themselves_from_the_votes_of_the_cabinet_and_of_the_sitting(client, prog):
    commission = a_commission(prog)
    curator, director = make.office()
    member = commission.members.exclude(person__in=[curator.person, director.person]).get()
    row = nominated(prog, "application")
    make.fill_sheet(row)
    at(client, make.user_for(member.person)).post(
        reverse("programs:candidacy_vote", args=[row.pk]), {"choice": "against"}
    )
    minutes = sittings.draft_minutes(commission, by=curator, on=TODAY, number="1", held_on=TODAY)
    assert (minutes.decisions.get().votes_for, minutes.decisions.get().votes_against) == (0, 1)
    gaps = " ".join(gap.text for gap in sittings.minutes_gaps(minutes, TODAY))
    assert "нет голоса" in gaps and member.person.short_name not in gaps
    page = text_of(at(client, curator).get(reverse("programs:minutes_edit", args=[minutes.pk])))
    assert "против: голос подан в кабинете" in page
    client.post(reverse("programs:minutes_edit", args=[minutes.pk]), votes(minutes, commission.members.all()))
    decision = minutes.decisions.get()
    assert (decision.votes_for, decision.votes_against) == (2, 1)
    assert assessing.cast_vote(row, member.person, "abstained", by=member.person.user, on=TODAY)
    decision.refresh_from_db()
    assert (decision.votes_for, decision.votes_against, decision.abstained) == (2, 0, 1)


def test_the_curator_does_not_overwrite_a_vote_that_a_member_gave_himself(prog):
    minutes, [row] = some_minutes(prog)
    curator, director = make.office()
    assessing.cast_vote(row, director.person, "against", by=director, on=TODAY)
    with pytest.raises(Refused, match="этот голос меняет только он сам"):
        assessing.cast_vote(row, director.person, "for", by=curator, on=TODAY)
    members = list(minutes.commission.members.all())
    said = {minutes.decisions.get(): {"note": "", "votes": dict.fromkeys(members, "for")}}
    sittings.write_minutes(minutes, by=curator, on=TODAY, present=members, said=said)
    assert row.votes.get(person=director.person).choice == "against"


def test_two_people_edit_one_sitting_and_nothing_typed_is_lost(client, prog):
    minutes, _ = some_minutes(prog)
    curator, _ = make.office()
    members = list(minutes.commission.members.all())
    stale = votes(minutes, members, "against")
    decision = minutes.decisions.get()
    said = {decision: {"note": "", "votes": dict.fromkeys(members, "abstained")}}
    sittings.write_minutes(minutes, by=curator, on=TODAY, present=members, said=said)
    page = text_of(at(client, curator).post(reverse("programs:minutes_edit", args=[minutes.pk]), stale))
    assert "изменил другой человек" in page and page.count('value="against" selected') == 2
    assert minutes.decisions.get().abstained == 2  # the curator's own vote was given by himself


def test_a_vote_after_the_minutes_are_signed_is_refused_in_words(client, prog):
    minutes, [row] = some_minutes(prog)
    member = minutes.commission.members.exclude(person__in=[user.person for user in make.office()]).get()
    user = make.user_for(member.person)
    sittings.sign_minutes(minutes, by=make.office()[1], on=TODAY)
    page = text_of(at(client, user).post(reverse("programs:candidacy_vote", args=[row.pk]), {"choice": "against"}))
    assert "уже подписан" in page and "больше не принимаются" in page
    with pytest.raises(Refused, match="уже подписан"):
        make.fill_sheet(row, by=user)
    assert row.votes.get(person=member.person).choice == "for"
    curator, _ = make.office()
    with pytest.raises(Refused, match="Протокол уже подписан"):
        sittings.write_minutes(minutes, by=curator, on=TODAY, present=[], said={})


def test_a_member_with_a_conflict_of_interest_has_no_vote_and_stands_in_the_minutes(client, prog):
    commission = a_commission(prog, members=4)
    curator, director = make.office()
    own, other = commission.members.exclude(person__in=[curator.person, director.person])
    row = nominated(prog, "application")
    me = make.user_for(own.person)
    make.fill_sheet(row, by=me)
    make.fill_sheet(row, by=make.user_for(other.person), mark=1)
    make.vote_all(row)
    at(client, me).post(
        reverse("programs:candidacy_conflict", args=[row.pk]), {"person": own.person.pk, "kind": "relative"}
    )
    assert not row.votes.filter(person=own.person).exists() and not row.marks.filter(by=own.person).exists()
    page = text_of(client.get(row.get_absolute_url()))
    assert "Вы не оцениваете этого кандидата" in page and "Ваш голос" not in page and "сумма" not in page
    for deed in (lambda: make.fill_sheet(row, by=me),
                 lambda: assessing.cast_vote(row, own.person, "for", by=me, on=TODAY)):  # fmt: skip
        with pytest.raises(Refused, match="родственник кандидата"):
            deed()
    minutes = sittings.draft_minutes(commission, by=curator, on=TODAY, number="1", held_on=TODAY)
    assert minutes.decisions.get().votes_for == 3
    sittings.sign_minutes(minutes, by=director, on=TODAY)
    minutes.refresh_from_db()
    said = minutes.paper.said["decisions"][0]
    assert said["kept"] == [{"name": own.person.short_name, "why": "родственник кандидата"}]
    assert said["sheets"] == 1 and said["score"] == f"{row.marks.count()},0"
    assert own.person.short_name not in said["by_name"][0]["names"]


def test_conflicts_count_against_the_quorum_and_only_the_curator_marks_another_s(client, prog):
    minutes, [row] = some_minutes(prog)
    curator, director = make.office()
    third = minutes.commission.members.exclude(person__in=[curator.person, director.person]).get()
    client = at(client, make.user_for(third.person))
    url = reverse("programs:candidacy_conflict", args=[row.pk])
    client.post(url, {"person": director.person.pk, "kind": "relative"})
    assert not row.conflicts.exists()
    for person in (director.person, third.person):
        assessing.mark_conflict(row, person, "other", by=curator, on=TODAY)
    gaps = " ".join(gap.text for gap in sittings.minutes_gaps(minutes, TODAY))
    assert f"по кандидату {row.person.short_name} голосовать могут 1 из 3" in gaps
    assert "(методические рекомендации; меняется в настройках программы)" in gaps
    at(client, curator).post(reverse("programs:conflict_lift", args=[row.conflicts.get(person=third.person).pk]))
    assert "голосовать могут" not in " ".join(gap.text for gap in sittings.minutes_gaps(minutes, TODAY))


def test_draft_minutes_are_closed_to_a_member_who_has_not_judged_yet(client, prog):
    """The averages and the votes of the others would sway whoever opens the draft first."""
    commission = a_commission(prog, members=4)
    curator, director = make.office()
    first, second = commission.members.exclude(person__in=[curator.person, director.person])
    row = nominated(prog, "application")
    make.fill_sheet(row, by=make.user_for(first.person), mark=1)
    user = make.user_for(second.person)
    assessing.cast_vote(row, first.person, "against", by=curator, on=TODAY)
    minutes = sittings.draft_minutes(commission, by=curator, on=TODAY, number="1", held_on=TODAY)
    page = text_of(at(client, user).get(minutes.get_absolute_url()))
    assert "Сначала ваше слово" in page and "Средн" not in page and "против" not in page
    assert first.person.short_name not in page.split("Что дальше")[0]
    make.fill_sheet(row, by=user)
    page = text_of(client.get(minutes.get_absolute_url()))
    name = first.person.short_name.replace("\xa0", " ")
    assert "Средняя сумма" in page and f"против: {name}" in re.sub("<[^>]+>", "", page)


def test_without_a_quorum_or_the_chair_nothing_is_signed(client, prog):
    minutes, [row] = some_minutes(prog)
    curator, director = make.office()
    alone = minutes.commission.members.filter(person=curator.person)
    at(client, curator).post(
        reverse("programs:minutes_edit", args=[minutes.pk]), votes(minutes, alone)
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
    for person in (curator.person, director.person):
        assessing.cast_vote(row, person, "against", by=curator, on=TODAY)
    sittings.sign_minutes(minutes, by=director, on=TODAY)
    row.refresh_from_db()
    assert row.status == "rejected" and "Протокол № 1" in row.end_note


def test_a_candidate_put_off_waits_for_the_next_sitting(client, prog):
    minutes, _ = some_minutes(prog, candidates=2)
    members = list(minutes.commission.members.all())
    first, second = minutes.decisions.order_by("pk")
    data = {"present": [member.pk for member in members], "revision": 0, f"later{second.pk}": "on"}
    for row in (first, second):
        data |= {f"vote{row.pk}_{member.pk}": "for" for member in members}
    at(client, make.office()[0]).post(reverse("programs:minutes_edit", args=[minutes.pk]), data)
    assert [row.pk for row in minutes.decisions.all()] == [first.pk]
    assert second.candidacy in sittings.waiting_for(minutes.commission)


def test_the_annex_of_the_register_names_the_minutes_and_signed_ones_are_not_opened_to_edit(client, prog):
    minutes, _ = some_minutes(prog)
    page = at(client, make.office()[0]).get(reverse("programs:commission_detail", args=[minutes.commission_id]))
    assert ".." not in text_of(page).replace("...", "")
    sittings.sign_minutes(minutes, by=make.office()[1], on=TODAY)
    order = make.an_order(prog, "register", approve=False)
    assert order_paper.context(order)["rows"][0][-1].split("; ")[1] == "протокол комиссии от 21.11.2026 №\xa01"
    assert "на согласовании" not in text_of(client.get(order.get_absolute_url())).split("<article")[0]
    edit = reverse("programs:minutes_edit", args=[minutes.pk])
    answer = at(client, make.office()[0]).get(edit, follow=True)
    assert answer.redirect_chain and "Протокол уже подписан: изменить его нельзя" in text_of(answer)
    other = nominated(prog, "application")
    with pytest.raises(Refused, match="Номер 1 уже у протокола этой комиссии от"):
        sittings.draft_minutes(minutes.commission, by=make.office()[0], on=TODAY, number="1", held_on=TODAY)
    assert other.decisions.count() == 0


def test_gaps_name_each_candidate_once(prog):
    commission = a_commission(prog)
    row = make.a_candidacy(prog=prog, way="application")
    minutes = sittings.draft_minutes(commission, by=make.office()[0], on=TODAY, number="1", held_on=TODAY)
    gaps = [gap.text for gap in sittings.minutes_gaps(minutes, TODAY)]
    assert all(text.count(row.person.short_name) == 1 for text in gaps)
    assert any("нет голоса" in text for text in gaps)


def test_minutes_before_the_order_of_the_commission_are_refused(client, prog):
    commission = a_commission(prog)
    nominated(prog, "application")
    page = text_of(at(client, make.office()[0]).post(
        reverse("programs:minutes_new", args=[commission.pk]), {"number": "1", "held_on": "2026-08-31"}
    ))  # fmt: skip
    assert "Заседание раньше приказа о создании комиссии" in page
    assert not Minutes.objects.exists()
