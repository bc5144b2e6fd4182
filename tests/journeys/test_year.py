"""A mentor from outside and a pupil, from the request to the public page, by hand in a browser."""

import datetime
import re

import pytest
from django.test import Client

from programs.models import Candidacy, Order, Pair, Request
from registry.models import Consent
from tests import factories as make
from tests.journeys.walker import Walker, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MENTOR = "Подорожникова"


class Hand:
    """One person at the browser: opens, types by the field's name, presses by the button's words."""

    def __init__(self, walker):
        self.walker, self.page = walker, walker.page

    def at(self, thing):
        address = thing if isinstance(thing, str) else thing.get_absolute_url()
        answer = self.page.goto(self.walker.base + address)
        assert answer.status == 200, f"{address}: {answer.status}"
        return self

    def put(self, **fields):
        for name, value in fields.items():
            one = self.page.locator(f"main [name='{name}']").first
            assert one.count(), f"{self.page.url} has no {name}: {self.names()}"
            kind = one.evaluate("one => one.type")
            if kind in ("checkbox", "radio"):
                self.page.locator(f"main [name='{name}'][value='{value}']").first.check()
            elif kind.startswith("select"):
                one.select_option(str(value))
            else:
                one.fill(value.isoformat() if hasattr(value, "isoformat") else str(value))
        return self

    def names(self) -> list[str]:
        return [one.get_attribute("name") for one in self.page.locator("main [name]").all()]

    def put_if_asked(self, **fields):
        """The page asks only what it does not know yet."""
        asked = {name for name in fields if self.page.locator(f"main [name='{name}']:not([type=hidden])").count()}
        return self.put(**{name: value for name, value in fields.items() if name in asked})

    def tick_first(self, name):
        self.page.locator(f"main [name='{name}']").first.check()
        return self

    def press(self, words, nth=0):
        self.page.get_by_role("button", name=re.compile(words)).nth(nth).click()
        self.page.wait_for_load_state()
        errors = self.page.locator(".errors, .alert-danger")
        assert errors.count() == 0, f"{self.page.url} after «{words}»: {errors.first.inner_text()}"
        return self


def receive_all(curator, person, day, guardian=None, **fields):
    """Every paper that is awaited from this person comes back signed."""
    for consent in Consent.objects.missing().filter(person=person):
        curator.at(f"{consent.get_absolute_url()}receive/")
        if guardian:
            curator.put_if_asked(guardian=guardian.pk)
        curator.put(signed_on=day, original_place="папка «Согласия»")
        if consent.kind == "publication":
            for key in ("name", "post", "competences"):
                curator.put(allowed_fields=key)
        curator.press("Бумага получена")


def order_goes_through(curator, director, kind):
    """Draft, answers from paper where asked, submission, approval."""
    curator.at("/programs/orders/new/")
    curator.page.locator(f"main button[name='kind'][value='{kind}']").first.click()
    curator.page.wait_for_load_state()
    if curator.page.get_by_role("button", name="Отправить на согласование").count() and kind == "register":
        curator.press("Отправить на согласование")
        for box in curator.page.locator("main form[action$='/answers/'] input[type=checkbox]").all():
            box.check()
        curator.press("Отметить согласных")
    curator.press("Передать директору")
    order = Order.objects.get(kind=kind, status="submitted")
    director.at(order).press("Утвердить приказ")
    order.refresh_from_db()
    assert order.status == "registered" and order.paper.file.path.exists()
    return order


def outsider_asks_on_the_site(stranger):
    stranger.at("/join/").put(
        role="mentor", for_whom="adult", typed_name=f"{MENTOR} Ольга Юрьевна", typed_class="Ромашкинский сад, агроном",
        contact="8 900 000-00-09", words="Готова рассказывать о профессии.",
    ).press("Отправить")  # fmt: skip
    return Request.objects.get(typed_name__startswith=MENTOR)


def outsider_comes_into_the_base(curator, request, programme, day):
    curator.at(f"{request.get_absolute_url()}tie/").put_if_asked(programme=programme.pk, who="new")
    curator.put(birth_date=datetime.date(1990, 5, 4)).press("Связать с человеком")
    curator.at(request).tick_first("topics").put(analysis="Беседа проведена: опытный агроном.")
    curator.press("Завершить анализ")
    request.refresh_from_db()
    receive_all(curator, request.person, day)
    curator.at(request).press("Включить в базу")
    mentor = request.person.mentor
    for kind in ("criminal_record", "medical"):
        curator.at(f"{mentor.get_absolute_url()}certificates/new/").put(
            kind=kind, number="17/26", issued_on=day, valid_until=day.replace(year=day.year + 1)
        ).press("Справка проверена")
    return mentor


def mentor_comes_into_the_register(curator, director, mentor, **way):
    curator.at(f"/programs/candidates/new/?mentor={mentor.pk}").put(**way).press("Выдвинуть кандидата")
    candidacy = Candidacy.objects.get(mentor=mentor)
    curator.at(candidacy)
    sheet = curator.page.locator("main form", has=curator.page.get_by_role("button", name="Сдать оценки"))
    for name in {box.get_attribute("name") for box in sheet.locator("input[type=radio]").all()}:
        curator.put(**{name: 2})
    curator.press("Сдать оценки").at(candidacy).press("Рекомендовать в реестр")
    if candidacy.wants_duties_consent:
        curator.at(f"{candidacy.get_absolute_url()}duties/received/").press("Отметить получение")
    return order_goes_through(curator, director, "register")


def mentee_comes_into_the_base(curator, programme, child, guardian, day):
    curator.at(f"/programs/requests/new/?person={child.pk}").put_if_asked(programme=programme.pk, who=child.pk)
    curator.put(role="mentee", words="Хочу понять, кем стать.").press("Записать запрос")
    request = Request.objects.get(person=child)
    curator.at(request).tick_first("topics")
    curator.put(analysis="Интерес к природе.", no_talk="Потребность ясна из заявления.").press("Завершить анализ")
    receive_all(curator, child, day, guardian)
    curator.at(request).press("Включить в базу")
    return child.mentee


def pair_is_made(curator, director, programme, form_code, mentor, mentee):
    form = programme.forms.get(code=form_code)
    curator.at(f"/programs/pairs/new/?programme={programme.code}&form={form.pk}&mentor={mentor.pk}&mentee={mentee.pk}")
    curator.put(note="Оба выбрали друг друга.").press("Предложить и спросить согласия")
    pair = Pair.objects.get()
    for mark in pair.agreements.all():
        curator.at(f"{pair.get_absolute_url()}answer/{mark.pk}/").put(answer="yes").press("Записать ответ")
    order_goes_through(curator, director, "pairs")
    curator.at(f"/monitoring/pairs/{pair.pk}/entry/").put(reason="замер сделан на бумаге").press("Решить без замера")
    curator.at(pair).press("Начать работу")
    return pair


def pair_ends(curator, director, pair):
    curator.at(f"{pair.get_absolute_url()}meetings/new/").put(done="Подвели итоги, поблагодарили друг друга.")
    curator.page.locator("main details summary").first.click()
    curator.put(kind="final").press("Записать встречу")
    curator.at(f"/monitoring/pairs/{pair.pk}/exit/").put(reason="замер сделан на бумаге").press("Решить без замера")
    curator.at(pair).put(result="done", result_text="План выполнен.").press("Записать итог")
    curator.at(pair).press("Перейти к завершению")
    order_goes_through(curator, director, "completion")


def mentor_is_shown(curator, mentor, day):
    curator.at(f"{mentor.person.get_absolute_url()}consents/ask/").put(kinds="publication").press("Запросить")
    receive_all(curator, mentor.person, day)
    curator.at("/programs/register/").press("Опубликовать")


def walk(hands, programme, child, guardian, day):
    stranger, curator, director = hands
    request = outsider_asks_on_the_site(stranger)
    mentor = outsider_comes_into_the_base(curator, request, programme, day)
    way = {"way": "collective", "ground": "представление педсовета, протокол № 2"}
    mentor_comes_into_the_register(curator, director, mentor, **way)
    mentee = mentee_comes_into_the_base(curator, programme, child, guardian, day)
    pair = pair_is_made(curator, director, programme, "employer_pupil", mentor, mentee)
    pair_ends(curator, director, pair)
    mentor_is_shown(curator, mentor, day)
    stranger.at(f"/mentors/{mentor.slug}/")
    return pair, mentor


@pytest.fixture
def hands(browser, live_server, transactional_db):
    """A stranger, the curator and the director, each at a browser of their own."""
    from mentoring.reference import load_all

    load_all(datetime.date(2025, 9, 1))
    made = []
    for user in (None, *make.office()):
        walker = Walker(browser, live_server.url, "mouse")
        if user:
            sign_in(walker, Client(), user)
        made.append(Hand(walker))
    yield made
    for hand in made:
        hand.walker.close()


def test_an_outsider_and_a_pupil_go_from_the_request_to_the_public_page(hands):
    programme = make.a_programme()
    child = make.pupil(age=12, last_name="Синичкина", first_name="Хертек")
    guardian = make.guardian_of(child, last_name="Синичкина", first_name="Ольга")
    pair, _ = walk(hands, programme, child, guardian, make.TODAY)
    pair.refresh_from_db()
    assert pair.status == "closed"
    page = hands[0].page.content()
    assert MENTOR in page and "агроном" in page
    assert "Синичкина" not in page


def test_two_teachers_go_from_the_request_to_the_public_page(hands):
    stranger, curator, director = hands
    programme = make.a_programme(preset="teachers")
    old, young = make.teacher(last_name="Подорожникова"), make.teacher(last_name="Синичкина", starts=make.START)
    curator.at(f"{old.get_absolute_url()}mentor/new/").put(category="teacher").press("Внести в базу наставников")
    curator.at(f"{old.get_absolute_url()}consents/ask/").put(kinds="processing").press("Запросить")
    receive_all(curator, old, make.TODAY)
    mentor_comes_into_the_register(curator, director, old.mentor, way="administration")
    mentee = mentee_comes_into_the_base(curator, programme, young, None, make.TODAY)
    pair = pair_is_made(curator, director, programme, "teacher_teacher", old.mentor, mentee)
    pair_ends(curator, director, pair)
    mentor_is_shown(curator, old.mentor, make.TODAY)
    pair.refresh_from_db()
    assert pair.status == "closed"
    page = stranger.at(f"/mentors/{old.mentor.slug}/").page.content()
    assert "Подорожникова" in page and "Синичкина" not in page
