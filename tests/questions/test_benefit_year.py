"""`finder benefit`: a year's numbers, each with its source."""

from __future__ import annotations

import json
from typing import Any

import pytest

from finder.documents.commands import ask
from finder.domain.errors import Refusal
from finder.parameters import parameter_set
from finder.parameters.rule_sets import rules_of, topics


def benefit_year(document: object) -> dict[str, Any]:
    found: dict[str, Any] = ask("benefit", document)
    return found


def parameters(year: int) -> dict[str, dict[str, Any]]:
    return {parameter["name"]: parameter for parameter in benefit_year({"year": year})["parameters"]}


def test_money_has_two_decimals_rates_are_fractions_and_the_printed_value_is_kept() -> None:
    found = parameters(2013)
    told = {name: (found[name]["kind"], found[name]["value"], found[name]["printed"]) for name in found}
    assert told["deductible"] == ("money", "325.00", "325")
    assert told["gap_coinsurance.brand"] == ("rate", "0.475", "47.5")
    assert told["lep_percent_per_uncovered_month"] == ("rate", "0.01", "1")
    assert told["lis_income_limit_pct.full"] == ("rate", "1.35", "135")
    assert told["aep_start"] == ("date", "2012-10-15", "2012-10-15")
    assert told["biosimilars_are_applicable_drugs"] == ("flag", "no", "no")
    assert told["iep_months"] == ("number", "7", "7")


def test_a_value_shows_its_unit_status_sources_and_note() -> None:
    found = parameters(2026)["lis_benchmark.region_15"]
    assert (found["value"], found["unit"], found["status"], found["note"]) == ("38.44", "USD/month", "confirmed", "IN,KY")
    assert len(found["sources"]) == 2
    assert all(isinstance(source, str) for source in found["sources"])


def test_a_missing_value_is_absent() -> None:
    assert "lis_partial.deductible" in parameters(2023)
    assert "lis_partial.deductible" not in parameters(2024)
    assert parameters(2025)["initial_coverage_limit"]["value"] == "none"
    assert "initial_coverage_limit" not in parameters(2026)


@pytest.mark.parametrize("year", range(2006, 2028))
def test_every_year_is_answered_and_the_answer_is_json(year: int) -> None:
    answer = benefit_year({"year": year})
    assert list(answer) == ["year", "version", "parameters", "rules"]
    assert answer["year"] == year
    assert len(answer["parameters"]) > 50
    assert json.loads(json.dumps(answer)) == answer
    assert [p["name"] for p in answer["parameters"]] == [number.name for number in parameter_set(year)]  # all that any rule can ask for
    numbered = [(rule.topic, rule.id) for topic in topics() for rule in rules_of(topic, year).values() if rule.numbers]
    assert [(rule["topic"], rule["id"]) for rule in answer["rules"]] == numbered
    assert {p["status"] for p in answer["parameters"]} <= {"confirmed", "single", "unconfirmed", "estimate"}


@pytest.mark.parametrize(
    ("document", "line"),
    [
        ({"year": 2028}, "$.year: expected a plan year from 2006 to 2027, found 2028"),
        ({"year": 2005}, "$.year: expected a plan year from 2006 to 2027, found 2005"),
        ({"year": "2012"}, '$.year: expected a plan year from 2006 to 2027, found "2012"'),
        ({}, "$.year: expected a value, found nothing"),
        ({"year": 2012, "plan": 1}, '$.plan: expected one of year, yearly_drug_cost, brand_share, against, found the field "plan"'),
        ({"year": 2012, "yearly_drug_cost": "8000"}, "$: expected yearly_drug_cost and brand_share together, or neither, found an object"),
        ({"year": 2012, "brand_share": "0.5"}, "$: expected yearly_drug_cost and brand_share together, or neither, found an object"),
        ({"year": 2012, "against": 2026}, "$: expected yearly_drug_cost and brand_share beside against, found an object"),
        (
            {"year": 2012, "yearly_drug_cost": 1, "brand_share": "1.01"},
            '$.brand_share: expected a fraction from 0 to 1, found "1.01"',
        ),
        (
            {"year": 2012, "yearly_drug_cost": 1, "brand_share": 1, "against": 2005},
            "$.against: expected a plan year from 2006 to 2027, found 2005",
        ),
        (2012, "$: expected an object, found 2012"),
    ],
)
def test_bad_input_is_refused(document: object, line: str) -> None:
    with pytest.raises(Refusal) as caught:
        benefit_year(document)
    assert str(caught.value) == line
