"""Pages for what went wrong say what to do next."""

import pytest

from mentoring import errors
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_a_missing_page_leads_a_stranger_to_the_start_and_a_user_to_the_cabinet(client, reference):
    answer = client.get("/nothing-here/")
    assert answer.status_code == 404
    assert "Такой страницы нет" in answer.content.decode()
    assert "войдите в кабинет" in answer.content.decode()
    client.force_login(make.user_for(make.teacher()), backend="django.contrib.auth.backends.ModelBackend")
    assert 'href="/cabinet/"' in client.get("/nothing-here/").content.decode()


def test_a_closed_page_says_who_may(client, reference):
    client.force_login(make.user_for(make.teacher()), backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get("/registry/journal/")
    assert answer.status_code == 403
    assert "Это может сделать другой человек" in answer.content.decode()


def test_a_failure_is_told_without_asking_the_database(rf, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = errors.broken(rf.get("/"))
    assert answer.status_code == 500
    assert "сообщите куратору" in answer.content.decode()


def test_a_form_that_waited_too_long_keeps_its_words(client, reference):
    from django.test import Client

    answer = Client(enforce_csrf_checks=True).post("/join/", {"role": "mentee"})
    assert answer.status_code == 403
    assert "Назад" in answer.content.decode()


def test_machines_are_kept_out_of_the_private_parts(client):
    text = client.get("/robots.txt").content.decode()
    for part in ("cabinet", "registry", "programs", "monitoring", "files", "l"):
        assert f"Disallow: /{part}/" in text
    assert "/mentors" not in text
