"""The examples of ``tests/printed_examples.yaml``: what CMS and others printed, to the cent. The page How we know shows their results."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from finder.documents.commands import ask
from tests.test_cases import Written, as_json, differences

FILE = Path(__file__).parent / "printed_examples.yaml"
FEWEST = 30


def examples() -> list[dict[str, Any]]:
    """Every example, in order."""
    found: list[dict[str, Any]] = as_json(yaml.load(FILE.read_text(encoding="utf-8"), Loader=Written))["examples"]
    return found


def parametrized() -> Iterator[Any]:
    for example in examples():
        yield pytest.param(example, id=f"{example['who']} {example['year']}: {example['says']}")


def test_there_are_printed_examples() -> None:
    assert len(examples()) >= FEWEST


@pytest.mark.parametrize("example", list(parametrized()))
def test_printed_example(example: dict[str, Any]) -> None:
    assert list(differences(example["expect"], ask(example["ask"], example["given"]))) == []
