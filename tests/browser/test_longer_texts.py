"""Every page for beneficiaries with texts that are longer by 40 percent (``tests/pseudo.py``): nothing scrolls sideways or is cut off."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from finder.explain import messages
from finder.explain.doors import IN_ENGLISH, PAGES
from tests.browser.conftest import WIDTHS, go_to, resize, served, settle, visitor
from tests.browser.spoken import Spoken
from tests.browser.test_accessibility import PUT, answer
from tests.browser.test_find_plans import sideways
from tests.pseudo import write_pseudo

_CUT_OFF = """() => [...document.querySelectorAll('button p, a p, label p, h1, h2, h3, th, td, summary p, [data-testid=stRadio] p')]
  .filter(it => it.checkVisibility() && it.scrollWidth > it.clientWidth + 1 && getComputedStyle(it).overflowX !== 'visible'
    && getComputedStyle(it).display !== 'inline').map(it => it.innerText.slice(0, 60))"""
"""Texts of which a part is hidden."""
_FAULTY = '<button><p style="width:30px;overflow:hidden;white-space:nowrap">A text that is cut off</p></button>'


LANGUAGE = "eo"
"""A code that Babel knows and that we have no texts for."""


@pytest.fixture
def made_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of languages with the made-up one alone, for the server and for this process."""
    folder = tmp_path / "locale"
    write_pseudo(folder, LANGUAGE)
    monkeypatch.setattr(messages, "LOCALE", folder)
    return folder


@pytest.mark.thorough
def test_longer_texts_break_no_page(browser: Any, chromium: str, made_up: Path, tmp_path: Path) -> None:
    faults = []
    log = tmp_path / "server.log"
    with served(tmp_path / "home", log, FINDER_LOCALE=str(made_up)) as url, visitor(browser, url, log) as tab:
        tab.goto(f"/?view=all&lang={LANGUAGE}")
        settle(tab)
        page = Spoken(tab, LANGUAGE)
        tab.set_default_timeout(15_000)
        answer(page)
        for name in [name for name in PAGES if name not in IN_ENGLISH]:
            go_to(page, PAGES[name].title)
            assert "ẽxtra" in tab.get_by_test_id("stMain").inner_text()
            for width in (WIDTHS[1], WIDTHS[0]):
                resize(tab, width)
                if (wider := sideways(tab)) > 0:
                    faults.append(f"{name}: {wider} px wider than {width}")
                faults += [f"{name}, {width} px, cut off: {text}" for text in tab.evaluate(_CUT_OFF)]
        tab.evaluate(PUT, _FAULTY)
        assert tab.evaluate(_CUT_OFF) == ["A text that is cut off"]
    assert faults == []
