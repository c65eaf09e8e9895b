"""The grade of each page for beneficiaries in both languages, once one drug is compared: ``python -m tests.browser.measure_languages``."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from finder.explain.doors import IN_ENGLISH, PAGES
from tests.browser.conftest import BROWSERS, FLAGS, go_to, patient, served, settle
from tests.browser.spoken import Spoken
from tests.browser.test_accessibility import answer, prose_of
from tests.reading import grade
from tests.reading_es import ease


def measured(page: Any, language: str) -> dict[str, tuple[int, float]]:
    """Words and reading measure of each page once one drug is compared."""
    page.goto(f"/?view=all&lang={language}")
    settle(page)
    spoken = Spoken(page, language) if language != "en" else page
    answer(spoken)
    found = {}
    for name in [name for name in PAGES if name not in IN_ENGLISH]:
        go_to(spoken, PAGES[name].title)
        text = prose_of(page)
        found[name] = (len(text.split()), (grade if language == "en" else ease)(text)) if text else (0, 0.0)
    return found


def main() -> None:
    """Print the table."""
    from playwright.sync_api import sync_playwright

    browser = next(filter(None, map(shutil.which, BROWSERS)))
    with TemporaryDirectory() as folder, served(Path(folder), Path(folder) / "log") as url, sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=browser, headless=True, args=FLAGS)
        both = [measured(patient(opened.new_context(base_url=url)).new_page(), language) for language in ("en", "es")]
        opened.close()
    print("| page | words | grade | palabras | Fernández-Huerta |\n|---|---:|---:|---:|---:|")
    for name, (words, how_hard) in both[0].items():
        palabras, how_easy = both[1][name]
        print(f"| {PAGES[name].title} | {words} | {how_hard:.1f} | {palabras} | {how_easy:.0f} |")


if __name__ == "__main__":
    main()
