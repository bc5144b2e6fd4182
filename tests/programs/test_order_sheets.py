"""The sheets of an order: the way of the draft is kept and printed; who has not read it is told, late ones in red."""

import datetime

import pytest
from django.urls import reverse

from programs.actions import acquainting
from programs.actions import orders as actions
from programs.models import Order
from programs.papers import order as paper
from registry.engine import workflow
from tests import factories as make
from tests.programs.story import at, recommended, submitted, text_of
from tests.programs.test_order_table import words_of_pdf

pytestmark = pytest.mark.django_db
TODAY = make.TODAY
DAY = datetime.timedelta(days=1)


def returned_once(prog):
    """Refused by one, returned by the director, agreed anew, submitted."""
    curator, director = make.office()
    no, yes = recommended(prog, last_name="Полевая"), recommended(prog, last_name="Ромашкина")
    order = actions.draft_order(prog, "register", by=curator, on=TODAY)
    order = actions.send_for_agreement(order, by=curator, on=TODAY)
    actions.answer_on_paper(
        order.approvals.get(person=no.person), by=curator, on=TODAY, agrees=False, remark="Нет времени"
    )
    actions.answer_on_paper(order.approvals.get(person=yes.person), by=curator, on=TODAY, agrees=True)
    order = workflow.move(order, "submit", by=curator, on=TODAY)
    order = workflow.move(order, "send_back", by=director, on=TODAY, note="Уточните основание")
    order = actions.send_for_agreement(order, by=curator, on=TODAY)
    actions.answer_on_paper(order.approvals.get(person=yes.person), by=curator, on=TODAY, agrees=True)
    return workflow.move(order, "submit", by=curator, on=TODAY)


def test_the_way_of_the_draft_outlives_a_second_round(prog):
    order = returned_once(prog)
    assert [step.what for step in order.steps.all()] == [
        "sent", "refused", "agreed", "submitted", "returned", "sent", "agreed", "submitted",
    ]  # fmt: skip
    assert [step.remark for step in order.steps.exclude(remark="")] == ["Нет времени", "Уточните основание"]


def test_the_way_is_printed_on_the_approval_sheet_and_frozen_with_the_order(client, prog):
    order = actions.approve_order(returned_once(prog), by=make.office()[1], on=TODAY)
    words = words_of_pdf(order.paper.file.path.read_bytes())
    assert "Ход согласования" in words and "Уточните основание" in words and "Нет времени" in words
    alone = at(client, make.office()[0]).get(reverse("programs:order_sheets", args=[order.pk]))
    assert "Уточните основание" in words_of_pdf(alone.content)


def test_a_smooth_way_adds_no_sheet(prog):
    order = submitted(prog)
    assert paper.history(order) == []


def test_candidates_do_not_see_the_remarks(client, prog):
    order = returned_once(prog)
    order = actions.approve_order(order, by=make.office()[1], on=TODAY)
    me = make.user_for(order.lines.get().candidacy.person)
    page = text_of(at(client, me).get(order.get_absolute_url()))
    assert "Уточните основание" not in page and "Ход согласования" not in page


def an_old_order(prog):
    """In force for eight days, read by one of two."""
    curator, director = make.office()
    recommended(prog, last_name="Ромашкина"), recommended(prog, last_name="Полевая")
    order = make.an_order(prog, "register", approve=False)
    order = actions.approve_order(order, by=director, on=TODAY)
    order.acquaintances.update(asked_on=TODAY - 8 * DAY)
    acquainting.acquaint(order.acquaintances.get(person__last_name="Ромашкина"), by=curator, on=TODAY, on_paper=True)
    return order


def test_who_has_not_read_is_listed_and_overdue_is_said_in_words(client, prog):
    order = an_old_order(prog)
    page = text_of(at(client, make.office()[0]).get(order.get_absolute_url()))
    sheet = page.split('id="acquainted"')[1]
    assert "Не ознакомлены: <strong>1</strong>" in sheet and "просрочено: 1" in sheet
    assert "просрочено: ждали до 20.11.2026" in sheet


def test_a_week_is_not_overdue(prog):
    order = an_old_order(prog)
    row = order.acquaintances.get(read_on=None)
    row.asked_on = TODAY - 7 * DAY
    assert not row.is_overdue(TODAY)
    assert row.is_overdue(TODAY + DAY)


def test_list_of_those_who_have_not_read_finds_and_filters(client, prog):
    order = an_old_order(prog)
    page = at(client, make.office()[1]).get(reverse("programs:order_unread"))
    assert "Полевая" in text_of(page) and "Ромашкина" not in text_of(page)
    assert "Полевая" not in text_of(client.get(reverse("programs:order_unread"), {"q": "ромашк"}))
    order.acquaintances.update(asked_on=TODAY)
    assert "Полевая" not in text_of(client.get(reverse("programs:order_unread"), {"late": "on"}))
    acquainting.acquainted_on_paper(
        order, order.acquaintances.values_list("person_id", flat=True), by=make.office()[0], on=TODAY
    )
    assert "ознакомлены все" in text_of(client.get(reverse("programs:order_unread")))


def test_the_printed_sheet_shows_who_has_read_already(client, prog):
    order = an_old_order(prog)
    answer = at(client, make.office()[0]).get(reverse("programs:order_sheets", args=[order.pk]))
    words = words_of_pdf(answer.content)
    assert "Лист ознакомления" in words and "21.11.2026" in words and "подпись на бумажном листе" in words
    assert "Приказываю" not in words


def test_secretary_marks_the_signed_sheet_and_nothing_else(client, prog):
    order = an_old_order(prog)
    secretary = make.user_for(make.acting("secretary"))
    row = order.acquaintances.get(read_on=None)
    page = text_of(at(client, secretary).get(order.get_absolute_url()))
    assert "Отметить подписавших" in page and "Лист согласования" not in page.split("</article>")[1]
    client.post(reverse("programs:acquainted_on_paper", args=[order.pk]), {"people": [row.person_id]})
    row.refresh_from_db()
    assert (row.read_on, row.on_paper) == (TODAY, True)
    assert client.get(reverse("programs:order_edit", args=[order.pk])).status_code == 403


def test_a_secretary_of_last_year_is_a_stranger(client, prog):
    from registry.models import Appointment

    order = an_old_order(prog)
    person = make.acting("secretary", starts=datetime.date(2025, 9, 1))
    Appointment.objects.filter(person=person).update(ends=datetime.date(2026, 8, 31))
    assert at(client, make.user_for(person)).get(order.get_absolute_url()).status_code == 404
    assert client.post(reverse("programs:acquainted_on_paper", args=[order.pk])).status_code == 404
    assert Order.objects.get(pk=order.pk).acquaintances.filter(read_on=None).count() == 1
