"""What if, on a market small enough to work out by hand (tests/small_market.py)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import pytest

from finder.domain.benefit import BenefitDesign, BenefitType, Channel, LowIncomeSubsidy, TierDesign
from finder.domain.errors import Refusal
from finder.domain.market import Drug, FormularyEntry, PlanKind
from finder.domain.member import Member
from finder.domain.prescription import Prescription
from finder.domain.what_if import (
    AddDrug,
    AlternativeKind,
    Change,
    ChangeHelp,
    ChangeOrder,
    ChangePharmacy,
    ChangePrice,
    ChangeStart,
    ChangeSupply,
    DropDrug,
    MoveFills,
    NoChange,
    PlanDelta,
    SwapDrug,
)
from finder.explain.plans.what_if import cautions, delta_table, headline
from finder.questions.plans.compare import compare_plans
from finder.questions.plans.fill_timing import fill_days, fill_timing, moved_days, present_order
from finder.questions.plans.what_if import alternatives, generic_savings, what_if
from tests.small_market import (
    ADVANTAGE,
    BRAND,
    CHEAP_PDP,
    DRUGS,
    GENERIC,
    GENERIC_STRONG,
    INSULIN,
    RETAIL,
    RICH_PDP,
    SELECTED,
    WORCESTER,
    SmallMarket,
    coinsurance,
    drug,
)

MARKET = SmallMarket()
EVERYONE = Member("01604", WORCESTER, date(2026, 1, 1))
DRUG_PLANS = replace(EVERYONE, plan_kinds=(PlanKind.PDP,))
A_TABLET_A_DAY = Prescription(GENERIC, 30_000, 30)  # 30 x 0.50 = 15.00 a fill
BRAND_A_DAY = Prescription(BRAND, 30_000, 30)  # 30 x 10.00 = 300.00 a fill


def delta_at(plan_id: str, change: Change, listed: Sequence[Prescription], member: Member = EVERYONE) -> PlanDelta:
    found = what_if(MARKET, member, listed, change).delta(plan_id)
    assert found is not None
    return found


def test_no_change_changes_nothing() -> None:
    answer = what_if(MARKET, EVERYONE, [A_TABLET_A_DAY, BRAND_A_DAY], NoChange())
    assert [(delta.total, delta.drug_cost, delta.gross, delta.rank) for delta in answer.deltas] == [(0, 0, 0, 0)] * 3
    assert answer.keeps_the_recommendation


def test_one_more_brand_costs_its_copays_and_changes_the_recommendation() -> None:
    answer = what_if(MARKET, DRUG_PLANS, [A_TABLET_A_DAY], AddDrug(BRAND_A_DAY))
    rich, cheap = answer.delta(RICH_PDP.plan_id), answer.delta(CHEAP_PDP.plan_id)
    assert rich is not None
    assert cheap is not None
    assert (rich.total, rich.gross) == (480_00, 12 * 300_00)  # 12 x 40
    # Cheap, the brand before the generic, whose price of 15 counts toward the deductible too (from 2025): Jan 300, and 315 are met;
    # Feb 300, and 615 are; ten more at 25% are 750
    assert cheap.total == 1_350_00
    # Cheap 144 + 1,350 = 1,494 falls behind Rich 600 + 480 = 1,080
    assert (cheap.rank, rich.rank) == (1, -1)
    assert not answer.keeps_the_recommendation


def test_dropping_a_drug_reverses_adding_it() -> None:
    assert delta_at(RICH_PDP.plan_id, DropDrug("3"), [A_TABLET_A_DAY, BRAND_A_DAY]).total == -480_00


def test_a_swap_takes_the_place_of_the_drug() -> None:
    answer = what_if(MARKET, EVERYONE, [BRAND_A_DAY], SwapDrug("3", A_TABLET_A_DAY))
    rich = answer.delta(RICH_PDP.plan_id)
    assert rich is not None
    assert rich.total == -480_00  # 12 x 40 becomes 12 x 0 at preferred pharmacies
    assert [one.drug for one in answer.after.prescriptions] == [GENERIC]


def test_a_doubled_price_reaches_the_yearly_limit() -> None:
    found = delta_at(CHEAP_PDP.plan_id, ChangePrice(20_000, "3"), [BRAND_A_DAY])
    # 600 a fill: Jan 600, Feb 15 + 25% x 585 = 161.25, ten at 150 would make 2,261.25; the threshold of 2026 is 2,100
    assert found.after.drug_cost == 2_100_00
    assert found.total == 2_100_00 - 1_361_25
    assert found.gross == 12 * 300_00


def test_a_price_may_change_at_one_plan_only() -> None:
    answer = what_if(MARKET, EVERYONE, [BRAND_A_DAY], ChangePrice(11_000, plan_id=CHEAP_PDP.plan_id))
    # 330 a fill at Cheap: Jan 330, Feb 285 + 25% x 45 = 296.25, ten at 82.50 = 825; 1,451.25 against 1,361.25
    assert {delta.before.plan.plan_id: delta.total for delta in answer.deltas} == {
        CHEAP_PDP.plan_id: 90_00,
        RICH_PDP.plan_id: 0,
        ADVANTAGE.plan_id: 0,
    }


def test_standard_pharmacies_in_place_of_preferred_ones() -> None:
    change = ChangePharmacy((Channel.STANDARD_RETAIL,))
    assert delta_at(RICH_PDP.plan_id, change, [A_TABLET_A_DAY]).total == 12_00  # 1.00 in place of 0.00 a month
    assert delta_at(CHEAP_PDP.plan_id, change, [A_TABLET_A_DAY]).total == 0


def test_ninety_days_without_a_share_are_priced_by_the_month_with_a_warning() -> None:
    found = delta_at(CHEAP_PDP.plan_id, ChangeSupply(90), [A_TABLET_A_DAY])
    assert (found.share_known, found.total, found.drug_cost) == (False, None, None)  # "$0.00" would depend on an unknown share
    one = found.after.drugs[0]
    assert one.split_into_months
    assert (one.prescription.quantity, one.prescription.days_supply) == (90_000, 90)


def test_mail_is_shown_if_the_files_have_it_and_never_made_up() -> None:
    tier = TierDesign(False, {RETAIL: coinsurance(2_500), (Channel.STANDARD_MAIL, 30): coinsurance(2_000)})
    design = BenefitDesign(BenefitType.ACTUARIALLY_EQUIVALENT, 0, None, {1: tier, 3: tier})
    market = SmallMarket([replace(CHEAP_PDP, design=design), RICH_PDP])
    answer = what_if(market, DRUG_PLANS, [A_TABLET_A_DAY], ChangePharmacy((Channel.STANDARD_MAIL,)))
    # Cheap: 12 x 25% x 15 = 45.00 in a store, 12 x 20% x 15 = 36.00 by mail; Rich has no mail in the file
    assert {delta.before.plan.plan_id: delta.total for delta in answer.deltas} == {CHEAP_PDP.plan_id: -9_00, RICH_PDP.plan_id: None}
    lacking = next(row for row in delta_table(answer).rows if row[0] == f"{RICH_PDP.name}. Basic.")
    assert lacking[2:] == ("not comparable", "$600.00", "We can't price this", "not comparable", "not comparable")
    assert "so we can't say which plan to look at then." in headline(answer)[-1]
    assert any(said.startswith("We can't price this kind of drug store at 1 of 2 plans.") for said in cautions(answer))


def test_ninety_days_at_a_plan_with_a_share() -> None:
    tier = TierDesign(False, {RETAIL: coinsurance(2_500), (Channel.STANDARD_RETAIL, 90): coinsurance(2_000)})
    plan = replace(CHEAP_PDP, design=BenefitDesign(BenefitType.ACTUARIALLY_EQUIVALENT, 0, None, {1: tier, 3: tier}))
    answer = what_if(SmallMarket([plan]), EVERYONE, [A_TABLET_A_DAY], ChangeSupply(90, "1"))
    # 12 x 25% x 15 = 45.00; 4 x 20% x 45 = 36.00
    assert [delta.total for delta in answer.deltas] == [-9_00]


def test_a_later_start_costs_fewer_months() -> None:
    found = delta_at(CHEAP_PDP.plan_id, ChangeStart(date(2026, 10, 1)), [A_TABLET_A_DAY])
    assert found.total == 36_00 - 144_00  # 3 x (10 + 2) against 12 x (10 + 2)


def test_extra_help_lowers_the_copays() -> None:
    found = delta_at(CHEAP_PDP.plan_id, ChangeHelp(LowIncomeSubsidy.FULL_OTHER), [BRAND_A_DAY])
    assert found.drug_cost == 12 * 12_65 - 1_361_25  # 12.65 a brand in 2026


def test_a_drug_left_out_after_a_change_costs_its_full_price() -> None:
    market = SmallMarket(lists={ADVANTAGE.plan_id: ("1",)})
    found = what_if(market, EVERYONE, [A_TABLET_A_DAY], AddDrug(BRAND_A_DAY)).delta(ADVANTAGE.plan_id)
    assert found is not None
    assert not found.same_exclusions
    assert found.total == 3_600_00  # 12 x 300.00
    assert found.drug_cost is None
    assert found.after.total == found.before.total


def test_fills_on_chosen_days() -> None:
    found = delta_at(RICH_PDP.plan_id, MoveFills("3", (date(2026, 3, 1), date(2026, 6, 1))), [BRAND_A_DAY])
    assert found.after.drug_cost == 2 * 40_00


def test_fills_moved_to_a_later_first_day_are_fewer_and_meet_the_deductible_later() -> None:
    now = fill_days(MARKET, EVERYONE, BRAND_A_DAY)
    assert now == tuple(date(2026, month, 1) for month in range(1, 13))
    days = moved_days(now, date(2026, 3, 15))
    assert days == tuple(date(2026, month, 15) for month in range(3, 13))
    found = delta_at(CHEAP_PDP.plan_id, MoveFills("3", days), [BRAND_A_DAY])
    # 300, 300, 15 + 25% x 285 = 86.25, then 75 each: nine of them now = 1,361.25; seven then = 1,211.25
    assert (found.before.drug_cost, found.after.drug_cost) == (1_361_25, 1_211_25)
    assert found.total == -150_00
    assert found.gross == -2 * 300_00


def test_fills_on_one_day_of_the_month_move_by_months_and_others_by_days() -> None:
    firsts = [date(2026, 1, 1), date(2026, 2, 1), date(2026, 11, 1)]
    # in February there is no 31st, and a month after December is another year
    assert moved_days(firsts, date(2026, 1, 31)) == (date(2026, 1, 31), date(2026, 2, 28), date(2026, 11, 30))
    assert moved_days(firsts, date(2026, 3, 2)) == (date(2026, 3, 2), date(2026, 4, 2))
    apart = [date(2026, 3, 10), date(2026, 4, 7)]  # 28 days
    assert moved_days(apart, date(2026, 1, 5)) == (date(2026, 1, 5), date(2026, 2, 2))
    assert moved_days(apart, date(2026, 12, 20)) == (date(2026, 12, 20),)


def test_the_order_within_a_day_decides_which_drug_meets_the_deductible() -> None:
    def total(*rxcuis: str) -> int | None:
        found = what_if(TIMED, EVERYONE, ONCE, ChangeOrder(rxcuis)).delta(CHEAP_PDP.plan_id)
        return found.total if found else None

    # worked out below: 324.00 with the brand first, as by name; 274.50 with the other first
    assert present_order(EVERYONE, ONCE) == ("3", "5")
    assert present_order(replace(EVERYONE, alphabetical=False), ONCE[::-1]) == ("5", "3")
    assert (total("3", "5"), total("5", "3")) == (0, -49_50)


@pytest.mark.parametrize(
    ("change", "expected", "found"),
    [
        (
            MoveFills("3", (date(2026, 6, 30), date(2026, 7, 1))),
            "each fill on a day from July 1, 2026, when coverage starts, to December 31, 2026",
            "June 30, 2026",
        ),
        (
            MoveFills("3", (date(2027, 1, 1), date(2026, 12, 31), date(2025, 7, 1))),
            "each fill on a day from July 1, 2026, when coverage starts, to December 31, 2026",
            "July 1, 2025 and 1 more",
        ),
        (MoveFills("3", (date(2026, 7, 1), date(2026, 8, 9), date(2026, 8, 9))), "each day once", "August 9, 2026 more than once"),
        (ChangeOrder(("3", "3")), "each drug of the list once", "brandine 5 MG Oral Tablet [Brandex] more than once"),
        (ChangeOrder(("3",)), "each drug of the list once", "none of genericol 10 MG Oral Tablet"),
        (ChangeOrder(("3", "1", "9")), "each drug of the list once", "9"),
    ],
)
def test_impossible_days_and_orders_are_refused_in_one_sentence(change: Change, expected: str, found: str) -> None:
    july = replace(EVERYONE, coverage_start=date(2026, 7, 1))
    with pytest.raises(Refusal) as refused:
        what_if(MARKET, july, [BRAND_A_DAY, A_TABLET_A_DAY], change)
    (problem,) = refused.value.problems
    assert (problem.expected, problem.found) == (expected, found)


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (DropDrug("9"), "$.change.rxcui"),
        (SwapDrug("9", A_TABLET_A_DAY), "$.change.rxcui"),
        (ChangePrice(0), "$.change.factor"),
        (ChangePrice(-1), "$.change.factor"),
        (ChangePrice(20_000, "9"), "$.change.rxcui"),
        (ChangePharmacy(()), "$.change.channels"),
        (ChangeStart(date(2027, 1, 1)), "$.change.coverage_start"),
        (ChangeStart(date(2026, 2, 2)), "$.change.coverage_start"),
        (ChangeSupply(7), "$.change.days_supply"),  # 100 tablets for 30 days are no whole thousandths for 7
        (MoveFills("2", ()), "$.change.dates"),
        (ChangeOrder(("2",)), "$.change.order"),
        (AddDrug(BRAND_A_DAY), "$.prescriptions[2]"),  # it is on the list
        (ChangeHelp(LowIncomeSubsidy.PARTIAL), "$.low_income_subsidy"),  # ended with 2023
    ],
)
def test_an_impossible_change_is_refused(change: Change, where: str) -> None:
    with pytest.raises(Refusal) as refused:
        what_if(MARKET, EVERYONE, [Prescription(GENERIC_STRONG, 100_000, 30), BRAND_A_DAY], change)
    assert [problem.where for problem in refused.value.problems] == [where]


class WithGeneric(SmallMarket):
    """The market plus a generic of the brand at 1.00 a tablet on the first tier."""

    cheap = drug("6", "brandine 5 MG Oral Tablet", "brandine")

    def drugs(self) -> Sequence[Drug]:
        return [*super().drugs(), self.cheap]

    def formulary(self, plan_ids: Sequence[str], rxcuis: Sequence[str]) -> Mapping[tuple[str, str], FormularyEntry]:
        entry = FormularyEntry(1, 100_000, False, False, 0, 0, False)
        own = {(plan_id, "6"): entry for plan_id in plan_ids if "6" in rxcuis}
        return {**super().formulary(plan_ids, [rxcui for rxcui in rxcuis if rxcui != "6"]), **own}

    def median_unit_price(self, rxcui: str) -> int | None:
        return 100_000 if rxcui == "6" else super().median_unit_price(rxcui)


def test_the_generic_saves_at_the_counter_and_in_the_year() -> None:
    savings = generic_savings(WithGeneric(), EVERYONE, [BRAND_A_DAY, A_TABLET_A_DAY], RICH_PDP.plan_id)
    assert [(saving.brand, saving.generic) for saving in savings] == [(BRAND, WithGeneric.cheap)]
    assert savings[0].at_the_counter == 300_00 - 30_00  # 30 tablets at 10.00 and at 1.00
    assert savings[0].delta.total == -480_00  # 12 x 40.00 against 12 x 0.00


def test_a_generic_saves_what_the_comparison_after_the_swap_says() -> None:
    market, listed = WithGeneric(), [A_TABLET_A_DAY, BRAND_A_DAY]
    before = compare_plans(market, EVERYONE, listed)
    swap = SwapDrug(BRAND.rxcui, replace(BRAND_A_DAY, drug=WithGeneric.cheap))
    for cost in before.plans:
        (found,) = generic_savings(market, EVERYONE, listed, cost.plan.plan_id, before)
        (alone,) = generic_savings(market, EVERYONE, listed, cost.plan.plan_id)
        compared = what_if(market, EVERYONE, listed, swap, before).delta(cost.plan.plan_id)
        assert compared is not None
        assert found.delta == alone.delta
        assert [replace(one, rank=0) for one in compared] == list(found.delta)


def test_a_generic_that_is_on_the_list_already_saves_nothing_again() -> None:
    both = [BRAND_A_DAY, Prescription(WithGeneric.cheap, 30_000, 30)]
    assert generic_savings(WithGeneric(), EVERYONE, both, RICH_PDP.plan_id) == ()


def test_alternatives_have_the_same_ingredient_or_class() -> None:
    market = WithGeneric()
    of_brand = alternatives(market, BRAND, lambda _: None)
    assert [(one.drug.rxcui, one.kind, one.same_amount) for one in of_brand] == [("6", AlternativeKind.GENERIC, True)]
    of_generic = alternatives(market, WithGeneric.cheap, lambda _: None)
    assert [(one.drug.rxcui, one.kind) for one in of_generic] == [("3", AlternativeKind.BRAND)]
    classed = alternatives(market, GENERIC, lambda one: "a class" if one in (GENERIC, SELECTED) else None)
    assert [(one.drug.rxcui, one.kind) for one in classed] == [("2", AlternativeKind.OTHER_STRENGTH), ("5", AlternativeKind.SAME_CLASS)]
    assert alternatives(market, INSULIN, lambda _: None) == ()
    assert len(DRUGS) == 5


# A deductible of 200 for both drugs, then 25% of the brand (300.00 a fill) and 50% of the other (30 x 6.60 = 198.00 a fill).
DEAR_SHARE = {
    3: TierDesign(True, {RETAIL: coinsurance(2_500)}),
    4: TierDesign(True, {RETAIL: coinsurance(5_000)}),
}
TIMED = SmallMarket(
    [replace(CHEAP_PDP, design=BenefitDesign(BenefitType.ACTUARIALLY_EQUIVALENT, 200_00, None, DEAR_SHARE))],
    entries={(CHEAP_PDP.plan_id, "5"): FormularyEntry(4, 660_000, False, False, 0, 0, True)},
)
ONCE = [Prescription(BRAND, 30_000, 30, 1), Prescription(SELECTED, 30_000, 30, 1)]


def test_the_deductible_is_best_used_on_the_drug_with_the_higher_share() -> None:
    found = fill_timing(TIMED, EVERYONE, ONCE, CHEAP_PDP.plan_id)
    # the brand first: 200 + 25% x 100 = 225.00, then 50% x 198 = 99.00: 324.00
    assert found.now.drug_cost == 324_00
    # the other first: 198.00, all deductible, then 2 + 25% x 298 = 76.50: 274.50
    assert found.best.cost.drug_cost == 274_50
    assert found.saving == 49_50
    assert found.best.order == ("5", "3")
    assert found.best.first_months == ()
    assert (found.tried, found.of) == (24, 24)  # 2 orders, and each drug's one fill in any of 11 later months
    assert found.every_order
    assert found.complete


def test_a_fill_may_wait_for_a_later_month() -> None:
    apart = [replace(ONCE[0], fills_per_year=None, dates=(date(2026, 1, 1),))]
    apart.append(replace(ONCE[1], fills_per_year=None, dates=(date(2026, 2, 1),)))
    found = fill_timing(TIMED, EVERYONE, apart, CHEAP_PDP.plan_id)
    # January and February are apart, so no order helps; in March the brand comes after the other: 274.50
    assert found.best.order == ()
    assert found.best.first_months == (("3", 3),)
    assert found.saving == 49_50


def test_monthly_fills_of_one_drug_have_one_timing() -> None:
    found = fill_timing(MARKET, EVERYONE, [BRAND_A_DAY], CHEAP_PDP.plan_id)
    assert (found.saving, found.of) == (0, 0)


def test_the_search_over_timings_can_be_stopped() -> None:
    calls: list[tuple[int, int]] = []

    def stop_at_three(done: int, of: int) -> bool:
        calls.append((done, of))
        return done < 3

    found = fill_timing(TIMED, EVERYONE, ONCE, CHEAP_PDP.plan_id, stop_at_three)
    assert calls == [(1, 24), (2, 24), (3, 24)]
    assert not found.complete
    assert found.saving == 49_50  # both orders were tried before the stop


def test_a_stop_after_the_last_timing_leaves_nothing_out() -> None:
    found = fill_timing(TIMED, EVERYONE, ONCE, CHEAP_PDP.plan_id, lambda done, of: done < of)
    assert (found.tried, found.complete) == (24, True)
