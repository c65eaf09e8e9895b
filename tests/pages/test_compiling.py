"""The server compiles the law where its settings say so, and nowhere else."""

from __future__ import annotations

import pytest

from pages.parts import compiled_law


def test_nothing_is_compiled_unless_the_settings_ask_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(compiled_law.WANTED, raising=False)
    compiled_law.compile_once.clear()
    assert compiled_law.compile_once() is None


def test_the_years_at_hand_are_compiled_once_beside_the_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[int]] = []
    monkeypatch.setenv(compiled_law.WANTED, "1")
    monkeypatch.setattr(compiled_law, "compile_law", lambda years: asked.append(list(years)))
    compiled_law.compile_once.clear()
    try:
        thread = compiled_law.compile_once()
        assert thread is not None
        thread.join(10)
        assert compiled_law.compile_once() is thread
    finally:
        compiled_law.compile_once.clear()
    assert asked == [[2026, 2012]]
