"""The changelog says everything once. Branches are merged by union, which can bring old lines back."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

CHANGELOG = (Path(__file__).parents[2] / "CHANGELOG.md").read_text(encoding="utf-8")


def test_each_heading_appears_once_per_release() -> None:
    for release in CHANGELOG.split("\n## ")[1:]:
        headings = Counter(line for line in release.splitlines() if line.startswith("### "))
        assert [heading for heading, count in headings.items() if count > 1] == []


def test_no_line_appears_twice() -> None:
    lines = Counter(line for line in CHANGELOG.splitlines() if len(line) > 40)
    assert [line for line, count in lines.items() if count > 1] == []
