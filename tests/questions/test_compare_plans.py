"""Comparing plans, on a market small enough to work out by hand (tests/small_market.py)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from finder.documents.compare_request import member_and_list, read_request
from finder.documents.comparison import answer_compare
from finder.domain.benefit import Channel, LowIncomeSubsidy
from finder.domain.errors import OutsideArea, Refusal
from finder.domain.market import FormularyEntry, PlanKind
from finder.domain.member import Member
from finder.domain.plan_cost import Action, PremiumSubsidy
from finder.domain.prescription import Prescription
from finder.explain.plans.advice import advice
from finder.questions.plans.compare import compare_plans, plan_year
from tests.small_market import (
    ADVANTAGE,
    BRAND,
    CHEAP_PDP,
    GENERIC,
    INSULIN,
    MERRIMACK,
    RICH_PDP,
    SELECTED,
    SPECIAL,
    UNIT_PRICES,
    WORCESTER,
    SmallMarket,
)

MARKET = SmallMarket()
EVERYONE = Member("01604", WORCESTER, date(2026, 1, 1))
A_TABLET_A_DAY = Prescription(GENERIC, 30_000, 30)  # 30 x 0.50 = 15.00 a fill
BRAND_A_DAY = Prescription(BRAND, 30_000, 30)  # 30 x 10.00 = 300.00 a fill


def totals(comparison: Any) -> dict[str, tuple[int, int]]:
    return {cost.plan.plan_id: (cost.rank, cost.total) for cost in comparison.plans}


def test_plans_are_ranked_by_the_cost_of_the_year() -> None:
    comparison = compare_plans(MARKET, EVERYONE, [A_TABLET_A_DAY])
    # generic without deductible: Advantage 12 x min(2, 15) = 24; Cheap 24 + 12 x 10 = 144; Rich 12 x min(0 preferred) + 12 x 50 = 600
    assert totals(comparison) == {ADVANTAGE.plan_id: (1, 24_00), CHEAP_PDP.plan_id: (2, 144_00), RICH_PDP.plan_id: (3, 600_00)}


def test_an_expensive_brand_reverses_the_ranking() -> None:
    comparison = compare_plans(MARKET, replace(EVERYONE, plan_kinds=(PlanKind.PDP,)), [BRAND_A_DAY])
    # Cheap: Jan 300, Feb 300, Mar 15 + 25% x 285 = 71.25 -> 86.25, then 9 x 75 = 675; in all 1,361.25, with 120 premium 1,481.25
    # (the threshold of 2,100 is not reached: 1,361.25). Rich: 12 x 40 = 480, with 600 premium 1,080
    assert totals(comparison) == {RICH_PDP.plan_id: (1, 1_080_00), CHEAP_PDP.plan_id: (2, 1_481_25)}


def test_special_needs_plans_come_only_when_asked() -> None:
    asked = replace(EVERYONE, plan_kinds=(PlanKind.PDP, PlanKind.MA_PD, PlanKind.SNP))
    assert SPECIAL.plan_id not in totals(compare_plans(MARKET, EVERYONE, [A_TABLET_A_DAY]))
    assert SPECIAL.plan_id in totals(compare_plans(MARKET, asked, [A_TABLET_A_DAY]))


def test_a_drug_left_out_of_the_total_has_its_full_price() -> None:
    market = SmallMarket(lists={ADVANTAGE.plan_id: ("1",)})
    comparison = compare_plans(market, EVERYONE, [A_TABLET_A_DAY, BRAND_A_DAY])
    last = comparison.plans[-1]
    assert last.plan is ADVANTAGE
    assert last.total == 24_00
    assert [drug.drug for drug in last.not_covered] == [BRAND]
    assert last.uncovered_cash_cost == 12 * 300_00  # the middle price of the plans that list it, 10.00 a tablet
    assert last.all_in == last.all_in_low == last.all_in_high == 3_624_00  # 24 + 3,600
    assert comparison.plans[0].uncovered_cash_cost == 0


def test_a_drug_without_any_price_has_an_unknown_cash_cost() -> None:
    nowhere = {plan.plan_id: ("1",) for plan in (CHEAP_PDP, RICH_PDP, ADVANTAGE, SPECIAL)}
    comparison = compare_plans(SmallMarket(lists=nowhere), EVERYONE, [A_TABLET_A_DAY, BRAND_A_DAY])
    assert comparison.plans[0].uncovered_cash_cost is None


def test_a_drug_without_a_price_is_left_out_of_the_total_and_named() -> None:
    entry = FormularyEntry(3, None, False, False, 0, 0, False)
    market = SmallMarket(entries={(ADVANTAGE.plan_id, "3"): entry})
    cost = compare_plans(market, EVERYONE, [A_TABLET_A_DAY, BRAND_A_DAY]).plan_cost(ADVANTAGE.plan_id)
    assert cost is not None
    assert cost.total == 24_00
    assert cost.rank == 3
    assert [drug.drug for drug in cost.unpriced] == [BRAND]
    assert "unpriced_drug" in cost.notes


def test_coverage_from_october_counts_three_months() -> None:
    comparison = compare_plans(MARKET, replace(EVERYONE, coverage_start=date(2026, 10, 1)), [A_TABLET_A_DAY])
    # Cheap: 3 x 2 + 3 x 10
    assert totals(comparison)[CHEAP_PDP.plan_id][1] == 36_00
    months = comparison.plans[0].months
    assert [month.covered for month in months] == [False] * 9 + [True] * 3


def test_the_penalty_of_fourteen_months_is_added_each_month() -> None:
    comparison = compare_plans(MARKET, replace(EVERYONE, uncovered_months=14), [A_TABLET_A_DAY])
    # 14% x 38.99 = 5.4586, to ten cents 5.50, x 12 = 66.00
    assert {cost.late_enrollment_penalty for cost in comparison.plans} == {66_00}
    assert totals(comparison)[CHEAP_PDP.plan_id][1] == 144_00 + 66_00


def test_extra_help_waives_the_penalty() -> None:
    helped = replace(EVERYONE, uncovered_months=14, low_income_subsidy=LowIncomeSubsidy.FULL_OTHER)
    assert {cost.late_enrollment_penalty for cost in compare_plans(MARKET, helped, [A_TABLET_A_DAY]).plans} == {0}


def test_the_income_related_amount_of_the_second_tier() -> None:
    comparison = compare_plans(MARKET, replace(EVERYONE, income_bracket=2), [A_TABLET_A_DAY])
    assert {cost.income_related_premium for cost in comparison.plans} == {12 * 37_50}  # 37.50 a month in 2026


def test_extra_help_with_the_premium_is_unknown_without_a_benchmark() -> None:
    # New York: of 2026 there is neither a printed benchmark nor an estimate
    market = SmallMarket([replace(CHEAP_PDP, pdp_region="03"), replace(ADVANTAGE, pdp_region="03")])
    comparison = compare_plans(market, replace(EVERYONE, low_income_subsidy=LowIncomeSubsidy.FULL_OTHER), [BRAND_A_DAY])
    by_plan = {cost.plan.plan_id: cost for cost in comparison.plans}
    assert by_plan[CHEAP_PDP.plan_id].premium_subsidy is PremiumSubsidy.UNKNOWN
    assert by_plan[CHEAP_PDP.plan_id].premium == 120_00  # the premium before Extra Help, an upper bound
    assert by_plan[ADVANTAGE.plan_id].premium_subsidy is PremiumSubsidy.KNOWN  # nothing is left to subsidize
    # each fill the lesser of 12.65 and what an enrollee without help would owe
    assert by_plan[CHEAP_PDP.plan_id].drug_cost == 12 * 12_65


@pytest.mark.parametrize(
    ("premium", "basic", "left", "subsidy"),
    [
        (4_82, 4_82, 0, PremiumSubsidy.KNOWN),  # a premium equal to the benchmark of region 22 (4.82 in 2026) costs nothing
        (4_83, 4_83, 3, PremiumSubsidy.ESTIMATED),  # above it Medicare pays whole dimes: 4.83 - 4.80
        (4_90, 4_90, 10, PremiumSubsidy.ESTIMATED),  # 4.90 - 4.80
        (30_00, 4_00, 26_00, PremiumSubsidy.KNOWN),  # a supplemental premium is never subsidized
    ],
)
def test_extra_help_pays_the_basic_premium_up_to_the_benchmark(premium: int, basic: int, left: int, subsidy: PremiumSubsidy) -> None:
    plan = replace(CHEAP_PDP, premium=premium, part_d_premium=premium, part_d_basic_premium=basic, pdp_region="22")
    helped = replace(EVERYONE, low_income_subsidy=LowIncomeSubsidy.FULL_OTHER)
    cost = compare_plans(SmallMarket([plan]), helped, [A_TABLET_A_DAY]).plans[0]
    assert cost.premium_subsidy is subsidy
    assert cost.premium == 12 * left


def test_the_cheapest_kind_of_pharmacy_asked_for_is_used() -> None:
    only_standard = replace(EVERYONE, channels=(Channel.STANDARD_RETAIL,))
    rich = compare_plans(MARKET, only_standard, [A_TABLET_A_DAY]).plan_cost(RICH_PDP.plan_id)
    assert rich is not None
    assert rich.drug_cost == 12 * 1_00  # standard 1.00; preferred would be 0.00


def test_a_missing_kind_of_pharmacy_becomes_standard_retail_with_a_warning() -> None:
    mail = replace(EVERYONE, channels=(Channel.STANDARD_MAIL,))
    cost = compare_plans(MARKET, mail, [A_TABLET_A_DAY]).plan_cost(CHEAP_PDP.plan_id)
    assert cost is not None
    assert cost.drugs[0].channel is Channel.STANDARD_RETAIL
    assert not cost.drugs[0].channel_offered
    assert "channel_not_in_files" in cost.notes  # no plan of this market has mail, so its files say nothing about mail


def test_a_ninety_day_fill_without_a_share_is_priced_as_three_monthly_fills_with_a_warning() -> None:
    cost = compare_plans(MARKET, EVERYONE, [Prescription(GENERIC, 90_000, 90)]).plan_cost(CHEAP_PDP.plan_id)
    assert cost is not None
    assert cost.drugs[0].fills == 12
    assert cost.drug_cost == 24_00
    assert "split_into_months" in cost.notes


def test_a_quantity_limit_is_compared_as_a_rate() -> None:
    limit = FormularyEntry(1, UNIT_PRICES["1"], True, False, 30_000, 30, False)
    market = SmallMarket(entries={(ADVANTAGE.plan_id, "1"): limit})
    within = compare_plans(market, EVERYONE, [A_TABLET_A_DAY]).plan_cost(ADVANTAGE.plan_id)
    above = compare_plans(market, EVERYONE, [Prescription(GENERIC, 30_001, 30)]).plan_cost(ADVANTAGE.plan_id)
    assert within is not None
    assert above is not None
    assert [restriction.exceeded for restriction in within.drugs[0].restrictions] == [False, False]
    assert [restriction.exceeded for restriction in above.drugs[0].restrictions] == [False, True]


@pytest.mark.parametrize(
    ("premium", "action", "because"),
    [
        (14_16, Action.STAY, "near_tie"),  # 12 x 4.16 = 49.92 more than Cheap
        (14_17, Action.SWITCH, "saves"),  # 12 x 4.17 = 50.04 more
        (10_00, Action.STAY, "current_is_best"),  # equal totals rank by name: "A.." before "Cheap"
    ],
)
def test_staying_and_switching_on_both_sides_of_a_near_tie(premium: int, action: Action, because: str) -> None:
    mine = replace(CHEAP_PDP, plan_id="S0009-001-000", name="A Plan Of Mine", premium=premium)
    member = replace(EVERYONE, current_plan=mine.plan_id)
    advice = compare_plans(SmallMarket([CHEAP_PDP, mine, ADVANTAGE]), member, [A_TABLET_A_DAY]).recommendation
    assert (advice.action, advice.because) == (action, because)
    assert advice.savings == 12 * (premium - 10_00)
    assert advice.plan_id == (CHEAP_PDP.plan_id if action is Action.SWITCH else mine.plan_id)


def test_a_drug_plan_member_is_not_sent_to_an_advantage_plan() -> None:
    advice = compare_plans(MARKET, replace(EVERYONE, current_plan=CHEAP_PDP.plan_id), [A_TABLET_A_DAY]).recommendation
    assert (advice.action, advice.plan_id) == (Action.STAY, CHEAP_PDP.plan_id)  # though Advantage costs 24 against 144


def test_a_current_plan_that_is_not_offered_is_reviewed() -> None:
    advice = compare_plans(MARKET, replace(EVERYONE, current_plan="S9999-001-000"), [A_TABLET_A_DAY]).recommendation
    assert (advice.action, advice.because, advice.savings) == (Action.REVIEW, "current_plan_not_offered", None)


def test_without_a_current_plan_the_best_plan_is_recommended() -> None:
    advice = compare_plans(MARKET, EVERYONE, [A_TABLET_A_DAY]).recommendation
    # Advantage costs 24 against 144, but a health plan leads only if the person chose to see health plans
    assert (advice.action, advice.plan_id, advice.savings) == (Action.ENROLL, CHEAP_PDP.plan_id, None)
    chosen = compare_plans(MARKET, replace(EVERYONE, health_plans_chosen=True), [A_TABLET_A_DAY]).recommendation
    assert (chosen.action, chosen.plan_id) == (Action.ENROLL, ADVANTAGE.plan_id)


def test_insulin_costs_at_most_35_a_month_in_every_plan() -> None:
    lists = {plan.plan_id: ("4",) for plan in (CHEAP_PDP, RICH_PDP)}
    comparison = compare_plans(SmallMarket([CHEAP_PDP, RICH_PDP], lists), EVERYONE, [Prescription(INSULIN, 15_000, 30)])
    # 15 mL x 20.00 = 300.00; 25% = 75 and a copay of 40 both stop at 35; no deductible
    assert {cost.drug_cost for cost in comparison.plans} == {12 * 35_00}


def test_a_negotiated_drug_is_flagged_and_its_maker_pays_nothing() -> None:
    comparison = compare_plans(MARKET, EVERYONE, [Prescription(SELECTED, 30_000, 30)])
    assert all(cost.drugs[0].selected for cost in comparison.plans)
    assert any(parameter.name == "mfp_30day.Xarelto" for parameter in comparison.parameters)
    ledger = comparison.plans[0].ledger
    assert sum(segment.manufacturer for row in ledger.rows for segment in row.segments) == 0


def test_the_year_of_one_plan_has_the_sums_of_the_comparison() -> None:
    comparison = compare_plans(MARKET, EVERYONE, [A_TABLET_A_DAY, BRAND_A_DAY])
    for compared in comparison.plans:
        alone = plan_year(MARKET, EVERYONE, [A_TABLET_A_DAY, BRAND_A_DAY], compared.plan.plan_id)
        assert replace(alone, rank=compared.rank) == compared
        assert sum(row.patient_pay for row in alone.ledger.rows) == compared.drug_cost


def test_a_place_outside_the_catalog_gets_a_way_out() -> None:
    with pytest.raises(OutsideArea) as refused:
        compare_plans(MARKET, Member("03301", MERRIMACK, date(2026, 1, 1)), [A_TABLET_A_DAY])
    assert refused.value.sentence == (
        "ZIP 03301 is in New Hampshire. This catalog has Massachusetts plans of 2026. "
        "To add New Hampshire: finder catalog fetch --year 2026 --state NH."
    )


GOOD: dict[str, Any] = {
    "plan_year": 2026,
    "zip": "01604",
    "prescriptions": [{"rxcui": "1", "quantity": "30", "days_supply": 30}],
}
LIST = GOOD["prescriptions"][0]


@pytest.mark.parametrize(
    ("change", "lines"),
    [
        ({"zip": "1604"}, ['$.zip: expected text that matches [0-9]{5}, found "1604"']),
        ({"zip": "99999"}, ["$.zip: expected a ZIP code of the United States, found 99999"]),
        (
            {"zip": "01010"},
            [
                "$.county: expected one of Hampden (MA, 25013), Worcester (MA, 25027), "
                + "because ZIP 01010 spans several counties, found nothing"
            ],
        ),
        ({"zip": "01010", "county": "Suffolk"}, ["$.county: expected one of Hampden (MA, 25013), Worcester (MA, 25027), found Suffolk"]),
        ({"plan_year": 2028}, ["$.plan_year: expected a plan year from 2006 to 2027, found 2028"]),
        ({"coverage_start": "2026-02-15"}, ["$.coverage_start: expected the first of a month in 2026, found 2026-02-15"]),
        ({"coverage_start": "2025-12-01"}, ["$.coverage_start: expected the first of a month in 2026, found 2025-12-01"]),
        ({"prescriptions": []}, ["$.prescriptions: expected at least one drug, found an empty list"]),
        ({"prescriptions": [LIST | {"rxcui": "77"}]}, None),
        ({"prescriptions": [{"name": "genericol", "quantity": 30, "days_supply": 30}]}, None),
        ({"prescriptions": [LIST, LIST]}, None),
        ({"prescriptions": [LIST | {"brand_only": True}]}, None),
        ({"prescriptions": [LIST | {"name": "x"}]}, ["$.prescriptions[0]: expected exactly one of rxcui, ndc and name, found an object"]),
        ({"prescriptions": [LIST | {"quantity": "0"}]}, None),
        ({"prescriptions": [LIST | {"quantity": "a lot"}]}, None),
        ({"prescriptions": [LIST | {"days_supply": "30"}]}, ['$.prescriptions[0].days_supply: expected an integer, found "30"']),
        (
            {"low_income_subsidy": "partial"},
            ["$.low_income_subsidy: expected none or a full level (partial Extra Help ended with 2023), found partial in 2026"],
        ),
        ({"income_bracket": 9}, ["$.income_bracket: expected at most 5, found 9"]),
        ({"year_to_date": {"troop": "2100.01"}}, ["$.year_to_date.troop: expected at most 2100.00, the year's threshold, found 2100.01"]),
        (
            {"year_to_date": {"gross_drug_cost": "99.99", "troop": "100.00"}},
            ["$.year_to_date.troop: expected at most 99.99, the gross drug cost so far, found 100.00"],
        ),
        ({"zipcode": "01604"}, None),
        ({"channels": ["drive_through"]}, None),
        ({"plan_kinds": ["HMO"]}, None),
        ({"current_plan": "Humana"}, None),
        (
            {"coverage_start": "2026-03-01", "prescriptions": [LIST | {"dates": ["2026-02-28", "2026-03-01"]}]},
            ["$.prescriptions[0].dates[0]: expected a date in 2026, on or after the start of coverage, found 2026-02-28"],
        ),
        ({"prescriptions": [LIST | {"dates": ["2025-12-31"]}]}, None),
        ({"top": 0}, ["$.top: expected at least 1, found 0"]),
    ],
)
def test_bad_input_is_one_line_per_problem(change: dict[str, Any], lines: list[str] | None) -> None:
    with pytest.raises(Refusal) as refused:
        answer_compare(MARKET, read_request(GOOD | change))
    told = [str(problem) for problem in refused.value.problems]
    assert len(told) == 1
    assert "\n" not in told[0]
    assert told[0].startswith("$.")
    if lines is not None:
        assert told == lines


def test_problems_of_place_and_list_are_reported_together() -> None:
    with pytest.raises(Refusal) as refused:
        answer_compare(
            MARKET,
            read_request(GOOD | {"zip": "99999", "prescriptions": [LIST | {"rxcui": "77"}, LIST | {"ndc": "1" * 11, "rxcui": None}]}),
        )
    assert [problem.where for problem in refused.value.problems] == ["$.zip", "$.prescriptions[0].rxcui", "$.prescriptions[1].ndc"]


def test_an_ambiguous_name_is_refused_with_the_candidates() -> None:
    with pytest.raises(Refusal) as refused:
        member_and_list(MARKET, read_request(GOOD | {"prescriptions": [{"name": "Genericol", "quantity": 30, "days_supply": 30}]}))
    (problem,) = refused.value.problems
    assert "genericol 10 MG Oral Tablet (rxcui 1), genericol 20 MG Oral Tablet (rxcui 2)" in problem.expected


def test_a_brand_with_one_product_is_accepted_by_name() -> None:
    _, (prescription,) = member_and_list(
        MARKET, read_request(GOOD | {"prescriptions": [{"name": "brandex", "quantity": 30, "days_supply": 30}]})
    )
    assert prescription.drug == BRAND


def test_the_answer_follows_the_contract() -> None:
    answer = answer_compare(MARKET, read_request(GOOD | {"top": 2, "current_plan": CHEAP_PDP.plan_id}))
    assert answer["catalog"]["plans_considered"] == 3
    assert [plan["rank"] for plan in answer["plans"]] == [1, 2]
    first = answer["plans"][0]
    wanted = {"rank", "plan_id", "name", "organization", "kind", "premium", "part_d_premium", "late_enrollment_penalty"}
    wanted |= {"income_related_premium", "drug_cost", "total", "deductible", "not_covered", "uncovered_cash_cost", "drugs", "months"}
    assert wanted | {"star_rating", "notes"} <= first.keys()
    assert (first["kind"], first["total"], first["premium"]) == ("MA-PD", "24.00", "0.00")
    assert len(first["months"]) == 12
    assert answer["recommendation"]["action"] == "stay"
    assert answer["recommendation"]["savings"] == "0.00"


@pytest.mark.parametrize("current", [None, CHEAP_PDP.plan_id, RICH_PDP.plan_id])
def test_a_comparison_outside_the_network_suggests_no_plan_and_says_what_it_shows(current: str | None) -> None:
    asked = GOOD | {"channels": ["out_of_network"]} | ({"current_plan": current} if current else {})
    answer = answer_compare(MARKET, read_request(asked))
    assert answer["recommendation"]["action"] == "review"
    assert answer["recommendation"]["savings"] is None
    assert answer["recommendation"]["reason"].startswith("Only pharmacies outside the network were asked for")
    assert "paper claim" in answer["notes"][0]
    # with a network store among those asked for, there is a valid price
    inside = answer_compare(MARKET, read_request(asked | {"channels": ["out_of_network", "standard_retail"]}))
    assert inside["recommendation"]["action"] in ("enroll", "switch", "stay")
    assert not any("paper claim" in note for note in inside["notes"])


def test_the_words_of_a_comparison_outside_the_network_suggest_no_plan() -> None:
    comparison = compare_plans(MARKET, replace(EVERYONE, channels=(Channel.OUT_OF_NETWORK,)), [A_TABLET_A_DAY])
    words = advice(comparison)
    assert words[0].startswith("You would buy outside the network. You pay first")
    assert comparison.recommendation.because == "out_of_network"
