"""An empty installation, led from the setup link to the first order within sixty interactions (jobs.md)."""

import re

import pytest
from django.core.management import call_command

from programs.models import Order
from registry.models import School
from tests.journeys.walker import Walker

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BUDGET = 60


def director_begins(me, link):
    me.page.goto(me.base + link)
    me.fill("Краткое наименование школы", "МБОУ «Ромашкинская СШ»")
    me.fill("Ваша фамилия", "Хертек")
    me.fill("Имя", "Сайын-Белек")
    me.fill("Отчество", "Кан-ооловна")
    me.fill("Логин", "direktor")
    me.fill("Пароль", "тихая-река-2026")
    me.fill("Пароль ещё раз", "тихая-река-2026")
    me.press("Начать работу")
    me.sees("Первые шаги")


def school_and_year(me):
    me.click("Заполнить")
    me.fill("Полное наименование", "Муниципальное бюджетное общеобразовательное учреждение «Ромашкинская школа»")
    me.fill("Место издания документов", "с. Ромашкино")
    me.fill("Адрес по ЕГРЮЛ", "Ромашкинский район, с. Ромашкино, ул. Школьная, д. 1")
    me.press("Сохранить")
    me.click("Указать год и классы")
    me.fill("Классы", "5А, 6А, 7А, 8А")
    me.press("Сохранить")


def add_person(me, button, last, first, post, role=None):
    me.click(button)
    me.fill("Фамилия", last)
    me.fill("Имя", first)
    me.fill("Должность", post)
    if role:
        me.choose("Роль в наставничестве", role)
    me.press("Завести карточку")


def invite_curator(me) -> str:
    """The slip's address, as it stands on the page."""
    me.click("Выдать приглашение")
    me.press("Сделать листок")
    return re.search(r"/l/[\w-]+", me.page.locator("main").inner_text()).group(0)


def curator_begins(curator, link):
    curator.page.goto(curator.base + link)
    curator.fill("Логин", "kurator")
    curator.fill("Пароль", "синий-мостик-17")
    curator.fill("Пароль ещё раз", "синий-мостик-17")
    curator.press("Войти в кабинет")


def prepare_order(curator):
    curator.open("/cabinet/start/")
    curator.click("Выбрать положение")
    curator.click(re.compile("Выбрать.*Озоно"))
    curator.press("Создать")
    curator.open("/cabinet/start/")
    curator.click("Составить комиссию")
    curator.check("Озёрная Вера, педагог-психолог")
    curator.press("Сохранить состав")
    curator.open("/cabinet/start/")
    curator.click("Подготовить приказ")
    curator.press("Подготовить приказ «О создании конкурсной комиссии»")
    curator.press("Отправить на согласование")
    curator.check(re.compile("Озёрная Вера"))
    curator.press("Отметить согласных")
    curator.press("Передать директору")


def approve_order(me):
    me.open("/cabinet/")
    me.click("К приказу")
    me.press("Утвердить приказ")
    me.sees("утверждён")


def journey(me, curator, link):
    director_begins(me, link)
    school_and_year(me)
    add_person(me, "Внести куратора", "Полевая", "Анна", "заместитель директора", "куратор")
    curator_link = invite_curator(me)
    curator_begins(curator, curator_link)
    me.open("/cabinet/start/")
    add_person(me, "Внести человека", "Озёрная", "Вера", "педагог-психолог")
    prepare_order(curator)
    approve_order(me)


def setup_link(capsys) -> str:
    """What `manage.py setup` prints, as a path."""
    call_command("setup")
    return re.search(r"/l/\S+", capsys.readouterr().out).group(0)


def test_an_empty_installation_comes_to_its_first_order(browser, live_server, mode, capsys):
    me, curator = Walker(browser, live_server.url, mode), Walker(browser, live_server.url, mode)
    journey(me, curator, setup_link(capsys))
    assert School.get().place == "с. Ромашкино"
    assert Order.objects.registered().count() == 1
    assert me.count + curator.count <= BUDGET
