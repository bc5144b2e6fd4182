"""The console's two links, and nobody else's way into the director's account."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command

from registry.actions import people
from registry.engine import links
from tests import factories as make

pytestmark = pytest.mark.django_db


def token_in(said: str) -> str:
    return re.search(r"/l/(\S+)/", said).group(1)


def test_an_empty_installation_gets_a_link_for_its_first_director(capsys):
    call_command("setup")
    assert links.find(token_in(capsys.readouterr().out)).purpose == "first_director"


def test_a_second_director_is_not_made_by_the_console(reference):
    make.office()
    with pytest.raises(CommandError, match="уже есть"):
        call_command("setup")


def test_a_director_who_lost_the_password_gets_a_new_one_from_the_console(reference, capsys):
    _, director = make.office()
    call_command("setup", new_password=True)
    link = links.find(token_in(capsys.readouterr().out))
    assert (link.purpose, link.person) == ("password", director.person)
    people.set_new_password(link, password="тихая-река-2026")
    director.refresh_from_db()
    assert director.check_password("тихая-река-2026")


def test_the_curator_has_no_way_into_the_director_s_account(reference):
    curator, director = make.office()
    with pytest.raises(PermissionDenied):
        people.reset_password(director.person, by=curator)
    assert people.reset_password(curator.person, by=director)


def test_an_acting_director_is_kept_from_the_curator_as_well(reference):
    curator, director = make.office()
    deputy = make.acting("acting_director")
    with pytest.raises(PermissionDenied):
        people.invite(deputy, by=curator)
    assert people.invite(deputy, by=director)
