"""Collect every message of the program and bring each language's file up to date: ``make messages``; a new one: ``make messages TO=vi``."""

from __future__ import annotations

import ast
import json
import sys
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import IO, Any

import yaml
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from finder.explain.messages import FILE, LOCALE, languages
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
PROJECT = "Drug plan finder"
EVIDENCE, CLASSES = "data/evidence.json", "data/drug_classes.yaml"
_ANY_DAY = datetime(2026, 1, 1, tzinfo=UTC)
IN_ENGLISH = (
    "finder/explain/population/",
    "finder/explain/explainers/evidence.py",
    "finder/explain/explainers/plan_payments.py",
    "finder/explain/explainers/retiree_drug_subsidy.py",
    "finder/explain/plans/formulary_map.py",
    "finder/explain/plans/pharmacy_reach.py",
    "finder/explain/serving.py",
    "finder/parameters/retiree_drug_subsidy.yaml",
    "finder/parameters/risk_corridors.yaml",
    "finder/parameters/rule_sets/plan_payments.yaml",
    "finder/parameters/rule_sets/retiree_drug_subsidy.yaml",
    EVIDENCE,
    CLASSES,
)
"""What only pages for counselors and advocates say, which are in English (``doors.IN_ENGLISH``), and what administrators read."""


def collected() -> Catalog:
    """Every message, in the order of files, without dates: the same program gives the same bytes."""
    catalog = Catalog(project=PROJECT, charset="utf-8")
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


def required() -> Iterator[Message]:
    """The messages that a language must have: all but those that only pages in English say."""
    for message in collected():
        if message.id and not all(path.startswith(IN_ENGLISH) for path, _ in message.locations):
            yield message


def brought_up_to_date(path: Path, language: str) -> Catalog:
    """A language's file with the messages of today: new and changed ones are empty, those that nobody says any more are gone."""
    with path.open("rb") if path.exists() else BytesIO() as file:
        before = read_po(file, locale=language, charset="utf-8")
    after = Catalog(language, project=PROJECT, charset="utf-8", creation_date=_ANY_DAY, revision_date=_ANY_DAY, fuzzy=False)
    for message in required():
        known = before.get(message.id)
        after.add(message.id, known.string if known else "", locations=[(path, 0) for path, _ in message.locations])
        after[message.id].auto_comments = message.auto_comments
    return after


def write(path: Path, messages: Catalog) -> None:
    """A language's file, without dates: the same messages give the same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, messages, width=120, include_lineno=False)


def main() -> None:
    """Bring each language's file up to date. Prints its path, how many messages it has, and how many of them are left to translate."""
    new = sys.argv[1:2]
    for language in dict.fromkeys((*languages()[1:], *new)):
        path = LOCALE / language / FILE
        messages = brought_up_to_date(path, language)
        write(path, messages)
        print(path, len(messages), sum(not is_translated(message) for message in messages))


def is_translated(message: Message) -> bool:
    """Whether a message has its text, in each form. The head of the file counts as one that has."""
    forms = message.string if isinstance(message.string, list | tuple) else (message.string,)
    return not message.id or all(forms)


if __name__ == "__main__":
    main()
