"""A first visit in steps in a real browser: how many actions it takes, the browser's Back, another tab, leaving with unsaved answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.conftest import settle, wait_for_answer
from tests.browser.test_find_plans import sideways

MOST_ACTIONS = 15
LINES = ("atorvastatin 40 mg once a day", "eliquis 5 mg twice a day", "metformin 500 mg twice a day")
QUESTIONS = (
    "Where do you live?",
    "Original Medicare or a health plan?",
    "Do you get Extra Help with drug costs?",
    "Which drugs do you take?",
    "Where do you buy your drugs?",
    "Which plan do you have now?",
)
_IN_SIGHT = """([question, step]) => { const heading = document.querySelector('.st-key-step-question h2');
  const bar = document.querySelector('.st-key-steps');
  if (heading?.innerText !== question || !bar?.innerText.startsWith(step)) return false;
  const top = heading.getBoundingClientRect().top, above = bar.getBoundingClientRect().top;
  return 0 < above && above < top && top < innerHeight / 2 + 40 }"""


class Visit:
    """A person who has never been here. An action is a press, a field typed, a choice."""

    def __init__(self, page: Any) -> None:
        self.page, self.actions = page, 0

    def act(self, action: Callable[[], object]) -> None:
        action()
        self.actions += 1
        settle(self.page)

    def press(self, name: str) -> None:
        self.act(self.page.get_by_role("button", name=name, exact=True).click)

    def type(self, label: str, words: str) -> None:
        self.act(lambda: self.page.get_by_label(label).fill(words))

    def choose(self, words: str) -> None:
        self.act(self.page.locator("[data-testid=stRadio] label", has_text=words).first.click)

    def see(self, question: str) -> None:
        """The question, in the upper half of the window below the bar, without a look further down."""
        self.page.wait_for_function(_IN_SIGHT, arg=[question, f"Step {QUESTIONS.index(question) + 1} of 6:"])
        settle(self.page)
        assert sideways(self.page) <= 0

    def up_to_the_drugs(self) -> None:
        """The steps before the drugs."""
        self.see(QUESTIONS[0])
        self.type("ZIP code", "ZIP 01604-1234")
        self.press("Next")
        self.see(QUESTIONS[1])
        self.choose("Original Medicare, with a drug plan")
        self.press("Next")
        self.see(QUESTIONS[2])
        self.choose("No")
        self.press("Next")
        self.see(QUESTIONS[3])


@pytest.mark.parametrize(("width", "height"), [pytest.param(1366, 700, marks=pytest.mark.thorough), (360, 740)])
def test_a_first_visit_takes_at_most_15_actions_to_the_answer(page: Any, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.goto("/")
    settle(page)
    visit = Visit(page)
    visit.up_to_the_drugs()
    for line in LINES:
        visit.type("Name of", line)
        visit.act(page.locator("[data-testid=stBaseButton-primary]", has_text="Add ").first.click)
    visit.press("Next")
    visit.see(QUESTIONS[4])
    visit.press("Next")
    visit.see(QUESTIONS[5])
    visit.press("Show my answer")
    wait_for_answer(page)
    assert "3 drugs" in page.locator(".st-key-summary").inner_text()
    assert visit.actions <= MOST_ACTIONS, visit.actions
    assert not [word for word in ("01604", "atorva", "eliquis", "metform") if word in page.url.lower()]


def test_back_leads_to_the_step_and_leaving_is_warned_about(page: Any) -> None:
    page.goto("/")
    settle(page)
    visit = Visit(page)
    visit.up_to_the_drugs()
    page.go_back()
    visit.see(QUESTIONS[2])
    page.go_back()
    visit.see(QUESTIONS[1])
    settle(page)
    assert page.get_by_role("radio", name="Original Medicare, with a drug plan").is_checked()
    page.go_forward()
    visit.see(QUESTIONS[2])
    page.locator(".st-key-steps").get_by_role("button", name="Where you live").click()
    visit.see(QUESTIONS[0])
    assert page.get_by_label("ZIP code").input_value() == "ZIP 01604-1234"
    other = page.context.new_page()
    other.goto("/")
    settle(other)
    assert other.get_by_label("ZIP code").input_value() == ""  # another tab is another person's
    other.get_by_role("button", name="Next", exact=True).click()
    other.get_by_text("Type the 5 digits of your home ZIP code.").wait_for()
    other.close()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save a copy").click()
    assert download.value.suggested_filename.endswith(".json")
    settle(page)
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    visit.press("Next")
    visit.choose("I'm not sure")
    page.reload()
    settle(page)
    assert asked == ["beforeunload"]
    visit.see(QUESTIONS[0])  # nothing is kept, and the first question comes
    page.reload()
    settle(page)
    assert asked == ["beforeunload"]  # nothing was typed: nothing is asked
