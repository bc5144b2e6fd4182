"""One demo school for the tests of the house, built once for all of them and thrown away."""

import contextlib
import datetime

import pytest
from django.db import transaction

ROLES = ["director", "curator", "mentor", "mentor2", "mentee", "parent", "psychologist", "teacher", "commission"]


class _Undo(Exception):
    pass


def pytest_itemcollected(item):
    """All on one worker: they share one school, and it takes longer to build than to look at."""
    item.add_marker(pytest.mark.xdist_group("house"))


@pytest.fixture(scope="package")
def demo_school(django_db_setup, django_db_blocker, tmp_path_factory):
    """The ozono demo at work on the test's day: nine accounts, both programmes, everything in between."""
    from django.test import override_settings

    from mentoring import demo
    from registry.engine import access

    folder = tmp_path_factory.mktemp("media")
    asked, access.today = access.today, lambda: datetime.date(2026, 11, 21)
    try:
        with django_db_blocker.unblock(), contextlib.suppress(_Undo), transaction.atomic():
            with override_settings(
                MEDIA_ROOT=folder, PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]
            ):
                demo.build("ozono_chepetskaya", "working", datetime.date(2026, 11, 21))
            yield folder
            raise _Undo
    finally:
        access.today = asked


@pytest.fixture
def house(demo_school, db, settings):
    """The demo school inside a test's own transaction."""
    settings.MEDIA_ROOT = demo_school
    return demo_school
