"""Collect every message of the program for translators: ``make messages`` writes ``locale/messages.pot``."""

from __future__ import annotations

import ast
import json
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

import yaml
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

from finder.explain.messages import TEMPLATE
from finder.paths import shipped
from finder.rules.registry import rule_ids, rule_text

NAMES = {"say": None, "mark": None, "frame": None, "say_count": (1, 2), "mark_count": (1, 2)}
"""The functions whose text is a message; of those that count, the first two. ``frame`` has the title of a page."""
_PYTHON = "finder.explain.collect_messages:extract_python"
SOURCES = [
    ("app.py", _PYTHON),
    ("pages/**.py", _PYTHON),
    ("finder/explain/**.py", _PYTHON),
    ("finder/parameters/**.yaml", "finder.parameters.extract_messages:extract_yaml"),
]
HOME = shipped("app.py").parent
EVIDENCE, CLASSES = "data/evidence.json", "data/drug_classes.yaml"


def collected() -> Catalog:
    """Every message, in the order of files, without dates: the same program gives the same bytes."""
    catalog = Catalog(project="Drug plan finder", charset="utf-8")
    for path, line, message, comments, _ in _found():
        catalog.add(message, locations=[(path, line)], auto_comments=comments)
    for rule in rule_ids():
        catalog.add(rule_text(rule).sentence, locations=[("finder/rules", 0)], auto_comments=[rule])
    for text in dict.fromkeys(example[key] for example in _examples() for key in ("says", "who", "where")):
        catalog.add(text, locations=[(EVIDENCE, 0)])
    for group in yaml.safe_load(shipped(CLASSES).read_text(encoding="utf-8"))["classes"]:
        catalog.add(group["name"], locations=[(CLASSES, 0)])
    return catalog


def _examples() -> list[dict[str, str]]:
    """The examples that How we know shows, in the words of the tests."""
    found: list[dict[str, str]] = json.loads(shipped(EVIDENCE).read_text(encoding="utf-8"))["printed"]
    return found


def _found() -> Iterator[tuple[str, int, str | tuple[str, ...], list[str], str | None]]:
    return extract_from_dir(HOME, SOURCES, keywords=NAMES)


def extract_python(
    fileobj: IO[bytes], keywords: Mapping[str, Any], comment_tags: Collection[str], options: Mapping[str, Any]
) -> Iterator[tuple[int, str, tuple[str | None, ...], list[str]]]:
    """Each call of those names with its line and its texts, in the order of lines. Babel's own method reads tokens, and before Python
    3.12 an f-string is one token: it misses the messages said inside."""
    calls = [node for node in ast.walk(ast.parse(fileobj.read())) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        if isinstance(call.func, ast.Name) and call.func.id in keywords:
            yield call.lineno, call.func.id, tuple(map(_text_of, call.args)), []


def _text_of(argument: ast.expr) -> str | None:
    return argument.value if isinstance(argument, ast.Constant) and isinstance(argument.value, str) else None


def main() -> Path:
    """Write the template and return its path."""
    TEMPLATE.parent.mkdir(exist_ok=True)
    with TEMPLATE.open("wb") as file:
        write_po(file, collected(), width=120, omit_header=True, include_lineno=False)
    return TEMPLATE


if __name__ == "__main__":
    print(main())
