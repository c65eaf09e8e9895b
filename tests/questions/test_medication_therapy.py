"""`finder mtm`: each span's criteria on both sides of each limit, a sponsor's own criteria, and what the program gives when."""

from __future__ import annotations

import json
from typing import Any

import pytest
from icalendar import Calendar

from finder.documents.commands import ask
from finder.domain.errors import Refusal

THREE = ["diabetes", "hypertension", "dyslipidemia"]
SEVEN = [*THREE, "heart_failure", "respiratory_disease", "bone_disease_arthritis", "mental_health"]


def asked(year: int = 2026, conditions: Any = None, drugs: int = 8, cost: Any = "9000.00", **more: Any) -> dict[str, Any]:
    listed = THREE if conditions is None else conditions
    return ask("mtm", {"year": year, "conditions": listed, "part_d_drugs": drugs, "annual_drug_cost": cost, **more})


def met(answer: dict[str, Any]) -> dict[str, str]:
    return {criterion["criterion"]: criterion["met"] for criterion in answer["criteria"]}


@pytest.mark.parametrize(
    ("year", "cost", "eligible"),
    [
        (2025, "1622.99", "no"),
        (2025, "1623.00", "yes"),  # at the average cost of eight generics
        (2025, "1623.01", "yes"),
        (2026, "1275.99", "no"),
        (2026, "1276.00", "yes"),
        (2027, "1339.99", "no"),
        (2027, "1340.00", "yes"),
    ],
)
def test_the_cost_from_2025_must_be_at_or_over_the_amount(year: int, cost: str, eligible: str) -> None:
    assert asked(year, cost=cost)["eligible"] == eligible


@pytest.mark.parametrize(("cost", "eligible"), [("2999.99", "no"), ("3000.00", "no"), ("3000.01", "yes")])
def test_the_cost_of_2010_must_be_over_the_amount(cost: str, eligible: str) -> None:
    sponsor = {"targeted_conditions": THREE}
    assert asked(2010, cost=cost, sponsor=sponsor)["eligible"] == eligible


@pytest.mark.parametrize(
    ("year", "cost", "eligible"),
    [
        (2010, "2830.00", "no"),  # cost equal to the initial coverage limit of 2010 fails: it must exceed
        (2010, "2830.01", "yes"),
        (2011, "2840.00", "no"),  # the limit of 2011
        (2011, "2840.01", "yes"),
    ],
)
def test_the_2009_proposal_used_the_initial_coverage_limit(year: int, cost: str, eligible: str) -> None:
    answer = asked(year, cost=cost, sponsor={"targeted_conditions": THREE}, rule="proposed_2009")
    assert answer["eligible"] == eligible
    assert {rule["law"] for rule in answer["rules"] if rule["id"] == "proposed_cost"} == {"proposed"}


def test_three_diseases_eight_drugs_and_the_cost_qualify_in_every_plan_that_targets_them() -> None:
    # A sponsor may ask for 3 diseases and 8 drugs at most, so whatever it asks for is met.
    assert asked(2010, sponsor={"targeted_conditions": [*THREE, "mental_health"]})["eligible"] == "yes"
    assert asked(2010, sponsor={"targeted_conditions": ["mental_health", "diabetes", "heart_failure", "hypertension"]})["eligible"] == (
        "plan_decides"  # two of three count: enough if the plan asks for 2
    )
    assert asked(2010, sponsor={"targeted_conditions": ["mental_health", "diabetes"]})["eligible"] == "no"  # one counts


@pytest.mark.parametrize(("listed", "eligible"), [(5, "plan_decides"), (6, "yes"), (7, "yes")])
def test_a_plan_of_2010_may_leave_out_three_of_the_seven(listed: int, eligible: str) -> None:
    # At least 4 of 7 are targeted, so of n at least n - 3 count: 5 - 3 = 2, 6 - 3 = 3
    assert asked(2010, SEVEN[:listed])["eligible"] == eligible


@pytest.mark.parametrize(("count", "eligible"), [(1, "no"), (2, "plan_decides"), (3, "yes"), (7, "yes")])
def test_conditions_from_2025(count: int, eligible: str) -> None:
    assert asked(2026, SEVEN[:count])["eligible"] == eligible


@pytest.mark.parametrize(("drugs", "eligible"), [(1, "no"), (2, "plan_decides"), (7, "plan_decides"), (8, "yes"), (9, "yes")])
def test_drugs_from_2025(drugs: int, eligible: str) -> None:
    assert asked(2026, drugs=drugs)["eligible"] == eligible


def test_a_sponsors_own_minimum_decides() -> None:
    sponsor = {"minimum_conditions": 2, "minimum_drugs": 5}
    assert asked(2026, SEVEN[:2], 5, sponsor=sponsor)["eligible"] == "yes"
    assert met(asked(2026, SEVEN[:2], 4, sponsor=sponsor)) == {"conditions": "yes", "drugs": "no", "cost": "yes"}
    assert asked(2026, SEVEN[:2], 5, sponsor={"minimum_conditions": 3})["eligible"] == "no"


def test_the_plan_decides_on_drugs_not_for_long_term_use() -> None:
    assert met(asked(2026, drugs=9, maintenance_drugs=7))["drugs"] == "plan_decides"
    assert met(asked(2026, drugs=9, maintenance_drugs=8))["drugs"] == "yes"


def test_a_condition_not_in_the_law_counts_only_if_the_plan_targets_it() -> None:
    answer = asked(2026, ["diabetes", "hypertension", "gout"])
    assert answer["eligible"] == "plan_decides"
    assert [entry["listed"] for entry in answer["conditions"]] == [True, True, False]
    assert asked(2026, ["diabetes", "hypertension", "gout"], sponsor={"targeted_conditions": ["Gout", "diabetes", "hypertension"]})[
        "eligible"
    ] == ("yes")


def test_a_condition_by_two_names_counts_once() -> None:
    answer = asked(2026, ["High blood pressure", "hypertension", "CHF", "heart failure"])
    assert [entry["condition"] for entry in answer["conditions"]] == ["hypertension", "heart_failure"]


def test_without_a_cost_the_answer_is_open_unless_another_test_fails() -> None:
    assert asked(2026, cost=None)["eligible"] == "plan_decides"
    assert asked(2026, drugs=1, cost=None)["eligible"] == "no"


def test_being_at_risk_is_enough_from_2022() -> None:
    assert asked(2022, [], 0, "0.00", at_risk=True)["eligible"] == "yes"
    before = asked(2021, [], 0, "0.00", at_risk=True)
    assert before["eligible"] == "no"
    assert "At-risk people are not named in the texts for 2021." in before["notes"]


TEN = [*SEVEN, "alzheimers_disease", "end_stage_renal_disease", "hiv_aids"]


@pytest.mark.parametrize("year", [2011, 2017, 2021, 2022, 2024])
@pytest.mark.parametrize(
    ("illnesses", "drugs", "eligible"),
    [
        (3, 8, "yes"),  # three and eight are the most that a plan may ask for
        (4, 9, "yes"),
        (2, 8, "plan_decides"),
        (3, 7, "plan_decides"),
        (2, 2, "plan_decides"),
        (1, 8, "no"),  # multiple is two or more
        (3, 1, "no"),
    ],
)
def test_2011_to_2024_plans_may_require_at_most_three_illnesses_and_eight_drugs(
    year: int, illnesses: int, drugs: int, eligible: str
) -> None:
    answer = asked(year, TEN[:illnesses], drugs)
    assert answer["eligible"] == eligible
    rules = {rule["id"]: rule for rule in answer["rules"]}
    assert (rules["conditions"]["law"], rules["drugs"]["law"]) == ("codified", "codified")


@pytest.mark.parametrize(
    ("year", "below", "enough"),
    [
        # the amounts of mtm_cost_threshold; one that is equal is enough from 2011
        (2011, "2999.99", "3000.00"),
        (2012, "3100.19", "3100.20"),
        (2013, "3143.99", "3144.00"),
        (2014, "3016.99", "3017.00"),
        (2015, "3137.99", "3138.00"),
        (2016, "3506.99", "3507.00"),
        (2017, "3918.99", "3919.00"),
        (2018, "3966.99", "3967.00"),
        (2019, "4043.99", "4044.00"),
        (2020, "4254.99", "4255.00"),
        (2021, "4375.99", "4376.00"),
        (2022, "4695.99", "4696.00"),
        (2023, "4934.99", "4935.00"),
        (2024, "5329.99", "5330.00"),
    ],
)
def test_the_cost_of_2011_to_2024_must_be_at_or_over_the_amount(year: int, below: str, enough: str) -> None:
    assert (asked(year, cost=below)["eligible"], asked(year, cost=enough)["eligible"]) == ("no", "yes")


def test_2011_to_2024_says_that_a_plan_chose_its_illnesses() -> None:
    said = "The rule of 2017 had no list of illnesses. A plan could choose which ones it looks for, so ask it."
    assert said in asked(2017)["notes"]
    assert said not in asked(2017, sponsor={"targeted_conditions": THREE})["notes"]
    assert asked(2017, sponsor={"targeted_conditions": [*THREE[:2], "gout"]})["eligible"] == "plan_decides"  # two of three count
    assert asked(2017, sponsor={"targeted_conditions": ["gout", "diabetes"]})["eligible"] == "no"  # one counts
    assert asked(2017, [*THREE[:2], "gout"])["eligible"] == "plan_decides"  # gout may not count as a chronic disease


def test_2011_to_2024_a_sponsors_own_minimum_decides() -> None:
    assert asked(2016, THREE[:2], 5, sponsor={"minimum_conditions": 2, "minimum_drugs": 5})["eligible"] == "yes"
    assert asked(2016, THREE[:2], 4, sponsor={"minimum_conditions": 2, "minimum_drugs": 5})["eligible"] == "no"


@pytest.mark.parametrize("year", [2006, 2009])
def test_through_2009_each_plan_set_its_own_numbers(year: int) -> None:
    answer = asked(year)
    assert met(answer) == {"conditions": "plan_decides", "drugs": "plan_decides", "cost": "yes"}
    assert f"Each plan chose in {year} which illnesses it looks for, and how many." in answer["notes"]
    assert asked(year, THREE[:1])["eligible"] == "no"
    assert asked(year, sponsor={"minimum_conditions": 5})["eligible"] == "no"  # no most stood in the law: 3 of 5


def test_since_2022_being_at_risk_is_the_other_way_in() -> None:
    for year, words in ((2021, False), (2022, True)):
        says = next(rule["says"] for rule in asked(year)["rules"] if rule["id"] == "all_three")
        assert ("That alone is enough." in says) is words


@pytest.mark.parametrize(("year", "status"), [(2010, "confirmed"), (2017, "unconfirmed"), (2024, "confirmed"), (2026, "single")])
def test_the_amount_keeps_its_status(year: int, status: str) -> None:
    assert asked(year)["criteria"][2]["amount_status"] == status


def test_long_term_care_in_2010_has_the_review_without_the_talk() -> None:
    assert asked(2010, long_term_care=True)["services"][0]["interactive"] == "not_required"
    assert asked(2010)["services"][0]["interactive"] == "required"
    assert asked(2018, long_term_care=True)["services"][0]["interactive"] == "unknown"
    assert asked(2019, long_term_care=True)["services"][0]["interactive"] == "required"  # no exception in the text of 2019
    assert asked(2026, long_term_care=True)["services"][0]["interactive"] == "required"


def test_each_year_has_dates() -> None:
    # January 1 + 60 days: 30 in January, 28 in February, 2 in March
    assert [(entry["what"], entry["by"]) for entry in asked(2026)["schedule"]] == [
        ("offer", "2026-03-02"),
        ("targeted_review", "2026-03-31"),
        ("targeted_review", "2026-06-30"),
        ("targeted_review", "2026-09-30"),
        ("targeted_review", "2026-12-31"),
        ("comprehensive_review", "2026-12-31"),
    ]


def test_dates_from_the_day_of_enrollment() -> None:
    # May 10 + 60 days: 21 in May, 30 in June, 9 in July
    answer = asked(2026, enrolled_on="2026-05-10")
    assert [entry["by"] for entry in answer["schedule"]] == ["2026-06-30", "2026-07-09", "2026-09-30", "2026-12-31", "2026-12-31"]
    assert len(list(Calendar.from_ical(answer["calendar"]).walk("VEVENT"))) == 5


def test_before_2010_the_program_is_not_described() -> None:
    answer = asked(2008)
    assert (answer["services"], answer["schedule"], answer["calendar"]) == ([], [], "")
    assert "What the program gave in 2008 is not among the texts that were read." in answer["notes"]


@pytest.mark.parametrize("year", range(2006, 2028))
def test_every_year_is_answered_and_the_answer_is_json(year: int) -> None:
    answer = asked(year)
    assert answer["eligible"] in ("yes", "plan_decides")
    assert json.loads(json.dumps(answer)) == answer


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({"year": 2028}, "$.year: expected a plan year from 2006 to 2027, found 2028"),
        ({"conditions": "diabetes"}, '$.conditions: expected a list, found "diabetes"'),
        ({"conditions": ["diabetes", " - "]}, '$.conditions[1]: expected the name of an illness, found " - "'),
        ({"part_d_drugs": -1}, "$.part_d_drugs: expected at least 0, found -1"),
        ({"part_d_drugs": "8"}, '$.part_d_drugs: expected an integer, found "8"'),
        (
            {"annual_drug_cost": "1,276"},
            '$.annual_drug_cost: expected dollars with at most two decimals, such as "1234.50", found "1,276"',
        ),
        ({"sponsor": {"minimum_conditions": 4}}, "$.sponsor.minimum_conditions: expected 2 to 3 in 2026, found 4"),
        ({"sponsor": {"minimum_conditions": 1}}, "$.sponsor.minimum_conditions: expected 2 to 3 in 2026, found 1"),
        ({"sponsor": {"minimum_drugs": 9}}, "$.sponsor.minimum_drugs: expected 2 to 8 in 2026, found 9"),
        ({"year": 2010, "sponsor": {"minimum_conditions": 4}}, "$.sponsor.minimum_conditions: expected 2 to 3 in 2010, found 4"),
        ({"year": 2016, "sponsor": {"minimum_conditions": 4}}, "$.sponsor.minimum_conditions: expected 2 to 3 in 2016, found 4"),
        ({"year": 2016, "sponsor": {"minimum_drugs": 9}}, "$.sponsor.minimum_drugs: expected 2 to 8 in 2016, found 9"),
        (
            {"conditions": [], "part_d_drugs": 0, "annual_drug_cost": None},
            "$: expected at least one of conditions, part_d_drugs, annual_drug_cost and at_risk to say something of the person, "
            "found none of them",
        ),
        ({"year": 2010, "sponsor": {"minimum_drugs": 9}}, "$.sponsor.minimum_drugs: expected 2 to 8 in 2010, found 9"),
        (
            {"sponsor": {"drugs": 2}},
            '$.sponsor.drugs: expected one of minimum_conditions, minimum_drugs, targeted_conditions, found the field "drugs"',
        ),
        (
            {"rule": "proposed_2009"},
            '$.rule: expected "in_force" in 2026 (the proposal of 2009 was for 2010 and 2011), found "proposed_2009"',
        ),
        ({"enrolled_on": "2025-12-31"}, "$.enrolled_on: expected a day of 2026, found 2025-12-31"),
        ({"maintenance_drugs": 9}, "$.maintenance_drugs: expected at most part_d_drugs (8), found 9"),
    ],
)
def test_bad_input_is_refused(change: dict[str, Any], line: str) -> None:
    with pytest.raises(Refusal) as caught:
        ask("mtm", {"year": 2026, "conditions": THREE, "part_d_drugs": 8, "annual_drug_cost": 2000, **change})
    assert str(caught.value) == line
