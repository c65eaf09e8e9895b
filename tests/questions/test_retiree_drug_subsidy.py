"""The retiree drug subsidy: both sides of the cost threshold and the cost limit, by year; the command."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date

import pytest

from finder.documents.commands import ask
from finder.domain.errors import Refusal
from finder.domain.months import Days
from finder.domain.retiree_drug_subsidy import Retiree
from finder.explain.explainers import retiree_drug_subsidy as words
from finder.explain.kit.section import texts
from finder.questions.explainers.retiree_drug_subsidy import calendar_year, retiree_drug_subsidy


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
    assert [retiree.subsidy for retiree in retiree_drug_subsidy(calendar_year(year), [Retiree(cost)]).retirees] == [subsidy]


def test_each_retiree_has_a_threshold_and_a_limit_of_their_own() -> None:
    # 2006: 1,330.00 + 0 + 28% x 750 = 210.00; the three costs taken together would be cut at one limit
    found = retiree_drug_subsidy(calendar_year(2006), [Retiree(cost) for cost in (9000_00, 100_00, 1000_00)])
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
    ("rebates", "subsidies"),
    [
        # 6,000 in 2006: 4,750 count. 600 of rebates: 600 x 4,750 / 6,000 = 475 come off, 28% x 4,275 = 1,197.00; all of them, 28% x 4,150;
        # none of them, since 1,250 of the costs don't count: 1,330.00
        (600_00, (1197_00, 1162_00, 1330_00)),
        (1250_00, (1052_92, 980_00, 1330_00)),  # 1,250 x 4,750 / 6,000 = 989.58; 28% x 3,760.42 = 1,052.9176; 28% x 3,500
        (1250_01, (1052_91, 980_00, 1330_00)),  # 989.59 off: 28% x 3,760.41 = 1,052.9148; of 4,749.99 the most is 1,329.9972
        (6000_00, (0, 0, 0)),
    ],
)
def test_costs_before_rebates_decide_what_counts(rebates: int, subsidies: tuple[int, int, int]) -> None:
    one = retiree_drug_subsidy(calendar_year(2006), [Retiree(6000_00, rebates)]).retirees[0]
    assert (one.subsidy, one.least, one.most) == subsidies


@pytest.mark.parametrize(("before", "subsidy"), [(0, 1330_00), (250_00, 1330_00), (1250_00, 1050_00), (5000_00, 0)])
def test_a_plan_year_that_began_in_2005_is_paid_from_2006_on(before: int, subsidy: int) -> None:
    # all 6,000 place the costs; of 1,250 before 2006, 1,000 were in the corridor: 28% x 3,750 = 1,050
    found = retiree_drug_subsidy(Days(date(2005, 7, 1), date(2006, 6, 30)), [Retiree(6000_00, before_2006=before)])
    assert (found.year, found.total) == (2006, subsidy)
    assert "first_year" in {rule.id for rule in found.rules}


@pytest.mark.parametrize(
    ("attested", "published", "limits_of", "until"),
    [
        # 60 days after April 2, 2007 end on June 1
        ("2007-06-01", "2007-04-02", 2007, "2007-06-01"),
        ("2007-06-02", "2007-04-02", 2008, "2007-06-01"),
        ("2007-03-01", "2007-04-02", 2007, "2007-06-01"),
        (None, "2007-04-02", None, "2007-06-01"),
        (None, None, None, None),
    ],
)
def test_older_limits_may_be_used_for_60_days(
    attested: str | None, published: str | None, limits_of: int | None, until: str | None
) -> None:
    plan_year = {"starts": "2007-04-01", "ends": "2008-03-30"}  # the example of the regulation's text
    document = {"plan_year": plan_year, "gross_costs": [6000], "attested_on": attested, "limits_published_on": published}
    found = ask("retiree-subsidy", document)
    assert found["attestation"] == {"limits_of": limits_of, "older_limits_until": until}
    assert (found["year"], found["cost_threshold"]) == (2008, "275.00")  # the year in which the plan year ends
    assert found["final_costs_due"] == "2009-06-30"  # 15 months after March 30, 2008


def test_a_calendar_year_uses_its_own_limits() -> None:
    found = ask("retiree-subsidy", {"year": 2026, "retirees": [{"gross_cost": 1000, "rebates": 100}]})
    assert found["attestation"] == {"limits_of": 2026, "older_limits_until": None}
    assert found["final_costs_due"] == "2028-03-31"
    # 2026: threshold 615; 385 count; 100 x 385 / 1,000 = 38.50 off; 28% x 346.50 = 97.02; least 28% x 285 = 79.80; most 28% x 385 = 107.80
    assert found["retirees"] == [
        {
            "gross_cost": "1000.00",
            "subsidy": "97.02",
            "rebates": "100.00",
            "in_corridor": "385.00",
            "subsidy_least": "79.80",
            "subsidy_most": "107.80",
        }
    ]


def test_the_words_say_the_amount_and_the_range() -> None:
    said = list(texts(words.sections(retiree_drug_subsidy(calendar_year(2006), [Retiree(6000_00, 600_00)]))))
    assert said[0] == "Medicare pays the employer $1,197.00 for the plan year that ends in 2006."
    assert any("It can be $1,162.00 at the least and $1,330.00 at the most." in text for text in said)


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        ({"year": 2028, "gross_costs": [1]}, "$.year: expected a plan year from 2006 to 2027, found 2028"),
        ({"year": 2006, "gross_costs": []}, "$.gross_costs: expected a list with at least 1, found a list of 0"),
        ({"gross_costs": [1]}, "$.year: expected either year or plan_year, found nothing"),
        (
            {"year": 2006, "gross_costs": [1], "retirees": [{"gross_cost": 1}]},
            "$.gross_costs: expected either gross_costs or retirees, found both",
        ),
        (
            {"plan_year": {"starts": "2007-04-01", "ends": "2008-04-01"}, "gross_costs": [1]},
            "$.plan_year.ends: expected a day after 2007-04-01, at most twelve months on, found 2008-04-01",
        ),
        (
            {"plan_year": {"starts": "2027-04-01", "ends": "2028-03-31"}, "gross_costs": [1]},
            "$.plan_year.ends: expected a day in 2006 to 2027, found 2028-03-31",
        ),
        (
            {"year": 2006, "retirees": [{"gross_cost": 1, "rebates": 2}]},
            "$.retirees[0].rebates: expected at most the cost, 1.00, found 2.00",
        ),
        (
            {"year": 2006, "retirees": [{"gross_cost": 2, "before_2006": 1}]},
            "$.retirees[0].before_2006: expected nothing, as the plan year began in 2006 or later, found 1.00",
        ),
        ({"year": 2006, "gross_costs": [-1]}, "$.gross_costs[0]: expected dollars from 0.00 to 1000000000.00, found -1"),
    ],
)
def test_refusals_and_their_reasons(document: object, problem: str) -> None:
    with pytest.raises(Refusal) as caught:
        ask("retiree-subsidy", document)
    assert [str(found) for found in caught.value.problems] == [problem]
