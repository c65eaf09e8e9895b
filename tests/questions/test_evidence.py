"""How we know: figures come from the tests' own results, a failed example is shown as one, and what is not confirmed is named."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from finder.documents.commands import ask
from finder.domain.errors import SourceError
from finder.domain.evidence import Counted
from finder.explain.explainers import evidence as words
from finder.explain.kit.section import texts
from finder.parameters import FIRST_YEAR, LAST_YEAR, parameter_set
from finder.questions.explainers.evidence import how_we_know
from finder.sources.evidence import FILE, read_results
from tests.evidence import GROUPS, evidence
from tests.test_cases import cases
from tests.test_printed_examples import examples
from tests.test_right_values import values


def test_the_results_are_those_of_the_tests() -> None:
    results = read_results()
    told = [(one.who, one.where, one.year, one.says) for one in results.printed]
    assert told == [(one["who"], one["where"], int(one["year"]), one["says"]) for one in examples()], "make evidence"
    assert all(one.passed for one in results.printed)
    # cases are added between releases, when `make evidence` runs
    assert 0 < sum(results.by_hand) <= len(list(cases()))
    assert 0 < sum(results.right_values) <= len(list(values()))


def test_a_failed_example_is_shown_as_one() -> None:
    first, second, *_ = examples()
    passed = {f"{path}::test_x[a]": True for path in GROUPS.values()}
    for place, example in enumerate(examples()):
        passed[f"{GROUPS['printed']}::test_printed_example[{example['who']} {example['year']}: {example['says']}]"] = place != 1
    document = evidence(passed)
    assert [one["passed"] for one in document["printed"]][:3] == [True, False, True]
    assert document["groups"]["by_hand"] == {"passed": 1, "failed": 0}
    found = how_we_know(read_results(), ())
    broken = replace(
        found, results=found.results._replace(printed=(found.results.printed[0], found.results.printed[1]._replace(passed=False)))
    )
    assert (broken.reproduced, broken.by_source) == (1, {first["who"]: Counted(1, 1)})
    assert first["who"] == second["who"]
    said = list(texts(words.sections(broken)))
    assert said[0] == "1 of 2 examples printed by 1 sources come out the same to the cent."
    assert "Not the same" in said


def test_results_of_another_version_say_so() -> None:
    found = how_we_know(read_results(), ())
    same = replace(found, version=found.results.version)
    assert not any("a figure may have changed" in text for text in texts(words.sections(same)))
    other = replace(found, version="9.9")
    assert any("This is version 9.9, so a figure may have changed since." in text for text in texts(words.sections(other)))


def test_numbers_and_rules_are_counted_and_what_is_not_confirmed_is_named() -> None:
    found = how_we_know(read_results(), ())
    assert sum(found.numbers.values()) == sum(len(parameter_set(year).names()) for year in range(FIRST_YEAR, LAST_YEAR + 1))
    assert ("price_basis", "basis", 2024) in {(rule.topic, rule.id, rule.first_year) for rule in found.unconfirmed}
    assert all(rule.law == "not_found" or rule.status == "unconfirmed" for rule in found.unconfirmed)


def test_the_command() -> None:
    answer = ask("how-we-know", {})
    assert answer["reproduced"] == len(answer["printed_examples"]) == len(examples())
    assert 2026 in {catalog["plan_year"] for catalog in answer["catalogs"]}


@pytest.mark.parametrize("text", ["", "{}", '{"version": "1", "run_on": "x", "groups": {}, "printed": []}'])
def test_damaged_results_are_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match="results of the program"):
        read_results(tmp_path)
