"""Payment plan in a real browser: bills are drawn and said."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.browser.conftest import go_to, settle


def test_bills_are_drawn_and_said(open_page: Callable[[str], Any]) -> None:
    page = open_page()
    go_to(page, "Payment plan")
    page.get_by_label("January", exact=True).fill("1200")
    page.get_by_role("button", name="Show my bills").click()
    settle(page)
    page.get_by_text("Your highest month falls from $1,200.00 to $100.00.").wait_for()
