"""The school that the tests of the house walk is the one that the README promises."""

import pytest

from mentoring import demo
from programs.models import Order, Pair, Programme, Request
from registry.models import Consent, Mentee, Mentor, User
from tests.factories import TODAY

pytestmark = pytest.mark.django_db


def test_the_working_demo_has_what_it_promises(house):
    assert Mentor.objects.count() >= 24 and Mentee.objects.count() >= 40
    assert set(Programme.objects.values_list("audience", flat=True)) == {"pupils", "teachers"}
    assert Consent.objects.filter(status="withdrawn").count() == 1
    paired = Pair.objects.running().filter(sides__role="mentee").values("sides__person")
    alone = Request.objects.filter(role="mentee", status="admitted").exclude(person__in=paired)
    assert alone.exists()
    assert set(User.objects.values_list("username", flat=True)) == set(demo.ACCOUNTS)
    mentor, mentee = (User.objects.get(username=name).person for name in ("mentor", "mentee"))
    pair = Pair.objects.get(status="working", sides__person=mentor, pk__in=mentee.sides.values("pair"))
    assert mentee.age(TODAY) == 12
    assert list(mentee.guardians(TODAY)) == [User.objects.get(username="parent").person]
    other = User.objects.get(username="mentor2").person
    assert not other.sides.filter(pair=pair).exists()
    assert not Order.objects.registered().filter(date__gt=TODAY).exists()
