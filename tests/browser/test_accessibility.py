"""The gate: every page in its states empty, filled, error and result has no axe violation of WCAG 2.2 A and AA, does not scroll sideways
at 360 px, and reads at the grade of its readers."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from finder.documents.session import sealed, session_document
from finder.domain.market import County
from finder.domain.member import Member
from finder.domain.session import SavedPerson, SavedSession
from finder.explain.doors import DOORS, PAGES
from finder.explain.words import drug_label, drug_name, plan_name
from finder.sources.catalog.reading import open_catalog
from tests.browser.conftest import WIDTHS, Served, go_to, resize, settle, table_comes, visitor, wait_for_answer
from tests.browser.test_find_plans import add_drug, compare, give_zip, sideways
from tests.reading import grade

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
ZIP, DRUG = "01604", ("eliquis", "Eliquis 5 mg tablet", "60")
COUNSELORS = {
    "Policy what-ifs",
    "Desk",
    "Clients",
    "Caseload",
    "Side by side",
    "What if",
    "Couple",
    "Who pays the plan",
    "Retiree drug subsidy",
    "Kinds of plans",
    "Drug lists by class",
    "Reach of drug stores",
    "How we know",
}
BENEFICIARY_GRADE, COUNSELOR_GRADE = 6, 8
FEWEST_WORDS = 3
ZOOMED = (683, 342, 320)
"""Widths of a window of 1366 px at 200% and 400%, and the narrowest of WCAG 1.4.10."""
LONG_WORK = 240_000
RUN = """tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']}).then(found =>
  found.violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.target} ${node.html.slice(0, 160)}`)))"""
_CONTRAST = """() => axe.run(document, {runOnly: ['color-contrast'], resultTypes: ['violations']}).then(found =>
  found.violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.target} ${node.html.slice(0, 160)}`)))"""
IN_THE_DARK = {"My answer", "Late fee", "First supply of a drug", "Drug review program", "Desk"}
"""A page of each kind: cards and tables, lanes and bars, a calendar, a checklist, a counselor's."""
_PROSE = """() => [...document.querySelectorAll('[data-testid=stMain] p, [data-testid=stMain] li')]
  .filter(it => !it.closest('table, footer') && it.checkVisibility()).map(it => it.innerText)"""


class Gate:
    """Looks at a page in one state after another and keeps what it finds."""

    def __init__(self, page: Any, title: str) -> None:
        self.page, self.title, self.states = page, title, list[str]()
        self.faults: list[str] = []
        self.drawing_seconds = 30.0

    def look(self, state: str) -> None:
        """The page as it is now, wide and narrow."""
        settle(self.page)
        self.states.append(state)
        if not self.page.evaluate("() => typeof axe !== 'undefined'"):
            self.page.evaluate(axe_script())
        here = f"{self.title}, {state}"
        self.faults += [f"{here}: {fault}" for fault in self.page.evaluate(RUN, WCAG)]
        self.read(here)
        self._fits(here, WIDTHS[0])
        if state == "result":
            for width in ZOOMED:
                self.page.set_viewport_size({"width": width, "height": 900})
                self._fits(here, width)
        resize(self.page, WIDTHS[1])
        self._fits(here, WIDTHS[1])
        if state == "result":
            self.faults += [f"{here}, narrow: {fault}" for fault in self.page.evaluate(RUN, WCAG)]
            if self.title in IN_THE_DARK:
                self._read_in_the_dark(here)
        resize(self.page, WIDTHS[0])

    def _read_in_the_dark(self, here: str) -> None:
        """The page when the visitor's system asks for a dark screen: only its contrast can differ."""
        self.page.emulate_media(color_scheme="dark")
        self.page.wait_for_function("() => getComputedStyle(document.querySelector('.stApp')).colorScheme === 'dark'")
        settle(self.page)
        self.faults += [f"{here}, dark: {fault}" for fault in self.page.evaluate(_CONTRAST)]
        self.page.emulate_media(color_scheme="light")

    def _fits(self, here: str, width: int) -> None:
        until = time.monotonic() + self.drawing_seconds  # a chart is drawn anew for a window of another width
        while (wider := sideways(self.page)) > 0 and time.monotonic() < until:
            self.page.wait_for_timeout(100)
        if wider > 0:
            self.faults.append(f"{here}: {wider} px wider than a window of {width} px")

    def read(self, here: str) -> None:
        """The words of the page, at the grade of its readers."""
        text = prose_of(self.page)
        most = COUNSELOR_GRADE if self.title in COUNSELORS else BENEFICIARY_GRADE
        if grade(text) > most:
            self.faults.append(f"{here}: grade {grade(text):.1f}, and {most} is the most")

    def press(self, name: str) -> None:
        """A button."""
        self.page.get_by_test_id("stMain").get_by_role("button", name=name, exact=True).click()
        settle(self.page)

    def choose(self, label: str, option: str) -> None:
        """An option of a select box, found by typing. Its list closes when the page scrolls: so it scrolls first, and a key takes it."""
        box = self.page.get_by_role("combobox", name=label)
        box.evaluate("box => box.scrollIntoView({block: 'center'})")
        settle(self.page)
        box.click()
        box.fill(option)
        self.page.get_by_role("option", name=option).and_(self.page.locator("[data-focused=true]")).wait_for()
        box.press("Enter")
        settle(self.page)

    def date(self, label: str, digits: str) -> None:
        """A day of a date field, by month, day and year."""
        field = self.page.get_by_test_id("stDateInput").filter(has_text=label).first
        field.get_by_role("spinbutton").first.click()
        self.page.keyboard.type(digits)
        self.page.keyboard.press("Tab")
        self.page.keyboard.press("Escape")  # its calendar may cover the button below
        settle(self.page)

    def error(self, words: str) -> None:
        """An error that says this is on the page."""
        self.page.get_by_role("alert").filter(has_text=words).first.wait_for()


@cache
def axe_script() -> str:
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


@cache
def names() -> re.Pattern[str]:
    """Names of drugs and plans of the catalog, which are nobody's choice of words."""
    catalog = open_catalog(2026)
    drugs = {name for drug in catalog.drugs() for name in (drug_label(drug), drug_name(drug), drug.name, drug.brand, drug.ingredient)}
    plans = {plan_name(plan) for plan in catalog.plans_serving(County("25027", "Worcester", "MA"))}
    return re.compile("|".join(map(re.escape, sorted((drugs | plans) - {""}, key=len, reverse=True))), re.IGNORECASE)


@cache  # a page says most of its lines again in each state
def without_names(text: str) -> str:
    """The text without names of drugs and plans, and without the path of a file: that is a name too, and another one on each machine."""
    return names().sub("it", re.sub(r"(?<!\S)/\S+", "it", text))


def prose_of(page: Any) -> str:
    """The sentences of a page as it is now, a paragraph a line, without names of drugs and plans."""
    lines = [without_names(line) for line in page.evaluate(_PROSE)]
    return "\n".join(line for line in lines if len(re.findall(r"[A-Za-z]+", line)) >= FEWEST_WORDS)


def titles() -> list[str]:
    """The titles of all pages, as the router has them."""
    return [words.title for words in PAGES.values()]


def answer(page: Any) -> None:
    """An answer for one drug."""
    give_zip(page, ZIP)
    add_drug(page, *DRUG)
    compare(page)


def steps(gate: Gate) -> None:
    """Every step, with nothing answered and told so; drugs while one is being added; and the same on one page."""
    page = gate.page
    gate.press("Next")
    gate.error("Type the 5 digits")
    gate.look("error")
    page.get_by_label("ZIP code").fill("01010")  # in two counties
    page.keyboard.press("Enter")
    page.get_by_role("radiogroup", name=re.compile("more than one county")).wait_for()
    gate.error("Please choose your county.")
    gate.look("error")
    page.get_by_label("ZIP code", exact=True).fill(f"{ZIP}-1234")
    page.keyboard.press("Enter")
    for question, choice in (("Original Medicare or a health plan?", "Show me both"), ("Do you get Extra Help", "No")):
        page.get_by_role("heading", name=question).wait_for()
        settle(page)
        gate.press("Next")
        gate.error("Please choose one.")
        gate.look("error")
        page.locator("[data-testid=stRadio] label", has_text=choice).first.click()
        settle(page)
        gate.press("Next")
    gate.press("Next")
    gate.error("Please add at least one drug first.")
    gate.look("error")
    page.get_by_label(re.compile("^Name of")).fill("eliqis")
    page.locator("[data-testid=stRadio] label", has_text="Eliquis 5 mg tablet").click()
    page.get_by_label("How many do you take each time?").wait_for()
    gate.look("filled")
    page.get_by_label(re.compile("^Name of")).fill("")
    settle(page)
    add_drug(page, *DRUG)
    gate.press("Next")
    page.get_by_role("heading", name="Where do you buy your drugs?").wait_for()
    gate.look("empty")
    gate.press("Next")
    page.get_by_role("heading", name="Which plan do you have now?").wait_for()
    page.get_by_text("More about you").click()
    gate.look("result")
    gate.press("Show my answer")
    wait_for_answer(page)


def result(gate: Gate) -> None:
    gate.look("result")


def two_alike(gate: Gate) -> None:
    gate.look("result")
    gate.choose("Plan 2", gate.page.get_by_role("combobox", name="Plan 1").input_value())
    gate.error("2 to 4 different plans")
    gate.look("error")


def try_a_change(gate: Gate) -> None:
    gate.press("Show what changes")
    gate.error("Please choose a change")
    gate.look("error")
    gate.choose("What would you change?", "A price goes up or down")
    gate.look("filled")
    gate.press("Show what changes")
    table_comes(gate.page, "in the new order")
    gate.press("Test how sure this is")
    table_comes(gate.page, "How far each total can move", timeout=LONG_WORK)
    gate.look("result")


def second_person(gate: Gate) -> None:
    gate.press("Compare for both")
    gate.error("Please add at least one drug first")
    gate.look("error")
    gate.page.get_by_label(re.compile("^Name of")).fill("metformin 500 mg #60 30 days lisinopril 10 mg daily")
    gate.press("Read it as a list")
    gate.page.get_by_role("heading", name="2 lines: 1 ready, 1 question.").wait_for()
    gate.look("filled")
    gate.press("Add 1 drug to the list")
    gate.press("Compare for both")
    gate.page.get_by_role("heading", name="Person 2").wait_for()
    gate.look("result")


def desk(gate: Gate) -> None:
    page = gate.page
    page.get_by_label("The list, one drug a line").fill("eliquis 5mg bid #60\n" * 61)
    gate.press("Read this list")
    gate.error("at most 60 lines")
    gate.look("error")
    page.get_by_label("The list, one drug a line").fill("atorva 40 1x day\nLantus pen 2 a month\nzzz 3 daily")
    gate.look("filled")
    gate.press("Read this list")
    page.get_by_role("heading", name="3 lines: 0 ready, 3 questions.").wait_for()
    gate.look("result")
    page.get_by_label("A number for this client").fill("JD")
    page.keyboard.press("Tab")
    gate.error("not a name or initials")
    gate.look("error")


def extra_help(gate: Gate) -> None:
    page = gate.page
    gate.press("Next")  # the year stands
    gate.press("Next")
    gate.error("Please choose one.")
    gate.look("error")
    gate.choose("In which state", "Massachusetts")
    gate.look("filled")
    for _ in range(20):
        gate.press("Next")
        if page.get_by_role("heading", name="Your answer").count():
            break
        if page.get_by_role("radio").count():
            page.locator("[data-testid=stRadio] label", has_text="No").first.click()
        elif page.get_by_test_id("stDateInput").count():
            gate.date("", "01052026")
        elif page.get_by_test_id("stNumberInput").count():
            page.get_by_role("spinbutton").fill("1")
        settle(page)
    page.get_by_role("heading", name="Your answer").wait_for()
    gate.look("result")


def late_enrollment(gate: Gate) -> None:
    gate.press("Show my late fee")
    gate.error("Please give your birth date")
    gate.look("error")
    gate.date("My birth date", "05051950")
    gate.look("filled")
    gate.press("Show my late fee")
    gate.page.locator("table").first.wait_for()
    gate.look("result")


def payment_plan(gate: Gate) -> None:
    gate.page.get_by_text("More, if you know it").click()
    before = gate.page.get_by_label("What you paid for drugs this year before you joined")
    before.fill("5000")
    gate.press("Show my bills")
    gate.error("What you paid before you joined must be $0.00 to $2,100.00.")
    gate.look("error")
    before.fill("0")
    gate.page.get_by_label("January", exact=True).fill("1200")
    gate.look("filled")
    gate.press("Show my bills")
    gate.page.get_by_text("Your highest month falls from $1,200.00 to $100.00.").wait_for()
    gate.look("result")


def price_basis(gate: Gate) -> None:
    gate.page.locator("[data-testid=stRadio] label", has_text="At a store outside the plan's network").click()
    gate.error("We need the store's own price")
    gate.look("error")
    gate.page.get_by_label("The store's own price, if you know it").fill("120")
    gate.page.keyboard.press("Enter")
    gate.page.get_by_role("heading", name="What counts toward your yearly limit").wait_for()
    gate.look("filled")
    gate.page.locator("[data-testid=stRadio] label", has_text="With my plan card").click()
    gate.look("result")


def benefit_year(gate: Gate) -> None:
    cost = gate.page.get_by_label("What your drugs cost in the year")
    cost.fill("2000000")
    gate.page.keyboard.press("Enter")
    gate.error("Please give a number from 0.00 to 1000000.00")
    gate.look("error")
    cost.fill("6000")
    gate.page.keyboard.press("Enter")
    gate.choose("Compare with", "2024")
    gate.look("result")
    gate.page.get_by_label("What your drugs cost in the year").fill("0")
    gate.page.keyboard.press("Enter")
    gate.page.locator("table").first.wait_for(state="detached")
    gate.look("filled")


def transition_fills(gate: Gate) -> None:
    gate.press("Show my dates")
    gate.error("Please fill in the first day")
    gate.look("error")
    gate.date("First day of your plan", "01012026")
    gate.date("Fill 1: the day", "01102026")
    gate.look("filled")
    gate.press("Show my dates")
    gate.page.get_by_role("heading", name="Your answer").wait_for()
    gate.look("result")


def medication_therapy(gate: Gate) -> None:
    others = gate.page.get_by_label("How many other long-term illnesses")
    others.fill("99")
    gate.press("Show my answer")
    gate.error("Please give a number from 0 to 30")
    assert gate.page.get_by_role("heading", name="Your answer").count() == 0
    gate.look("error")
    others.fill("0")
    gate.page.get_by_label("How many drugs do you take").fill("9")
    gate.look("filled")
    gate.press("Show my answer")
    gate.page.get_by_role("heading", name="Your answer").wait_for()
    gate.look("result")


def receipt(gate: Gate) -> None:
    page = gate.page
    gate.choose("The year of the receipt", "2026")
    gate.press("Check this receipt")
    gate.error("Please give the name of the drug, the day and what you paid.")
    gate.look("error")
    page.locator("[data-testid=stRadio] label", has_text="Yes, in full").click()
    settle(page)
    type_receipt(gate, "Eliquis 5 mg", "47")
    gate.look("filled")
    gate.press("Check this receipt")
    page.get_by_text("You may have paid $34.35 too much. Ask your plan.").wait_for()  # $47.00 less the copay of $12.65 for a brand
    page.get_by_role("button", name="Download the letter to print").wait_for()
    gate.look("result")
    page.locator("label", has_text="Open a file of claims or a store's list").click()
    page.locator("input[type=file]").set_input_files({"name": "claims.json", "mimeType": "application/json", "buffer": b"{"})
    page.get_by_role("alert").first.wait_for()
    gate.look("error")


def type_receipt(gate: Gate, drug: str, paid: str) -> None:
    """A receipt of March 10 of 2026, not sent yet."""
    gate.page.get_by_label("Name and strength of the drug").fill(drug)
    gate.date("The day you paid", "03102026")
    gate.page.get_by_label("What you paid, in dollars").fill(paid)


def clients(gate: Gate) -> None:
    page = gate.page
    with TemporaryDirectory() as folder:
        changed, kept = Path(folder) / "client-7.json", Path(folder) / "client-12.json"
        changed.write_text("{}", encoding="utf-8")
        page.locator("input[type=file]").set_input_files(folder)
        page.get_by_text("There is no session file in this folder.").wait_for()
        gate.look("error")
        member = Member("", County("", "", ""), date(2026, 10, 1))
        kept.write_bytes(sealed(session_document(SavedSession(2026, "", None, (SavedPerson(member, ()),))), "1"))
        page.locator("input[type=file]").set_input_files(folder)
        page.get_by_role("rowheader", name="Client 12").wait_for()
        page.get_by_text("1 file is no session file, or was changed.").wait_for()
        gate.look("result")


def caseload(gate: Gate) -> None:
    page = gate.page
    page.locator("[data-testid=stRadio] label", has_text="Lists that I paste").click()
    settle(page)
    gate.press("Answer everyone")
    gate.error("at least one list of drugs")
    gate.look("error")
    lists = "\n".join(f"--- {number} S2893-003-000\nlisinopril 20 mg daily\natorvastatin 40 mg daily" for number in range(1, 13))
    page.get_by_label("All lists, with a line of dashes").fill(f"{lists}\n--- 13\nzzz 3 daily")
    page.get_by_label("ZIP code of the people").fill(ZIP)
    gate.look("filled")
    gate.press("Answer everyone")
    page.get_by_role("heading", name="would save by switching plans").wait_for()
    page.get_by_role("heading", name="Open questions").wait_for()
    gate.look("result")


def policy(gate: Gate) -> None:
    page = gate.page
    page.get_by_label("How many people").fill("24")
    page.keyboard.press("Enter")
    gate.look("filled")
    gate.press("Make these people")
    page.get_by_text("This is the law of 2026").or_(page.get_by_role("button", name="Show who gains and who pays")).first.wait_for()
    page.locator("input[type=file]").set_input_files({"name": "a.yaml", "mimeType": "application/yaml", "buffer": b"plan_year: 2026"})
    gate.error("In the file, name: we need a value. We found nothing.")
    gate.look("error")
    page.get_by_role("button", name="Remove").click()
    page.locator("label", has_text="No yearly limit").click()
    gate.press("Show who gains and who pays")
    page.get_by_text("This is a what-if. It is not the law.").wait_for()
    gate.look("result")


def plan_payments(gate: Gate) -> None:
    cost = gate.page.get_by_label("What the drugs cost in the year, in dollars")
    cost.fill("2000000")
    gate.page.keyboard.press("Enter")
    gate.error("Please give a number from 0.00 to 1000000.00")
    gate.look("error")
    cost.fill("9000")
    gate.page.keyboard.press("Enter")
    gate.page.get_by_text("It hopes to gain as much from members").wait_for()
    gate.choose("Year", "2010")
    gate.look("result")


def retiree_drug_subsidy(gate: Gate) -> None:
    costs = gate.page.get_by_label("What each retiree's drugs cost in the plan year")
    costs.fill("six")
    gate.page.keyboard.press("Control+Enter")
    gate.page.get_by_text("We can't read").first.wait_for()
    gate.look("error")
    costs.fill("6000")
    gate.page.keyboard.press("Control+Enter")
    gate.page.get_by_text("Medicare pays the employer").first.wait_for()
    gate.choose("It begins in", "April")
    gate.look("result")


def formulary_map(gate: Gate) -> None:
    place = gate.page.get_by_label("ZIP code")
    place.fill("00000")
    gate.page.keyboard.press("Enter")
    gate.page.get_by_role("alert").first.wait_for()
    gate.look("error")
    place.fill(ZIP)
    gate.page.keyboard.press("Enter")
    gate.page.get_by_text("All protected classes").wait_for()
    gate.choose("Class of drugs", "Statins")
    gate.look("result")


def pharmacy_reach(gate: Gate) -> None:
    file, place = gate.page.locator("input[type=file]"), gate.page.get_by_label("ZIP code", exact=True)
    place.fill(ZIP)
    gate.page.keyboard.press("Enter")
    settle(gate.page)
    file.set_input_files({"name": "points.csv", "mimeType": "text/csv", "buffer": b"a,b"})
    gate.error("a CSV with the columns")
    gate.look("error")
    table = f"zip,latitude,longitude,people\n{ZIP},42.25,-71.77,60\n".encode()
    file.set_input_files({"name": "good.csv", "mimeType": "text/csv", "buffer": table})
    gate.error("We need the drug stores of the plans here.")  # this machine has no networks; the filled page is in tests/pages
    gate.look("result")


def special_plans(gate: Gate) -> None:
    gate.page.get_by_label("The plan's yearly limit for doctors").fill("100")
    gate.page.keyboard.press("Enter")
    gate.page.get_by_label("Paid so far for doctors").fill("200")
    gate.page.keyboard.press("Enter")
    gate.error("at most the limit, 100.00")
    gate.look("error")
    gate.page.get_by_label("Paid so far for doctors").fill("20")
    gate.page.keyboard.press("Enter")
    gate.page.get_by_text("$80.00 more must be paid").wait_for()
    gate.choose("What health coverage is there now?", "PACE")
    gate.look("result")


def how_we_know(gate: Gate) -> None:
    gate.page.get_by_text("Each example").click()
    gate.look("result")


def rights(gate: Gate) -> None:
    gate.press("Show my dates")
    gate.page.get_by_role("alert").first.wait_for()
    gate.look("error")
    gate.date("", "03022026")
    gate.look("filled")
    gate.press("Show my dates")
    gate.page.get_by_role("heading", name="Your answer").wait_for()
    gate.look("result")


def losing_coverage(gate: Gate) -> None:
    gate.press("Show my dates")
    gate.page.get_by_role("alert").first.wait_for()
    gate.look("error")
    gate.date("First month", "03022026")
    gate.look("filled")
    gate.press("Show my dates")
    gate.page.get_by_role("heading", name="Your answer").wait_for()
    gate.look("result")


def read_my_letter(gate: Gate) -> None:
    gate.press("Read my letter")
    gate.page.get_by_role("alert").first.wait_for()
    gate.look("error")
    gate.date("Date on the letter", "03022026")
    gate.look("filled")
    gate.press("Read my letter")
    gate.page.get_by_role("heading", name="Your letter").wait_for()
    gate.look("result")


def employer_coverage(gate: Gate) -> None:
    gate.date("Last day of your first time", "03022029")
    gate.press("Show my answer")
    gate.page.get_by_role("alert").first.wait_for()
    gate.look("error")
    gate.date("Last day of your first time", "03022020")
    gate.date("Last day of the coverage", "12312026")
    gate.look("filled")
    gate.press("Show my answer")
    gate.page.get_by_role("heading", name="What a yes can end").wait_for()
    gate.look("result")


def two_homes(gate: Gate) -> None:
    gate.press("Show my answer")
    gate.page.get_by_role("alert").first.wait_for()
    gate.look("error")
    gate.page.get_by_label("ZIP code at home").fill("01604")
    gate.page.get_by_label("ZIP code of the other place").fill("33009")
    gate.date("Day you leave home", "10202026")
    gate.look("filled")
    gate.press("Show my answer")
    gate.page.get_by_role("heading", name="Your answer").wait_for()
    gate.look("result")


ALONE: dict[str, Callable[[Gate], None]] = {
    "Desk": desk,
    "Clients": clients,
    "Caseload": caseload,
    "Extra Help": extra_help,
    "Late fee": late_enrollment,
    "Check a receipt": receipt,
    "Payment plan": payment_plan,
    "The benefit by year": benefit_year,
    "First supply of a drug": transition_fills,
    "Drug review program": medication_therapy,
    "Rights and dates": rights,
    "I may lose my plan": losing_coverage,
    "Read my letter": read_my_letter,
    "Policy what-ifs": policy,
    "Living in two places": two_homes,
    "Who pays the plan": plan_payments,
    "Retiree drug subsidy": retiree_drug_subsidy,
    "Employer or Part D": employer_coverage,
    "Kinds of plans": special_plans,
    "Drug lists by class": formulary_map,
    "Reach of drug stores": pharmacy_reach,
    "How we know": how_we_know,
}
"""Each page that asks its own questions, and the way through its states after the first, which is a visitor's who has told nothing."""
OF_AN_ANSWER: tuple[dict[str, Callable[[Gate], None]], ...] = (
    {
        "Find plans": steps,
        "My answer": result,
        "Plan year": result,
        "Report": result,
        "Next year": result,
        "What a price is made of": price_basis,
    },
    {"Side by side": two_alike, "What if": try_a_change, "Couple": second_person},
)
"""The pages that follow from an answer of Find plans, in two walks."""
ELSEWHERE = ("Plans on this computer",)
"""Pages whose states need a server of files: ``test_plans_here.py`` looks at them through this gate."""
BY_A_CATALOG = ("My answer", "Plan year", "Report", "Next year")
"""Pages on which nobody can do anything wrong: their error is a catalog that cannot be opened any more."""
NOTHING_TO_FILL_IN = {
    "Clients": "a folder is chosen, and answered at once",
    "My answer": "the questions stand on Find plans",
    "Plan year": "the plan is chosen from a list, and each choice is answered at once",
    "Side by side": "the plans are chosen from lists, and each choice is answered at once",
    "Report": "the plan is chosen from a list, and each choice is answered at once",
    "Next year": "the plan is chosen from a list, and each choice is answered at once",
    **dict.fromkeys(
        ("Who pays the plan", "Retiree drug subsidy", "Kinds of plans", "Drug lists by class", "Reach of drug stores"),
        "each answer counts at once",
    ),
}


NOTHING_TO_ASK = ("How we know",)
"""Pages that ask nothing, so that nothing can be wrong."""


def states_of(title: str) -> set[str]:
    """The states that a page must have been seen in."""
    if title in NOTHING_TO_ASK:
        return {"empty", "result"}
    return {"empty", "error", "result"} | (set() if title in NOTHING_TO_FILL_IN else {"filled"})


def test_the_gate_knows_every_page() -> None:
    doors = [PAGES[door].title for door in DOORS if DOORS[door] and door != "answer"]  # test_the_doors_pass_the_gate
    assert sorted([*ELSEWHERE, *doors, *ALONE, *(title for walk in OF_AN_ANSWER for title in walk)]) == sorted(titles())


@pytest.mark.parametrize("title", ALONE)
def test_a_page_passes_the_gate_in_every_state(open_page: Callable[[str], Any], title: str) -> None:
    page = open_page("")
    go_to(page, title)
    gate = Gate(page, title)
    gate.look("empty")
    ALONE[title](gate)
    assert gate.faults == []
    assert states_of(title) <= set(gate.states)


@pytest.mark.parametrize("walk", OF_AN_ANSWER, ids=lambda walk: next(iter(walk)))
def test_the_pages_of_an_answer_pass_the_gate_in_every_state(
    browser: Any, own_catalogs: Served, walk: dict[str, Callable[[Gate], None]]
) -> None:
    with visitor(browser, own_catalogs.url, own_catalogs.log) as page:
        page.goto("/" if "Find plans" in walk else "/?view=all")
        settle(page)
        gates = {title: Gate(page, title) for title in walk}
        for title, gate in gates.items():
            go_to(page, title)
            gate.look("empty")
        go_to(page, "Find plans")
        if "Find plans" not in gates:
            answer(page)
        for title, gate in gates.items():
            go_to(page, title)
            walk[title](gate)
        own_catalogs.damage()
        for title in [title for title in gates if title in BY_A_CATALOG]:
            go_to(page, title)
            gates[title].error("is damaged: its manifest cannot be read. Import it again.")
            gates[title].look("error")
    assert [fault for gate in gates.values() for fault in gate.faults] == []
    assert {title: states_of(title) - set(gate.states) for title, gate in gates.items()} == {title: set() for title in gates}


BELOW_THE_MENU = """() => document.querySelector('h1').getBoundingClientRect().top
  >= document.querySelector('.st-key-menu').getBoundingClientRect().bottom"""
"""An open menu moves the page down and covers nothing."""


def test_the_doors_pass_the_gate(open_page: Callable[[str], Any]) -> None:
    page = open_page()
    faults = []
    for door in ("help_with_costs", "rights_and_deadlines", "for_counselors", "for_advocates"):
        gate = Gate(page, PAGES[door].title)
        go_to(page, gate.title)
        current = page.locator(".st-key-doors [aria-current=page]")
        current.wait_for()
        assert current.inner_text() == gate.title
        assert page.locator("[class*=st-key-card-] a").all_inner_texts() == [PAGES[name].title for name in DOORS[door]]
        gate.look("result")
        faults += gate.faults
    resize(page, WIDTHS[1])
    page.get_by_text("Menu", exact=True).click()
    link = page.locator(".st-key-menu").get_by_role("link", name="My answer", exact=True)
    link.wait_for()
    page.wait_for_function(BELOW_THE_MENU)
    gate.look("menu")
    resize(page, WIDTHS[1])
    link.click()
    page.get_by_role("heading", name="My answer", level=1).wait_for()
    link.wait_for(state="hidden")  # a choice closes the menu
    assert faults + gate.faults == []


FAULTY = """<img src="data:,"><button></button><p style="width:2000px">Notwithstanding administrative considerations, pharmaceutical
reimbursement methodologies incorporate actuarial equivalence determinations.</p>"""
PUT = "html => document.querySelector('[data-testid=stMain]').insertAdjacentHTML('beforeend', html)"


def test_the_gate_finds_faults(open_page: Callable[[str], Any]) -> None:
    page = open_page()
    page.evaluate(PUT, FAULTY * 9)
    gate = Gate(page, "Find plans")
    gate.drawing_seconds = 0.5
    gate.look("empty")
    said = "\n".join(gate.faults)
    for fault in ("image-alt", "button-name", "px wider than a window of 360 px", "and 6 is the most"):
        assert fault in said
