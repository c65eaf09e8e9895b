"""Going from page to page when the machine is slow, and out of long work: the page that was asked for comes."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.conftest import go_to, patient
from tests.browser.test_find_plans import find_plans, with_metformin


def test_a_link_to_a_year_that_we_do_not_have_is_answered_in_a_sentence(
    open_page: Callable[[str], Any], browser: Any, app_url: str
) -> None:
    open_page()  # the first visitor of a server is always sent to the first page
    # not the watched page: Streamlit looks for itself below the page's address first, and the console tells that it was not there
    context = patient(browser.new_context(base_url=app_url))
    page = context.new_page()
    page.goto("/benefit_year?year=2031")
    page.get_by_role("alert").filter(has_text="We need a plan year from 2006 to 2027. We found 2031.").wait_for()
    assert page.locator("h1").inner_text() == "The benefit by year"
    context.close()


@pytest.mark.thorough
def test_long_work_ends_when_its_page_is_left(open_page: Callable[[str], Any]) -> None:
    page = open_page()
    find_plans(page, with_metformin("120"))
    go_to(page, "What if")
    page.get_by_role("button", name="Test how sure this is").click()
    begun = page.get_by_role("button", name="Stop this work").or_(page.locator("table caption", has_text="How far each total can move"))
    begun.first.wait_for()  # three drugs take a fraction of a second: the work may be over before its Stop is seen
    go_to(page, "Couple")
    go_to(page, "What if")
    assert page.get_by_role("button", name="Test how sure this is").is_enabled()
    assert page.get_by_role("button", name="Stop this work").count() == 0
    # what was found until then is kept, and said not to be all, unless a quick machine had found all of it
    found = page.locator("table caption", has_text="How far each total can move").count()
    assert page.get_by_text(re.compile(r"You stopped this after \d+ of \d+ tests?\. What follows is not all\.")).count() <= found
