"""Ranges and tipping points, on a market small enough to work out by hand (tests/small_market.py)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.certainty import Doubt, TippingPoint
from finder.domain.market import FormularyEntry, PlanKind
from finder.domain.member import Member
from finder.domain.prescription import Prescription
from finder.domain.what_if import ChangePrice
from finder.questions.plans.changed_prices import ChangedPrices
from finder.questions.plans.compare import compare_plans
from finder.questions.plans.how_sure import FALLS, PERCENT, RISES, how_sure
from tests.small_market import ADVANTAGE, BRAND, CHEAP_PDP, GENERIC, RICH_PDP, SELECTED, WORCESTER, SmallMarket

DRUG_PLANS = Member("01604", WORCESTER, date(2026, 1, 1), plan_kinds=(PlanKind.PDP,))
EVERYONE = replace(DRUG_PLANS, plan_kinds=(PlanKind.PDP, PlanKind.MA_PD))
BRAND_A_DAY = Prescription(BRAND, 30_000, 30)  # 30 x 10.00 = 300.00 a fill
MARKET = SmallMarket()


def priced(tier: int, unit_price: int) -> FormularyEntry:
    return FormularyEntry(tier, unit_price, False, False, 0, 0, False)


def test_one_fill_fewer_and_one_more_make_the_range_if_prices_agree() -> None:
    sure = how_sure(MARKET, DRUG_PLANS, [BRAND_A_DAY])
    assert [(spread.low, spread.high, spread.plans) for spread in sure.spreads] == [(10_000, 10_000, 2)]
    rich, cheap = sure.range_of(RICH_PDP.plan_id), sure.range_of(CHEAP_PDP.plan_id)
    assert rich is not None
    assert cheap is not None
    # Rich: 600 + 12 x 40; a fill less 40 less; 13 fills where each follows when the 30 days have run out (day 0, 30, ... 360)
    assert (rich.low, rich.cost.total, rich.high) == (1_040_00, 1_080_00, 1_120_00)
    # Cheap: 1,481.25 (worked out in test_compare_plans); a late fill costs 25% x 300 = 75
    assert (cheap.low, cheap.cost.total, cheap.high) == (1_406_25, 1_481_25, 1_556_25)
    assert rich.low_by == (Doubt.FEWER_FILLS,)
    assert rich.high_by == (Doubt.MORE_FILLS,)
    assert sure.complete


def test_prices_that_differ_between_plans_widen_the_range() -> None:
    entries = {(ADVANTAGE.plan_id, "3"): priced(3, 600_000), (CHEAP_PDP.plan_id, "3"): priced(3, 1_000_000)}
    entries[RICH_PDP.plan_id, "3"] = priced(3, 1_500_000)
    everyone = replace(DRUG_PLANS, plan_kinds=(PlanKind.PDP, PlanKind.MA_PD))
    sure = how_sure(SmallMarket(entries=entries), everyone, [Prescription(BRAND, 30_000, 30, 1)])
    # three prices: 6, 10 and 15 around a middle of 10
    assert [(spread.low, spread.high, spread.plans) for spread in sure.spreads] == [(6_000, 15_000, 3)]
    cheap = sure.range_of(CHEAP_PDP.plan_id)
    assert cheap is not None
    # one fill, all in the deductible: 30 x 6 = 180, 30 x 10 = 300, 30 x 15 = 450, with 120 of premium; a single fill is never dropped
    assert (cheap.low, cheap.cost.total, cheap.high) == (300_00, 420_00, 570_00)
    assert (cheap.low_by, cheap.high_by) == ((Doubt.LOWER_PRICES,), (Doubt.HIGHER_PRICES,))


def test_the_price_at_which_another_plan_comes_first() -> None:
    sure = how_sure(MARKET, DRUG_PLANS, [BRAND_A_DAY])
    # Rich stays at 600 + 12 x 40 = 1,080, and has preferred stores, so it leads where Cheap is less than 50 below. Cheap is 120 + 461.25 +
    # 3 x price of a fill: 615 of deductible, then 25%. At 49% of 300.00, a fill of 147.00, that is 1,022.25, 57.75 less; at 50%, 150.00,
    # it is 1,031.25, 48.75 less.
    assert sure.tipping_points == (
        TippingPoint(BRAND, RICH_PDP.plan_id, True, None, None),
        TippingPoint(BRAND, None, True, None, None),
        TippingPoint(BRAND, None, False, 4_900, CHEAP_PDP.plan_id),
    )


def test_a_rise_at_the_recommended_plan_alone() -> None:
    # The generic at 15.00 a fill costs min(2, price) at Cheap; at Rich nothing at preferred pharmacies, but 50 a month. So Cheap is first,
    # and its brand of 4.00 a tablet, once a year: 120 + 120 = 240 against 600 + 40 = 640. It would have to cost over 520 at Cheap: at 300%
    # it is 360. So nothing up to three times the price changes it.
    entries = {(CHEAP_PDP.plan_id, "3"): priced(3, 400_000), (RICH_PDP.plan_id, "3"): priced(3, 400_000)}
    sure = how_sure(SmallMarket(entries=entries), DRUG_PLANS, [Prescription(BRAND, 30_000, 30, 1)])
    assert sure.tipping_points[0] == TippingPoint(BRAND, CHEAP_PDP.plan_id, True, None, None)
    # Twice a year it is all in the deductible to 615: 120 + 2 x 120 x f (to f = 2.5) against 600 + 2 x 40 = 680. Rich has preferred
    # stores, so it leads from 630 on, 50 below: 2.12 makes 628.80, 51.20 less; 2.13 makes 631.20, 48.80 less
    twice = how_sure(SmallMarket(entries=entries), DRUG_PLANS, [Prescription(BRAND, 30_000, 30, 2)])
    assert twice.tipping_points[0] == TippingPoint(BRAND, CHEAP_PDP.plan_id, True, 21_300, RICH_PDP.plan_id)
    assert twice.tipping_points[1] == TippingPoint(BRAND, None, True, 21_300, RICH_PDP.plan_id)


def test_a_price_that_medicare_negotiated_is_not_moved() -> None:
    assert how_sure(MARKET, DRUG_PLANS, [Prescription(SELECTED, 30_000, 30)]).tipping_points == ()


def test_a_premium_that_extra_help_lowers_by_an_unknown_amount_may_be_nothing() -> None:
    helped = replace(DRUG_PLANS, low_income_subsidy=LowIncomeSubsidy.FULL_OTHER)
    nowhere = SmallMarket([replace(CHEAP_PDP, pdp_region="99"), RICH_PDP])  # a region without a benchmark
    sure = how_sure(nowhere, helped, [Prescription(GENERIC, 30_000, 30, 1)])
    cheap = sure.range_of(CHEAP_PDP.plan_id)
    assert cheap is not None
    # one generic at the lesser of 2.00 and the copay of Extra Help (5.10 in 2026): 2.00, and a premium of 120.00 that may be 0.00
    assert (cheap.low, cheap.cost.total) == (2_00, 122_00)
    assert Doubt.PREMIUM_SUBSIDY in cheap.low_by


def test_an_unsure_number_of_the_law_is_tried_at_nearby_values() -> None:
    # Partial Extra Help of 2012: a deductible of 65 (not confirmed), then 15%; it was 63 in 2011 and 66 in 2013. One brand of 300.00:
    # 65 + 15% x 235 = 100.25; 63 + 15% x 237 = 98.55; 66 + 15% x 234 = 101.10. The plan has no premium.
    gap_year = replace(ADVANTAGE.design, deductible=320_00, initial_coverage_limit=2_930_00)
    market = SmallMarket([replace(ADVANTAGE, design=gap_year)])
    market.info = replace(market.info, plan_year=2012)
    helped = Member("01604", WORCESTER, date(2012, 1, 1), LowIncomeSubsidy.PARTIAL)
    sure = how_sure(market, helped, [Prescription(BRAND, 30_000, 30, 1)])
    assert [used.name for used in sure.parameters if used.status == "unconfirmed"] == ["lis_partial.deductible"]
    (found,) = sure.ranges
    assert (found.low, found.cost.total, found.high) == (98_55, 100_25, 101_10)
    assert (found.low_by, found.high_by) == ((Doubt.LAWS_NUMBERS,), (Doubt.LAWS_NUMBERS,))


def test_the_work_reports_progress_and_can_be_stopped() -> None:
    calls: list[tuple[int, int]] = []

    def note(done: int, of: int) -> None:
        calls.append((done, of))

    assert how_sure(MARKET, DRUG_PLANS, [BRAND_A_DAY], note).complete
    assert calls[-1][0] == calls[-1][1]
    assert [done for done, _ in calls] == sorted({done for done, _ in calls})
    stopped = how_sure(MARKET, DRUG_PLANS, [BRAND_A_DAY], lambda done, of: done < 4)
    assert not stopped.complete
    assert stopped.tipping_points == ()
    found = stopped.range_of(RICH_PDP.plan_id)
    assert found is not None
    assert (found.low, found.high) == (1_040_00, 1_120_00)  # fills were tried before the stop


MEMBERS = {
    "no plan yet": EVERYONE,
    "in a drug plan": replace(EVERYONE, current_plan=CHEAP_PDP.plan_id),
    "in a health plan": replace(EVERYONE, current_plan=ADVANTAGE.plan_id),
    "would choose a health plan": replace(EVERYONE, health_plans_chosen=True),
    "with Extra Help": replace(EVERYONE, low_income_subsidy=LowIncomeSubsidy.FULL_OTHER),
}


@pytest.mark.parametrize("who", MEMBERS)
@pytest.mark.parametrize("skip", [False, True], ids=["all counted", "left out is not bought"])
def test_each_tipping_point_is_what_a_whole_comparison_says(who: str, skip: bool) -> None:
    """Every point is checked by comparing all plans anew: at the factor another plan is recommended, one percent before it is not."""
    market = SmallMarket(lists={RICH_PDP.plan_id: (BRAND.rxcui,)})
    listed = (BRAND_A_DAY, Prescription(GENERIC, 60_000, 30))
    before = compare_plans(market, MEMBERS[who], listed, skip_uncovered=skip)

    def recommended(point: TippingPoint, factor: int) -> str | None:
        moved = ChangedPrices(market, [ChangePrice(factor, point.drug.rxcui, point.plan_id)])
        return compare_plans(moved, MEMBERS[who], listed, skip_uncovered=skip).recommendation.plan_id

    sure = how_sure(market, MEMBERS[who], listed, None, before)
    kept = before.recommendation.plan_id
    assert sure.tipping_points
    for point in sure.tipping_points:
        if point.factor is None:
            assert {recommended(point, factor) for factor in (RISES if point.rises else FALLS)} == {kept}
        else:
            assert recommended(point, point.factor) == point.new_plan_id != kept
            assert recommended(point, point.factor - PERCENT if point.rises else point.factor + PERCENT) == kept
