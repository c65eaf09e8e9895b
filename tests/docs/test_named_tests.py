"""The tests that docs/failures.md and docs/threats.md name exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"`([a-z_/]+\.py)(?:::(test_\w+))?`")


@pytest.mark.parametrize("document", ["failures", "threats"])
def test_every_named_test_exists(document: str) -> None:
    named = [named for named in NAMED.findall((ROOT / f"docs/{document}.md").read_text(encoding="utf-8")) if "finder/" not in named[0]]
    assert len(named) > 30
    assert [(path, name) for path, name in named if not exists(path, name)] == []


def exists(path: str, name: str) -> bool:
    file = ROOT / "tests" / path
    return file.is_file() and (not name or f"\ndef {name}(" in file.read_text(encoding="utf-8"))
