"""The right values of ``tests/right_values``: a question, and the amount set by the law, the supply rules or the ranking.

The arithmetic is beside each value. ``ask`` is a command of the contract. ``refused`` is part of the path in a refusal.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from finder.cli import app
from tests.test_cases import Written, as_json, differences

VALUES = Path(__file__).parent / "right_values"
FEWEST = 60
REFUSED = 2


def values() -> Iterator[Any]:
    for path in sorted(VALUES.glob("*.yaml")):
        for value in as_json(yaml.load(path.read_text(encoding="utf-8"), Loader=Written))["values"]:
            yield pytest.param(value, id=f"{path.stem}: {value['name']}")


def by_plan(answer: dict[str, Any]) -> dict[str, Any]:
    """A comparison with plans, drugs and warnings by key, so that a value can name one."""
    if "plans" in answer and isinstance(answer["plans"], list):
        for plan in answer["plans"]:
            plan["drugs"] = {drug["rxcui"]: drug for drug in plan["drugs"]}
        answer["plans"] = {plan["plan_id"]: plan for plan in answer["plans"]}
    return answer


def test_there_are_right_values() -> None:
    assert len(list(values())) >= FEWEST


@pytest.mark.parametrize("value", list(values()))
def test_right_value(value: dict[str, Any]) -> None:
    arguments = [value["ask"], "-", *(["--no-cache"] if value["ask"] == "compare" else [])]
    result = CliRunner().invoke(app, arguments, input=json.dumps(value["given"]))
    if "refused" in value:
        assert result.exit_code == REFUSED
        assert value["refused"] in result.stderr
        return
    assert result.exit_code == 0, result.stderr
    assert list(differences(value["expect"], by_plan(json.loads(result.stdout)))) == []
