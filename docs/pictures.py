"""Take the pictures of README.md and of the guides beside this file from a demo year on a fixed day.

    var/venv/bin/python docs/pictures.py [NAME…]

Builds its own demo in a temporary folder, serves it, and writes JPEG files under docs/pictures/: all, or the named.
What a page needs first (a school's workbook, a scanned heap) the scripts of tests/registry make, and the pages take in.
"""

import datetime
import io
import os
import random
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import django
import openpyxl
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
DAY = "2026-11-21"
DESK, PHONE = (1366, 860), (390, 844)
LIMIT = 150 * 1024
SIGNED = "/programs/orders/?kind=register&status=registered"
SHOTS = [
    # file, account, the way: an address, then links (beginning of an address, or words), buttons, deeds, #place; window
    ("home", None, "/", DESK),
    ("today", "curator", "/cabinet/", DESK),
    ("roadmap", "curator", "/programs/2026-ozono-chepetskaya-pupils/", DESK),
    ("requests", "curator", "/programs/requests/", DESK),
    ("consents", "curator", "/registry/consents/", DESK),
    ("candidates", "curator", "/programs/candidates/", DESK),
    ("pairs", "curator", "/programs/pairs/", DESK),
    ("order", "director", "/programs/orders/?status=submitted > /programs/orders/", DESK),
    ("mentor-today", "mentor", "/cabinet/", PHONE),
    ("mentor-pair", "mentor", "/cabinet/own/ > /cabinet/own/ > Вся страница пары", PHONE),
    ("mentor-meeting", "mentor", "/cabinet/ > Записать встречу", PHONE),
    ("plan-fill", "mentor", "/cabinet/ > Заполнить план", PHONE),
    ("plan-results", "mentor", "/cabinet/ > К заданию", PHONE),
    ("plan-answer", "mentor", "/cabinet/ > К заданию > К плану > Не успеваю", PHONE),
    ("plan-bank", "curator", "/programs/plans/", DESK),
    ("own-mentor", "mentor", "/cabinet/own/ > /cabinet/own/", PHONE),
    ("own-mentee", "mentee", "/cabinet/own/", PHONE),
    ("own-parent", "parent", "/cabinet/own/", PHONE),
    ("child-plan", "mentee", "/cabinet/own/ > Открыть план", PHONE),
    ("child-help", "mentee", "/cabinet/own/ > Нужна помощь", PHONE),
    ("petition", "curator", "/programs/petitions/ > /programs/petitions/", DESK),
    ("handover", "curator", "/programs/handovers/1/", DESK),
    ("unpaired", "curator", "/programs/pairs/unpaired/", DESK),
    ("silence", "curator", "/programs/silence/", DESK),
    ("base", "curator", "/registry/mentees/", DESK),
    ("year-turn", "curator", "/registry/year/next/", DESK),
    ("poster", "curator", "/programs/posters/ > вестибюль", DESK),
    ("request", "curator", "/programs/requests/?q=Тростников > /programs/requests/", DESK),
    ("needs", "curator", "/programs/requests/summary/", DESK),
    ("print", "curator", "/registry/consents/ > 5 «А»", DESK),
    ("heap", "curator", "/registry/consents/ > 5 «А» > print_and_scan", DESK),
    ("heap-doubt", "curator", "/registry/heaps/ > /registry/heaps/ > #doubtful", DESK),
    ("withdraw", "curator", "/registry/consents/?show=all&kind=processing > /registry/consents/ > Отозвать", DESK),
    ("erasure", "curator", "/registry/erasures/ > Подготовить", DESK),
    ("second-step", "curator", "/accounts/security/ > Включить второй шаг", DESK),
    ("my-data", "mentee", "/registry/my-data/", PHONE),
    ("wishes", "mentor", "/programs/wishes/", PHONE),
    ("pairing", "curator", "/programs/pairing/", DESK),
    ("pairing-row", "curator", "/programs/pairing/ > Другие варианты > #opened", DESK),
    ("changed", "curator", f"{SIGNED} > rename > /programs/orders/", DESK),
    ("on-paper", "curator", "/programs/orders/?status=submitted > /programs/orders/ > Внести с бумаги", DESK),
    ("waiting", "director", "/programs/orders/ > correct > Рассмотреть", DESK),
    ("decided", "director", "/programs/orders/waiting/?all > decide", DESK),
    ("acquainted", "curator", "/programs/orders/?kind=pairs&status=registered > /programs/orders/ > #acquainted", DESK),
    ("import", "curator", "/registry/imports/ > bring > #rows", DESK),
    ("merge", "curator", "/registry/imports/ > /registry/imports/ > load > Сравнить и объединить", DESK),
]


def environment(folder: str) -> dict:
    return {
        **os.environ, "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3", "MEDIA_ROOT": f"{folder}/media",
        "SITE_URL": "http://nastavnik.school.example", "DJANGO_SETTINGS_MODULE": "mentoring.settings", "LANGUAGE": "ru",
        "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
    }  # fmt: skip


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def serve(folder: str) -> tuple[subprocess.Popen, str]:
    env, port = environment(folder), free_port()
    os.environ.update(env)
    sys.path.insert(0, str(ROOT))
    django.setup()
    for words in (["migrate", "-v0"], ["demo_years", "--today", DAY]):
        subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, env=env, check=True, capture_output=True)
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "mentoring.wsgi:application", "--bind", f"127.0.0.1:{port}", "-w", "2"],
        cwd=ROOT, env=env, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.1)
    return server, f"http://127.0.0.1:{port}"


def sign_in(page, base, account):
    page.goto(f"{base}/accounts/login/")
    page.fill("[name=username]", account)
    page.fill("[name=password]", "nastavnik-demo")
    page.press("[name=password]", "Enter")
    page.wait_for_load_state()


def untidy() -> bytes:
    """The school's «социальный паспорт»: headings in two rows, a date that is none, a stray word, a known pupil."""
    from tests.registry import workbooks

    book = openpyxl.load_workbook(io.BytesIO(workbooks.two_storeys(workbooks.pupils(60, 7, (5, 6), "БВ"))))
    sheet = book.active
    sheet["D9"], sheet["G11"] = "31.02.2015", "не отвечает"
    sheet["B67"], sheet["C67"], sheet["D67"] = "6А", "Журакин Сергей Павлович", datetime.date(2015, 7, 6)
    return workbooks.saved(book)


def bring(page, name="Социальный паспорт.xlsx", data=None, words="Строки, на которые нужно взглянуть"):
    """A file is sent as soon as it is chosen; the long work is over when the page says the words."""
    page.set_input_files("input[type=file]", {"name": name, "mimeType": "", "buffer": data or untidy()})
    page.get_by_text(words).first.wait_for()


def load(page):
    """Mends the faults, says that the known pupil is another, loads, and goes where doubles are looked for."""
    for box, words in zip(page.locator("input[name^=fix-]").all(), ("28.02.2015", "8 900 123-45-67"), strict=True):
        box.fill(words)
    page.get_by_label("другой человек").check()
    page.get_by_role("button", name="Учесть исправления и загрузить").click()
    page.get_by_role("link", name="Открыть список людей").click()
    page.get_by_role("link", name="Возможные двойники").click()


def print_and_scan(page):
    """The sheets of the class go through the scanner of the tests, crooked; a foreign page among them."""
    from tests.registry import scanning

    page.get_by_label("с одной стороны").check()
    page.evaluate("document.querySelector('.print-form').target = '_blank'")
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Запросить и напечатать").click()
    opened.value.wait_for_url(re.compile(r"/sheets/\d+/"), wait_until="commit")
    printed = page.request.get(opened.value.url).body()
    opened.value.close()
    chance = random.Random(5)
    sheets = [scanning.scanned(sheet, chance) for sheet in scanning.pages_of(printed)]
    heap = scanning.as_heap([*sheets, scanning.scanned(scanning.foreign_page(), chance)])
    page.goto(re.sub(r"/consents/.*", "/heaps/new/", page.url))
    bring(page, "скан.pdf", heap, "Подтвердите подписи")


def signed_orders():
    """Registered orders on the register, as the page lists them."""
    from programs.models import Order

    return list(Order.objects.filter(kind="register", status="registered"))


def rename(page):
    """A mentor of the newest order on the register marries."""
    person = signed_orders()[0].lines.first().candidacy.person
    person.last_name = "Заречная-Полевая"
    person.save()
    page.reload()


def correct(page):
    """The curator's drafts of what has changed since, given to the director."""
    from programs.actions import order_changes
    from registry.engine import workflow
    from registry.models import User

    curator, day = User.objects.get(username="curator"), datetime.date.today()
    for order in signed_orders():
        if order_changes.outdated(order):
            draft = order_changes.draft_correction(order, by=curator, on=day)
            if draft.is_editable:
                workflow.move(draft, "submit", by=curator, on=day)
    page.reload()


def decide(page):
    """All that are ticked; the long work leads on by itself."""
    page.get_by_role("button", name="Утвердить отмеченные").click()
    page.get_by_role("heading", name="Что получилось").wait_for()


DEEDS = {
    "bring": bring, "load": load, "print_and_scan": print_and_scan, "rename": rename, "correct": correct,
    "decide": decide,
}  # fmt: skip


def show(page, base, way):
    """Walks a way of SHOTS; of links with one beginning the first one that leads to a numbered page."""
    address, *steps = way.split(" > ")
    page.goto(base + address)
    for step in steps:
        if step in DEEDS:
            DEEDS[step](page)
        elif step.startswith("#"):
            page.wait_for_load_state("networkidle")
            page.locator(step).evaluate("place => place.scrollIntoView({behavior: 'instant'})")
        elif step.startswith("/"):
            links = page.locator(f"main a[href^='{step}']").all()
            next(link for link in links if link.get_attribute("href").split("/")[-2].isdigit()).click()
        else:
            page.get_by_role("link", name=step).first.click()
        page.wait_for_load_state()


def signed_in(browser, base, account, window, known):
    """A page of this account in a window of this size; each signs in once."""
    if (account, window) not in known:
        known[account, window] = browser.new_context(
            viewport={"width": window[0], "height": window[1]}, locale="ru-RU"
        )  # fmt: skip
        if account:
            page = known[account, window].new_page()
            sign_in(page, base, account)
            page.close()
    page = known[account, window].new_page()
    page.set_default_timeout(60_000)
    return page


def shoot(browser, base, known, name, account, where, window):
    """One picture; JPEG of the best quality that stays under the limit."""
    page = signed_in(browser, base, account, window, known)
    show(page, base, where)
    for quality in (82, 70, 55, 40):
        data = page.screenshot(type="jpeg", quality=quality)
        if len(data) <= LIMIT:
            break
    (PICTURES / f"{name}.jpg").write_bytes(data)
    page.close()


def main(wanted):
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        server, base = serve(folder)
        try:
            browser = driver.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox", "--lang=ru-RU"]
            )
            known, failed = {}, []
            for shot in SHOTS:
                if not wanted or shot[0] in wanted:
                    try:
                        shoot(browser, base, known, *shot)
                        print(shot[0], flush=True)
                    except PlaywrightError as fault:
                        failed.append(shot[0])
                        print(f"{shot[0]}: {fault}", flush=True)
            browser.close()
            if failed:
                sys.exit(f"Not taken: {', '.join(failed)}")
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main(sys.argv[1:])
