"""No element of Streamlit reads a hostile name as anything but text, and the browser asks for nothing that is in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from finder.explain.kit.escapes import visible
from pages.parts.screen import OPTIONS, TELLING
from tests.browser import every_element
from tests.browser.conftest import patient, served, settle
from tests.hostile import LINES, PAYLOADS, TOGETHER

JOINER = "\u2060"
BOXES = ":is([data-testid=stMarkdownContainer], [data-testid=stCaptionContainer], [data-testid=stHeadingWithActionElements])"
READ_AS_MARKDOWN = f"""() => [...document.querySelectorAll('{BOXES} *')].filter(one => one.matches(
  ':not(p, div, span, h1, h2, h3), [role=img], [style*=color], [class*=Colored], [class*=Badge], [class*=Shimmer], .katex, .katex *'))
  .map(one => one.outerHTML.slice(0, 90))"""
TEXTS = f"""() => Object.fromEntries([...document.querySelectorAll('[class*=st-key-]')].map(box => [
  [...box.classList].find(name => name.startsWith('st-key-')).slice(7),
  [...box.querySelectorAll('{BOXES}')].map(one => one.textContent)]))"""

DRAWN = """() => ['date_input', 'number_input', 'slider'].every(name => document.querySelector(`.st-key-${name}-0 label`)) &&
  !document.querySelector('[data-testid=stSkeleton]')"""
"""Streamlit fetches the scripts of some elements from its server only when they are needed."""


def shown(text: str) -> str:
    """A text as it is read: one space between words, and none of the joiners that no one sees."""
    return " ".join(text.replace(JOINER, "").split())


def test_every_element_shows_hostile_names_as_text(browser: Any, tmp_path: Path) -> None:
    with served(tmp_path, tmp_path / "log", app="tests/browser/every_element.py") as url:
        page = patient(browser.new_context()).new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(url)
        page.locator(".st-key-last").wait_for()
        page.wait_for_function(DRAWN)
        settle(page)
        assert page.evaluate(READ_AS_MARKDOWN) == []
        texts: dict[str, list[str]] = page.evaluate(TEXTS)
        page.context.close()
    assert [address for address in asked if not address.startswith((url, "data:", "blob:"))] == []
    for place, name in enumerate(PAYLOADS.values()):
        assert [shown(text) for text in texts[f"write-{place}"]] == [shown(visible(name))]
    for element in (*every_element.ELEMENTS, *every_element.SENTENCES, "progress", "slider", "download_button", "link_button"):
        for place, name in enumerate((TOGETHER, *LINES)):
            assert shown(visible(name)) in map(shown, texts[f"{element}-{place}"]), element
    drawn = {key.rpartition("-")[0] for key in texts} | {"form_submit_button", "page_link"}
    assert (TELLING | set(OPTIONS)) <= drawn  # one more element on the pages is one more here
