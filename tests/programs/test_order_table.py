"""The director's table: the stack, the paper that lies open, one decision or several, the stack for the pen."""

import io
import re

import pypdfium2
import pytest
from django.db import connection
from django.urls import reverse

from programs.actions import orders as actions
from programs.models import Order, OrderWording
from registry.engine import workflow
from registry.models import Job, JournalLine
from tests import factories as make
from tests.programs.story import at, recommended, submitted, text_of
from tests.programs.test_orders import Counter

pytestmark = pytest.mark.django_db
TODAY = make.TODAY
TABLE = "programs:order_waiting"


def words_of_pdf(data: bytes) -> str:
    pdf = pypdfium2.PdfDocument(io.BytesIO(data))
    return re.sub(r"\s+", " ", " ".join(page.get_textpage().get_text_range() for page in pdf))


def decide(client, director, orders, **form):
    """Tick the orders and approve them; the page to which the work leads."""
    url = reverse("programs:order_batch")
    data = {"orders": [order.pk for order in orders], "first-0": 1, "date": "2026-11-21", **form}
    at(client, director).post(url, data)
    job = Job.objects.get(kind="programs.approve_orders")
    return client.get(job.result["url"])


def test_the_first_order_lies_open_beside_what_it_will_do(client, prog, director):
    order = submitted(prog)
    name = order.lines.get().candidacy.person.full_name
    page = text_of(at(client, director).get(reverse(TABLE)))
    assert "1 приказ ждёт" in page
    assert page.count('<article class="paper') == 1 and name in page.split("<article")[1]
    assert "войдёт в реестр наставников программы" in page
    assert "Утвердить приказ" in page and "Вернуть с замечанием" in page
    assert JournalLine.objects.filter(verb="открыт приказ").exists()


def test_empty_table_says_what_will_come(client, prog, director):
    assert "вашего решения не ждёт ни один приказ" in text_of(at(client, director).get(reverse(TABLE)))


def test_the_table_is_the_directors_alone(client, prog):
    curator, _ = make.office()
    assert at(client, curator).get(reverse(TABLE)).status_code == 403
    assert client.post(reverse("programs:order_batch"), {"orders": [1]}).status_code == 403


def test_after_a_decision_the_next_order_lies_open(client, prog, director):
    first, second = submitted(prog), submitted(prog)
    answer = at(client, director).post(
        reverse("programs:order_approve", args=[first.pk]), {"number": "1-од", "date": "2026-11-21", "table": "1"},
        follow=True,
    )  # fmt: skip
    page = text_of(answer)
    assert answer.redirect_chain[0][0] == reverse(TABLE)
    assert "утверждён и вступил в действие" in page
    assert reverse("programs:order_approve", args=[second.pk]) in page
    client.post(reverse("programs:order_move", args=[second.pk, "send_back"]), {"note": "Уточните", "table": "1"})
    second.refresh_from_db()
    assert (second.status, second.remark) == ("draft", "Уточните")


def test_a_mistake_leaves_the_order_on_the_table_with_what_was_typed(client, prog, director):
    order = submitted(prog)
    submitted(prog)
    page = text_of(at(client, director).post(
        reverse("programs:order_approve", args=[order.pk]), {"number": "7-од", "date": "2026-11-20", "table": "1"}
    ))  # fmt: skip
    assert "Заполните «Первый номер»" not in page  # the other form of the page was not sent
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert "Ждут вашего решения" in page and "не может быть раньше своих оснований" in page and 'value="7-од"' in page


def test_several_get_numbers_that_run_on_past_a_taken_one(client, prog, director):
    actions.approve_order(submitted(prog), by=director, on=TODAY, number="6-од")
    orders = [submitted(prog) for _ in range(3)]
    page = text_of(decide(client, director, orders, **{"first-0": 5}))
    assert [Order.objects.get(pk=order.pk).number for order in orders] == ["5-од", "7-од", "8-од"]
    assert "Утверждено: 3 из 3" in page


def test_one_that_cannot_be_signed_does_not_hold_the_others_and_takes_no_number(client, prog, director):
    from registry.actions.consents import withdraw_consent

    curator, _ = make.office()
    orders = [submitted(prog) for _ in range(3)]
    person = orders[1].lines.get().candidacy.person
    withdraw_consent(person.consents.get(kind="processing"), by=curator, on=TODAY, note="заявление")
    page = text_of(decide(client, director, orders))
    assert [Order.objects.get(pk=order.pk).number for order in orders] == ["1-од", "", "2-од"]
    told = page.split("не утверждён, номера не занял")[1]
    assert "Утверждено: 2 из 3" in page and "нет действующего согласия" in told


def test_each_of_several_has_its_own_transaction(client, prog, director, monkeypatch):
    """The second one falls over the first line that it brings about; the first one stays signed."""
    from programs.orders.selection import RegisterKind
    from registry.engine.errors import Refused

    orders = [submitted(prog) for _ in range(2)]
    plain, wanted = RegisterKind.apply, orders[1].pk

    def breaks(self, line, *, by, on):
        if line.order_id == wanted:
            raise Refused("Место занято.")
        return plain(self, line, by=by, on=on)

    monkeypatch.setattr(RegisterKind, "apply", breaks)
    decide(client, director, orders)
    assert [Order.objects.get(pk=order.pk).status for order in orders] == ["registered", "submitted"]


def test_the_one_prepared_by_the_director_is_not_ticked_and_not_signed(client, prog, director):
    own = submitted(prog)
    Order.objects.filter(pk=own.pk).update(prepared_by=director.person)
    page = text_of(at(client, director).get(reverse(TABLE)))
    assert f'id="tick-{own.pk}"' not in page and "готовили вы" in page
    assert "кто готовит, тот не утверждает" in text_of(decide(client, director, [own]))
    url = reverse("programs:order_approve", args=[own.pk])
    answer = client.post(url, {"number": "5", "date": "2026-11-21"}, follow=True)
    assert "кто готовит, тот не утверждает" in text_of(answer)
    own.refresh_from_db()
    assert own.status == "submitted"


def test_an_address_with_a_digit_that_is_no_number_shows_the_table(client, prog, director):
    order, _ = submitted(prog), submitted(prog)
    assert order.title in text_of(at(client, director).get(reverse(TABLE), {"order": "²"}))
    assert "Отметьте приказы" in text_of(client.post(
        reverse("programs:order_batch"), {"orders": ["²"], "first-0": "31", "date": "2026-11-19"}
    ))  # fmt: skip


def test_nothing_ticked_is_told_and_the_date_stays(client, prog, director):
    submitted(prog), submitted(prog)
    page = text_of(at(client, director).post(
        reverse("programs:order_batch"), {"first-0": "31", "date": "2026-11-19"}
    ))  # fmt: skip
    assert "Отметьте приказы, которые утверждаете" in page
    assert 'value="31"' in page and 'value="2026-11-19"' in page
    assert not Job.objects.exists()


def test_a_work_that_died_and_begins_anew_signs_nothing_twice(client, prog, director):
    from programs.actions import deciding

    orders = [submitted(prog) for _ in range(2)]
    actions.approve_order(orders[0], by=director, on=TODAY, number="1-од")
    job = deciding.approve_several(orders, by=director, first={"-од": 1}, date=TODAY)
    job.refresh_from_db()
    assert job.result["said"] == "Утверждено 2 из 2."
    assert [Order.objects.get(pk=order.pk).number for order in orders] == ["1-од", "2-од"]


def test_each_journal_asks_for_its_own_first_number(client, prog, director):
    OrderWording.objects.filter(kind="register").update(suffix="-к")
    submitted(prog), submitted(prog)
    page = text_of(at(client, director).get(reverse(TABLE)))
    assert "К номеру добавится «-к»" in page


def test_the_stack_is_one_file_with_empty_places_for_the_pen(client, prog, director):
    orders = [submitted(prog) for _ in range(2)]
    answer = at(client, director).post(reverse("programs:order_stack"))
    words = words_of_pdf(answer.content)
    assert answer["Content-Type"] == "application/pdf"
    for order in orders:
        assert order.lines.get().candidacy.person.full_name in words
    assert words.upper().count("ПРИКАЗЫВАЮ") == 2 and "ПРОЕКТ" not in words
    one = client.post(reverse("programs:order_stack"), {"orders": [orders[1].pk]})
    assert words_of_pdf(one.content).upper().count("ПРИКАЗЫВАЮ") == 1


def test_an_empty_stack_is_told_in_words(client, prog, director):
    answer = at(client, director).post(reverse("programs:order_stack"), HTTP_REFERER="/programs/orders/", follow=True)
    assert "Печатать нечего" in text_of(answer)


def test_twenty_orders_ask_as_many_questions_as_two(client, prog, director, django_assert_num_queries):
    for _ in range(2):
        submitted(prog)
    first = Order.objects.order_by("pk").first()
    client = at(client, director)
    client.get(reverse(TABLE))
    with connection.execute_wrapper(counter := Counter()):
        client.get(reverse(TABLE))
    copies = [
        Order(programme=prog, kind="register", title=f"{first.title}, {number} " + "длинное слово " * 15,
              drafted_on=TODAY, prepared_by=first.prepared_by, status="submitted")
        for number in range(18)
    ]  # fmt: skip
    Order.objects.bulk_create(copies)
    with django_assert_num_queries(counter.number):
        page = text_of(client.get(reverse(TABLE)))
    assert "20 приказов ждут" in page


def test_acting_director_signs_and_the_signature_says_so(client, prog):
    acting = make.user_for(make.acting("acting_director", starts=TODAY))
    order = submitted(prog)
    page = text_of(at(client, acting).get(reverse(TABLE)))
    assert "И. о. директора" in page
    client.post(reverse("programs:order_approve", args=[order.pk]), {"number": "1-од", "date": "2026-11-21"})
    order.refresh_from_db()
    assert order.approved_by == acting.person
    assert order.paper.said["signatory"] == {"post": "И. о. директора", "name": acting.person.signature_name}


def test_nobody_signs_for_a_day_on_which_another_was_the_director(client, prog):
    acting = make.user_for(make.acting("acting_director", starts=TODAY))
    order = submitted(prog)
    Order.objects.filter(pk=order.pk).update(drafted_on=make.START)
    order.approvals.update(answered_on=make.START)
    page = text_of(at(client, acting).post(
        reverse("programs:order_approve", args=[order.pk]), {"number": "1-од", "date": "2026-11-20"}
    ))  # fmt: skip
    assert "не исполнял(а) обязанности директора" in page
    order.refresh_from_db()
    assert order.status == "submitted"


def test_deputy_curator_prepares_within_the_term(client, prog):
    recommended(prog)
    deputy = make.user_for(make.acting("deputy_curator", starts=TODAY))
    order = actions.draft_order(prog, "register", by=deputy, on=TODAY)
    assert order.prepared_by == deputy.person
    workflow.move(order, "send_for_agreement", by=deputy, on=TODAY)


def test_the_director_is_not_led_to_the_form_that_only_the_curator_opens(client, prog, director):
    order = submitted(prog)
    Order.objects.filter(pk=order.pk).update(preamble="В соответствии с {акты}")
    order.acts.clear()
    client = at(client, director)
    for page in (client.get(reverse(TABLE)), client.get(order.get_absolute_url()), decide(client, director, [order])):
        assert "ни один не отмечен" in text_of(page)
        assert reverse("programs:order_edit", args=[order.pk]) not in text_of(page)
