"""A pair that began on paper is entered as it stands, with the effects of any other; what cannot be so is refused."""

import datetime

import pytest
from django.urls import reverse

from monitoring.actions import parameters_for, save_values
from programs import silence
from programs.actions import paper_pairs
from programs.models import Order, Pair, PairPast
from registry.engine import uploads, workflow
from registry.engine.errors import Refused
from tests import factories as make
from tests.programs.story import at, text_of, upload
from tests.registry import bad_files

pytestmark = pytest.mark.django_db
TODAY = make.TODAY
ORDER_DAY = datetime.date(2026, 10, 2)
SHEET = bad_files.pdf()


def entered(prog, mentor=None, mentee=None, **changed):
    curator, director = make.office()
    mentor = mentor or make.registered(make.a_mentor(), prog)
    mentee = mentee or make.an_admitted(make.teacher(), prog)
    values = {
        "form": prog.forms.order_by("position").first(), "starts": datetime.date(2026, 10, 5),
        "ends": datetime.date(2027, 5, 25), "agreed_on": datetime.date(2026, 10, 1), "number": "14-од",
        "date": ORDER_DAY, "signed_by": director.person, "scan": uploads.Accepted(SHEET, "скан.pdf", "application/pdf"),
        "meetings": 4, "minutes": 180, "last_on": datetime.date(2026, 11, 10), **changed,
    }  # fmt: skip
    return paper_pairs.enter_pair(prog, mentor, [mentee], by=curator, on=TODAY, **values)


def test_it_stands_with_its_dates_its_order_its_plan_and_its_meetings(prog):
    pair = entered(prog)
    order = Order.objects.get(number="14-од")
    assert (order.source, order.date, order.status) == ("paper", ORDER_DAY, "registered") and order.scan
    assert pair.status == "working" and pair.starts == datetime.date(2026, 10, 5)
    assert all(mark.answer and mark.how == "paper" for mark in pair.agreements.all())
    assert {side.line.order for side in pair.sides.all()} == {order}
    assert pair.plan and PairPast.objects.get(pair=pair).meetings == 4


def test_two_pairs_of_one_paper_order_share_it_and_the_second_needs_no_scan(prog):
    first = entered(prog)
    second = entered(prog, scan=None, meetings=0, minutes=0, last_on=None)
    order = Order.objects.get(number="14-од")
    assert {line.pair for line in order.lines.all()} == {first, second}
    assert second.status == "working"
    from programs.actions.order_changes import outdated

    assert outdated(Order.objects.get(pk=order.pk)) == []


def test_without_values_at_the_entry_it_works_and_says_what_will_lack(client, prog):
    curator, _ = make.office()
    pair = entered(prog, meetings=0, minutes=0, last_on=None)
    page = text_of(at(client, curator).get(pair.get_absolute_url()))
    assert "сравнить, что изменилось, в конце будет не с чем" in page and "МР-42/02" in page
    assert "Внести замер на входе" in page and "Записать встречу" in page
    assert silence.watch(Pair.objects.all(), TODAY)[0].days == 0
    save_values(pair, pair.mentees[0], "entry", {parameters_for(pair, pair.mentees[0])[0]: 5}, by=curator, on=TODAY)
    assert "в конце будет не с чем" not in text_of(client.get(pair.get_absolute_url()))


def test_an_ordinary_pair_still_needs_its_values_or_a_waiver(prog):
    with pytest.raises(Refused, match="нет замера на входе"):
        workflow.move(make.a_pair(prog=prog, status="ordered"), "start", by=make.office()[0], on=TODAY)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"starts": TODAY + datetime.timedelta(days=1)}, "ещё не началась"),
        ({"date": datetime.date(2026, 10, 9)}, "позже начала работы"),
        ({"agreed_on": datetime.date(2026, 10, 3)}, "не может быть позже приказа"),
        ({"scan": None}, "Приложите скан"),
        ({"last_on": None}, "день последней встречи"),
        ({"last_on": datetime.date(2026, 9, 30)}, "между началом работы"),
        ({"ends": datetime.date(2027, 12, 1)}, "Срок не может быть больше"),
    ],
)  # fmt: skip
def test_what_cannot_be_so_is_refused_in_words_and_nothing_is_half_done(prog, changed, said):
    mentor, mentee = make.registered(make.a_mentor(), prog), make.an_admitted(make.teacher(), prog)
    before = Order.objects.count()
    with pytest.raises(Refused) as refusal:
        entered(prog, mentor, mentee, **changed)
    assert any(said in gap.text for gap in refusal.value.gaps), [gap.text for gap in refusal.value.gaps]
    assert not Pair.objects.exists() and Order.objects.count() == before


def test_a_second_mentor_and_an_ended_pair_in_the_same_days_are_refused(prog):
    mentee = make.an_admitted(make.teacher(), prog)
    pair = entered(prog, mentee=mentee)
    with pytest.raises(Refused, match="Второй наставник той же формы"):
        entered(prog, mentee=mentee, number="15-од")
    Pair.objects.filter(pk=pair.pk).update(status="closed", ended_on=datetime.date(2026, 11, 1))
    pair.sides.update(is_open=False, running_form=None, ends=datetime.date(2026, 11, 1))
    with pytest.raises(Refused, match="Сроки пар не пересекаются"):
        entered(prog, mentee=mentee, number="15-од")


def test_the_curator_enters_it_by_one_form_and_a_mentor_cannot(client, prog):
    curator, director = make.office()
    mentor, mentee = make.registered(make.a_mentor(), prog), make.an_admitted(make.teacher(), prog)
    address = reverse("programs:pair_from_paper")
    assert at(client, make.user_for(mentor.person)).get(address).status_code == 403
    at(client, curator)
    assert "Как на бумаге" in text_of(client.get(f"{address}?programme={prog.pk}"))
    answer = client.post(address, {
        "programme": prog.pk, "form": prog.forms.first().pk, "mentor": mentor.pk, "mentee": mentee.pk,
        "starts": "2026-10-05", "ends": "2027-05-25", "mode": "in_person", "agreed_on": "2026-10-01",
        "number": "14-од", "date": "2026-10-02", "signed_by": director.person.pk, "file": upload(SHEET),
        "meetings": "3", "minutes": "120", "last_on": "2026-11-10",
    }, follow=True)  # fmt: skip
    said = text_of(answer)
    assert "Пара внесена" in said and "встреч — 3" in said
