"""Job 5, counted, in five modes; and the whole chain of an order, walked by four people."""

import io
import re

import pypdfium2
import pytest
from django.test import Client

from programs.models import Candidacy, Minutes, Order, Pair, RegisterEntry
from tests import factories as make
from tests.journeys.test_year import Hand
from tests.journeys.walker import Walker, sign_in
from tests.programs.story import a_commission, nominated

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def words_of(file) -> str:
    pdf = pypdfium2.PdfDocument(io.BytesIO(file.path.read_bytes()))
    return re.sub(r"\s+", " ", " ".join(page.get_textpage().get_text_range() for page in pdf))


def test_job_5_an_order_on_pairs_from_draft_to_the_signed_paper(school, walker, browser, live_server, mode):
    curator, director = make.office()
    pair = make.a_pair(make.a_programme(preset="teachers"), status="agreed")
    sign_in(walker, Client(), curator)
    walker.start("/cabinet/")
    walker.click("Подготовить приказ")
    walker.press("Подготовить приказ «О закреплении пар и групп»")
    walker.sees("ПРОЕКТ")
    walker.press("Передать директору")
    order = Order.objects.get(kind="pairs")

    head = Walker(browser, live_server.url, mode)
    sign_in(head, Client(), director)
    head.start("/cabinet/")
    head.click("К приказу")
    head.sees(pair.mentor.full_name)
    head.press("Утвердить приказ")
    head.sees("утверждён")
    head.within(2)
    head.close()

    walker.open(order.get_absolute_url())
    walker.press_for_paper("Напечатать лист ознакомления", role="link")
    walker.within(5)
    order.refresh_from_db()
    assert (order.status, order.approved_by) == ("registered", director.person)
    words = words_of(order.paper.file)
    assert "Лист ознакомления" in words and order.number in words and pair.mentees[0].full_name in words
    assert Pair.objects.get(pk=pair.pk).status == "ordered"


@pytest.fixture
def four(browser, live_server, school):
    """Curator, candidate, commission member and director, each at a browser of their own, and the programme."""
    curator, director = make.office()
    programme = make.a_programme(preset="teachers")
    commission = a_commission(programme)
    teacher = next(
        row.person for row in commission.members.all() if row.seat == "member" and row.person != curator.person
    )
    candidate = make.a_mentor(make.teacher(last_name="Подорожникова", first_name="Ольга"))
    make.give_consents(candidate.person, ["processing"])
    users = [curator, make.user_for(candidate.person), make.user_for(teacher), director]
    walkers = [Walker(browser, live_server.url, "mouse") for _ in users]
    for walker, user in zip(walkers, users, strict=True):
        sign_in(walker, Client(), user)
    yield programme, commission, candidate, [Hand(walker) for walker in walkers]
    for walker in walkers:
        walker.close()


def judges(hand, candidacy):
    """One's own sheet and one's own vote, without a look at the others'."""
    hand.at(candidacy)
    sheet = hand.page.locator("main form[action$='/marks/']")
    for name in sorted({box.get_attribute("name") for box in sheet.locator("input[type=radio]").all()}):
        hand.put(**{name: 2})
    hand.press("Сдать оценки").at(candidacy)
    hand.page.locator("main form[action$='/vote/'] input[value='for']").check()
    hand.press("Проголосовать")


def test_an_application_becomes_an_order_that_everybody_has_read(four):
    programme, commission, mentor, (curator, candidate, member, director) = four
    curator.at(f"/programs/candidates/new/?mentor={mentor.pk}").put(way="application", ground="заявление от 02.11.2026")
    curator.press("Выдвинуть кандидата")
    candidacy = Candidacy.objects.get(mentor=mentor)
    if candidacy.wants_duties_consent:
        curator.at(f"{candidacy.get_absolute_url()}duties/received/").press("Отметить получение")

    judges(member, candidacy)
    curator.at(candidacy)
    assert "сводка" not in curator.page.locator("main").inner_text().lower()  # others' marks only afterwards
    judges(curator, candidacy)
    judges(director, candidacy)

    curator.at(f"{commission.get_absolute_url()}minutes/new/").press("Начать протокол")
    curator.press("Сохранить протокол")
    minutes = Minutes.objects.get()
    director.at(minutes).press("Подписать протокол")
    minutes.refresh_from_db()
    assert minutes.paper.said["title"] and Candidacy.objects.get(pk=candidacy.pk).status == "recommended"
    assert mentor.person.full_name in words_of(minutes.paper.file)

    other = nominated(programme, last_name="Синичкина")
    make.fill_sheet(other)
    curator.at(other).press("Рекомендовать в реестр")  # named by the administration: says yes on the sheet
    curator.at("/programs/orders/new/")
    curator.page.locator("main button[name='kind'][value='register']").first.click()
    curator.page.wait_for_load_state()
    curator.press("Отправить на согласование")
    curator.page.locator("main form[action$='/answers/'] input[type=checkbox]").first.check()
    curator.press("Отметить согласных").press("Передать директору")

    order = Order.objects.get(kind="register")
    director.at("/programs/orders/waiting/").press("Утвердить приказ")
    director.at(order)
    order.refresh_from_db()
    assert order.status == "registered" and RegisterEntry.objects.of(programme).count() == 2

    candidate.at(order).press("С приказом ознакомлен")
    curator.at(order)
    assert "Не ознакомлены: 1" in re.sub(r"\s+", " ", curator.page.locator("main").inner_text())
    curator.page.locator("main form[action$='/acquainted/'] input[type=checkbox]").first.check()
    curator.press("Отметить подписавших")
    assert "Ознакомлены все" in curator.page.locator("main").inner_text()
    assert not order.acquaintances.filter(read_on=None).exists()
