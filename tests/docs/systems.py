"""The table of docs/systems.yaml, checked against the code, and docs/systems.md written from both: ``make systems``."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

from finder.explain.doors import PAGES

ROOT = Path(__file__).parents[2]
TABLE, PAGE = ROOT / "docs/systems.yaml", ROOT / "docs/systems.md"
IDS = tuple(f"S{number:02d}" for number in range(1, 132))
KINDS = {"": "works", "part": "in part", "open": "not yet", "context": "context only"}
"""A row's state by the first word of its ``state``."""
_HEAD = """# The systems of the regulation

Each system of the regulation's digest (S01 to S131): the page where a person asks it, the command where a program does, and the test that
holds it. `make systems` writes this page from [systems.yaml](systems.yaml) and the code. A test fails when a row points nowhere.
"""


class System(NamedTuple):
    """A row: where a person asks it, where a program asks it, what holds it, and its state with why."""

    id: str
    name: str
    pages: tuple[str, ...]
    commands: tuple[str, ...]
    tests: tuple[str, ...]
    kind: str
    why: str


def systems() -> tuple[System, ...]:
    """Every row of the table, in its order."""
    table = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    return tuple(_system(name, row) for name, row in table.items())


def _system(name: str, row: Mapping[str, str]) -> System:
    pages, commands, tests = (tuple(row.get(part, "").split()) for part in ("page", "command", "test"))
    kind, _, why = row.get("state", "").partition(": ")
    return System(name, row["name"], pages, commands, tests, kind, why)


def problems(system: System) -> Iterator[str]:
    """Where a row points nowhere, or says less than its state asks."""
    yield from (f"no page {page}" for page in system.pages if page not in PAGES)
    yield from (f"no command {command}" for command in system.commands if command not in _commands())
    yield from (f"no test {test}" for test in system.tests if not _test_exists(test))
    if system.kind not in KINDS:
        yield f"unknown state {system.kind}"
    if bool(system.kind) != bool(system.why):
        yield "a state says why"
    if system.kind in ("", "part") and not (system.tests and (system.pages or system.commands)):
        yield "no page or command, or no test"


@cache
def _commands() -> frozenset[str]:
    """Every command of the program, those of the catalog by both words."""
    from typer.main import get_command

    from finder.cli import app

    found = vars(get_command(app))["commands"]
    return frozenset({*found, *(f"catalog-{name}" for name in vars(found["catalog"])["commands"])})


def _test_exists(test: str) -> bool:
    name, _, function = test.partition("::")
    path = ROOT / "tests" / name
    return path.is_file() and (not function or function in _functions(path))


@cache
def _functions(path: Path) -> frozenset[str]:
    parsed = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(node.name for node in parsed.body if isinstance(node, ast.FunctionDef))


def page() -> str:
    """docs/systems.md."""
    rows = systems()
    counted = Counter(row.kind for row in rows)
    told = ", ".join(f"{counted[kind]} {words}" for kind, words in KINDS.items())
    head = f"{_HEAD}\nOf {len(rows)} systems: {told}. What is context only explains the law to a reader; nobody can ask it.\n\n"
    columns = "| | system | page | command | test | state |\n|---|---|---|---|---|---|\n"
    return head + columns + "".join(_line(row) for row in rows)


def _line(row: System) -> str:
    pages = ", ".join(f"[{PAGES[page].title}](../pages/{page}.py)" for page in row.pages)
    commands = ", ".join(f"`finder {command.replace('catalog-', 'catalog ')}`" for command in row.commands)
    tests = ", ".join(_linked(test) for test in row.tests)
    state = KINDS[row.kind] + (f": {row.why}" if row.why else "")
    return f"| {row.id} | {row.name} | {pages} | {commands} | {tests} | {state} |\n"


def _linked(test: str) -> str:
    name, _, function = test.partition("::")
    words = re.sub("_", " ", function.removeprefix("test_")) or Path(name).stem.removeprefix("test_").replace("_", " ")
    return f"[{words}](../tests/{name})"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
