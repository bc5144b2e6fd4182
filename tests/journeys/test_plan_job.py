"""Job 6 of the mentor on a phone: the individual plan with six lines, counted, in five modes.

And what a phone does to it: a lost connection, a closed page, two people in one field.
"""

import datetime

import pytest
from django.test import Client
from playwright.sync_api import expect

from programs.actions import typical
from tests import factories as make
from tests.journeys.walker import Walker, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STEPS = [
    "Назвать, что получается и что мешает", "Выбрать цель и признаки успеха", "Составить распорядок",
    "Разобрать трудные темы", "Выступить перед классом", "Показать общий проект",
]  # fmt: skip
# The day is the month: a date field takes its digits in the order of the browser's own language.
TYPED = [
    ("Вместе составить список сильных сторон", datetime.date(2026, 12, 12)),
    ("Выбрать две трудные темы по алгебре", datetime.date(2027, 1, 1)),
    ("Распорядок подготовки к контрольным", datetime.date(2027, 2, 2)),
    ("Разобрать дроби и уравнения", datetime.date(2027, 3, 3)),
    ("Рассказать классу о задаче", datetime.date(2027, 4, 4)),
    ("Сделать сборник своих задач", datetime.date(2027, 5, 5)),
]


@pytest.fixture
def pair(school):
    """A pupil's pair whose plan began from the school's own typical plan of six tasks."""
    prog = make.a_programme()
    form = prog.forms.order_by("position").first()
    lines = [
        {"task": task, "planned_result": "Видно по тетради", "week": number * 4, "section": ""}
        for number, task in enumerate(STEPS, 1)
    ]
    typical.save_typical(form.code, "Типовой план школы", lines, by=make.office()[0], on=make.TODAY)
    return make.a_pair(prog=prog, status="working", goal="Решать задачи без подсказок")


def state(page):
    return page.locator("[data-state]")


def said(plan):
    return [(line.task, line.due) for line in plan.lines.all()]


def test_job_6_the_plan_with_six_lines(pair, walker, client):
    plan = pair.plan
    sign_in(walker, client, make.user_for(pair.mentor))
    walker.start("/cabinet/")
    walker.click("Заполнить план")
    assert [line.task for line in plan.lines.all()] == STEPS
    for place, (task, due) in enumerate(TYPED):
        walker.fill("Проект, задание", task, nth=place)
        walker.fill("Срок", due, nth=place)
    if walker.mode.scripts:
        walker.page.keyboard.press("Tab")
        expect(state(walker.page)).to_contain_text("Сохранено в")
        assert said(plan) == TYPED, "saved as typed, before any button"
    walker.press("Передать куратору")
    walker.sees("передан куратору")
    walker.within(14)
    plan.refresh_from_db()
    assert plan.status == "submitted" and said(plan) == TYPED and plan.goal == "Решать задачи без подсказок"


@pytest.fixture
def phone(browser, live_server, client, pair):
    """(walker on a narrow phone, the address of the plan): the mentor has it open."""
    made = Walker(browser, live_server.url, "narrow")
    sign_in(made, client, make.user_for(pair.mentor))
    address = f"/programs/plans/{pair.plan.pk}/edit/"
    made.start(address)
    yield made, address
    made.close()


def test_a_lost_connection_is_said_in_words_and_the_text_goes_out_by_itself_later(phone, pair):
    walker, _ = phone
    page, plan = walker.page, pair.plan
    walker.context.set_offline(True)
    page.get_by_label("Цель работы").fill("Цель, написанная в автобусе")
    expect(state(page)).to_contain_text("Не сохранено: нет связи")
    page.get_by_role("button", name="Передать куратору").click()
    expect(state(page)).to_contain_text("нет связи")
    plan.refresh_from_db()
    assert plan.goal == "Решать задачи без подсказок" and plan.status == "draft"
    walker.context.set_offline(False)
    expect(state(page)).to_contain_text("Сохранено в")
    plan.refresh_from_db()
    assert plan.goal == "Цель, написанная в автобусе"


def test_what_was_typed_without_a_connection_is_offered_again_after_the_page_was_closed(phone, pair):
    walker, address = phone
    page, plan = walker.page, pair.plan
    walker.context.set_offline(True)
    page.get_by_label("Проект, задание").first.fill("Написано в метро")
    page.get_by_role("button", name="Добавить задание").click()
    page.get_by_label("Проект, задание").last.fill("Новое, без связи")
    expect(state(page)).to_contain_text("Не сохранено: нет связи")
    page.close()
    walker.context.set_offline(False)
    walker.page = page = walker.context.new_page()
    walker.start(address)
    left = page.locator("#plan-left")
    expect(left).to_contain_text("остался текст, который не успел сохраниться")
    assert not plan.lines.filter(task="Написано в метро").exists()
    left.get_by_role("button", name="Вернуть и сохранить").click()
    expect(state(page)).to_contain_text("Сохранено в")
    assert plan.lines.first().task == "Написано в метро" and plan.lines.last().task == "Новое, без связи"
    assert page.evaluate("Object.keys(localStorage).filter(one => one.startsWith('plan:')).length") == 0
    page.reload()
    expect(page.locator("#plan-left")).to_be_hidden()


def test_two_people_in_one_field_see_both_versions_and_join_them(phone, pair, browser, live_server):
    walker, address = phone
    other = Walker(browser, live_server.url, "mouse")
    try:
        sign_in(other, Client(), make.office()[0])
        other.start(address)
        other.page.get_by_label("Цель работы").fill("Цель куратора")
        expect(state(other.page)).to_contain_text("Сохранено в")
        page = walker.page
        page.get_by_label("Цель работы").fill("Цель наставника")
        clash = page.get_by_role("alert").filter(has_text="Это поле изменил другой человек")
        expect(clash).to_contain_text("Цель куратора")
        expect(state(page)).to_contain_text("Не сохранено: посмотрите отмеченные поля")
        pair.plan.refresh_from_db()
        assert pair.plan.goal == "Цель куратора"
        clash.get_by_role("button", name="Соединить оба").click()
        expect(state(page)).to_contain_text("Сохранено в")
        pair.plan.refresh_from_db()
        assert pair.plan.goal == "Цель куратора\nЦель наставника"
    finally:
        other.close()


def test_a_day_outside_the_term_is_refused_at_the_field_as_it_is_typed(phone, pair):
    walker, _ = phone
    page = walker.page
    due = page.get_by_label("Срок", exact=True).first
    due.fill("2027-08-01")
    expect(page.locator(".field-state:visible")).to_contain_text("вне срока работы")
    expect(state(page)).to_contain_text("Не сохранено: посмотрите отмеченные поля")
    assert due.get_attribute("aria-invalid") == "true"
    due.fill("2027-04-01")
    expect(state(page)).to_contain_text("Сохранено в")
    assert pair.plan.lines.first().due == datetime.date(2027, 4, 1)


def test_a_task_is_taken_away_and_brought_back(phone, pair):
    walker, _ = phone
    page, plan = walker.page, pair.plan
    task = plan.lines.first().task
    page.get_by_text("Раздел, убрать").first.click()
    page.get_by_label("Убрать это задание").first.check()
    expect(state(page)).to_contain_text("Сохранено в")
    assert not plan.lines.filter(task=task).exists()
    page.get_by_label("Убрать это задание").first.uncheck()
    expect(page.get_by_label("Проект, задание").first).to_be_visible()
    expect(page.locator("[data-card] [name$='-id']").first).not_to_have_value("")
    expect(state(page)).to_contain_text("Сохранено в")
    assert plan.lines.filter(task=task).count() == 1
