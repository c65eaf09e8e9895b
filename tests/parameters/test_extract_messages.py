"""The sentences of the law's YAML reach the catalog of messages."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.extract import extract

from finder.parameters import FIRST_YEAR, LAST_YEAR, parameter_set
from finder.parameters.extract_messages import extract_yaml
from finder.parameters.model import HOME
from finder.parameters.rule_sets import FOLDER, all_rules

FILE = b"""\
# A comment: says nothing.
sources:
  says: {title: "No sentence of ours"}
rules:
  gate:
    - from: 2006
      through: 2010
      says: The fee starts after {days} days.
      numbers: {days: 63}
    - {from: 2011, through: 2027, says: 'From 2011: not before {days} days.', numbers: {days: 63}}
parameters:
  deductible:
    description: What a person pays first.
    unit: USD/year
    spans:
      - {from: 2006, through: 2006, value: 250, note: no sentence}
"""


def messages_in(path: Path) -> set[str]:
    """The messages that Babel collects from a file."""
    with path.open("rb") as file:
        return {str(message) for _, message, _, _ in extract(extract_yaml, file)}


def test_each_sentence_has_its_line_and_the_name_of_its_rule_or_number() -> None:
    assert list(extract_yaml(BytesIO(FILE), {}, (), {})) == [
        (8, None, "The fee starts after {days} days.", ["gate"]),
        (10, None, "From 2011: not before {days} days.", ["gate"]),
        (13, None, "What a person pays first.", ["deductible"]),
    ]


def test_babel_accepts_the_extractors_output() -> None:
    assert [(line, message) for line, message, _, _ in extract(extract_yaml, BytesIO(FILE))] == [
        (8, "The fee starts after {days} days."),
        (10, "From 2011: not before {days} days."),
        (13, "What a person pays first."),
    ]


def test_a_file_without_sentences_gives_none() -> None:
    assert messages_in(HOME / "index.yaml") == set()
    assert list(extract_yaml(BytesIO(b""), {}, (), {})) == []


@pytest.mark.parametrize("topic", sorted(path.stem for path in FOLDER.glob("*.yaml")))
def test_every_rule_can_be_translated(topic: str) -> None:
    assert {rule.text for rule in all_rules(topic)} == messages_in(FOLDER / f"{topic}.yaml")


def test_every_description_of_a_number_can_be_translated() -> None:
    described = {number.description for year in range(FIRST_YEAR, LAST_YEAR + 1) for number in parameter_set(year)}
    collected = {message for path in HOME.glob("*.yaml") for message in messages_in(path)}
    assert described <= collected
