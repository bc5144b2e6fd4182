"""The journal and its page."""

import datetime
import decimal

import pytest
from django.urls import reverse

from registry.engine import journal
from registry.models import JournalLine
from tests import factories as make

pytestmark = pytest.mark.django_db


def open_journal(client, user, **query):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client.get(reverse("registry:journal"), query)


def test_a_line_outlives_the_one_who_wrote_it():
    author, child = make.teacher(), make.pupil()
    user = make.user_for(author)
    line = journal.write(user, "проверено", child, people=[child])
    name = author.full_name
    user.delete(), author.delete()
    line.refresh_from_db()
    assert (line.actor_name, line.target) == (name, f"registry.person:{child.pk}")


def test_details_are_plain_values():
    line = journal.write(None, "проверено", when=datetime.date(2026, 9, 1), much=decimal.Decimal("1.50"))
    line.refresh_from_db()
    assert line.detail == {"when": "2026-09-01", "much": "1.50"}
    assert line.actor_name == "система"


def test_lines_about_a_person_are_not_those_about_a_longer_number():
    short = make.pupil()
    journal.write(None, "о нём", people=[short])
    JournalLine.objects.create(actor_name="система", verb="о другом", people=[f"{short.pk}0", f"1{short.pk}"])
    assert [line.verb for line in journal.about(short)] == ["о нём"]


def test_the_page_finds_by_author_and_by_the_one_it_is_about(client):
    curator, director = make.office()
    child = make.pupil(last_name="Ёлкина", first_name="Ульяна")
    journal.write(curator, "исправлен телефон", people=[child])
    journal.write(director, "подписан приказ")
    text = open_journal(client, curator, about="елкина ульяна").content.decode()
    assert "исправлен телефон" in text and "подписан приказ" not in text
    text = open_journal(client, curator, who=director.person.full_name.lower()).content.decode()
    assert "подписан приказ" in text and "исправлен телефон" not in text
    text = open_journal(client, curator, person=child.pk).content.decode()
    assert "исправлен телефон" in text and "подписан приказ" not in text


@pytest.mark.parametrize("role", ["psychologist", "secretary", "social_worker"])
def test_the_journal_is_for_the_office_only(client, role):
    make.office()
    journal.write(None, "тайная строка")
    answer = open_journal(client, make.user_for(make.acting(role)))
    assert answer.status_code == 403 and "тайная строка" not in answer.content.decode()
