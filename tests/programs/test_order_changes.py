"""After the signature the data changed: what was, what is, and the draft that says so."""

import pytest
from django.urls import reverse

from programs.actions import order_changes
from programs.actions import orders as actions
from programs.models import Order
from programs.orders import kinds
from registry.engine import workflow
from registry.engine.errors import Refused
from tests import factories as make
from tests.programs.story import at, submitted, text_of

pytestmark = pytest.mark.django_db
TODAY = make.TODAY


@pytest.fixture
def order(prog):
    """An order on the register in which a surname has changed since."""
    order = actions.approve_order(submitted(prog), by=make.office()[1], on=TODAY)
    person = order.lines.get().candidacy.person
    person.last_name = "Новофамильная"
    person.save()
    return order


def test_the_difference_is_told_person_by_person(client, order):
    was = order.paper.said["rows"][0][0]
    (found,) = order_changes.outdated(order)
    assert (found.place, found.what, found.was) == (1, "Фамилия, имя, отчество", was)
    assert found.now.startswith("Новофамильная")
    page = text_of(at(client, make.office()[1]).get(order.get_absolute_url()))
    told = page.split('id="changes-title"')[1].split("</section>")[0]
    assert was in told and "<strong>Новофамильная" in told
    assert "Подготовить приказ об изменениях" not in told  # the director reads, the curator prepares


def test_one_button_makes_the_draft_that_says_it(client, order):
    was = order.paper.said["rows"][0][0]
    url = reverse("programs:order_renew", args=[order.pk])
    answer = at(client, make.office()[0]).post(url, follow=True)
    draft = Order.objects.get(kind="amendment")
    assert answer.redirect_chain[-1][0] == draft.get_absolute_url()
    assert f"слова «{was}» заменить словами «Новофамильная" in draft.points[0]
    assert order.number in draft.points[0] and "строка 1" in draft.points[0]
    client.post(url)
    assert Order.objects.filter(kind="amendment").count() == 1


def test_it_is_quiet_once_the_new_order_is_signed_and_loud_when_it_changes_again(order):
    curator, director = make.office()
    draft = order_changes.draft_correction(order, by=curator, on=TODAY)
    said = kinds.of(draft).brings(draft.lines.get().order_change)
    assert "то, что названо в пункте 1 нового приказа" in said and "скан" not in said
    assert order_changes.outdated(order)
    draft = workflow.move(draft, "submit", by=curator, on=TODAY)
    actions.approve_order(draft, by=director, on=TODAY)
    assert order_changes.outdated(order) == []
    person = order.lines.get().candidacy.person
    person.last_name = "Третьефамильная"
    person.save()
    assert order_changes.outdated(Order.objects.get(pk=order.pk))[0].now.startswith("Третьефамильная")


def test_nothing_changed_makes_no_draft(prog):
    order = actions.approve_order(submitted(prog), by=make.office()[1], on=TODAY)
    with pytest.raises(Refused, match="новый приказ не нужен"):
        order_changes.draft_correction(order, by=make.office()[0], on=TODAY)
    assert not Order.objects.filter(kind="amendment").exists()


def test_who_asked_to_be_forgotten_needs_no_new_order(prog):
    from django.utils import timezone

    order = actions.approve_order(submitted(prog), by=make.office()[1], on=TODAY)
    person = order.lines.get().candidacy.person
    person.last_name, person.first_name, person.middle_name = "Участник", "7К2", ""
    person.erased_at = timezone.now()
    person.save()
    assert order_changes.outdated(order) == []


def test_a_person_erased_between_draft_and_approval_stops_it_in_words(client, prog):
    from django.utils import timezone

    order = submitted(prog)
    person = order.lines.get().candidacy.person
    person.erased_at = timezone.now()
    person.save()
    page = text_of(at(client, make.office()[1]).post(
        reverse("programs:order_approve", args=[order.pk]), {"number": "1-од", "date": "2026-11-21"}
    ))  # fmt: skip
    assert "данные этого человека уничтожены" in page
    order.refresh_from_db()
    assert (order.status, order.number, order.paper) == ("submitted", "", None)


def test_a_year_that_is_over_needs_no_new_order(order):
    year = order.programme.year
    year.is_active = False
    year.save()
    assert order_changes.outdated(Order.objects.get(pk=order.pk)) == []
