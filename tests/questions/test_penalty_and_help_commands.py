"""The commands of the late fee and Extra Help: answers, refusals with one line per problem, and schemas."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

BAD = {
    "late-enrollment": ({"coverage_start": "2026-01-02", "birth_date": "x"}, 1),
    "extra-help": ({"year": 2030, "state": "MA", "household": 0, "age": 80}, 3),
    "extra-help-refund": ({"plan_year": 2026, "design": "defined_standard", "fills": [], "granted_level": "some"}, 2),
}


def finder(*arguments: str, document: object = None) -> subprocess.CompletedProcess[str]:
    code = "from finder.cli import main; main()"
    given = None if document is None else json.dumps(document)
    return subprocess.run([sys.executable, "-c", code, *arguments], input=given, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("command", BAD)
def test_bad_input_is_exit_2_and_a_line_per_problem(command: str) -> None:
    document, problems = BAD[command]
    answered = finder(command, "-", document=document)
    assert answered.returncode == 2
    assert answered.stdout == ""
    lines = answered.stderr.strip().splitlines()
    assert len(lines) == problems
    assert all(line.startswith("$") and ": expected " in line and ", found " in line for line in lines)


@pytest.mark.parametrize("command", BAD)
def test_the_schema_matches_the_model(command: str) -> None:
    schema = json.loads(finder(command, "--schema").stdout)
    assert schema["additionalProperties"] is False


def test_an_answer_is_one_document_and_the_same_twice() -> None:
    document = {"initial_enrollment_end": "2024-05-31", "coverage_start": "2026-01-01", "creditable": []}
    first, second = (finder("late-enrollment", "-", document=document) for _ in range(2))
    assert first.returncode == 0
    assert first.stdout == second.stdout
    assert json.loads(first.stdout)["monthly_penalty"]["2026"] == "7.40"  # 19% x 38.99 = 7.4081
