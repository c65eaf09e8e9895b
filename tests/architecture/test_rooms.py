"""Who imports whom, how long a page may be, and that every module has a docstring."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = sorted((ROOT / "finder").rglob("*.py"))
PAGES = sorted((ROOT / "pages").glob("*.py"))
PAGE_LINES = 80
CLOSED_TO_PAGES = ("finder.rules", "finder.parameters", "finder.adjudication")


def imported(source: str) -> set[str]:
    """Every module that a source imports, by dotted name. ``from a import b`` counts as ``a`` and ``a.b``."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


def within(name: str, rooms: tuple[str, ...]) -> bool:
    return any(name == room or name.startswith(f"{room}.") for room in rooms)


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_every_form_of_import_is_seen() -> None:
    assert "finder.rules" in imported("from finder import rules")
    assert "finder.rules.phases" in imported("def f():\n    import finder.rules.phases as p")
    assert "finder.rules.phases" in imported("from finder.rules import phases")
    assert within("finder.rules.phases", CLOSED_TO_PAGES)
    assert not within("finder.rulesets", CLOSED_TO_PAGES)


def test_the_contracts_between_rooms_hold() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_the_engine_never_imports_streamlit(path: Path) -> None:
    assert not [name for name in imported(path.read_text(encoding="utf-8")) if within(name, ("streamlit",))]


@pytest.mark.parametrize("path", [ROOT / "app.py", *PAGES], ids=name_of)
def test_a_page_asks_calls_and_shows(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not [name for name in imported(text) if within(name, CLOSED_TO_PAGES)]
    assert text.count("\n") <= PAGE_LINES


@pytest.mark.parametrize("path", [*MODULES, ROOT / "app.py", *PAGES], ids=name_of)
def test_every_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
