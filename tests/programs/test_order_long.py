"""Long works of orders: one with a long list is signed by one, the stack for the pen is laid out by one."""

import datetime
import os
import time
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from programs.actions import deciding, stacks, subjects
from programs.actions import orders as actions
from programs.models import Order, RegisterEntry
from registry.engine import inventory, jobs, nightly, workflow
from registry.models import Job, JournalLine, Paper
from tests import factories as make
from tests.programs.story import at, submitted, text_of
from tests.programs.test_order_table import words_of_pdf

pytestmark = pytest.mark.django_db
TODAY = make.TODAY
TYPED = {"number": "12-од", "date": "2026-11-21", "effective_on": "2026-12-01"}


@pytest.fixture
def _every_list_is_long(monkeypatch):
    monkeypatch.setattr(deciding, "AT_ONCE", 0)


def sign(client, director, order, **typed):
    url = reverse("programs:order_approve", args=[order.pk])
    return at(client, director).post(url, {**TYPED, **typed})


def fresh(order) -> Order:
    return Order.objects.get(pk=order.pk)


@pytest.mark.usefixtures("_every_list_is_long")
def test_a_long_list_is_signed_by_a_work_with_what_was_typed(client, prog, director):
    order = submitted(prog)
    page = text_of(at(client, director).get(order.get_absolute_url()))
    assert "Список длинный: 1 строка, поэтому утверждение займёт до минуты" in page
    answer = sign(client, director, order)
    job = Job.objects.get()
    assert answer.url == job.get_absolute_url()
    order = fresh(order)
    assert (order.number, order.date, order.effective_on) == ("12-од", TODAY, datetime.date(2026, 12, 1))
    assert order.approved_by == director.person and order.paper.said["number"] == "12-од"
    page = text_of(client.get(job.result["url"]))
    assert "Утверждено: 1 из 1" in page and "№ 12-од" in page


def test_an_order_that_takes_back_a_long_list_is_a_work_too(client, prog, director, monkeypatch):
    target = actions.approve_order(submitted(prog), by=director, on=TODAY, number="1-од")
    curator = make.office()[0]
    draft = subjects.change_order(target, "cancellation", by=curator, on=TODAY, reason="ошибка в списке")
    order = workflow.move(draft, "submit", by=curator, on=TODAY)
    monkeypatch.setattr(deciding, "AT_ONCE", 1)
    assert deciding.size_of(order) == 2 and deciding.size_of(target) == 1
    assert sign(client, director, order).url == Job.objects.get().get_absolute_url()
    assert fresh(target).status == "cancelled" and fresh(order).number == "12-од"


def test_a_short_list_is_signed_at_once(client, prog, director):
    order = submitted(prog)
    assert sign(client, director, order).url == order.get_absolute_url()
    assert fresh(order).number == "12-од" and not Job.objects.exists()


@pytest.mark.usefixtures("_every_list_is_long")
@pytest.mark.parametrize(("typed", "said"), [
    ({"number": "7-од"}, "уже занят приказом"),
    ({"date": "2026-11-20"}, "не может быть раньше своих оснований"),
    ({"date": "2026-11-22"}, "ещё не наступила"),
])  # fmt: skip
def test_a_slip_is_told_before_the_work_begins(client, prog, director, typed, said):
    actions.approve_order(submitted(prog), by=director, on=TODAY, number="7-од")
    order = submitted(prog)
    page = text_of(sign(client, director, order, **typed))
    assert said in page and all(f'value="{value}"' in page for value in typed.values())
    assert not Job.objects.exists() and fresh(order).status == "submitted"


@pytest.fixture
def _asleep(settings, _every_list_is_long):
    """Works are rows only: the test says when the process comes up."""
    settings.JOBS_INLINE = False


@pytest.mark.usefixtures("_asleep")
def test_a_number_taken_meanwhile_is_told_with_the_free_one(client, prog, director):
    order, other = submitted(prog), submitted(prog)
    sign(client, director, order)
    actions.approve_order(other, by=director, on=TODAY, number="12-од")
    job, papers = Job.objects.get(), Paper.objects.count()
    jobs.run(job.pk)
    job.refresh_from_db()
    page = text_of(client.get(job.result["url"]))
    assert "не утверждён, номера не занял" in page and "Свободен номер 13-од" in page
    assert fresh(order).status == "submitted" and Paper.objects.count() == papers


@pytest.mark.usefixtures("_asleep")
def test_a_second_press_leads_to_the_work_that_goes_on(client, prog, director):
    order = submitted(prog)
    first, second = sign(client, director, order), sign(client, director, order, number="13-од")
    assert first.url == second.url and Job.objects.count() == 1
    page = text_of(client.get(order.get_absolute_url()))
    assert "Этот приказ сейчас утверждается" in page and "Утвердить приказ" not in page
    jobs.run(Job.objects.get().pk)
    assert fresh(order).number == "12-од" and RegisterEntry.objects.count() == 1


@pytest.mark.usefixtures("_asleep")
def test_two_works_on_one_order_sign_it_once(client, prog, director):
    """Two presses so close that neither saw the other's work."""
    order = submitted(prog)
    sign(client, director, order)
    first = Job.objects.get()
    payload = {**first.payload, "number": "13-од"}
    second = Job.objects.create(kind=first.kind, title=first.title, started_by=director, payload=payload)
    assert jobs.run(first.pk) and jobs.run(second.pk)
    assert fresh(order).number == "12-од" and RegisterEntry.objects.count() == 1
    assert Paper.objects.filter(kind="order_register").count() == 1
    assert "№ 12-од" in text_of(client.get(reverse("programs:order_outcome", args=[second.pk])))


@pytest.mark.usefixtures("_asleep")
def test_an_order_taken_back_meanwhile_is_left_alone(client, prog, director):
    order = submitted(prog)
    sign(client, director, order)
    workflow.move(order, "take_back", by=make.office()[0], on=TODAY)
    job = Job.objects.get()
    jobs.run(job.pk)
    job.refresh_from_db()
    assert "Приказ уже не ждёт вас" in text_of(client.get(job.result["url"]))
    assert (fresh(order).status, fresh(order).number) == ("draft", "")


@pytest.mark.usefixtures("_asleep")
def test_a_dead_work_gives_the_order_back_to_the_table(client, prog, director):
    order = submitted(prog)
    sign(client, director, order)
    Job.objects.update(queued_at=timezone.now() - datetime.timedelta(minutes=5))
    page = text_of(client.get(order.get_absolute_url()))
    assert "сейчас утверждается" not in page and "Утвердить приказ" in page


@pytest.mark.usefixtures("_every_list_is_long")
def test_who_prepared_starts_no_work(client, prog, director):
    order = submitted(prog)
    Order.objects.filter(pk=order.pk).update(prepared_by=director.person)
    assert sign(client, director, order).status_code == 302
    assert "кто готовит, тот не утверждает" in text_of(client.get(order.get_absolute_url()))
    order.refresh_from_db()
    assert order.status == "submitted" and not Job.objects.exists()


# The stack for the pen


@pytest.fixture
def stack(client, prog, director, monkeypatch):
    """Two drafts, laid out by a work for the curator; (job, drafts)."""
    monkeypatch.setattr(stacks, "FEW", 1)
    orders = [submitted(prog) for _ in range(2)]
    at(client, make.office()[0]).post(reverse("programs:order_stack"))
    return Job.objects.get(kind=stacks.JOB), orders


def test_many_drafts_are_one_file_made_by_a_work(client, stack):
    job, orders = stack
    assert job.result["said"] == "В файле 2\xa0проекта."
    page = text_of(client.get(job.result["url"]))
    assert "Открыть PDF и напечатать" in page and "Внести с бумаги" in page
    answer = client.get(reverse("programs:order_stack_file", args=[job.pk]))
    words = words_of_pdf(answer.content)
    assert words.upper().count("ПРИКАЗЫВАЮ") == 2
    assert words.count("Лист ознакомления с приказом от") == 2  # with places for the day and the number
    assert all(order.lines.get().candidacy.person.full_name in words for order in orders)
    assert answer["Cache-Control"] == "private, no-store"
    assert JournalLine.objects.filter(verb="открыта стопка приказов на подпись").exists()


def test_printing_uses_up_no_form_of_the_page_that_stays_open(client, prog, director, monkeypatch):
    monkeypatch.setattr(stacks, "FEW", 0)
    orders = [submitted(prog) for _ in range(2)]
    form = {"form_key": str(uuid.uuid4()), "orders": [orders[0].pk]}
    at(client, director).post(reverse("programs:order_stack"), form)
    client.post(reverse("programs:order_stack"), {**form, "orders": [orders[1].pk]})
    assert [job.payload["orders"] for job in Job.objects.order_by("pk")] == [[orders[0].pk], [orders[1].pk]]
    client.post(reverse("programs:order_batch"), {**form, "date": "2026-11-21", "first-0": "5"})
    assert [fresh(order).status for order in orders] == ["registered", "submitted"]


def test_a_second_press_leads_to_the_stack_that_is_being_made(client, stack, director):
    job, orders = stack
    Job.objects.filter(pk=job.pk).update(finished_at=None, alive_at=timezone.now())
    assert stacks.start(orders, by=job.started_by) == job
    assert stacks.start(orders, by=director) != job and stacks.start(orders[:1], by=job.started_by) != job


def test_the_stack_is_of_the_one_who_asked_for_it(client, stack, director):
    job, _ = stack
    for name in ("order_stack_ready", "order_stack_file"):
        assert at(client, director).get(reverse(f"programs:{name}", args=[job.pk])).status_code == 404


def test_only_what_still_waits_is_printed(client, stack, director):
    job, orders = stack
    actions.approve_order(orders[0], by=director, on=TODAY)
    told = stacks.JOBS[stacks.JOB](job, lambda *said: None)
    assert "В файле 1\xa0проект. Из 2 отмеченных" in told["said"]
    actions.approve_order(orders[1], by=director, on=TODAY)
    with pytest.raises(Exception, match="Печатать уже нечего"):
        stacks.JOBS[stacks.JOB](job, lambda *said: None)


def test_the_stack_goes_after_three_days_and_with_whoever_is_erased(client, stack):
    job, _ = stack
    path = stacks.FILES.path_of(job)
    assert "убрано стопок на подпись: 0" in nightly.chore["programs.stacks"](TODAY)
    os.utime(path, (time.time() - 4 * 86400,) * 2)
    assert "убрано стопок на подпись: 1" in nightly.chore["programs.stacks"](TODAY) and not path.exists()
    assert "хранится три дня" in text_of(client.get(reverse("programs:order_stack_ready", args=[job.pk])))
    path.write_bytes(b"%PDF")
    inventory.holding["folders"].erase(make.teacher(), by=make.office()[0], on=TODAY)
    assert not path.exists()
