"""The server compiles the law where its settings say so, and nowhere else."""

from __future__ import annotations

import pytest

from pages.parts import catalog


def test_nothing_is_compiled_unless_the_settings_ask_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(catalog.WANTED, raising=False)
    catalog.compile_once.clear()
    assert catalog.compile_once() is None


def test_the_years_at_hand_are_compiled_once_beside_the_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[int]] = []
    monkeypatch.setenv(catalog.WANTED, "1")
    monkeypatch.setattr(catalog, "compile_law", lambda years: asked.append(list(years)))
    catalog.compile_once.clear()
    try:
        thread = catalog.compile_once()
        assert thread is not None
        thread.join(10)
        assert catalog.compile_once() is thread
    finally:
        catalog.compile_once.clear()
    assert asked == [[2026, 2012, 2010, 2009, 2008, 2007, 2006]]
