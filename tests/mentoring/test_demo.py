"""The demo: real actions, invented people, the nine accounts, and no hands on a real base."""

import datetime

import pytest
from django.core.management import CommandError, call_command

from mentoring import demo
from programs.models import Order, Programme, Request
from registry.models import JournalLine, Mentor, Person, User

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 11, 21)
CODES = ["abrikosovskaya", "kirov_71", "kvantorium", "trio"]


@pytest.mark.parametrize("code", CODES)
def test_every_other_regulation_runs_to_paired_with_its_own_words(code):
    demo.build(code, "paired", DAY)
    programme = Programme.objects.get()
    assert programme.regulation.code == code
    assert programme.pairs.filter(status="ordered").count() >= 20
    assert programme.pairs.exclude(status__in=["ordered", "agreed"]).count() == 0
    assert set(User.objects.values_list("username", flat=True)) == set(demo.ACCOUNTS)
    assert programme.words.pair == ("тандем" if code == "trio" else "пара")


def test_a_year_of_teachers_alone_is_at_work():
    demo.build("abrikosovskaya", "working", DAY)
    programme = Programme.objects.get()
    assert programme.pairs.filter(status="working").count() >= 15
    assert programme.pairs.filter(past__isnull=False).exists()  # the one that began on paper


def test_the_demo_of_the_first_school_days_fits_into_them():
    demo.build("ozono_chepetskaya", "mentees", datetime.date(2026, 9, 3))
    assert Request.objects.filter(status="admitted").exists()
    assert not Request.objects.filter(received_on__gt=datetime.date(2026, 9, 3)).exists()


def test_the_demo_keeps_its_hands_off_real_people():
    Person.objects.create(last_name="Полевая", first_name="Анна")
    with pytest.raises(CommandError, match="пустую базу"):
        call_command("demo", regulation="trio", until="prepared", today=DAY)
    assert Person.objects.count() == 1


def test_two_years_load_once_and_are_kept(capsys):
    call_command("demo_years", today=DAY)
    said = capsys.readouterr().out
    assert "nastavnik-demo" in said and "commission" in said
    lines, orders = JournalLine.objects.count(), Order.objects.count()
    call_command("demo_years", today=DAY)
    assert (JournalLine.objects.count(), Order.objects.count()) == (lines, orders)
    years = {one.year.name: set(one.pairs.values_list("status", flat=True)) for one in Programme.objects.all()}
    assert years["2025/2026"] == {"closed"}
    assert "working" in years["2026/2027"]
    assert Mentor.objects.filter(publication__status="published").exists()


def test_the_accounts_open_with_the_demo_password(client):
    demo.build("ozono_chepetskaya", "prepared", DAY)
    for username in demo.ACCOUNTS:
        assert User.objects.get(username=username).check_password(demo.PASSWORD)
