"""Every door is closed by default; the open ones are this literal list."""

import uuid

import pytest
from django.urls import get_resolver, resolve, reverse
from django.urls.converters import IntConverter, SlugConverter, UUIDConverter

from tests.house.routes import all_routes

OPEN = {
    "public:home", "public:mentor_list", "public:mentor_page", "public:privacy", "public:join", "public:joined",
    "public:link", "public:mentor_photo", "public:mentor_document", "public:verify", "public:robots",
    "accounts:login", "vision",
}  # fmt: skip


def is_open(pattern) -> bool:
    return not getattr(pattern.callback, "login_required", True)


def test_open_doors_are_exactly_the_list():
    assert {name for name, pattern in all_routes().items() if is_open(pattern)} == OPEN


def test_every_route_has_a_name():
    assert all(name and not name.endswith(":None") for name in all_routes())
    assert get_resolver() is not None


SAMPLES = {"int": 7, "slug": "kod", "str": "slovo", "uuid": uuid.UUID(int=7)}


def test_no_address_is_hidden_by_another():
    """A word in the place of a programme's code: «pairing/notices/» was once read as a programme called «pairing»."""
    hidden = []
    for name, pattern in all_routes().items():
        said = {key: SAMPLES[_kind_of(one)] for key, one in pattern.pattern.converters.items()}
        address = reverse(name, kwargs=said)
        if resolve(address).view_name != name:
            hidden.append(f"{address}: {resolve(address).view_name}, not {name}")
    assert not hidden, "\n".join(hidden)


def _kind_of(converter) -> str:
    return {IntConverter: "int", SlugConverter: "slug", UUIDConverter: "uuid"}.get(type(converter), "str")


@pytest.mark.django_db
def test_a_stranger_is_led_to_the_sign_in(client):
    for name in ("cabinet", "registry:person_list", "programs:order_list", "programs:pair_list", "registry:journal"):
        answer = client.get(reverse(name))
        assert answer.status_code == 302 and reverse("accounts:login") in answer.url, name
