"""Every page for every role in a real browser: axe finds nothing, nothing is wider than a phone, nothing foreign."""

import datetime
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.urls import reverse

from registry.models import User
from tests.house.conftest import ROLES
from tests.house.pages import html_pages
from tests.house.world import World
from tests.journeys.walker import Walker, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORDS = re.compile(r"объект|инстанс|валидаци|некорректное значение|ошибка сервера|\bNone\b|\{\{|\{%", re.IGNORECASE)
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
PHONE, DESK = {"width": 320, "height": 720}, {"width": 1366, "height": 768}
PASSING = re.compile(r'name="(csrfmiddlewaretoken|form_key)" value="[^"]*"')
PUBLIC = ["public:home", "public:mentor_list", "public:privacy", "public:join", "public:joined", "accounts:login"]


def faults(walker, path, said) -> list[str]:
    """What is wrong with one page on a desk and in a hand, in words."""
    said.clear()
    page = walker.page
    page.set_viewport_size(DESK)
    answer = page.goto(walker.base + path)
    found = [] if answer.status == 200 else [f"{answer.status}"]
    report = Axe().run(page, options=RULES)
    for rule in report.response["violations"]:
        nodes = "; ".join(node["html"][:90] for node in rule["nodes"][:3])
        found.append(f"axe {rule['id']}: {nodes}")
    if page.locator("h1").count() != 1:
        found.append(f"{page.locator('h1').count()} h1")
    bad = WORDS.search(page.locator("body").inner_text())
    if bad:
        found.append(f"says «{bad.group(0)}»")
    page.set_viewport_size(PHONE)
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    found += [f"{wide} px too wide at {PHONE['width']}"] if wide > 0 else []
    found += [f"console: {line}" for line in said]
    return [f"{path}: {one}" for one in found]


def content(html: str) -> str:
    """What a page says, without what all pages of the reader share and what differs each time."""
    return PASSING.sub("", html.partition("<main")[2].partition("</main>")[0])


def pages_of(world, role, walked: set) -> list[str]:
    """What the role may open, less what another role was shown word for word."""
    if role is None:
        return [reverse(name) for name in PUBLIC]
    shown = {(path, content(html)) for path, html in html_pages(world, role)}
    fresh = shown - walked
    walked |= shown
    return sorted(path for path, _ in fresh)


@pytest.fixture
def demo_at_work(transactional_db):
    from mentoring import demo

    demo.build("ozono_chepetskaya", "working", datetime.date(2026, 11, 21))
    return World()


def test_every_page_of_every_role_is_whole(demo_at_work, browser, live_server):
    found, hosts, walked = [], set(), set()
    for role in [None, *ROLES]:
        walker, said = Walker(browser, live_server.url, "mouse"), []
        walker.page.on("console", lambda line, said=said: said.append(line.text) if line.type == "error" else None)
        walker.page.on("request", lambda request: hosts.add(re.match(r"https?://([^/:]*)", request.url)))
        if role:
            sign_in(walker, Client(), User.objects.get(username=role))
        for path in pages_of(demo_at_work, role, walked):
            found += [f"{role or 'stranger'} {line}" for line in faults(walker, path, said)]
        walker.close()
    assert not found, "\n".join(found)
    assert {host.group(1) for host in hosts if host} <= {"localhost", "127.0.0.1"}
