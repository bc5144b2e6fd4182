"""The access matrix: every route of the URLconf, every role, own things and others'."""

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse

from registry.models import User
from tests.house.conftest import ROLES
from tests.house.policy import lines
from tests.house.routes import all_routes
from tests.house.world import World

OK = {"ok": {200, 302}, "403": {403}, "404": {404}}


def test_every_route_has_a_line():
    assert set(all_routes()) - {route for _, route, _, _ in lines()} == set()


def test_no_line_speaks_of_a_route_that_is_gone():
    assert {route for _, route, _, _ in lines()} - set(all_routes()) == set()


class _Undo(Exception):
    pass


def session_of(user) -> str:
    """Signed in once; the matrix knocks at thousands of doors."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def answer(session, method, address) -> int:
    """The status that the owner of the session gets; whatever the request did is undone."""
    client = Client(raise_request_exception=True)
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    status = 0
    try:
        with transaction.atomic():
            status = client.generic(method, address).status_code
            raise _Undo
    except _Undo:
        return status


def violations(chosen=None) -> list[str]:
    """Lines of the policy that the application breaks."""
    world, found = World(), []
    sessions = {user.username: session_of(user) for user in User.objects.filter(username__in=ROLES)}
    for method, route, thing, expected in lines():
        if chosen and route not in chosen:
            continue
        with transaction.atomic():
            address = reverse(route, kwargs=world.arguments(route, thing))
            for role in ROLES:
                wanted = expected.get(role, expected.get("rest"))
                got = answer(sessions[role], method, address)
                if wanted is None or got not in OK[wanted]:
                    found.append(f"{method} {route} {thing} {role}: {got}, not {wanted}")
            transaction.set_rollback(True)
    return found


@pytest.mark.django_db
def test_everybody_gets_what_the_policy_says(house):
    found = violations()
    assert not found, "\n".join(found)


@pytest.mark.django_db
def test_the_matrix_bites_when_a_check_is_removed(house, monkeypatch):
    monkeypatch.setattr("registry.engine.access.may", lambda user, permission, obj=None: True)
    broken = violations(["programs:pair_new", "registry:journal", "programs:order_approve"])
    assert any("registry:journal - mentor" in line for line in broken)
    assert any("programs:order_approve waiting curator" in line for line in broken)


@pytest.mark.django_db
def test_the_matrix_bites_when_rows_are_not_scoped(house, monkeypatch):
    from programs.models.pairs import PairQuerySet

    monkeypatch.setattr(PairQuerySet, "visible_to", lambda self, user, on=None: self.all())
    broken = violations(["programs:pair_detail"])
    assert any("pair mentor2: 200, not 404" in line for line in broken)
    assert any("other_pair parent: 200, not 404" in line for line in broken)
