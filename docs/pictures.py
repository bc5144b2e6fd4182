"""Take the pictures of README.md and docs/first-year.md from a demo year on a fixed day.

    var/venv/bin/python docs/pictures.py

Builds its own demo in a temporary folder, serves it, and writes JPEG files under docs/pictures/.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
DAY = "2026-11-21"
DESK, PHONE = (1366, 860), (390, 844)
LIMIT = 150 * 1024
SHOTS = [
    # file, account, where to click from the address, window
    ("home", None, "/", DESK),
    ("today", "curator", "/cabinet/", DESK),
    ("roadmap", "curator", "/programs/2026-ozono-chepetskaya-pupils/", DESK),
    ("requests", "curator", "/programs/requests/", DESK),
    ("consents", "curator", "/registry/consents/", DESK),
    ("candidates", "curator", "/programs/candidates/", DESK),
    ("pairs", "curator", "/programs/pairs/", DESK),
    ("order", "director", "/programs/orders/?status=submitted > /programs/orders/", DESK),
    ("mentor-today", "mentor", "/cabinet/", PHONE),
    ("mentor-pair", "mentor", "/cabinet/ > /programs/pairs/", PHONE),
]


def environment(folder: str) -> dict:
    return {**os.environ, "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3", "MEDIA_ROOT": f"{folder}/media"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def serve(folder: str) -> tuple[subprocess.Popen, str]:
    env, port = environment(folder), free_port()
    for words in (["migrate", "-v0"], ["demo_years", "--today", DAY]):
        subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, env=env, check=True, capture_output=True)
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "mentoring.wsgi:application", "--bind", f"127.0.0.1:{port}"],
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


def show(page, base, where):
    """An address, or «address > beginning»: the first link there that leads to a numbered page of this beginning."""
    address, _, beginning = where.partition(" > ")
    page.goto(base + address)
    if beginning:
        links = page.locator(f"main a[href^='{beginning}']")
        numbered = [link for link in links.all() if link.get_attribute("href").split("/")[-2].isdigit()]
        numbered[0].click()
        page.wait_for_load_state()


def shoot(browser, base, name, account, where, window):
    page = browser.new_page(viewport={"width": window[0], "height": window[1]}, locale="ru-RU")
    if account:
        sign_in(page, base, account)
    show(page, base, where)
    for quality in (82, 70, 55, 40):
        data = page.screenshot(type="jpeg", quality=quality)
        if len(data) <= LIMIT:
            break
    (PICTURES / f"{name}.jpg").write_bytes(data)
    page.close()


def main():
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        server, base = serve(folder)
        try:
            browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            for shot in SHOTS:
                shoot(browser, base, *shot)
            browser.close()
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()
