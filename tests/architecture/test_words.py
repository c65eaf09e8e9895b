"""All sentences are messages, and all are in ``finder.explain``."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SAID = {"say", "say_count", "mark", "mark_count", "frame"}
REFUSED = {"Problem", "ValueError", "TypeError", "PydanticCustomError", "SourceError", "SumsDiffer", "ProcessesLost", "__init__"}
"""Reasons of a refusal: what was expected and found."""
HELP = {"Command", "Field"}
"""Texts of ``--help`` and ``--schema``."""
PROSE = re.compile(r"[A-Za-z][a-z']+,? [a-z']{2,}")
"""Two words in a row, as in prose."""
SENTENCE = re.compile(r"^ ?[A-Z][a-z']*,? [a-z']+ [a-z']+")
"""The start of a sentence."""
NO_PROSE = re.compile(r"[{};<>]|='|^\.|--|_|/|^[a-z-]+: ")
"""Style sheets, HTML, paths, names of the program."""
NAMES = {"Drug plan finder", "For translators:", " MAGI two years prior"}
"""The project, a mark in comments, a unit as the law's files print it."""


def prose(path: Path, spared: set[str], pattern: re.Pattern[str] = PROSE) -> Iterator[str]:
    """Each text of a module that reads as prose but is not a message, docstring or reason of a refusal."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)}
    ok = {id(part) for call in ast.walk(tree) if isinstance(call, ast.Call) and name_of(call) in spared for part in ast.walk(call)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs | ok and node.value not in NAMES:
            text = re.sub(r"\{\w+\}", "it", node.value)
            if pattern.search(text) and not NO_PROSE.search(text):
                yield f"{path.relative_to(ROOT)}:{node.lineno}: {node.value[:60]!r}"


def name_of(call: ast.Call) -> str:
    """The name of the function called."""
    return call.func.id if isinstance(call.func, ast.Name) else call.func.attr if isinstance(call.func, ast.Attribute) else ""


def glued(path: Path) -> Iterator[str]:
    """Each message whose text Babel cannot collect because it is put together from parts."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and name_of(call) in SAID and call.args and isinstance(call.args[0], ast.JoinedStr | ast.BinOp):
            yield f"{path.relative_to(ROOT)}:{call.lineno}"


SHOWN = sorted([*ROOT.glob("finder/explain/**/*.py"), *ROOT.glob("pages/**/*.py"), ROOT / "app.py"])
SILENT = sorted(
    path for room in ("questions", "documents", "domain", "adjudication", "rules") for path in ROOT.glob(f"finder/{room}/**/*.py")
)


@pytest.mark.parametrize("path", SHOWN, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_is_shown_is_a_message(path: Path) -> None:
    assert [*prose(path, SAID | REFUSED), *glued(path)] == []


@pytest.mark.parametrize("path", SILENT, ids=lambda path: str(path.relative_to(ROOT)))
def test_there_is_no_prose_outside_explain(path: Path) -> None:
    assert [*prose(path, REFUSED | HELP, SENTENCE)] == []


def test_a_text_that_is_not_a_message_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(globals(), "ROOT", tmp_path)
    path = tmp_path / "module.py"
    path.write_text('"""A docstring of words."""\nA = "{plan} costs less"\nB = say("this is said")\nC = say(f"{A} and more")\n')
    assert [*prose(path, SAID), *glued(path)] == ["module.py:2: '{plan} costs less'", "module.py:4"]
