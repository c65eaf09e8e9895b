"""The app serves, in a real browser, and nothing leaves the machine."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import resize


def png_width(path: Path) -> int:
    """The width that a PNG's header says: four bytes at offset 16."""
    return int(struct.unpack(">I", path.read_bytes()[16:20])[0])


def test_the_app_opens_and_shows_no_error(open_page: Callable[[str], Any], keep_screenshots: Callable[[str], list[Path]]) -> None:
    page = open_page()
    assert page.locator("[data-testid=stException]").count() == 0
    assert page.locator("h1").count() >= 1
    wide, narrow = keep_screenshots("smoke")
    assert (png_width(wide), png_width(narrow)) == (1280, 360)


def test_body_text_is_20_pixels(open_page: Callable[[str], Any]) -> None:
    page = open_page()
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "20px"


@pytest.mark.parametrize("width", [1280, 360])
def test_the_first_page_does_not_scroll_sideways(open_page: Callable[[str], Any], width: int) -> None:
    page = open_page()
    resize(page, width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
