"""The gate in Spanish: the same walks through every page for beneficiaries, its words looked for in Spanish (``spoken.py``)."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from finder.explain.doors import ENGLISH_TITLES
from tests.browser.conftest import WIDTHS, go_to, resize, settle, visitor
from tests.browser.spoken import Spoken, in_language
from tests.browser.test_accessibility import (
    ALONE,
    COUNSELORS,
    DRUG,
    OF_AN_ANSWER,
    RUN,
    WCAG,
    ZIP,
    ZOOMED,
    Gate,
    answer,
    axe_script,
    prose_of,
    states_of,
)
from tests.browser.test_find_plans import add_drug, give_zip
from tests.reading_es import GRADE_6, GRADE_8, ease

SPANISH = "es"
TWO_LINES = 64
"""Pixels of a menu button whose word is broken."""
IN_SPANISH = [title for title in ALONE if title not in ENGLISH_TITLES]
_LEFT = re.compile(r"\b(the|your|you|we|of|and|with|for|this|that|does|not|year|plan's)\b", re.IGNORECASE)
"""Words that no Spanish text has."""
_APART = re.compile(r"\b(?:de|a) el\b")
"""What no message has, where its values are in it: ``de`` before ``el 1 de enero``."""
_ALOUD = """() => [...document.querySelectorAll('[data-testid=stMain] *')].flatMap(it => [...it.childNodes])
  .filter(node => node.nodeType === 3 && node.data.trim() && node.parentElement.checkVisibility()
    && node.parentElement.closest('[lang]').lang === 'es' && !node.parentElement.closest('style, script, code'))
  .map(node => node.data)"""
"""Every visible text that would be read aloud as Spanish."""


class SpanishGate(Gate):
    """The same, where a page is in Spanish. What no words can change was looked at in English: zoom at each state, the dark screen."""

    def look(self, state: str) -> None:
        """The page as it is now: every word of it; at its first and last state its structure, wide and narrow."""
        settle(self.page)
        self.states.append(state)
        here = f"{self.title}, {state}"
        self.read(here)
        if state not in ("empty", "result"):
            return
        if not self.page.evaluate("() => typeof axe !== 'undefined'"):
            self.page.evaluate(axe_script())
        self.faults += [f"{here}: {fault}" for fault in self.page.evaluate(RUN, WCAG)]
        self._fits(here, WIDTHS[0])
        if state == "empty":
            return
        for width in (WIDTHS[1], min(ZOOMED)):
            resize(self.page, width)
            self._fits(here, width)
        resize(self.page, WIDTHS[0])

    def read(self, here: str) -> None:
        """The words of the page, at the grade of its readers; and no English among them."""
        text = prose_of(self.page)
        least = GRADE_8 if self.title in COUNSELORS else GRADE_6
        if ease(text) < least:
            self.faults.append(f"{here}: reading ease {ease(text):.0f}, and {least} is the least")
        aloud = self.page.evaluate(_ALOUD)
        self.faults += [f"{here}, two words that flow together: {line[:90]}" for line in text.splitlines() if _APART.search(line)]
        self.faults += [f"{here}, in English: {one[:90]}" for one in dict.fromkeys(aloud) if len(_LEFT.findall(one)) > 1]


_ANSWERS = """() => [...document.querySelectorAll('[data-testid=stMain] input')]
  .map(it => it.type === 'radio' || it.type === 'checkbox' ? it.checked : it.type === 'text' && it.role === 'combobox' ? '' : it.value)"""
"""What a visitor has answered, but for what stands in words."""


def test_the_switch_keeps_every_answer(open_page: Callable[[str], Any]) -> None:
    page = open_page("?view=all")
    give_zip(page, ZIP)
    add_drug(page, *DRUG)
    page.locator("[data-testid=stRadio] label", has_text="Show me both").first.click()
    settle(page)
    before = page.evaluate(_ANSWERS)
    page.get_by_role("button", name="Español").click()
    page.get_by_role("heading", name="Buscar planes", level=1).wait_for()
    settle(page)
    assert page.evaluate(_ANSWERS) == before
    assert page.evaluate("document.documentElement.lang") == "es"
    assert page.get_by_role("combobox", name=in_language("Plan year", SPANISH)).input_value() == "2026"
    assert "Eliquis" in page.get_by_test_id("stMain").inner_text()
    resize(page, WIDTHS[1])
    assert page.locator(".st-key-menu summary").bounding_box()["height"] < TWO_LINES, "the switch leaves the menu its room"
    resize(page, WIDTHS[0])
    page.reload()  # the address remembers
    page.get_by_role("heading", name="Buscar planes", level=1).wait_for()
    settle(page)
    page.get_by_role("button", name="English").click()
    page.get_by_role("heading", name="Find plans", level=1).wait_for()


@pytest.mark.parametrize("titles", [IN_SPANISH[::2], IN_SPANISH[1::2]], ids=lambda titles: titles[0])
def test_pages_pass_the_gate_in_spanish(open_page: Callable[[str], Any], titles: list[str]) -> None:
    page = Spoken(open_page("?view=all&lang=es"), SPANISH)
    gates = {title: SpanishGate(page, title) for title in titles}
    for title, gate in gates.items():
        go_to(page, title)
        gate.look("empty")
        ALONE[title](gate)
    assert [fault for gate in gates.values() for fault in gate.faults] == []
    assert {title: states_of(title) - set(gate.states) for title, gate in gates.items()} == {title: set() for title in titles}


@pytest.mark.parametrize(
    "walk", [OF_AN_ANSWER[0], pytest.param(OF_AN_ANSWER[1], marks=pytest.mark.thorough)], ids=lambda walk: next(iter(walk))
)
def test_the_pages_of_an_answer_pass_the_gate_in_spanish(
    browser: Any, app_url: str, app_log: Path, walk: dict[str, Callable[[Gate], None]]
) -> None:
    with visitor(browser, app_url, app_log) as tab:
        tab.goto("/?lang=es" if "Find plans" in walk else "/?view=all&lang=es")
        settle(tab)
        page = Spoken(tab, SPANISH)
        gates = {title: SpanishGate(page, title) for title in walk}
        if "Find plans" not in gates:
            answer(page)
        for title, gate in gates.items():
            go_to(page, title)
            walk[title](gate)
    assert [fault for gate in gates.values() for fault in gate.faults] == []
