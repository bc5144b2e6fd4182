"""Legal acts: the directory, and what of it may stand in a preamble."""

import datetime

import pytest
from django.urls import reverse

from programs.actions import order_gaps
from programs.actions import orders as actions
from programs.models import Order
from programs.papers import order as order_paper
from registry.engine import workflow
from registry.engine.errors import Refused
from registry.models import JournalLine, LegalAct
from tests import factories as make
from tests.programs.story import at, recommended, text_of

pytestmark = pytest.mark.django_db
TODAY = make.TODAY


@pytest.fixture
def order(reference):
    """A draft on the register whose wording cites the law on education."""
    prog = make.a_programme(preset="teachers")
    recommended(prog)
    order = actions.draft_order(prog, "register", by=make.office()[0], on=TODAY)
    order.preamble = "В соответствии с {акты} и на основании Положения"
    order.save()
    order.acts.set(LegalAct.objects.filter(code="273-fz"))
    return order


def an_old_act(**fields):
    return LegalAct.objects.create(**{
        "code": "old", "kind": "приказ министерства", "kind_cited": "приказом министерства", "number": "7",
        "title": "О прежнем порядке", "ends": TODAY - datetime.timedelta(days=1), **fields,
    })  # fmt: skip


def test_the_preamble_names_the_chosen_acts_as_they_are_cited(order):
    said = order_paper.context(order)["preamble"]
    assert said.startswith(
        "В соответствии с Федеральным законом от 29\xa0декабря 2012\xa0г. №\xa0273-ФЗ «Об образовании"
    )
    assert "{акты}" not in said


def test_an_act_out_of_force_keeps_the_order_from_the_director(order):
    order.acts.add(an_old_act())
    curator, _ = make.office()
    with pytest.raises(Refused) as refusal:
        workflow.move(order, "submit", by=curator, on=TODAY)
    assert any("«О прежнем порядке»: действует по 20.11.2026" in gap.text for gap in refusal.value.gaps)
    assert "Снимите отметку или отметьте другой акт." in str(refusal.value)
    order.refresh_from_db()
    assert order.status == "draft"
    Order.objects.filter(pk=order.pk).update(status="submitted")
    [gap] = order_gaps.act_gaps(Order.objects.get(pk=order.pk), TODAY)
    assert gap.text.endswith("Верните проект куратору: он исправит преамбулу.")


def test_a_place_for_acts_without_an_act_is_told(order):
    order.acts.clear()
    assert any("ни один не отмечен" in gap.text for gap in order_gaps.act_gaps(order, TODAY))


def test_the_form_offers_acts_in_force_and_keeps_the_chosen(client, order):
    gone, other = an_old_act(), an_old_act(code="other", title="О другом")
    order.acts.add(gone)
    page = text_of(at(client, make.office()[0]).get(reverse("programs:order_edit", args=[order.pk])))
    assert "О прежнем порядке" in page
    assert other.title not in page


def test_the_directory_finds_by_number_and_marks_what_is_out_of_force(client, reference):
    an_old_act()
    curator, _ = make.office()
    page = text_of(at(client, curator).get(reverse("registry:act_list"), {"q": "о прежнем"}))
    assert "Найдено: 1 акт" in page and "не действует" in page
    assert "Об образовании" not in page


def test_a_corrected_term_is_kept_with_a_line_in_the_journal(client, reference):
    act = LegalAct.objects.get(code="rkn-18")
    curator, _ = make.office()
    fields = {
        "level": act.level, "kind": act.kind, "kind_cited": act.kind_cited, "number": act.number, "date": act.date,
        "title": act.title, "starts": act.starts, "ends": datetime.date(2028, 9, 1), "note": "", "is_checked": "on",
        "revision": act.revision,
    }  # fmt: skip
    at(client, curator).post(act.get_absolute_url(), {**fields, "ends": datetime.date(2020, 1, 1)})
    act.refresh_from_db()
    assert act.ends == datetime.date(2027, 9, 1)
    client.post(act.get_absolute_url(), fields)
    act.refresh_from_db()
    assert act.ends == datetime.date(2028, 9, 1) and act.is_checked
    assert "Сверено" in JournalLine.objects.get(verb="исправлен правовой акт").detail["fields"]
