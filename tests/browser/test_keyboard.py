"""The main path by keyboard alone, zoomed: each step, a drug with its amount, the answer and its reasons, without a mouse."""

from __future__ import annotations

from typing import Any

from tests.browser.conftest import settle, wait_for_answer

MOST_TABS = 60
AT_400, AT_200 = {"width": 342, "height": 175}, {"width": 683, "height": 350}
"""What is seen of a page in a window of 1366 x 700, zoomed."""
_FOCUSED = """() => { const it = document.activeElement;
  const label = (it.labels && it.labels[0] && it.labels[0].innerText) || '';
  const words = ['BUTTON', 'A', 'SUMMARY'].includes(it.tagName) ? it.innerText : '';
  return [it.getAttribute('aria-label'), label, words].filter(Boolean).join(' | ') }"""
_SEEN = """() => { const it = document.activeElement, box = it.getBoundingClientRect();
  const shown = (it.type === 'radio' || it.type === 'checkbox') ? it.closest('label').getBoundingClientRect() : box;
  return shown.bottom > 0 && shown.top < innerHeight && shown.width > 0 }"""


def tab_to(page: Any, words: str) -> None:
    """Press Tab until what has the focus says this; it must be in sight, as it is for a person."""
    passed = []
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        passed.append(page.evaluate(_FOCUSED))
        if words in passed[-1]:
            page.wait_for_function(_SEEN)  # the page may still be scrolling to it
            return
    raise AssertionError(f"no way to {words!r} by Tab: {passed}")


def after(page: Any, key: str) -> None:
    page.keyboard.press(key)
    settle(page)


def go_on(page: Any, question: str) -> None:
    """Enter, and the question of the next step has the focus."""
    page.keyboard.press("Enter")
    page.get_by_role("heading", name=question).wait_for()
    page.wait_for_function("question => document.activeElement.innerText.includes(question)", arg=question)
    settle(page)


def test_an_answer_is_reached_by_keyboard_alone_and_zoomed(page: Any) -> None:
    page.set_viewport_size(AT_400)
    page.goto("/")
    settle(page)
    tab_to(page, "ZIP code")
    page.keyboard.type("01604")
    go_on(page, "Original Medicare or a health plan?")
    tab_to(page, "Original Medicare, with a drug plan")
    after(page, "Space")
    go_on(page, "Do you get Extra Help with drug costs?")  # Enter on a choice goes on, as Next does
    tab_to(page, "I'm not sure")
    choose_by_arrows(page, "No")
    tab_to(page, "Next")
    go_on(page, "Which drugs do you take?")
    tab_to(page, "Name of a drug")
    page.keyboard.insert_text("eliqis")  # without a pause, for each brings another list
    page.locator("[data-testid=stRadio] label", has_text="Eliquis").first.wait_for()
    settle(page)
    tab_to(page, "Eliquis")
    choose_by_arrows(page, "Eliquis 5 mg tablet (apixaban)")
    tab_to(page, "Half")
    after(page, "ArrowRight")
    after(page, "Space")
    tab_to(page, "Once a day")
    after(page, "ArrowRight")
    after(page, "Space")
    tab_to(page, "Add this drug")
    after(page, "Enter")
    page.locator("[data-testid=stHtml]", has_text="60 tablets for 30 days").first.wait_for()
    page.set_viewport_size(AT_200)
    tab_to(page, "Next")
    go_on(page, "Where do you buy your drugs?")
    tab_to(page, "Next")
    go_on(page, "Which plan do you have now?")
    tab_to(page, "Show my answer")
    after(page, "Enter")
    wait_for_answer(page)
    page.wait_for_function("() => document.activeElement.matches('h1.finder-headline')")
    page.wait_for_function(_SEEN)
    tab_to(page, "How to join")
    after(page, "Enter")
    page.get_by_role("link", name="medicare.gov").first.wait_for()
    after(page, "Escape")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate(_FOCUSED).startswith("Why $")
    after(page, "Enter")
    page.get_by_role("heading", name="Plan year", level=1).wait_for()


def choose_by_arrows(page: Any, words: str) -> None:
    """Choose an option of the radio that has the focus: space takes the first, arrows go on from there."""
    after(page, "Space")
    for _ in range(12):
        if words in page.evaluate(_FOCUSED):
            return
        after(page, "ArrowDown")
    raise AssertionError(f"no way to {words!r} by arrows")
