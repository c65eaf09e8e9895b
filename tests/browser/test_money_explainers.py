"""Payment plan, the benefit by year and the price in a real browser: no sideways scroll at either width, figures with a finding."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import WIDTHS, go_to, settle

PAGES = {"Payment plan": "payment-plan", "The benefit by year": "benefit-year", "What a price is made of": "price-basis"}


@pytest.mark.parametrize("title", PAGES)
def test_a_page_fits_both_widths(open_page: Callable[[str], Any], keep_screenshots: Callable[[str], list[Path]], title: str) -> None:
    page = open_page("")
    go_to(page, title)
    assert page.locator("[data-testid=stException]").count() == 0
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        settle(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    keep_screenshots(PAGES[title])


def test_bills_are_drawn_and_said(open_page: Callable[[str], Any]) -> None:
    page = open_page("")
    go_to(page, "Payment plan")
    page.get_by_label("January", exact=True).fill("1200")
    page.get_by_role("button", name="Show my bills").click()
    settle(page)
    page.get_by_text("Your highest month falls from $1,200.00 to $100.00.").wait_for(timeout=10_000)
