"""The all-in cost and what follows from it, on markets small enough to work out by hand (tests/small_market.py)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from finder.documents.compare_request import read_request
from finder.documents.comparison import answer_compare
from finder.domain.benefit import BenefitType, Channel, LowIncomeSubsidy
from finder.domain.choosing import MayJoin, SpecialNeed
from finder.domain.market import FormularyEntry, Plan, PlanKind
from finder.domain.member import Member
from finder.domain.plan_cost import Action, Comparison, PlanCost
from finder.domain.prescription import Prescription
from finder.questions.plans.compare import compare_plans
from tests.small_market import ADVANTAGE, BRAND, CHEAP_PDP, GENERIC, RICH_PDP, SPECIAL, WORCESTER, SmallMarket, coinsurance, copay, design

ME = Member("01604", WORCESTER, date(2026, 1, 1), plan_kinds=(PlanKind.PDP,))
HELPED = replace(ME, low_income_subsidy=LowIncomeSubsidy.FULL_OTHER)
A_TABLET_A_DAY = Prescription(GENERIC, 30_000, 30)  # 30 x 0.50 = 15.00 a fill, 180.00 a year in full
BRAND_A_DAY = Prescription(BRAND, 30_000, 30)  # 30 x 10.00 = 300.00 a fill, 3,600.00 a year in full
BOTH = [A_TABLET_A_DAY, BRAND_A_DAY]
FLAT = design(BenefitType.BASIC_ALTERNATIVE, 0, copay(200), copay(40_00))  # 2.00 for a generic, 40.00 for a brand, no deductible


def drug_plan(number: int, name: str, premium: int, **facts: object) -> Plan:
    """A drug plan of the flat design: a year of the generic costs 24.00, a year of the brand 480.00."""
    given: dict[str, object] = {"plan_id": f"S0002-{number:03d}-000", "name": name, "premium": premium, "part_d_premium": premium}
    return replace(CHEAP_PDP, **(given | {"design": FLAT} | facts))  # type: ignore[arg-type]


def order(comparison: Comparison) -> list[str]:
    return [cost.plan.name for cost in comparison.plans]


def at(comparison: Comparison, plan: Plan) -> PlanCost:
    found = comparison.plan_cost(plan.plan_id)
    assert found is not None
    return found


def lists_only_the_generic(*plans: Plan) -> dict[str, tuple[str, ...]]:
    return {plan.plan_id: ("1",) for plan in plans}


def test_a_plan_does_not_win_by_leaving_out_an_expensive_drug() -> None:
    full, partial = drug_plan(1, "Covers Both", 60_00), drug_plan(2, "Leaves Out The Brand", 10_00)
    compared = compare_plans(SmallMarket([full, partial], lists_only_the_generic(partial)), ME, BOTH)
    # Covers Both: 12 x (60 + 2 + 40) = 1,224. The other: 12 x (10 + 2) = 144, and the brand in full 12 x 300 = 3,600: 3,744
    assert [(cost.plan, cost.total, cost.uncovered_cash_cost, cost.all_in) for cost in compared.plans] == [
        (full, 1_224_00, 0, 1_224_00),
        (partial, 144_00, 3_600_00, 3_744_00),
    ]
    assert compared.recommendation.plan_id == full.plan_id


def test_a_plan_that_leaves_out_a_cheap_drug_may_still_cost_least() -> None:
    full, partial = drug_plan(1, "Covers Both", 60_00), drug_plan(2, "Leaves Out The Generic", 10_00)
    compared = compare_plans(SmallMarket([full, partial], {partial.plan_id: ("3",)}), ME, BOTH)
    # 12 x (10 + 40) = 600, and the generic in full 12 x 15 = 180: 780 against 1,224
    assert [cost.all_in for cost in compared.plans] == [780_00, 1_224_00]
    advice = compared.recommendation
    assert (advice.action, advice.because, advice.plan_id) == (Action.REVIEW, "best_leaves_out", partial.plan_id)


def test_no_plan_covers_all_is_said_only_if_true() -> None:
    plans = [drug_plan(1, "One", 10_00), drug_plan(2, "Two", 60_00)]
    because = compare_plans(SmallMarket(plans, lists_only_the_generic(*plans)), ME, BOTH).recommendation.because
    assert because == "best_does_not_cover_all"


def test_would_not_buy_ranks_more_covered_drugs_first_at_any_cost() -> None:
    full, partial = drug_plan(1, "Covers Both", 310_00), drug_plan(2, "Leaves Out The Brand", 10_00)
    market = SmallMarket([full, partial], lists_only_the_generic(partial))
    skipped = compare_plans(market, ME, BOTH, skip_uncovered=True)
    assert order(skipped)[0] == "Covers Both"
    # all-in: 12 x (310 + 42) = 4,224 against 144 + 3,600 = 3,744
    assert order(compare_plans(market, ME, BOTH))[0] == "Leaves Out The Brand"


def test_a_listed_drug_without_a_share_counts_at_the_plans_price() -> None:
    # tier 2 is in no design here, so the files have no share; the plan's own price is 12.00 a tablet, the middle price of the market 10.00
    entries = {(CHEAP_PDP.plan_id, "3"): FormularyEntry(2, 1_200_000, False, False, 0, 0, False)}
    cost = at(compare_plans(SmallMarket([CHEAP_PDP, RICH_PDP], entries=entries), ME, [BRAND_A_DAY]), CHEAP_PDP)
    # premium 120; the drug between nothing and 12 x 30 x 12.00 = 4,320
    assert (cost.total, cost.all_in_low, cost.all_in, cost.all_in_high) == (120_00, 120_00, 4_440_00, 4_440_00)
    assert cost.uncovered_cash_cost == 4_320_00


def test_a_switch_from_a_range_saves_at_least_its_low_end() -> None:
    # Mine lists nothing of the brand, but has a premium of 45.00 of which Extra Help takes an unknown part: 0 to 540, and the brand in full
    # 3,600. Free: 12 x 12.65 of copay (Extra Help in 2026) = 151.80. So 3,600 - 151.80 = 3,448.20 is saved in any case
    enhanced = design(BenefitType.ENHANCED_ALTERNATIVE, 0, copay(200), copay(40_00))
    mine, free = drug_plan(1, "Mine", 45_00, design=enhanced), drug_plan(2, "Free", 0)
    market = SmallMarket([mine, free], lists_only_the_generic(mine))
    advice = compare_plans(market, replace(HELPED, current_plan=mine.plan_id), [BRAND_A_DAY]).recommendation
    assert (advice.action, advice.savings) == (Action.SWITCH, 3_448_20)


def test_a_drug_without_any_price_makes_every_total_a_minimum() -> None:
    plans = [drug_plan(1, "One", 10_00), drug_plan(2, "Two", 20_00)]
    compared = compare_plans(SmallMarket(plans, lists_only_the_generic(*plans)), ME, BOTH)
    # 12 x (10 + 2) = 144 and 12 x (20 + 2) = 264: the same unknown cost is added to both, so the order holds
    assert [(cost.all_in, cost.all_in_low, cost.all_in_high, cost.at_least) for cost in compared.plans] == [
        (144_00, 144_00, None, True),
        (264_00, 264_00, None, True),
    ]


def test_an_unknown_premium_never_ranks_above_a_known_one() -> None:
    known = drug_plan(1, "Known", 90_00)
    floor = replace(ADVANTAGE, plan_id="H0002-001-000", premium=None, part_d_premium=5_00)
    nothing = replace(ADVANTAGE, plan_id="H0002-002-000", premium=None, part_d_premium=None)
    everyone = replace(ME, plan_kinds=(PlanKind.PDP, PlanKind.MA_PD))
    compared = compare_plans(SmallMarket([nothing, floor, known]), everyone, [A_TABLET_A_DAY])
    assert compared.plans[0].plan.plan_id == known.plan_id
    # known: 12 x (90 + 2) = 1,104. Of the second the file has 5.00 a month, a floor: 12 x (5 + 2) = 84, and nothing bounds it from above
    assert (at(compared, known).all_in, at(compared, floor).all_in, at(compared, floor).all_in_high) == (1_104_00, 84_00, None)
    assert (at(compared, floor).premium, at(compared, floor).premium_low) == (None, 60_00)
    assert at(compared, nothing).all_in == 24_00


def tied(**facts: dict[str, object]) -> list[Plan]:
    """Four plans named in reverse order of merit. Each costs 12 x (10 + 2) = 144 unless ``facts`` differ."""
    names = ("A Worst", "B", "C", "D Best")
    return [drug_plan(number, name, 10_00, **facts.get(name[0], {})) for number, name in enumerate(names, start=1)]


def test_ties_go_by_restrictions_then_stars_then_preferred_stores_then_premium_and_never_by_name() -> None:
    plans = tied(B={"star_rating": "4.5"}, C={"star_rating": "3"}, D={"star_rating": "2.5"})
    asks = FormularyEntry(1, 50_000, True, False, 0, 0, False)
    entries = {(plan.plan_id, "1"): asks for plan in plans[:3]}
    # D has no restriction, so it leads despite its stars; the others need approval and rank by stars, those without stars last
    assert order(compare_plans(SmallMarket(plans, entries=entries), ME, [A_TABLET_A_DAY])) == ["D Best", "B", "C", "A Worst"]
    preferred = design(BenefitType.BASIC_ALTERNATIVE, 0, copay(200), copay(40_00), preferred_generic=copay(200))
    with_stores = [replace(plan, design=preferred) if plan.name[0] == "D" else plan for plan in tied()]
    assert order(compare_plans(SmallMarket(with_stores), ME, [A_TABLET_A_DAY]))[0] == "D Best"
    # within 50 a year: D 12 x 9 = 108 of premium against 120
    *others, best = tied()
    cheaper = [*others, replace(best, premium=9_00, part_d_premium=9_00)]
    assert order(compare_plans(SmallMarket(cheaper), ME, [A_TABLET_A_DAY]))[0] == "D Best"


@pytest.mark.parametrize(
    ("premium", "first"),
    [
        (14_16, "Dear And Free"),  # 12 x 4.16 = 49.92 more: a tie, and the other needs approval
        (14_17, "Cheap And Strict"),  # 50.04 more
    ],
)
def test_a_tie_ends_at_fifty_dollars_a_year(premium: int, first: str) -> None:
    strict, free = drug_plan(1, "Cheap And Strict", 10_00), drug_plan(2, "Dear And Free", premium)
    entries = {(strict.plan_id, "1"): FormularyEntry(1, 50_000, True, False, 0, 0, False)}
    assert order(compare_plans(SmallMarket([strict, free], entries=entries), ME, [A_TABLET_A_DAY]))[0] == first


def test_in_a_tie_the_plan_that_covers_more_comes_first() -> None:
    # Full: 12 x (30 + 2) = 384. Less: 12 x 17 = 204 and the generic in full 180: 384, and no restriction, since it lists nothing
    full, less = drug_plan(2, "Full", 30_00), drug_plan(1, "Less", 17_00)
    entries = {(full.plan_id, "1"): FormularyEntry(1, 50_000, True, True, 0, 0, False)}
    compared = compare_plans(SmallMarket([full, less], {less.plan_id: ()}, entries), ME, [A_TABLET_A_DAY])
    assert [(cost.plan.name, cost.all_in) for cost in compared.plans] == [("Full", 384_00), ("Less", 384_00)]


def test_with_extra_help_no_switch_is_advised_on_a_premium_before_the_subsidy() -> None:
    # No benchmark of region 02 in the small market's Landscape facts and no basic premium: what Extra Help takes off 45.00 is not known.
    enhanced = design(BenefitType.ENHANCED_ALTERNATIVE, 0, copay(200), copay(40_00))
    mine = drug_plan(1, "Mine", 45_00, design=enhanced)
    free = drug_plan(2, "Free", 0)
    compared = compare_plans(SmallMarket([mine, free]), replace(HELPED, current_plan=mine.plan_id), [A_TABLET_A_DAY])
    # 12 x 45 = 540 at most, and perhaps nothing; both pay 12 x 2 for the generic (its copay is below that of Extra Help)
    assert (at(compared, mine).all_in_low, at(compared, mine).all_in_high) == (24_00, 564_00)
    assert (at(compared, free).all_in_low, at(compared, free).all_in_high) == (24_00, 24_00)
    advice = compared.recommendation
    assert (advice.action, advice.because, advice.savings) == (Action.REVIEW, "premium_subsidy_unknown", None)


@pytest.mark.parametrize(
    ("premium", "action", "because"),
    [
        (30_00, Action.REVIEW, "best_cost_unknown"),  # 12 x 32 = 384: Unsure costs less in any case, and a price of it is missing
        (12_17, Action.REVIEW, "ranges_overlap"),  # 12 x 14.17 = 170.04: the other may cost 50.04 less
        (12_16, Action.STAY, "current_is_best"),  # 169.92: it can cost 49.92 less at best, a near tie
    ],
)
def test_a_person_in_a_plan_of_known_cost_beside_one_within_a_range(premium: int, action: Action, because: str) -> None:
    # Unsure lists the drug without a share: 12 x 10 of premium, and between nothing and 12 x 15 = 180 for the drug: 120 to 300
    entries = {("S0002-001-000", "1"): FormularyEntry(9, 50_000, False, False, 0, 0, False)}
    unsure, sure = drug_plan(1, "Unsure", 10_00), drug_plan(2, "Sure", premium)
    compared = compare_plans(SmallMarket([unsure, sure], entries=entries), replace(ME, current_plan=sure.plan_id), [A_TABLET_A_DAY])
    assert (compared.recommendation.action, compared.recommendation.because) == (action, because)


@pytest.mark.parametrize(
    ("level", "own"), [(LowIncomeSubsidy.NONE, 615_00), (LowIncomeSubsidy.FULL_OTHER, 0), (LowIncomeSubsidy.FULL_INSTITUTIONAL, 0)]
)
def test_the_deductible_is_the_persons_own(level: LowIncomeSubsidy, own: int) -> None:
    member = replace(ME, low_income_subsidy=level)
    assert at(compare_plans(SmallMarket([CHEAP_PDP]), member, [A_TABLET_A_DAY]), CHEAP_PDP).deductible == own


def test_a_nursing_home_plan_is_never_recommended_for_medicaid_alone() -> None:
    nursing = replace(SPECIAL, snp_type="Institutional")
    kinds = (PlanKind.PDP, PlanKind.MA_PD, PlanKind.SNP)
    asked = replace(ME, plan_kinds=kinds, health_plans_chosen=True, special_needs=(SpecialNeed.MEDICAID,))
    compared = compare_plans(SmallMarket([CHEAP_PDP, nursing]), asked, [A_TABLET_A_DAY])
    # The special needs plan costs 12 x 0 = 0 and leads the table; 144 at Cheap
    assert compared.plans[0].plan is nursing
    assert compared.plans[0].joining.may_join is MayJoin.NO
    assert compared.recommendation.plan_id == CHEAP_PDP.plan_id
    nobody_asked = compare_plans(SmallMarket([CHEAP_PDP, nursing]), replace(asked, special_needs=None), [A_TABLET_A_DAY])
    assert nobody_asked.plans[0].joining.may_join is MayJoin.ASK
    assert nobody_asked.recommendation.plan_id == CHEAP_PDP.plan_id


def test_a_sanctioned_plan_is_never_recommended_and_low_stars_are_shown() -> None:
    barred, poor = drug_plan(1, "Barred", 1_00, sanctioned=True), drug_plan(2, "Poor", 20_00, star_rating="2.5")
    compared = compare_plans(SmallMarket([barred, poor]), ME, [A_TABLET_A_DAY])
    assert compared.plans[0].plan is barred
    assert compared.recommendation.plan_id == poor.plan_id
    assert [cost.warnings for cost in compared.plans] == [("sanctioned",), ("low_stars",)]


@pytest.mark.parametrize(
    ("change", "leads"),
    [
        ({}, CHEAP_PDP.plan_id),
        ({"plan_kinds": ["PDP", "MA-PD"]}, ADVANTAGE.plan_id),  # asked for by name
        ({"plan_kinds": ["MA-PD"]}, ADVANTAGE.plan_id),
        ({"current_plan": ADVANTAGE.plan_id}, ADVANTAGE.plan_id),
    ],
)
def test_a_health_plan_leads_only_if_the_person_chose_to_see_them(change: dict[str, Any], leads: str) -> None:
    asked = {"plan_year": 2026, "zip": "01604", "prescriptions": [{"rxcui": "1", "quantity": "30", "days_supply": 30}]}
    assert answer_compare(SmallMarket(), read_request(asked | change))["recommendation"]["plan_id"] == leads


def test_outside_the_network_no_enrollment_is_suggested() -> None:
    outside = replace(ME, channels=(Channel.OUT_OF_NETWORK,))
    advice = compare_plans(SmallMarket(), outside, [A_TABLET_A_DAY]).recommendation
    assert (advice.action, advice.because, advice.savings) == (Action.REVIEW, "out_of_network", None)
    both = replace(ME, channels=(Channel.OUT_OF_NETWORK, Channel.STANDARD_RETAIL))
    assert compare_plans(SmallMarket(), both, [A_TABLET_A_DAY]).recommendation.action is Action.ENROLL


def test_unknown_names_stay_in_the_answer_and_never_count_as_covered() -> None:
    compared = compare_plans(SmallMarket(), ME, [A_TABLET_A_DAY], not_counted=["zzyzx 5 mg", "zzyzx 5 mg"])
    assert compared.not_counted == ("zzyzx 5 mg",)
    assert (compared.listed, compared.plans[0].counted) == (2, 1)


def test_the_document_has_the_figures_of_the_contract() -> None:
    partial = drug_plan(1, "Leaves Out The Brand", 10_00, star_rating="2.5")
    market = SmallMarket([partial, RICH_PDP], lists_only_the_generic(partial))
    drugs = [{"rxcui": rxcui, "quantity": "30", "days_supply": 30} for rxcui in "13"]
    asked = {"plan_year": 2026, "zip": "01604", "today": "2025-11-26", "prescriptions": drugs}
    answer = answer_compare(market, read_request(asked))
    plan = next(plan for plan in answer["plans"] if plan["plan_id"] == partial.plan_id)
    figures = ("all_in", "all_in_low", "all_in_high", "total", "uncovered_cash_cost")
    # 12 x (10 + 2) = 144, and the brand in full 12 x 300 = 3,600
    assert [plan[name] for name in figures] == ["3744.00", "3744.00", "3744.00", "144.00", "3600.00"]
    assert (plan["may_join"], plan["why"]) == ("yes", "Open to everybody with Medicare in its area.")
    assert plan["warnings"] == ["Medicare gives this plan 2.5 of 5 stars, fewer than 3."]
    can = answer["can_be_chosen"]
    assert (can["now"], can["from"], can["until"]) == (True, "2025-10-15", "2025-12-07")
    assert answer["not_counted"] == []
    skipped = answer_compare(market, read_request(asked | {"skip_uncovered": True}))
    # Rich covers both: 12 x (0 + 40 + 50) = 1,080; that it costs more than 144 does not matter
    assert [plan["rank"] for plan in skipped["plans"] if plan["plan_id"] == RICH_PDP.plan_id] == [1]
    assert "as asked" in skipped["recommendation"]["reason"]


def test_staying_and_switching_are_compared_all_in() -> None:
    """The bug of issue 8: "Staying costs about $1,109" although staying leaves out 35,900 of drugs."""
    mine, better = drug_plan(1, "Mine", 10_00), drug_plan(2, "Better", 60_00)
    coinsured = replace(better, design=design(BenefitType.BASIC_ALTERNATIVE, 0, copay(200), coinsurance(2_500)))
    market = SmallMarket([mine, coinsured], lists_only_the_generic(mine))
    advice = compare_plans(market, replace(ME, current_plan=mine.plan_id), BOTH).recommendation
    # Mine: 144 + 3,600 = 3,744. Better: 12 x (60 + 2) + 12 x 75 = 1,644. By the covered total alone, Mine costs 1,500 less
    assert (advice.action, advice.because, advice.plan_id, advice.savings) == (Action.SWITCH, "saves", coinsured.plan_id, 2_100_00)
