"""The retiree drug subsidy: both sides of the cost threshold and the cost limit, by year; the command."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from finder.documents.commands import ask
from finder.domain.errors import Refusal
from finder.questions.explainers.retiree_drug_subsidy import retiree_drug_subsidy


@pytest.mark.parametrize(
    ("year", "cost", "subsidy"),
    [
        # 2006: 28% of the amount between 250 and 5,000
        (2006, 6000_00, 1330_00),  # 28% x 4,750 = 1,330.00, as for every cost from 5,000 on
        (2006, 5000_00, 1330_00),
        (2006, 4999_00, 1329_72),  # 28% x 4,749 = 1,329.72
        (2006, 250_00, 0),
        (2006, 250_01, 0),  # 28% of a cent
        (2006, 250_02, 1),  # 28% of two cents is 0.56 cents
        (2006, 0, 0),
        # 2022: 480 to 9,850: 28% x 9,370 = 2,623.60; of 1,000: 28% x 520 = 145.60
        (2022, 9850_01, 2623_60),
        (2022, 1000_00, 145_60),
    ],
)
def test_both_sides_of_threshold_and_limit(year: int, cost: int, subsidy: int) -> None:
    assert [retiree.subsidy for retiree in retiree_drug_subsidy(year, [cost]).retirees] == [subsidy]


def test_each_retiree_has_a_threshold_and_a_limit_of_their_own() -> None:
    # 2006: 1,330.00 + 0 + 28% x 750 = 210.00; the three costs taken together would be cut at one limit
    found = retiree_drug_subsidy(2006, [9000_00, 100_00, 1000_00])
    assert [retiree.subsidy for retiree in found.retirees] == [1330_00, 0, 210_00]
    assert found.total == 1540_00


def test_the_command_answers_with_rule_and_numbers() -> None:
    document = '{"year": 2006, "gross_costs": ["6000.00", 250]}'
    code = "from finder.cli import main; main()"
    ran = subprocess.run([sys.executable, "-c", code, "retiree-subsidy", "-"], input=document, capture_output=True, text=True, check=True)
    answer = json.loads(ran.stdout)
    assert (answer["cost_threshold"], answer["cost_limit"], answer["rate"]) == ("250.00", "5000.00", "0.28")
    assert answer["retirees"] == [{"gross_cost": "6000.00", "subsidy": "1330.00"}, {"gross_cost": "250.00", "subsidy": "0.00"}]
    assert answer["total"] == "1330.00"
    assert answer["rules"][0]["citation"] == "42 CFR 423.886(a)"
    assert [(number["name"], number["value"], number["status"]) for number in answer["parameters"]] == [
        ("rds_cost_threshold", "250", "confirmed"),
        ("rds_cost_limit", "5000", "confirmed"),
        ("rds_subsidy_percent", "28", "confirmed"),
    ]


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        ({"year": 2028, "gross_costs": [1]}, "$.year: expected a plan year from 2006 to 2027, found 2028"),
        ({"year": 2006, "gross_costs": []}, "$.gross_costs: expected a list with at least 1, found a list of 0"),
        ({"year": 2006, "gross_costs": [-1]}, "$.gross_costs[0]: expected dollars from 0.00 to 1000000000.00, found -1"),
    ],
)
def test_refusals_and_their_reasons(document: object, problem: str) -> None:
    with pytest.raises(Refusal) as caught:
        ask("retiree-subsidy", document)
    assert [str(found) for found in caught.value.problems] == [problem]
