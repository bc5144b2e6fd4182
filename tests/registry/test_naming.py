"""One helper finds the rows of every list by the people whom they name."""

import pytest
from django.db.models import Q

from programs.forms.orders import OrderFilter
from programs.models import Order, Pair
from registry.naming import naming
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(reference):
    mentee = make.pupil(13, last_name="Берёзкина", first_name="Анна")
    prog = make.a_programme()
    made = make.a_pair(prog=prog, mentee=make.an_admitted(mentee, prog=prog), status="agreed")
    make.a_pair(prog=prog, mentee=make.an_admitted(make.pupil(13, last_name="Дроздова"), prog=prog))
    return made


def test_a_row_with_several_people_is_found_once_by_any_of_them(pair):
    by_name = naming(Pair.objects.all(), "березкина а.", "sides__person")
    assert list(by_name) == [pair]
    everybody = naming(Pair.objects.all(), "а", "sides__person", also=Q(pk=pair.pk))
    assert everybody.count() == len({row.pk for row in everybody})


def test_no_words_keep_all_and_other_words_find_by_something_else(pair):
    assert naming(Pair.objects.all(), " ", "sides__person").count() == 2
    assert list(naming(Pair.objects.all(), "нет такой", "sides__person", also=Q(pk=pair.pk))) == [pair]


@pytest.mark.parametrize("typed", ["Березкина А.", "<thtprbyf", "анна берёзкина"])
def test_an_order_is_found_by_a_name_as_people_type_it(pair, typed):
    from programs.actions.orders import draft_order

    curator, _ = make.office()
    order = draft_order(pair.programme, "pairs", by=curator, on=make.TODAY)
    assert list(OrderFilter({"q": typed}).apply(Order.objects.all())) == [order]
    assert not OrderFilter({"q": "Дроздова"}).apply(Order.objects.all()).exists()
