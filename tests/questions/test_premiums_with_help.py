"""Premiums with full Extra Help: from the Landscape, from its benchmark alone, and with neither."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from finder.adjudication.premiums import landscape_subsidy, monthly_premiums
from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.member import Member
from finder.domain.plan_cost import PremiumSubsidy
from finder.domain.prescription import Prescription
from finder.parameters import parameter_set
from finder.questions.plans.compare import compare_plans
from tests.small_market import ADVANTAGE, GENERIC, RICH_PDP, WORCESTER, SmallMarket

EVERYONE = Member("01604", WORCESTER, date(2026, 1, 1))
A_TABLET_A_DAY = Prescription(GENERIC, 30_000, 30)


@pytest.mark.parametrize(
    ("premium", "part_d", "with_help", "left"),
    [
        # rows of the CY2026 Landscape of Cumberland, Maine, where the region's subsidy is 21.72, paid in dimes
        (84_00, 84_00, 62_30, 62_30),  # H2001-010: all of it is Part D; 84.00 - 21.70
        (84_00, 65_30, 43_60, 62_30),  # H5521-495: 18.70 of Part C stays; 18.70 + 43.60
        (35_00, 9_70, 9_70, 35_00),  # H2775-109: a supplement of 16.10 on a basic premium of -6.40 is not subsidised
        (42_40, 42_40, 0, 0),  # H0710-026: all of it paid, above the region's subsidy: the Landscape's own number has precedence
    ],
)
def test_with_full_help_the_premium_comes_from_the_landscape(premium: int, part_d: int, with_help: int, left: int) -> None:
    plan = replace(ADVANTAGE, premium=premium, part_d_premium=part_d, low_income_premium=with_help, pdp_region="")
    for level in (LowIncomeSubsidy.FULL_OTHER, LowIncomeSubsidy.FULL_INSTITUTIONAL, LowIncomeSubsidy.FULL_DUAL_AT_OR_BELOW_POVERTY):
        cost = compare_plans(SmallMarket([plan]), replace(EVERYONE, low_income_subsidy=level), [A_TABLET_A_DAY]).plans[0]
        assert cost.premium_subsidy is PremiumSubsidy.KNOWN
        assert (cost.premium, cost.part_d_premium) == (12 * left, 12 * with_help)
    without = compare_plans(SmallMarket([plan]), EVERYONE, [A_TABLET_A_DAY]).plans[0]
    assert (without.premium, without.premium_subsidy) == (12 * premium, PremiumSubsidy.NONE)


@pytest.mark.parametrize(
    ("facts", "subsidy", "left"),
    [
        # no own number: of 21.72 Medicare pays 21.70, 50.00 - 21.70; the region is not asked
        ({"low_income_benchmark": 21_72}, PremiumSubsidy.ESTIMATED, 28_30),
        ({"low_income_benchmark": 21_70}, PremiumSubsidy.KNOWN, 28_30),  # a whole dime: nothing is rounded
        ({"low_income_benchmark": 21_75}, PremiumSubsidy.ESTIMATED, 28_20),  # half up: 21.80
        ({"low_income_benchmark": 50_00}, PremiumSubsidy.KNOWN, 0),
        ({"low_income_benchmark": 50_01}, PremiumSubsidy.KNOWN, 0),  # a premium below the benchmark is paid whole, without rounding
        ({"low_income_benchmark": 21_72, "pdp_region": "22"}, PremiumSubsidy.ESTIMATED, 28_30),  # before the region's 4.82
        ({"low_income_premium": 50_01, "pdp_region": "03"}, PremiumSubsidy.UNKNOWN, 50_00),  # more than without help: not believed
        ({"low_income_premium": 50_01, "low_income_benchmark": 21_72}, PremiumSubsidy.ESTIMATED, 28_30),
        ({"low_income_premium": 50_00}, PremiumSubsidy.KNOWN, 50_00),
        ({"pdp_region": "02"}, PremiumSubsidy.ESTIMATED, 14_20),  # the region's derived benchmark: 50.00 - 35.80
        ({"pdp_region": "05"}, PremiumSubsidy.ESTIMATED, 18_80),  # 50.00 - 31.20
        ({"pdp_region": "26"}, PremiumSubsidy.ESTIMATED, 50_00),  # a printed 0.00 that another source contradicts
        ({"pdp_region": ""}, PremiumSubsidy.ESTIMATED, 14_20),  # a health plan has the region of the person's state: Massachusetts, 02
    ],
)
def test_without_a_usable_premium_the_landscapes_benchmark_is_next(facts: dict[str, object], subsidy: PremiumSubsidy, left: int) -> None:
    plan = replace(RICH_PDP, **facts)  # a basic plan at 50.00 a month
    helped = replace(EVERYONE, low_income_subsidy=LowIncomeSubsidy.FULL_OTHER)
    cost = compare_plans(SmallMarket([plan]), helped, [A_TABLET_A_DAY]).plans[0]
    assert (cost.premium_subsidy, cost.premium) == (subsidy, 12 * left)


@pytest.mark.parametrize(
    ("facts", "named"),
    [
        ([{"low_income_premium": 0}, {"low_income_premium": 40_00}], False),  # the Landscape says what is left at both
        ([{"low_income_premium": 0}, {}], True),  # at the second plan the region's benchmark decides
        ([{"low_income_premium": 0}, {"low_income_benchmark": 21_72}], False),  # there the Landscape's own benchmark does
        ([{"low_income_premium": 0}, {"low_income_premium": 50_01}], True),  # more than without help: not believed, so the benchmark
        ([{"low_income_premium": 0}, {"premium": 0, "part_d_premium": 0}], False),  # nothing is left to subsidize
    ],
)
def test_the_regional_benchmark_is_named_only_if_a_premium_uses_it(facts: list[dict[str, object]], named: bool) -> None:
    of_region = [replace(RICH_PDP, pdp_region="22", plan_id=f"S0001-00{place}-000", **said) for place, said in enumerate(facts)]  # type: ignore[arg-type]
    helped = replace(EVERYONE, low_income_subsidy=LowIncomeSubsidy.FULL_OTHER)
    used = {one.name: one.value for one in compare_plans(SmallMarket(of_region), helped, [A_TABLET_A_DAY]).parameters}
    assert ("lis_benchmark.region_22" in used) is named
    without = compare_plans(SmallMarket(of_region), EVERYONE, [A_TABLET_A_DAY]).parameters
    assert not [one for one in without if one.name.startswith("lis_benchmark")]


def test_partial_help_takes_nothing_from_the_landscape() -> None:
    member = replace(EVERYONE, low_income_subsidy=LowIncomeSubsidy.PARTIAL)
    plan = replace(RICH_PDP, low_income_premium=0, low_income_benchmark=60_00)
    assert landscape_subsidy(plan, LowIncomeSubsidy.PARTIAL) is None
    premiums = monthly_premiums(plan, member, parameter_set(2023))
    assert (premiums.premium, premiums.subsidy) == (50_00, PremiumSubsidy.UNKNOWN)
