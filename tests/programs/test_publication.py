"""The register and the mentor's page: shown beforehand, published and withdrawn by one button each."""

import pytest
from django.db import connection
from django.urls import reverse

from programs.actions import publication as actions
from programs.models import Publication, RegisterEntry
from registry.actions.consents import withdraw_consent
from tests import factories as make
from tests.programs.story import at, recommended, text_of

pytestmark = pytest.mark.django_db
TODAY = make.TODAY


def in_register(prog, allowed=("name", "post"), **fields):
    mentor = make.registered(make.a_mentor(motto="Терпение и труд", education="высшее"), prog)
    make.give_consents(mentor.person, ["publication"], allowed_fields=allowed)
    return mentor


def test_page_shows_beforehand_exactly_what_the_consent_opens(client, prog):
    mentor = in_register(prog)
    page = text_of(at(client, make.office()[0]).get(reverse("programs:publication_detail", args=[mentor.pk])))
    open_part, closed_part = page.split("Что останется закрытым")
    assert mentor.person.full_name in open_part and "учитель математики" in open_part
    assert "Терпение и труд" not in page and "высшее" not in page
    assert "согласие не разрешает это показывать" in closed_part and "в карточке не заполнено" in closed_part


def test_curator_publishes_and_withdraws(client, prog):
    mentor = in_register(prog)
    client = at(client, make.office()[0])
    client.post(reverse("programs:publication_move", args=[mentor.pk, "publish"]))
    assert Publication.objects.get().status == "published"
    assert "Открыть на сайте" in text_of(client.get(reverse("programs:publication_detail", args=[mentor.pk])))
    assert "Снять с сайта" in text_of(client.get(reverse("programs:register_list")))
    client.post(reverse("programs:publication_move", args=[mentor.pk, "withdraw"]))
    assert Publication.objects.get().status == "withdrawn"


def test_without_a_consent_there_is_no_button_and_no_publication(client, prog):
    mentor = make.registered(make.a_mentor(), prog)
    client = at(client, make.office()[0])
    url = reverse("programs:publication_detail", args=[mentor.pk])
    page = text_of(client.get(url))
    assert "Нет действующего согласия на распространение персональных данных (ст. 10.1 152-ФЗ)" in page
    assert "нет действующего согласия на распространение" in page
    client.post(reverse("programs:publication_move", args=[mentor.pk, "publish"]))
    assert not Publication.objects.filter(status="published").exists()


def test_withdrawn_consent_closes_the_preview_at_the_next_request(client, prog):
    mentor = in_register(prog)
    curator, _ = make.office()
    client = at(client, curator)
    client.post(reverse("programs:publication_move", args=[mentor.pk, "publish"]))
    withdraw_consent(mentor.person.consents.get(kind="publication"), by=curator, on=TODAY, note="заявление")
    page = text_of(client.get(reverse("programs:publication_detail", args=[mentor.pk])))
    assert "Открыть на сайте" not in page and "показывать пока нечего" in page
    assert actions.public_card(mentor, TODAY) == {}


def test_only_the_curator_publishes(client, prog):
    mentor = in_register(prog)
    url = reverse("programs:publication_move", args=[mentor.pk, "publish"])
    assert at(client, make.office()[1]).post(url).status_code == 403
    assert at(client, make.user_for(mentor.person)).post(url).status_code == 403
    assert at(client, make.user_for(make.teacher())).post(url).status_code == 404
    assert not Publication.objects.filter(status="published").exists()


def test_register_holds_those_with_an_order_and_not_the_whole_base(client, prog):
    mentor = in_register(prog)
    recommended(prog, last_name="Рекомендованная")
    make.a_mentor(make.teacher(last_name="Изказы"))
    page = text_of(at(client, make.office()[0]).get(reverse("programs:register_list")))
    entry = RegisterEntry.objects.get()
    assert mentor.person.full_name in page and entry.line.order.name.replace("\xa0", " ") in page
    assert "Рекомендованная" not in page and "Изказы" not in page


def test_register_of_a_past_day_is_found_by_its_year(client, prog):
    mentor = in_register(prog)
    RegisterEntry.objects.update(ends=make.datetime.date(2026, 11, 1))
    client = at(client, make.office()[0])
    url = reverse("programs:register_list")
    assert mentor.person.full_name not in text_of(client.get(url))
    assert mentor.person.full_name in text_of(client.get(url, {"year": "2026/2027"}))


def test_register_asks_as_many_questions_for_three_mentors_as_for_one(client, prog, django_assert_num_queries):
    in_register(prog)
    client = at(client, make.office()[0])
    url = reverse("programs:register_list")
    client.get(url)
    with Counting() as counted:
        client.get(url)
    in_register(prog)
    in_register(prog)
    with django_assert_num_queries(counted.number):
        client.get(url)


class Counting:
    """How many queries were asked inside."""

    number = 0

    def __enter__(self):
        self.wrapper = connection.execute_wrapper(self)
        self.wrapper.__enter__()
        return self

    def __exit__(self, *fault):
        self.wrapper.__exit__(*fault)

    def __call__(self, execute, *args):
        self.number += 1
        return execute(*args)
