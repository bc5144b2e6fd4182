"""A real Chromium for the journeys."""

import datetime
import os
import shutil

import pytest

from tests.journeys.walker import MODES, Walker

ARGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]  # fmt: skip


@pytest.fixture(scope="session")
def browser():
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium")
    if path is None:
        if os.environ.get("REQUIRE_BROWSER"):
            pytest.fail("Chromium is missing")
        pytest.skip("Chromium is missing: apt-get install chromium")
    with sync_playwright() as driver:
        made = driver.chromium.launch(executable_path=path, args=ARGS)
        yield made
        made.close()


@pytest.fixture(params=MODES)
def mode(request):
    return request.param


@pytest.fixture
def walker(browser, live_server, mode):
    made = Walker(browser, live_server.url, mode)
    yield made
    made.close()


@pytest.fixture
def school(transactional_db):
    """Reference data; the journeys' tests keep them to themselves."""
    from mentoring.reference import load_all

    load_all(datetime.date(2025, 9, 1))
