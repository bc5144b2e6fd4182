"""A person at the browser, in five modes, whose interactions are counted.

An interaction is a click, a changed field, or a page load that no click of ours caused (jobs.md).
"""

import re
from dataclasses import dataclass

from playwright.sync_api import Error, TimeoutError

MODES = ["mouse", "keyboard", "no_script", "narrow", "zoom"]
EXTRA_WITHOUT_SCRIPT = 3


@dataclass(frozen=True)
class Mode:
    name: str
    width: int = 1366
    height: int = 768
    scale: int = 1
    scripts: bool = True


SETTINGS = {
    "mouse": Mode("mouse"),
    "keyboard": Mode("keyboard"),
    "no_script": Mode("no_script", scripts=False),
    "narrow": Mode("narrow", width=320, height=720),
    "zoom": Mode("zoom", width=683, height=384, scale=2),  # 1366×768 at 200 %
}


class Walker:
    """Acts as a person would in this mode, counts, and refuses a page that scrolls sideways."""

    def __init__(self, browser, base, mode: str):
        self.mode, self.base, self.count, self.log = SETTINGS[mode], base, 0, []
        self.context = browser.new_context(
            viewport={"width": self.mode.width, "height": self.mode.height},
            device_scale_factor=self.mode.scale,
            java_script_enabled=self.mode.scripts,
            locale="ru-RU",
            timezone_id="Europe/Moscow",
        )
        self.context.set_default_timeout(15000)
        self.page = self.context.new_page()

    def close(self):
        self.context.close()

    def _did(self, what):
        self.count += 1
        self.log.append(what)

    def start(self, path):
        """Where the job begins; not counted."""
        self.page.goto(self.base + path)
        self._looks_whole()
        self.count, self.log = 0, []

    def open(self, path):
        """A page load that no click of ours caused."""
        self.page.goto(path if path.startswith("http") else self.base + path)
        self._did(f"open {path}")
        self._looks_whole()

    def _looks_whole(self):
        """No page is wider than the window."""
        if self.mode.scripts:
            wide = self._settled("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide <= 0, f"{self.page.url} scrolls sideways by {wide} px at {self.mode.width} px"

    def _settled(self, question):
        """Ask the page once it has come to rest: a key press may still be on its way to the next one."""
        for _ in range(20):
            try:
                self.page.wait_for_load_state("load")
                return self.page.evaluate(question)
            except Error as fault:
                if "context was destroyed" not in str(fault):
                    raise
        raise AssertionError(f"{self.page.url} never comes to rest")

    def _reach(self, target):
        """By keyboard the focus must come to the thing by Tab alone."""
        target.wait_for(state="visible")
        for _ in range(400):
            if target.evaluate("one => one === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{self.page.url}: Tab never reaches {target}")

    def click(self, name, role="link", nth=0, exact=False):
        """A link or button by its words."""
        words = name if isinstance(name, re.Pattern) or exact else re.compile(re.escape(name))
        target = self.page.get_by_role(role, name=words, exact=exact if not isinstance(words, re.Pattern) else None)
        self.click_on(target.nth(nth), f"{role} «{name}»")

    def menu(self, name):
        """A place of the top menu; on a narrow window the menu is opened first, which is one more click."""
        place = self.page.get_by_role("link", name=name, exact=True).locator("visible=true")
        if place.count() == 0:
            self.click_on(self.page.locator("summary", has_text="Меню"), "menu")
        self.click_on(place.first, f"menu «{name}»")

    def press(self, name, nth=0):
        self.click(name, role="button", nth=nth)

    def press_for_paper(self, name, role="button"):
        """A button or link whose answer is a PDF: the page stays, the paper opens or is downloaded."""
        target = self.page.get_by_role(role, name=name if isinstance(name, re.Pattern) else re.compile(name)).first
        with self.page.expect_response(lambda answer: "pdf" in answer.headers.get("content-type", "")):
            if self.mode.name == "keyboard":
                self._reach(target)
                self.page.keyboard.press("Enter")
            else:
                target.click()
        self._did(f"paper «{name}»")

    def click_on(self, target, what):
        try:
            target.wait_for(state="visible")
        except TimeoutError as fault:
            said = re.sub(r"\s+", " ", self.page.locator("main").inner_text())[:1500]
            raise AssertionError(f"{self.page.url} shows no {what}: {said}") from fault
        if self.mode.name == "keyboard":
            self._reach(target)
            if target.evaluate("one => one.tagName") == "SUMMARY":
                self.page.keyboard.press("Enter")
            else:
                with self.page.expect_navigation():
                    self.page.keyboard.press("Enter")
        else:
            target.click()
        self.page.wait_for_load_state("load")
        self._did(what)
        self._looks_whole()

    def _field(self, label, nth=0):
        words = label if isinstance(label, re.Pattern) else re.compile(r"^\s*" + re.escape(label) + r"\s*\*?\s*$")
        return self.page.get_by_label(words).nth(nth)

    def fill(self, label, value, nth=0):
        """A typed field; a date is given as a date."""
        target = self._field(label, nth)
        is_date = hasattr(value, "strftime")
        if self.mode.name == "keyboard":
            self._reach(target)
            if not is_date:
                self.page.keyboard.press("Control+A")
            self.page.keyboard.type(value.strftime("%d%m%Y") if is_date else str(value))
        else:
            target.fill(value.isoformat() if is_date else str(value))
        self._did(f"fill «{label}»")

    def choose(self, label, option, nth=0):
        """An option of a list by its words."""
        target = self._field(label, nth)
        found = target.locator("option").filter(has_text=option).first
        if self.mode.name == "keyboard":
            self._reach(target)
            wanted = found.get_attribute("value")
            for _ in range(target.locator("option").count()):
                if target.input_value() == wanted:
                    break
                self.page.keyboard.press("ArrowDown")
            assert target.input_value() == wanted, f"the arrow keys never reach «{option}»"
        else:
            target.select_option(value=found.get_attribute("value"))
        self._did(f"choose «{label}»: {option}")

    def check(self, label, nth=0):
        """A tick or a radio button."""
        target = self._field(label, nth)
        if self.mode.name == "keyboard":
            if target.get_attribute("type") == "radio":
                target.focus()
            else:
                self._reach(target)
            self.page.keyboard.press("Space")
        else:
            target.check()
        self._did(f"check «{label}»")

    def upload(self, label, *paths):
        """Choose files; a field that says so sends its form at once, where scripts run."""
        target = self._field(label)
        if self.mode.name == "keyboard":
            self._reach(target)
        sends = self.mode.scripts and target.get_attribute("data-send") is not None
        before = self.page.url
        target.set_input_files([str(path) for path in paths])
        if sends:
            self.page.wait_for_url(lambda url: url != before)
            self.page.wait_for_load_state("load")
        self._did(f"choose files «{label}»")
        self._looks_whole()

    def sees(self, words):
        """The words stand on the page."""
        text = self.page.locator("body").inner_text()
        flat = re.sub(r"\s+", " ", text)
        assert words in flat, f"{self.page.url} does not say «{words}»:\n{flat[:3000]}"

    def within(self, budget):
        """The job took no more than it may."""
        allowed = budget + (EXTRA_WITHOUT_SCRIPT if self.mode.name == "no_script" else 0)
        assert self.count <= allowed, f"{self.count} interactions of {allowed}: {self.log}"


def sign_in(walker, client, user):
    """The session of a signed-in user, given to the browser; signing in has its own test."""
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    walker.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": walker.base}])
