"""What people do on the pages, measured in Chromium: actions for ten tasks, how long each page is and how hard to read, and pictures.

    python -m benchmarks.visits measure after http://127.0.0.1:8501 > after.json
    python -m benchmarks.visits measure before http://127.0.0.1:8502 > before.json    (the pages of commit b97246e)
    python -m benchmarks.visits tables before.json after.json                         (the tables of docs/measures.md)
    python -m benchmarks.visits frames http://127.0.0.1:8501 docs/screenshots         (the pictures of README.md)
    python -m benchmarks.visits sheet http://127.0.0.1:8501 /tmp/sheet                (every page wide, narrow and dark, to look at)

An action is a press, a field typed, a choice. A screen is one height of a 1366 x 700 window that has to be scrolled to come to the next
action or to the result. The pages of before are those of the time when there was one page for questions and answer, and no steps.
"""

from __future__ import annotations

import json
import math
import re
import sys
from base64 import b64decode
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from shutil import which
from typing import Any

from playwright.sync_api import Error, sync_playwright

from finder.explain.doors import DOORS, PAGES, door_of
from tests.browser.conftest import FLAGS, HEADLINE, WHOLE_PAGE, patient, settle
from tests.browser.test_accessibility import prose_of
from tests.reading import grade

WIDE, NARROW, HEIGHT = 1366, 360, 700
ZIP = "01604"
LINES = ("atorvastatin 40 mg once a day", "eliquis 5 mg twice a day", "metformin 500 mg twice a day")
WITH_APPROVAL = "amitriptyline 25 mg once a day"
"""A drug that the first plan pays for only after its approval."""
OLD_GROUPS = {
    "Your plans": ("Find plans", "Plan year", "Side by side", "What if", "Next year", "Plans on this computer"),
    "Costs and help": ("Extra Help", "Late fee", "Check a receipt", "Payment plan", "What a price is made of", "The benefit by year"),
    "Drugs and rights": ("First supply of a drug", "Drug review program", "Rights and dates"),
    "For counselors": ("Desk", "Clients", "Couple", "Report"),
}
"""The menus of before, with their pages."""
FRAME_WIDTH = 900


class Visit:
    """A person at the pages, whose actions are counted."""

    def __init__(self, page: Any) -> None:
        self.page, self.actions, self.screens = page, 0, 0

    def begin(self) -> None:
        """Count from here."""
        self.actions, self.screens = 0, 0

    def see(self, what: Any) -> None:
        """Look for it, and scroll to it if it isn't in sight."""
        what = what.first
        what.wait_for()
        top, height = what.bounding_box()["y"], self.page.viewport_size["height"]
        if not 0 <= top < height - 20:
            self.screens += math.ceil((-top if top < 0 else top - height + 20) / height)
            what.scroll_into_view_if_needed()

    def act(self, what: Any, how: Callable[[Any], object]) -> None:
        """One action at what is looked for."""
        self.see(what)
        how(what.first)
        self.actions += 1
        settle(self.page)

    def press(self, name: str | re.Pattern[str], role: str = "button") -> None:
        """A button or a link."""
        exact = isinstance(name, str)
        self.act(self.page.get_by_role(role, name=name, exact=exact).filter(visible=True), lambda it: it.click())

    def type(self, label: str, words: str) -> None:
        """A field."""
        self.act(self.page.get_by_label(re.compile(f"^{label}")), lambda it: it.fill(words))

    def choose(self, words: str) -> None:
        """One of some choices, by its first words."""
        label = self.page.locator("[data-testid=stRadio] label", has_text=re.compile(f"^{re.escape(words)}"))
        self.act(label, lambda it: it.click())

    def pick(self, label: str, option: str) -> None:
        """An option of a list that is searched."""

        def search(box: Any) -> None:
            box.click()
            box.fill(option)
            self.page.get_by_role("option", name=re.compile(re.escape(option))).first.click()

        self.act(self.page.get_by_role("combobox", name=label), search)

    def date(self, label: str, digits: str) -> None:
        """A day, typed as month, day and year."""
        field = self.page.get_by_test_id("stDateInput").filter(has_text=label).get_by_role("spinbutton")
        self.act(field, lambda it: (it.click(), self.page.keyboard.type(digits), self.page.keyboard.press("Tab")))

    def add(self, line: str, keep: Callable[[], None] = lambda: None) -> None:
        """A drug: its line, and the press that adds it."""
        self.type("Name of", line)
        keep()
        self.act(self.page.locator("[data-testid=stBaseButton-primary]", has_text="Add "), lambda it: it.click())


class Before(Visit):
    """The pages before issue 12: menus, and one page for questions and answer."""

    titles = tuple(title for group in OLD_GROUPS.values() for title in group)

    def go(self, title: str) -> None:
        """By the menu: its group, then the page."""
        group = next(group for group, titles in OLD_GROUPS.items() if title in titles)
        sections = self.page.get_by_test_id("stTopNavSection")
        self.act(sections.filter(has_text=group), lambda it: it.click())
        links = self.page.get_by_test_id("stTopNavDropdownLink").get_by_text(title, exact=True)
        self.act(links, lambda it: it.click())
        self.page.get_by_role("heading", name=title, level=1, exact=True).wait_for()
        settle(self.page)

    def find(self, more: Sequence[str] = ()) -> None:
        """An answer for three drugs. Coverage, help, stores and the plan now were not asked for: their defaults stood."""
        self.type("ZIP code", ZIP)
        self.page.keyboard.press("Enter")  # a person goes on to the next field
        settle(self.page)
        for line in (*LINES, *more):
            self.add(line)
        self.press("Compare plans")
        self.see(self.page.get_by_role("heading", name="Your answer"))

    def on_one_page(self) -> None:
        self.find()

    def switch(self) -> None:
        self.pick("Which plan do you have now?", "Wellcare Value Script")
        self.press("Compare plans")
        self.see(self.page.get_by_text(re.compile("save")).filter(visible=True))

    def why(self) -> None:
        self.press("See the year of plan 1")
        self.act(self.page.locator("details summary").filter(visible=True), lambda it: it.click())

    def help(self) -> None:
        self.choose("Yes, in full (no Medicaid")
        self.press("Compare plans")
        self.see(self.page.locator(".finder-card"))

    def first_supply(self) -> None:
        self.act(self.page.locator("[data-testid=stExpander] summary", has_text="Blue MedicareRx Value Plus"), lambda it: it.click())
        self.press(re.compile("amitriptyline.*first supply|first supply.*amitriptyline", re.IGNORECASE))
        self.see(self.page.get_by_role("heading", name="Your answer"))

    def payment_plan(self) -> None:
        self.go("Payment plan")
        self.see(self.page.get_by_role("heading", name="Your answer"))

    def late_fee(self) -> None:
        self.go("Late fee")
        self.date("My birth date", "05051950")
        self.press("Show my late fee")
        self.see(self.page.get_by_role("heading", name="Your answer"))

    def printed(self) -> None:
        self.go("Report")
        self.press(re.compile("^Save the report|web page"))

    def hand_over(self) -> None:
        self.go("Desk")
        self.press(re.compile("^Save|^Download"))

    def start_over(self) -> None:
        self.press("Start over for the next person")
        self.page.get_by_label("ZIP code").wait_for()


class After(Visit):
    """The pages of issue 12: doors, steps and My answer."""

    titles = tuple(words.title for words in PAGES.values())

    def go(self, title: str) -> None:
        """By a door, and from there by the link of the page."""
        name = next(name for name, words in PAGES.items() if words.title == title)
        links = self.page.locator(".st-key-behind, [class*=st-key-card-]").get_by_role("link", name=title, exact=True)
        if name in DOORS or not links.count():
            door = self.page.locator(".st-key-doors").get_by_role("link", name=PAGES[door_of(name)].title, exact=True)
            self.act(door, lambda it: it.click())
        if name not in DOORS:
            self.act(links, lambda it: it.click())
        heading = self.page.get_by_role("heading", name=title, level=1, exact=True)
        (heading.or_(self.page.locator(HEADLINE)) if name == "answer" else heading).wait_for()
        settle(self.page)

    def find(self, more: Sequence[str] = (), keep: Callable[[], None] = lambda: None) -> None:
        """An answer for three drugs, a step at a time."""
        self.type("ZIP code", ZIP)
        keep()
        self.press("Next")
        self.choose("Original Medicare, with a drug plan")
        keep()
        self.press("Next")
        self.choose("No")
        keep()
        self.press("Next")
        for line in (*LINES, *more):
            self.add(line, keep if line is LINES[0] else lambda: None)
        keep()
        self.press("Next")
        self.press("Next")
        keep()
        self.press("Show my answer")
        self.see(self.page.locator(HEADLINE))

    def on_one_page(self) -> None:
        self.act(self.page.locator("label", has_text="All on one page"), lambda it: it.click())
        self.type("ZIP code", ZIP)
        self.page.keyboard.press("Enter")
        settle(self.page)
        for line in LINES:
            self.add(line)
        self.press("Compare plans")
        self.see(self.page.locator(HEADLINE))

    def change(self, words: str) -> None:
        """A part of the summary, which leads to its step."""
        self.act(self.page.locator(".st-key-summary").get_by_role("link", name=words), lambda it: it.click())

    def switch(self) -> None:
        self.change("no plan now")
        self.pick("Which plan do you have now?", "Wellcare Value Script")
        self.press("Back to my answer")
        self.see(self.page.locator(HEADLINE))

    def why(self) -> None:
        self.press(re.compile(r"^Why \$"))
        self.page.get_by_role("heading", name="Plan year", level=1).wait_for()
        settle(self.page)

    def help(self) -> None:
        self.change("no Extra Help")
        self.choose("Yes, in full (no Medicaid")
        self.press("Back to my answer")
        self.see(self.page.locator(".finder-card"))

    def first_supply(self) -> None:
        self.press("See how to ask")
        self.see(self.page.get_by_role("heading", name="Your answer"))

    def payment_plan(self) -> None:
        self.press("See the bills")
        self.see(self.page.get_by_role("heading", name="Your answer"))

    def late_fee(self) -> None:
        self.go("Late fee")
        self.date("My birth date", "05051950")
        self.press("Show my late fee")
        self.see(self.page.get_by_role("heading", name="Your answer"))

    def printed(self) -> None:
        self.press("Print this page")

    def hand_over(self) -> None:
        self.press("Save a copy")

    def start_over(self) -> None:
        self.press("Start over for the next person")
        self.press("Yes, start over")


KINDS: Mapping[str, type[Before] | type[After]] = {"before": Before, "after": After}
TASKS: Mapping[str, str] = {
    "Find: an answer for three drugs": "find",
    "Find, with all questions on one page": "on_one_page",
    "Switch: what a change from my plan saves": "switch",
    "Why this price": "why",
    "Add Extra Help and see the new answer": "help",
    "First supply of a drug that needs approval": "first_supply",
    "Payment plan: my bills": "payment_plan",
    "Late fee, from a birth date": "late_fee",
    "Print, or save to print": "printed",
    "Hand over to a counselor: save a copy": "hand_over",
    "Start over": "start_over",
}
"""The ten tasks, the first in two ways, by the walk that does each; all but the first begin at the answer."""


@contextmanager
def opened(address: str, width: int = WIDE, **options: Any) -> Iterator[Any]:
    """A fresh visitor at the first page."""
    with sync_playwright() as driver:
        path = which("chromium") or which("google-chrome")
        browser = driver.chromium.launch(executable_path=path, args=FLAGS)
        context = patient(browser.new_context(viewport={"width": width, "height": HEIGHT}, base_url=address, **options))
        page = context.new_page()
        page.add_init_script("window.print = () => {}")
        page.goto("/")
        settle(page)
        yield page
        browser.close()


def tasks(kind: str, address: str) -> Iterator[tuple[str, dict[str, int] | str]]:
    """Each task with its actions and screens, or what stopped it."""
    for said, name in TASKS.items():
        with opened(address) as page:
            visit = KINDS[kind](page)
            try:
                if name not in ("find", "on_one_page"):
                    visit.find((WITH_APPROVAL,) if name == "first_supply" else ())
                    visit.begin()
                getattr(visit, name)()
                yield said, {"actions": visit.actions, "screens": visit.screens}
            except (Error, AssertionError, StopIteration) as error:  # one task that is stopped doesn't stop the others
                print(f"{said}: {error}", file=sys.stderr)
                yield said, str(error).splitlines()[0]


def lengths(page: Any) -> list[int]:
    """How long the page is, wide and narrow."""
    found = []
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        settle(page)
        found.append(int(page.evaluate(WHOLE_PAGE)))
    page.set_viewport_size({"width": WIDE, "height": HEIGHT})
    settle(page)
    return found


def pages(kind: str, address: str) -> dict[str, dict[str, Any]]:
    """Every page, empty and after an answer: how long it is, wide and narrow, and the grade of its sentences."""
    found: dict[str, dict[str, Any]] = {title: {} for title in KINDS[kind].titles}
    with opened(address) as page:
        visit = KINDS[kind](page)
        for state in ("empty", "with an answer"):
            if state == "with an answer":
                visit.go("Find plans")
                visit.find()
            for title in found:
                if page.locator("h1").first.inner_text() != title:
                    visit.go(title)
                words = prose_of(page)
                found[title][state] = {"pixels": lengths(page), "grade": round(grade(words), 1) if words else None}
    return found


def measure(kind: str, address: str) -> None:
    """All figures of a version, as JSON."""
    print(json.dumps({"tasks": dict(tasks(kind, address)), "pages": pages(kind, address)}, indent=1))


def tables(before: Path, after: Path) -> None:
    """The tables of ``docs/measures.md``."""
    old, new = (json.loads(path.read_text(encoding="utf-8")) for path in (before, after))
    print("| task | actions before | actions after | screens scrolled before | after |\n|---|---|---|---|---|")
    for task in TASKS:
        counted = [version["tasks"][task][what] for what in ("actions", "screens") for version in (old, new)]
        print(f"| {task} | {' | '.join(map(str, counted))} |")
    for state in ("empty", "with an answer"):
        print("\n| page | grade | 1366 px before | after | 360 px before | after |\n|---|---|---|---|---|---|")
        for title, facts in new["pages"].items():
            was = old["pages"].get(title, {}).get(state, {}).get("pixels", ["", ""])
            wide, narrow = facts[state]["pixels"]
            print(f"| {title} | {facts[state]['grade']} | {was[0]} | {wide} | {was[1]} | {narrow} |")


def frames(address: str, folder: Path) -> None:
    """The main path as small pictures, for the README."""
    folder.mkdir(parents=True, exist_ok=True)
    with opened(address, device_scale_factor=FRAME_WIDTH / WIDE) as page:
        visit = After(page)
        session = page.context.new_cdp_session(page)
        kept = iter(range(1, 99))

        def keep(top: bool = True) -> None:
            if top:
                page.get_by_test_id("stMain").evaluate("it => it.scrollTo(0, 0)")
            taken = session.send("Page.captureScreenshot", {"format": "webp", "quality": 82})
            (folder / f"find-plans-{next(kept)}.webp").write_bytes(b64decode(taken["data"]))

        visit.find(keep=keep)
        page.wait_for_timeout(500)
        keep()
        visit.why()
        keep(top=False)


def sheet(address: str, folder: Path) -> None:
    """Every page, empty and with an answer, wide, narrow and dark, to look at."""
    folder.mkdir(parents=True, exist_ok=True)
    with opened(address) as page:
        visit = After(page)
        for state in ("empty", "answer"):
            if state == "answer":
                visit.go("Find plans")
                visit.find()
            for name, words in PAGES.items():
                if name != "answer" or state == "empty" or page.locator(HEADLINE).count() == 0:
                    visit.go(words.title)
                for look, width, scheme in (("wide", WIDE, "light"), ("narrow", NARROW, "light"), ("dark", WIDE, "dark")):
                    page.emulate_media(color_scheme=scheme)
                    page.set_viewport_size({"width": width, "height": HEIGHT})
                    settle(page)
                    page.set_viewport_size({"width": width, "height": max(int(page.evaluate(WHOLE_PAGE)), HEIGHT)})
                    settle(page)
                    page.screenshot(path=folder / f"{name}-{state}-{look}.png")
                page.emulate_media(color_scheme="light")
                page.set_viewport_size({"width": WIDE, "height": HEIGHT})
                settle(page)


def main(words: list[str]) -> int:
    """0 if it was done, 2 for words that say nothing to do."""
    match words:
        case ["measure", ("before" | "after") as kind, address]:
            measure(kind, address)
        case ["tables", before, after]:
            tables(Path(before), Path(after))
        case ["frames", address, folder]:
            frames(address, Path(folder))
        case ["sheet", address, folder]:
            sheet(address, Path(folder))
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
