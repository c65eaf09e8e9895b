"""What if in a real browser: a drug's fill dates, the order of a day, and long work that a press of Stop ends with what it found."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.conftest import WIDTHS, go_to, keep_pictures, resize, settle, table_comes
from tests.browser.test_accessibility import Gate
from tests.browser.test_find_plans import DRUGS, find_plans, sideways, with_metformin

COUNTS = re.compile(r"You stopped this after (\d+) of (\d+) tests\. What follows is not all\.")

# the work takes a second or less: a press that first waits for the button to keep still would come too late
PRESS_WHEN_THERE = """name => {
  window.pressed = false;
  const look = () => {
    const found = [...document.querySelectorAll('button')].find(button => button.innerText.trim() === name);
    if (found) { found.click(); window.pressed = true; } else requestAnimationFrame(look);
  };
  look();
}"""


def at_what_if(open_page: Callable[[str], Any], drugs: tuple[tuple[str, str, str], ...] = DRUGS) -> Any:
    page = open_page()
    find_plans(page, drugs)
    go_to(page, "What if")
    return page


def show_what_changes(page: Any) -> None:
    page.get_by_role("button", name="Show what changes").click()
    settle(page)


@pytest.mark.thorough
def test_fill_dates_and_the_order_of_a_day_are_changed_and_explained(open_page: Callable[[str], Any]) -> None:
    page = at_what_if(open_page)
    gate = Gate(page, "What if")
    gate.choose("What would you change?", "A drug's fill dates")
    page.locator("[data-testid=stRadio] label", has_text="Eliquis").first.click()
    page.get_by_text("Now you buy it 12 times").wait_for()
    gate.date("First fill", "03152027")
    show_what_changes(page)
    gate.error("We need each fill on a day from January 1, 2026")
    gate.look("error")
    gate.date("First fill", "03152026")
    show_what_changes(page)
    page.get_by_text("Then you buy it 10 times").wait_for()
    page.get_by_text("You buy less: 12 fills before, 10 after. That is part of the difference, or all of it.").wait_for()
    gate.look("result")
    keep_pictures(page, "what-if-first-fill")
    page.locator("[data-testid=stRadio] label", has_text="I choose each day").click()
    page.get_by_test_id("stDateInput").nth(11).wait_for()
    gate.look("filled")
    resize(page, WIDTHS[1])
    assert sideways(page) <= 0
    resize(page, WIDTHS[0])
    keep_pictures(page, "what-if-each-day")
    gate.choose("What would you change?", "The order of fills on one day")
    gate.choose("Buy number 1", "metformin")
    show_what_changes(page)
    gate.error("We need each drug of the list once. We found metformin")
    gate.choose("Buy number 3", "Eliquis")
    show_what_changes(page)
    table_comes(page, "On a day with more than one drug, buy in this order: metformin")
    page.get_by_text(re.compile("^Why at ")).first.wait_for()
    gate.look("filled")
    keep_pictures(page, "what-if-order")
    assert gate.faults == []


def test_stop_keeps_what_was_found(open_page: Callable[[str], Any]) -> None:
    page = at_what_if(open_page, with_metformin("90"))
    page.evaluate(PRESS_WHEN_THERE, "Stop this work")
    page.get_by_role("button", name="Test how sure this is").click()
    page.wait_for_function("() => window.pressed")
    table_comes(page, "How far each total can move")
    settle(page)
    assert page.get_by_role("button", name="Stop this work").count() == 0
    said = page.get_by_text(COUNTS)
    if said.count():  # a quick machine may be done before the press is heard; then the answer is whole
        tried, of = map(int, COUNTS.findall(said.first.inner_text())[0])
        assert 1 <= tried < of
