"""A pair gets another mentor or a later end: by an order, with a ground of the regulation, and the past stays."""

import datetime

import pytest
from django.urls import reverse

from programs.actions import changes, meetings, order_changes
from programs.actions import orders as order_actions
from programs.models import Order, Pair, PairChange
from registry.engine.errors import Refused
from tests import factories as make
from tests.programs.story import at, text_of

pytestmark = pytest.mark.django_db
TODAY = make.TODAY
PAPER = "заявление наставника от 20.11.2026"


@pytest.fixture
def pair(prog):
    return make.a_pair(prog=prog, mentor=make.registered(make.a_mentor(), prog),
                       mentee=make.an_admitted(make.teacher(), prog), status="working")  # fmt: skip


def another(prog):
    return make.registered(make.a_mentor(), prog)


def ground(pair, kind, number=0):
    return changes.grounds(pair, kind)[number]


def replaced(pair, mentor):
    """The whole way: written down, ordered, agreed, approved."""
    curator, _ = make.office()
    why = ground(pair, "replacement")
    changes.write_change(pair, "replacement", by=curator, on=TODAY, ground=why, new_mentor=mentor)
    return make.an_order(pair.programme, "replacement")


def test_the_order_gives_another_mentor_and_moves_no_term(pair, prog):
    former, ends = pair.mentor, pair.ends
    new = another(prog)
    order = replaced(pair, new)
    pair = Pair.objects.get(pk=pair.pk)
    assert pair.mentor == new.person and pair.ends == ends and pair.status == "working"
    side = pair.sides.get(person=former)
    assert not side.is_open and side.ends == order.effective_on - datetime.timedelta(days=1)
    assert former.full_name in str(order.paper.said["rows"]) and new.person.full_name in str(order.paper.said["rows"])


def test_meetings_stay_with_the_one_who_held_them(pair, prog):
    curator, _ = make.office()
    held_on, former = TODAY - datetime.timedelta(days=3), pair.mentor
    meetings.log_meeting(pair, by=curator, on=TODAY, kind="regular", held_on=held_on, done="Разобрали урок")
    replaced(pair, another(prog))
    pair = Pair.objects.get(pk=pair.pk)
    assert pair.meetings.count() == 1
    assert pair.mentor_on(held_on) == former != pair.mentor


def test_an_earlier_order_on_pairs_keeps_the_former_name(pair, prog):
    first = Order.objects.get(kind="pairs")
    replaced(pair, another(prog))
    assert order_changes.outdated(Order.objects.get(pk=first.pk)) == []


def test_the_new_mentor_and_the_mentee_answer_on_the_sheet(pair, prog):
    curator, _ = make.office()
    new = another(prog)
    changes.write_change(pair, "replacement", by=curator, on=TODAY, ground=ground(pair, "replacement"), new_mentor=new)
    order = order_actions.draft_order(prog, "replacement", by=curator, on=TODAY)
    order = order_actions.send_for_agreement(order, by=curator, on=TODAY)
    assert {row.person for row in order.approvals.all()} == {new.person, *pair.mentees}


@pytest.mark.parametrize("fault", ["same", "unregistered", "ground", "full"])
def test_what_the_rules_forbid_is_refused_in_words(pair, prog, fault):
    curator, _ = make.office()
    new, why, said = another(prog), ground(pair, "replacement"), ""
    if fault == "same":
        new, said = pair.mentor.mentor, "уже наставник этой пары"
    elif fault == "unregistered":
        new, said = make.a_mentor(), "не входит в реестр"
    elif fault == "ground":
        why, said = "так захотелось", "Такого основания нет"
    else:
        for _ in range(2):
            make.a_pair(prog=prog, mentor=new, mentee=make.an_admitted(make.teacher(), prog))
        said = "п. 2.6"
    with pytest.raises(Refused) as refusal:
        changes.write_change(pair, "replacement", by=curator, on=TODAY, ground=why, new_mentor=new)
    assert any(said in gap.text for gap in refusal.value.gaps), [gap.text for gap in refusal.value.gaps]
    assert not PairChange.objects.exists()


def test_an_extension_needs_a_paper_and_a_later_day(pair, prog):
    curator, _ = make.office()
    why = ground(pair, "extension")
    with pytest.raises(Refused) as refusal:
        changes.write_change(pair, "extension", by=curator, on=TODAY, ground=why, new_ends=pair.ends)
    said = " ".join(gap.text for gap in refusal.value.gaps)
    assert "позже прежнего" in said and "Назовите документ" in said and "п. 2.7" in said


def test_the_order_prolongs_and_keeps_the_former_end_on_its_paper(pair, prog):
    curator, _ = make.office()
    was, later = pair.ends, pair.ends + datetime.timedelta(days=60)
    changes.write_change(
        pair, "extension", by=curator, on=TODAY, ground=ground(pair, "extension"), paper=PAPER, new_ends=later
    )
    order = make.an_order(prog, "extension")
    assert Pair.objects.get(pk=pair.pk).ends == later
    row = str(order.paper.said["rows"])
    assert f"{was:%d.%m.%Y}" in row and f"{later:%d.%m.%Y}" in row and PAPER in row
    assert order_changes.outdated(Order.objects.get(pk=order.pk)) == []


def test_curator_goes_from_the_pair_to_the_draft_by_one_form(client, pair, prog):
    curator, _ = make.office()
    new = another(prog)
    page = text_of(at(client, curator).get(pair.get_absolute_url()))
    assert reverse("programs:pair_replace", args=[pair.pk]) in page
    answer = client.post(
        reverse("programs:pair_replace", args=[pair.pk]),
        {"new_mentor": new.pk, "ground": ground(pair, "replacement"), "paper": PAPER, "note": ""}, follow=True,
    )  # fmt: skip
    order = Order.objects.get(kind="replacement")
    assert answer.redirect_chain[-1][0] == order.get_absolute_url()
    assert new.person.full_name in text_of(answer)
    assert "Ждёт приказа" in text_of(client.get(pair.get_absolute_url()))


def test_a_change_named_in_a_draft_is_not_taken_back(pair, prog):
    curator, _ = make.office()
    change = changes.write_change(
        pair, "replacement", by=curator, on=TODAY, ground=ground(pair, "replacement"), new_mentor=another(prog)
    )
    order = order_actions.draft_order(prog, "replacement", by=curator, on=TODAY)
    with pytest.raises(Refused, match="уже названо в приказе"):
        changes.drop_change(change, by=curator, on=TODAY)
    order_actions.discard_draft(order, by=curator)
    assert changes.drop_change(change, by=curator, on=TODAY).dropped_on == TODAY
