"""What the tests themselves found, for the page How we know: ``make evidence`` runs them and writes ``data/evidence.json`` at a release."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from finder.parameters import version
from finder.sources.evidence import FILE
from tests.test_printed_examples import examples

ROOT = Path(__file__).parents[1]
PRINTED = "printed"
GROUPS = {PRINTED: "tests/test_printed_examples.py", "by_hand": "tests/test_cases.py", "right_values": "tests/test_right_values.py"}
"""Which tests make up a group of the page. Of each, only tests of a case or an example are counted."""


class Results:
    """A plugin that keeps whether each test passed, by its id."""

    def __init__(self) -> None:
        self.passed: dict[str, bool] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Called by pytest for each step of each test."""
        if report.when == "call" and "[" in report.nodeid:
            self.passed[report.nodeid] = report.passed


def evidence(passed: dict[str, bool]) -> dict[str, Any]:
    """The document of the page from the results of the tests."""
    groups = {}
    for name, path in GROUPS.items():
        counted = Counter(result for test, result in passed.items() if test.startswith(path))
        groups[name] = {"passed": counted[True], "failed": counted[False]}
    found = {test.partition("[")[2][:-1]: result for test, result in passed.items() if test.startswith(GROUPS[PRINTED])}
    printed = [
        {key: example[key] for key in ("who", "where", "year", "says")}
        | {"passed": found[f"{example['who']} {example['year']}: {example['says']}"]}
        for example in examples()
    ]
    return {"version": version(), "run_on": date.today().isoformat(), "groups": groups, "printed": printed}


def main() -> None:
    """Run the tests and write what they found."""
    results = Results()
    pytest.main(["-q", "-p", "no:xdist", "-p", "no:cacheprovider", *GROUPS.values()], plugins=[results])
    text = json.dumps(evidence(results.passed), ensure_ascii=False, indent=1)
    (ROOT / "data" / FILE).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
