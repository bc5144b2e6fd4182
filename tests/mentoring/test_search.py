"""The field on top: a surname finds card, pair and order, and nobody finds what is not theirs to see (row 184)."""

import time

import pytest
from django.urls import reverse

from mentoring import search
from programs.actions import orders
from registry.models import LegalAct, Person
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(reference):
    made = make.a_pair(prog=make.a_programme(), status="agreed")
    curator, _ = make.office()
    orders.draft_order(made.programme, "pairs", by=curator, on=make.TODAY)
    return made


def titles(user, words):
    return {sort.title: [line.name for line in sort.lines] for sort in search.look(user, words, make.TODAY)}


def test_a_surname_finds_card_pair_and_order(pair, client):
    curator, _ = make.office()
    child = pair.mentees[0]
    client.force_login(curator, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("search"), {"q": child.last_name.lower()}).content.decode()
    order = pair.programme.orders.get(status="draft")
    for address in (child.get_absolute_url(), pair.get_absolute_url(), order.get_absolute_url()):
        assert f'href="{address}"' in page


def test_a_number_and_a_word_find_orders_and_acts(pair):
    curator, _ = make.office()
    act = LegalAct.objects.exclude(number="").first()
    assert str(act) in titles(curator, act.number)["Правовые акты"]
    assert pair.programme.orders.get(status="draft").title in titles(curator, "о закреплении")["Приказы"][0]


def test_more_than_fits_is_counted_and_leads_to_the_list(reference):
    curator, _ = make.office()
    for number in range(search.SHOWN + 2):
        make.pupil(12, last_name="Лугова", first_name=f"Анна{'абвгдежзик'[number]}")
    (people,) = search.look(curator, "Лугова", make.TODAY)
    assert (people.number, len(people.lines)) == (search.SHOWN + 2, search.SHOWN)
    assert people.more == f"{reverse('registry:person_list')}?q=%D0%9B%D1%83%D0%B3%D0%BE%D0%B2%D0%B0"


def test_a_class_teacher_finds_the_own_class_alone_and_no_orders(pair):
    child = pair.mentees[0]
    leader = make.user_for(make.acting("class_teacher", make.teacher(), child.school_class(make.TODAY)))
    other = make.user_for(make.acting("class_teacher", make.teacher(), make.school_class(grade=11)))
    assert list(titles(leader, child.last_name)) == ["Люди"]
    assert search.look(other, child.last_name, make.TODAY) == []


def test_a_mentor_has_no_field_and_no_page(pair, client):
    client.force_login(make.user_for(pair.mentor), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("search"), {"q": pair.mentees[0].last_name}).status_code == 403
    assert 'role="search"' not in client.get(reverse("cabinet")).content.decode()


@pytest.mark.parametrize("typed", ["Берёскина", "берзекина", "Берёзкиа", "Берёзкинна Анна", "Анна берёзкна"])
def test_a_slip_in_a_surname_finds_nobody_and_offers_whom_it_may_have_meant(reference, client, typed):
    make.pupil(12, last_name="Берёзкина", first_name="Анна")
    curator, _ = make.office()
    client.force_login(curator, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("search"), {"q": typed}).content.decode()
    (offer,) = search.meant(curator, typed, make.TODAY)
    assert "Возможно, вы искали" in page and offer in page
    assert search.look(curator, offer, make.TODAY)[0].number == 1


def test_no_name_is_offered_that_the_reader_may_not_see_or_that_finds_nobody(reference):
    child = make.pupil(12, last_name="Берёзкина", first_name="Анна")
    curator, _ = make.office()
    other = make.user_for(make.acting("class_teacher", make.teacher(), make.school_class(grade=11)))
    assert search.meant(make.user_for(child.guardians(make.TODAY).first()), "Берёскина", make.TODAY) == []
    assert search.meant(other, "Берёскина", make.TODAY) == []
    assert search.meant(curator, "Берёскина Ольга", make.TODAY) == [] and search.meant(curator, "Лее", make.TODAY) == []


def test_offering_names_takes_a_moment_among_five_thousand(reference):
    letters = "абвгдежзиклмнопрст"
    Person.objects.bulk_create([
        Person(last_name=f"Го{a}{b}{c}ин", first_name="Анна", name_key=f"го{a}{b}{c}ин анна")
        for a in letters for b in letters for c in letters[:16]
    ])  # fmt: skip
    curator, _ = make.office()
    begun = time.perf_counter()
    assert len(search.meant(curator, "Гоааайн", make.TODAY)) <= search.MEANT
    assert time.perf_counter() - begun < 2


@pytest.mark.parametrize("words", ["", " ", "а"])
def test_one_letter_finds_nobody_and_says_so(pair, words):
    assert search.look(make.office()[0], words, make.TODAY) == []
