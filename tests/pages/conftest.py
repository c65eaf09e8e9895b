"""Each test of a page has a folder of its own for kept answers, and Find plans asks all on one page unless a test asks for steps."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner

from pages.parts.kept_answers import kept_answers


@pytest.fixture(autouse=True)
def answers_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of answers, empty at first."""
    monkeypatch.setenv("FINDER_CACHE", str(tmp_path / "kept"))
    kept_answers.clear()
    yield tmp_path / "kept"
    kept_answers.clear()


@pytest.fixture(autouse=True, scope="session")
def components_looked_for_once() -> Iterator[None]:
    """Streamlit reads what every installed library says about itself for each page of a test; the libraries stay the same."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture(autouse=True, scope="session")
def one_page() -> Iterator[None]:
    """Find plans with all questions on one page, as behind its switch."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pages.parts.steps.wants_one_page", lambda: True)
        yield
