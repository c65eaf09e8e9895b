"""What Extra Help saves at each plan, and random placement against the best fit, on a market small enough to work out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from finder.domain.benefit import BenefitType, LowIncomeSubsidy
from finder.domain.errors import Refusal
from finder.domain.helped_plans import HelpedPlan, HelpedPlans
from finder.domain.market import PlanKind
from finder.domain.member import Member
from finder.domain.plan_cost import PremiumSubsidy
from finder.domain.prescription import Prescription
from finder.questions.plans.compare import compare_plans
from finder.questions.plans.helped_plans import helped_plans
from finder.sources.catalog.reading import open_catalog
from tests.small_market import BRAND, CHEAP_PDP, GENERIC, RICH_PDP, WORCESTER, SmallMarket, plan

ALONE = Member("01604", WORCESTER, date(2026, 1, 1), plan_kinds=(PlanKind.PDP,))
BRAND_A_DAY = [Prescription(BRAND, 30_000, 30)]  # 300.00 a fill
FULL = LowIncomeSubsidy.FULL_OTHER


def plans_in(region: str, *premiums: tuple[str, int]) -> SmallMarket:
    """Plans of the cheap design in a region, each with a monthly premium in cents."""
    made = [
        plan(f"S0001-{number:03d}-000", name, PlanKind.PDP, premium, CHEAP_PDP.design, pdp_region=region)
        for number, (name, premium) in enumerate(premiums, start=1)
    ]
    return SmallMarket(made)


def by_name(answer: HelpedPlans, name: str) -> HelpedPlan:
    return next(helped for helped in answer.plans if helped.plan.name == name)


def test_what_extra_help_saves_with_a_known_benchmark() -> None:
    # Region 22 pays 4.82 in 2026. Without help at the cheap design: 1,361.25 of drugs (tests of the comparison) + 12 x 10.00.
    # With help 12 x 12.65 = 151.80 of drugs + 12 x (10.00 - 4.80) = 62.40:
    # of a benchmark of 4.82 Medicare pays whole dimes.
    answer = helped_plans(plans_in("22", ("Ten", 10_00)), ALONE, BRAND_A_DAY, FULL)
    ten = by_name(answer, "Ten")
    assert (ten.without.all_in, ten.helped.drug_cost, ten.helped.premium) == (1_481_25, 151_80, 62_40)
    assert (ten.helped.all_in, ten.saving) == (214_20, 1_267_05)
    assert (answer.benchmark, answer.benchmark_status) == (4_82, "single")


def test_a_plan_at_the_benchmark_is_a_default_plan_and_a_cent_above_is_not() -> None:
    answer = helped_plans(plans_in("22", ("At", 4_82), ("Above", 4_83), ("Below", 4_81)), ALONE, BRAND_A_DAY, FULL)
    assert {helped.plan.name: helped.default for helped in answer.plans} == {"At": True, "Above": False, "Below": True}
    assert {helped.plan.name: helped.helped.premium for helped in answer.plans} == {
        "At": 0,
        "Above": 36,
        "Below": 0,
    }  # 4.83 - 4.80 = 0.03 a month


def test_an_enhanced_plan_is_never_a_default_plan() -> None:
    rich = replace(RICH_PDP.design, benefit_type=BenefitType.ENHANCED_ALTERNATIVE)
    enhanced = plan("S0002-001-000", "Enhanced", PlanKind.PDP, 1_00, rich, pdp_region="22")
    basic = replace(CHEAP_PDP, pdp_region="22", premium=4_00, part_d_premium=4_00)
    answer = helped_plans(SmallMarket([enhanced, basic]), ALONE, BRAND_A_DAY, FULL)
    helped = by_name(answer, "Enhanced")
    assert helped.default is False
    # its basic part is not in the files: at most all of the 12 x 1.00 is left to pay
    assert (helped.helped.premium_subsidy, helped.helped.premium) == (PremiumSubsidy.UNKNOWN, 12_00)
    assert (helped.saving, helped.saving_at_least) == (None, 12 * 40_00 + 12_00 - (12 * 12_65 + 12_00))


def test_the_landscape_gives_helped_premiums_and_default_plans() -> None:
    # Region 02 has only an estimate in the parameters of 2026; the Landscape says 8.40 of 8.40 and 20.70 - 12.30 = 8.40 of 20.70 is paid.
    low = replace(CHEAP_PDP, part_d_premium=8_40, premium=8_40, low_income_premium=0, below_benchmark=True)
    high = replace(RICH_PDP, part_d_premium=20_70, premium=20_70, low_income_premium=12_30, below_benchmark=False)
    answer = helped_plans(SmallMarket([low, high]), ALONE, BRAND_A_DAY, FULL)
    assert {helped.plan.name: (helped.default, helped.helped.premium) for helped in answer.plans} == {
        low.name: (True, 0),
        high.name: (False, 147_60),  # 12 x 12.30
    }
    assert answer.possible_defaults == ()
    assert {helped.helped.premium for helped in answer.plans} == {0, 147_60}  # the comparison says the same


def test_random_placement_best_worst_and_mean() -> None:
    # Two default plans: the cheap design (151.80 with help) and one that owes a copay of 1.00 for the brand: 12.00.
    low = replace(CHEAP_PDP.design, deductible=0, tiers={3: CHEAP_PDP.design.tiers[1]})  # copay 2.00 for tier 3: 24.00 a year
    market = SmallMarket(
        [
            plan("S0001-001-000", "Dear", PlanKind.PDP, 4_00, CHEAP_PDP.design, pdp_region="22"),
            plan("S0001-002-000", "Kind", PlanKind.PDP, 4_50, low, pdp_region="22"),
        ]
    )
    answer = helped_plans(market, ALONE, BRAND_A_DAY, FULL)
    assert [(helped.plan.name, helped.total_if_default) for helped in answer.defaults] == [("Kind", 24_00), ("Dear", 151_80)]
    assert answer.mean_default == 87_90  # (24.00 + 151.80) / 2
    assert answer.best_fit is not None
    assert answer.best_fit.plan.name == "Kind"


def test_without_a_benchmark_only_the_lowest_basic_premium_is_certain() -> None:
    answer = helped_plans(plans_in("03", ("Low", 8_40), ("High", 20_70)), ALONE, BRAND_A_DAY, FULL)
    assert answer.benchmark is None
    assert answer.lowest_basic == 8_40
    low, high = by_name(answer, "Low"), by_name(answer, "High")
    assert (low.default, low.premium_known) == (True, False)
    # what Extra Help pays of 20.70 is not known here: at most 12 x 20.70 = 248.40 is left, as Find plans says
    assert (high.default, high.premium_known, high.helped.premium) == (None, False, 248_40)
    assert (high.helped.all_in, high.helped.all_in_low) == (400_20, 151_80)  # 151.80 + 248.40; 151.80 + 0
    assert (high.saving, high.saving_at_least) == (None, 1_361_25 + 248_40 - 400_20)
    assert answer.mean_default is None
    assert [helped.plan.name for helped in answer.possible_defaults] == ["High"]


def test_with_an_estimate_premiums_are_known_and_default_plans_are_not() -> None:
    # Region 02 of 2026: 35.80, derived from what special needs plans charge. 40.00 - 35.80 = 4.20 a month is left of the dear plan.
    answer = helped_plans(plans_in("02", ("Low", 8_40), ("High", 40_00)), ALONE, BRAND_A_DAY, FULL)
    assert (answer.benchmark, answer.benchmark_status) == (35_80, "estimate")
    low, high = by_name(answer, "Low"), by_name(answer, "High")
    assert (low.default, low.helped.premium) == (True, 0)
    assert (high.default, high.helped.premium, high.premium_known, high.estimated) == (None, 50_40, True, True)
    assert (low.helped.premium_subsidy, high.helped.premium_subsidy) == (PremiumSubsidy.ESTIMATED, PremiumSubsidy.ESTIMATED)


def test_placement_is_ordered_by_cost_not_by_premium() -> None:
    # No one placed in a default plan pays a premium: the expensive plan with the 2.00 copay costs 24.00, the cheap design 151.80.
    kind = replace(CHEAP_PDP.design, deductible=0, tiers={3: CHEAP_PDP.design.tiers[1]})
    market = SmallMarket(
        [
            plan("S0001-001-000", "Low", PlanKind.PDP, 8_40, CHEAP_PDP.design, pdp_region="03"),
            plan("S0001-002-000", "Dear but kind", PlanKind.PDP, 100_00, kind, pdp_region="03"),
        ]
    )
    answer = helped_plans(market, ALONE, BRAND_A_DAY, FULL)
    assert [(helped.plan.name, helped.total_if_default) for helped in answer.candidates] == [("Dear but kind", 24_00), ("Low", 151_80)]
    assert answer.best_fit is not None
    assert answer.best_fit.plan.name == "Low"  # at most 151.80 + 100.80 = 252.60 against at most 24.00 + 1,200.00


def test_two_plans_at_the_lowest_premium_are_both_certain() -> None:
    answer = helped_plans(plans_in("03", ("One", 8_40), ("Two", 8_40)), ALONE, BRAND_A_DAY, FULL)
    assert [helped.default for helped in answer.plans] == [True, True]
    assert answer.mean_default == 151_80


def test_a_drug_that_is_left_out_counts_at_its_full_price() -> None:
    # "Bare" does not list the brand: 12 x 300.00 = 3,600.00 and no premium left of 1.00. "Whole": 151.80 + 12 x (40.00 - 4.80) = 574.20.
    market = plans_in("22", ("Bare", 1_00), ("Whole", 40_00))
    market._lists = {"S0001-001-000": ("1",)}
    answer = helped_plans(market, ALONE, BRAND_A_DAY, FULL)
    assert [(helped.plan.name, helped.left_out, helped.helped.all_in) for helped in answer.plans] == [
        ("Whole", 0, 574_20),
        ("Bare", 1, 3_600_00),
    ]
    assert by_name(answer, "Bare").saving == 12_00  # Extra Help pays the plan's premium, not the drug


@pytest.mark.parametrize("level", [FULL, LowIncomeSubsidy.FULL_DUAL_AT_OR_BELOW_POVERTY])
def test_the_numbers_match_find_plans(level: LowIncomeSubsidy) -> None:
    catalog = open_catalog(2026)
    member = Member("01604", catalog.counties("01604")[0], date(2026, 1, 1))
    drugs = [Prescription(drug, 30_000, 30) for key in ("617311", "1364447") if (drug := catalog.drug(key))]
    answer = helped_plans(catalog, member, drugs, level)
    shown = compare_plans(catalog, replace(member, low_income_subsidy=level), drugs)
    plain = {cost.plan.plan_id: cost for cost in compare_plans(catalog, member, drugs).plans}
    assert len(shown.plans) == 47
    assert [one.helped.plan.plan_id for one in answer.plans] == [cost.plan.plan_id for cost in shown.plans]
    for one, cost in zip(answer.plans, shown.plans, strict=True):
        assert (one.helped.premium, one.helped.total, one.helped.all_in, one.helped.deductible) == (
            cost.premium,
            cost.total,
            cost.all_in,
            cost.deductible,
        )
        before = plain[one.plan.plan_id]
        assert (one.without.premium, one.without.all_in) == (before.premium, before.all_in)


@pytest.mark.parametrize("own", [LowIncomeSubsidy.NONE, FULL, LowIncomeSubsidy.FULL_INSTITUTIONAL])
@pytest.mark.parametrize("skip", [False, True])
def test_a_comparison_at_hand_changes_nothing(own: LowIncomeSubsidy, skip: bool) -> None:
    market, member = SmallMarket(lists={CHEAP_PDP.plan_id: ("1",)}), replace(ALONE, low_income_subsidy=own)
    listed = [*BRAND_A_DAY, Prescription(GENERIC, 30_000, 30)]
    before = compare_plans(market, member, listed, skip_uncovered=skip)
    found = helped_plans(market, member, listed, FULL, before)
    at_hand = {id(cost) for cost in before.plans}
    reused = [(id(one.without) in at_hand, id(one.helped) in at_hand) for one in found.plans]
    assert reused == [(own is LowIncomeSubsidy.NONE, own is FULL)] * 2
    another = replace(before, low_income_subsidy=LowIncomeSubsidy.PARTIAL)  # of no use, but for what it skips
    assert found == helped_plans(market, member, listed, FULL, another)


def test_no_level_is_refused() -> None:
    with pytest.raises(Refusal, match="a level of Extra Help, found none"):
        helped_plans(plans_in("22", ("Ten", 10_00)), ALONE, BRAND_A_DAY, LowIncomeSubsidy.NONE)
