"""Collect every message of the program for translators: ``make messages`` writes ``locale/messages.pot``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import yaml
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

from finder.explain.messages import TEMPLATE
from finder.paths import shipped
from finder.rules.registry import rule_ids, rule_text

NAMES = {"say": None, "mark": None, "frame": None, "say_count": (1, 2), "mark_count": (1, 2)}
"""The functions whose text is a message; of those that count, the first two. ``frame`` has the title of a page."""
SOURCES = [
    ("app.py", "python"),
    ("pages/**.py", "python"),
    ("finder/explain/**.py", "python"),
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
    return extract_from_dir(HOME, SOURCES, keywords=NAMES, comment_tags=("For translators:",))


def main() -> Path:
    """Write the template and return its path."""
    TEMPLATE.parent.mkdir(exist_ok=True)
    with TEMPLATE.open("wb") as file:
        write_po(file, collected(), width=120, omit_header=True, include_lineno=False)
    return TEMPLATE


if __name__ == "__main__":
    print(main())
