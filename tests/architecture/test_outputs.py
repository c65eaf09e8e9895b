"""Each kind of output has one place that escapes it, and nothing goes around it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCREEN, ESCAPES = ROOT / "pages/parts/screen.py", ROOT / "finder/explain/kit/escapes.py"
PAGES = sorted([ROOT / "app.py", *(ROOT / "pages").rglob("*.py")])
SOURCES = sorted([*(ROOT / "finder").rglob("*.py"), *PAGES])
PLACES = {
    "html.escape": {"finder/explain/kit/escapes.py"},
    "csv.writer": {
        "finder/documents/spreadsheet.py",
        "finder/documents/population.py",  # a members file: identifiers and numbers of our own making
        "finder/documents/batch/workbook.py",  # a workbook that was given, on its way to the reader of CSV
        "finder/sources/cms/workbook.py",  # the same
        "finder/sources/cms/export.py",  # the files of CMS as CMS writes them, for another importer
        "finder/sources/embedded/drug_users.py",  # what ships in data/
    },
    "csv.DictWriter": set(),
    "openpyxl.Workbook": set(),
    "sys.stderr.write": set(),
    "typer.echo": set(),
    "click.echo": set(),
}
"""Who may call what escapes nothing, or less than its output needs."""
_SHOWS_NOTHING = ("streamlit.runtime", "streamlit.config", "streamlit.proto", "streamlit.starlette", "streamlit.logger")


def around_the_screen(source: str) -> Iterator[str]:
    """What a source takes from Streamlit itself. Its runtime, settings and messages from the browser show nothing."""
    for node in ast.walk(ast.parse(source)):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import | ast.ImportFrom) else []
        module = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
        found = (f"{module}{name}" for name in names)
        yield from (name for name in found if name.split(".")[0] == "streamlit" and not name.startswith(_SHOWS_NOTHING))


def marked(source: str) -> Iterator[int]:
    """The lines where a text becomes Markdown without a call that escapes what is put into it."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Marked":
            called = {getattr(call.func, "id", "") for call in ast.walk(node) if isinstance(call, ast.Call)}
            if not called & {"in_markdown", "unseen"}:
                yield node.lineno


def raw_html(source: str) -> Iterator[int]:
    """The lines where Streamlit is told to take HTML out of a text."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.keyword) and node.arg == "unsafe_allow_html":
            yield node.value.lineno


@cache
def calls(source: str) -> set[str]:
    """The functions that a source calls by a dotted name, or takes from a module."""
    tree = ast.parse(source)
    taken = {f"{node.module}.{alias.name}" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
    return taken | {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_text_reaches_streamlit_through_the_screen(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert list(raw_html(source)) == []
    if path != SCREEN:
        assert list(around_the_screen(source)) == []
        assert list(marked(source)) == []


def test_what_goes_around_is_found() -> None:
    assert list(around_the_screen("import streamlit as st\nimport streamlit.elements")) == ["streamlit", "streamlit.elements"]
    assert list(around_the_screen("from streamlit import write, runtime")) == ["streamlit.write"]
    assert list(marked('Marked(f"**{name}**")\nMarked(f"**{in_markdown(name)}**")')) == [1]
    assert list(raw_html("st.markdown(name, unsafe_allow_html=True)")) == [1]
    assert {"html.escape", "csv.writer"} <= calls("from html import escape\nimport csv\ncsv.writer(file)")


@pytest.mark.parametrize("call", PLACES)
def test_one_place_writes_each_output(call: str) -> None:
    found = {str(path.relative_to(ROOT)) for path in SOURCES if call in calls(path.read_text(encoding="utf-8"))}
    assert found == PLACES[call]
