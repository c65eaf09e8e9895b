"""The app serves, in a real browser, and nothing leaves the machine."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.browser.conftest import WIDTHS, keep_pictures, resize
from tests.browser.test_find_plans import sideways


def test_the_app_opens_in_large_print_without_an_error_and_fits(open_page: Callable[[str], Any]) -> None:
    page = open_page()
    assert page.locator("[data-testid=stException]").count() == 0
    assert page.locator("h1").count() >= 1
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "20px"
    for width in WIDTHS:
        resize(page, width)
        assert sideways(page) <= 0
    keep_pictures(page, "smoke")
