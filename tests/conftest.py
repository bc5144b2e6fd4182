"""Fixtures of the whole suite: no network, own media folder, reference data, the test's day."""

import datetime
import itertools
import os
import threading

import pytest
from django.db import connection, connections

from registry.engine import papers

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

TODAY = datetime.date(2026, 11, 21)


LONG = ["journeys/test_pages.py", "house/", "journeys/test_whole_school.py", "mentoring/test_demo.py"]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """The longest first, or one core waits for them at the end with nothing to do."""

    def place(item):
        return next((number for number, part in enumerate(LONG) if f"tests/{part}" in item.nodeid), len(LONG))

    items.sort(key=place)


@pytest.fixture
def today():
    """The day on which the test's story is told."""
    return TODAY


_draw, _drawn = papers.pdf, {}


def _drawn_once(markup, with_style=None):
    """The real paper; the same words in the same style are laid out once for all tests, not half a second each time."""
    style = with_style or papers.warm()
    if (style, markup) not in _drawn:
        _drawn[style, markup] = _draw(markup, style)
    return _drawn[style, markup]


def pytest_unconfigure():
    """Styles go while their library is still there to let go of the fonts."""
    _drawn.clear()


@pytest.fixture(autouse=True)
def _house(request, settings, tmp_path, monkeypatch):
    """Files of a test lie in its own folder; the calendar stands still; names begin anew; passwords are quick."""
    from tests import factories

    factories.restart()
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    settings.JOBS_INLINE = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    monkeypatch.setattr("registry.engine.access.today", lambda: TODAY)
    codes = map("".join, itertools.product(papers.ALPHABET, repeat=10))
    monkeypatch.setattr("registry.engine.papers.new_code", lambda: next(codes))
    monkeypatch.setattr("registry.engine.papers.pdf", _drawn_once)
    if "second_step" not in request.fixturenames:
        monkeypatch.setattr("registry.engine.factor.is_required", lambda user, on: False)


@pytest.fixture
def second_step():
    """The sign-in of director and curator asks for the second step, as outside the demo; other tests are spared it."""


@pytest.fixture
def reference(db):
    """Regulations, texts, typical plans, criteria, parameters."""
    from mentoring.reference import load_all

    load_all(datetime.date(2025, 9, 1))


@pytest.fixture
def race(monkeypatch):
    """`race(*deeds)` runs all at one moment, each with a connection of its own; gives answers, refusals and faults.

    Ask for it before the story, which is not told in vain where there is no PostgreSQL.
    """
    if connection.vendor != "postgresql":
        pytest.skip("a race needs PostgreSQL")
    plain, alone = papers.pdf, threading.Lock()

    def one_by_one(*asked):  # the PDF library bears one thread of a process; workers are processes
        with alone:
            return plain(*asked)

    monkeypatch.setattr(papers, "pdf", one_by_one)
    return _at_once


def _at_once(*deeds) -> list:
    gate, found = threading.Barrier(len(deeds)), [None] * len(deeds)

    def run(place, deed):
        try:
            gate.wait(timeout=20)
            found[place] = deed()
        except Exception as fault:  # told in the main thread
            found[place] = fault
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=one) for one in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert not any(thread.is_alive() for thread in threads), "they wait for each other"
    return found
