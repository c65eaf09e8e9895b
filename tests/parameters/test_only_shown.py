"""The list in index.yaml of the numbers that only `finder benefit` shows."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from finder.parameters import topic_of
from finder.parameters.model import HOME, index
from finder.parameters.spans import read_yaml

ROOT = Path(__file__).parents[2]
NAMES = sorted(name for topic in index().topics for name in read_yaml(HOME / f"{topic}.yaml")["parameters"])
_ANYTHING = "[A-Za-z0-9_.]+"
pytestmark = pytest.mark.xdist_group("only shown")  # all of the code is read once


def texts_of(path: Path) -> Iterator[str]:
    """The texts in a module's code, as patterns. An f-string has "anything" where a value goes. Docstrings are not code."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    inside = {id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values}
    said = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    for node in nodes:
        if isinstance(node, ast.JoinedStr):
            yield "".join(re.escape(str(part.value)) if isinstance(part, ast.Constant) else _ANYTHING for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside | said:
            yield re.escape(node.value)


@cache
def names_in_code() -> set[str]:
    """The parameters that code names: whole, by an f-string, or by the part before a dot. The drugs of negotiated prices are in data.
    The parameters' own room and the labels that people read are left out."""
    modules = [path for path in (ROOT / "finder").rglob("*.py") if path.parent.name not in ("parameters", "rule_sets")]
    modules.remove(ROOT / "finder/explain/source_words.py")
    texts = {text for path in modules for text in texts_of(path) if topic_of(text.replace("\\", ""))}
    texts |= {
        re.escape(name) for name in re.findall(r"^mfp_[\w.]+", (ROOT / "data/negotiated_drugs.yaml").read_text("utf-8"), re.MULTILINE)
    }
    pattern = re.compile("|".join(f"{text}(?:\\.{_ANYTHING})?" for text in texts))
    return {name for name in NAMES if pattern.fullmatch(name)}


@pytest.mark.parametrize("prefix", index().only_shown)
def test_every_listed_number_exists_and_no_code_reads_it(prefix: str) -> None:
    listed = {name for name in NAMES if name.startswith(prefix)}
    assert listed, f"no parameter begins with {prefix}"
    assert not listed & names_in_code(), f"code reads these now: take {prefix} off the list in index.yaml"


def test_every_unread_number_is_listed() -> None:
    unread = [name for name in NAMES if name not in names_in_code() and not name.startswith(index().only_shown)]
    assert unread == [], "list these in index.yaml under only_shown"


def test_numbers_that_rules_read_are_found_in_the_code() -> None:
    # one of each way to name a number: whole, by an f-string, by the part before a dot, and in the list of negotiated drugs
    assert {"deductible", "irmaa_part_d.amount.tier1", "lis_copay.other_full_subsidy.other", "mfp_30day.Eliquis"} <= names_in_code()
