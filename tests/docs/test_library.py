"""The public door, its guide and its notebook work as they stand."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import finder
from finder import library
from tests.docs.notebook import NOTEBOOK, outputs, printed, stored

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs/guides/library.md").read_text(encoding="utf-8")


def test_every_name_of_the_door_opens_and_is_in_the_guide() -> None:
    opened = {name for name in dir(finder) if not name.startswith("_") and hasattr(library, name)} - {"annotations"}
    assert opened == set(library.__all__)
    assert [name for name in library.__all__ if getattr(finder, name) is not getattr(library, name) or f"`{name}" not in GUIDE] == []


def test_other_names_are_no_part_of_it() -> None:
    with pytest.raises(AttributeError, match="nothing_here"):
        _ = finder.nothing_here


def test_importing_finder_loads_nothing_else() -> None:
    loaded = "import sys, finder; print([name for name in sys.modules if name.startswith('finder.')])"
    told = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_the_examples_of_the_guide_work() -> None:
    names: dict[str, Any] = {}
    told = [printed(code, names) for code in re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)]
    assert all(told)


def test_the_notebook_gives_what_it_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    changed = [text for cell, text in outputs(cells) if text != stored(cell)]
    assert changed == [], "if these figures are right, python -m tests.docs.notebook writes them into the notebook"
