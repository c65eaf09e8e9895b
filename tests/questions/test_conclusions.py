"""Conclusions from a ranking: when to only look at a change, and what the reason must name (tests/small_market.py)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from finder.documents.comparison import comparison_document
from finder.domain.choosing import MayJoin
from finder.domain.market import Plan, PlanKind
from finder.domain.member import Member
from finder.domain.plan_cost import Action, Comparison
from finder.domain.prescription import Prescription
from finder.explain.plans.advice import advice
from finder.explain.plans.headline import headline
from finder.questions.plans.compare import compare_plans
from tests.small_market import ADVANTAGE, BRAND, CHEAP_PDP, GENERIC, RICH_PDP, SPECIAL, WORCESTER, SmallMarket

ME = Member("01604", WORCESTER, date(2026, 1, 1), plan_kinds=(PlanKind.PDP,))
A_TABLET_A_DAY = Prescription(GENERIC, 30_000, 30)  # 30 x 0.50 = 15.00 a fill
BRAND_A_DAY = Prescription(BRAND, 30_000, 30)  # 30 x 10.00 = 300.00 a fill
IN_CHEAP, IN_RICH = replace(ME, current_plan=CHEAP_PDP.plan_id), replace(ME, current_plan=RICH_PDP.plan_id)


def said(comparison: Comparison) -> tuple[str, str]:
    """The action and the reason of the command."""
    found = comparison_document(comparison)["recommendation"]
    return found["action"], found["reason"]


def test_no_one_is_sent_to_an_example_design() -> None:
    example = replace(CHEAP_PDP, example=True)
    # 12 x (2 + 10) = 144 against 12 x (0 + 50) = 600
    compared = compare_plans(SmallMarket([example, RICH_PDP]), IN_RICH, [A_TABLET_A_DAY])
    assert compared.recommendation.action is Action.REVIEW
    assert (compared.recommendation.because, compared.recommendation.savings) == ("example_design", 456_00)
    assert compared.plans[0].joining.may_join is MayJoin.NO


def test_asking_only_for_the_other_kind_does_not_make_the_current_plan_best() -> None:
    asked = replace(IN_CHEAP, plan_kinds=(PlanKind.MA_PD,), health_plans_chosen=True)
    compared = compare_plans(SmallMarket(), asked, [A_TABLET_A_DAY])
    # the health plan: 12 x 2 = 24; mine: 144. Cheaper, but another kind of plan
    found = compared.recommendation
    assert (found.action, found.because, found.plan_id, found.savings) == (Action.REVIEW, "other_sort", ADVANTAGE.plan_id, 120_00)
    assert [cost.plan for cost in compared.leaders] == [ADVANTAGE, CHEAP_PDP]
    assert advice(compared) == (
        "Advantage With Drugs comes first. It is another kind of plan. Moving to it would change your doctors and hospitals too.",
    )


def test_a_plan_cheaper_than_the_other_kind_stays_for_that_reason() -> None:
    dear = replace(ADVANTAGE, premium=90_00, part_d_premium=90_00)  # 12 x 92 = 1,104
    asked = replace(IN_CHEAP, plan_kinds=(PlanKind.MA_PD,), health_plans_chosen=True)
    compared = compare_plans(SmallMarket([CHEAP_PDP, RICH_PDP, dear]), asked, [A_TABLET_A_DAY])
    assert said(compared) == ("stay", "Your plan costs less for this list than the plans of the kind asked for.")


def test_if_both_kinds_are_asked_for_a_drug_plan_is_compared_with_drug_plans() -> None:
    asked = replace(IN_CHEAP, plan_kinds=(PlanKind.PDP, PlanKind.MA_PD), health_plans_chosen=True)
    # Cheap Premium Rx 144, No Deductible Rx 600; the health plan's 24 is named and not advised
    assert said(compare_plans(SmallMarket(), asked, [A_TABLET_A_DAY])) == (
        "stay",
        "Your plan costs least of its kind for this list. Some plans here cost less, but they are another kind, or only for some people.",
    )
    alone = replace(IN_CHEAP, plan_kinds=(PlanKind.PDP,))
    assert said(compare_plans(SmallMarket(), alone, [A_TABLET_A_DAY])) == ("stay", "Your plan costs least of its kind for this list.")


@pytest.mark.parametrize("plans", [[CHEAP_PDP], [CHEAP_PDP, replace(RICH_PDP, sanctioned=True)]])
def test_a_plan_without_a_rival_is_not_called_the_best(plans: list[Plan]) -> None:
    compared = compare_plans(SmallMarket(plans), IN_CHEAP, [A_TABLET_A_DAY])
    found = compared.recommendation
    assert (found.action, found.because, found.plan_id, found.savings) == (Action.REVIEW, "no_other_plan", CHEAP_PDP.plan_id, None)
    assert headline(compared) == ("Staying costs about $144 in 2026.",)


def test_a_special_needs_plan_to_ask_about_is_not_a_rival() -> None:
    mine = replace(SPECIAL, plan_id="H0001-003-000", premium=90_00, part_d_premium=90_00)
    asked = replace(ME, plan_kinds=(PlanKind.SNP,), current_plan=mine.plan_id, health_plans_chosen=True)
    # the other special needs plan costs nothing, but this person was not asked about Medicaid
    assert compare_plans(SmallMarket([mine, SPECIAL]), asked, [A_TABLET_A_DAY]).recommendation.because == "no_other_plan"


def test_drug_plans_are_compared_if_no_other_special_needs_plan_is_open() -> None:
    mine = replace(SPECIAL, plan_id="H0001-003-000", premium=90_00, part_d_premium=90_00)
    asked = replace(ME, plan_kinds=(PlanKind.PDP, PlanKind.SNP), current_plan=mine.plan_id)
    compared = compare_plans(SmallMarket([mine, SPECIAL, CHEAP_PDP]), asked, [A_TABLET_A_DAY])
    # mine: 12 x (90 + 1) = 1,092 or a free generic at a preferred store, 1,080; Cheap Premium Rx: 144
    assert (compared.recommendation.because, compared.recommendation.plan_id) == ("other_sort", CHEAP_PDP.plan_id)


def test_plans_that_must_not_be_suggested_are_not_called_the_lowest() -> None:
    asked = replace(ME, plan_kinds=(PlanKind.SNP,), health_plans_chosen=True)
    said_first = headline(compare_plans(SmallMarket([SPECIAL]), asked, [A_TABLET_A_DAY]))[0]
    assert said_first.startswith("Special Needs would cost about $")
    assert "lowest" not in said_first


def test_a_plan_that_leads_because_it_covers_more_is_not_called_among_the_lowest() -> None:
    market = SmallMarket([CHEAP_PDP, RICH_PDP], {CHEAP_PDP.plan_id: ("1",)})
    compared = compare_plans(market, ME, [A_TABLET_A_DAY, BRAND_A_DAY], skip_uncovered=True)
    # Cheap Premium Rx without the brand 144, No Deductible Rx with it 1,080
    assert headline(compared)[0] == (
        "No Deductible Rx would cost about $1,080 in 2026. Some plans cost less, but they cover fewer of your drugs."
    )


def test_covering_more_at_a_higher_cost_says_that_it_costs_more() -> None:
    market = SmallMarket([CHEAP_PDP, RICH_PDP], {CHEAP_PDP.plan_id: ("1",)})
    compared = compare_plans(market, IN_CHEAP, [A_TABLET_A_DAY, BRAND_A_DAY], skip_uncovered=True)
    # without the brand: 144. No Deductible Rx: 12 x (0 + 40 + 50) = 1,080, so 936 more
    assert compared.recommendation.savings == 144_00 - 1_080_00
    action, reason = said(compared)
    assert (action, "It costs more." in reason) == ("switch", True)
    dear = replace(CHEAP_PDP, premium=100_00, part_d_premium=100_00)  # 12 x 102 = 1,224, so 144 less
    cheaper = compare_plans(
        SmallMarket([dear, RICH_PDP], {dear.plan_id: ("1",)}), IN_CHEAP, [A_TABLET_A_DAY, BRAND_A_DAY], skip_uncovered=True
    )
    assert cheaper.recommendation.savings == 144_00
    assert "It costs more." not in said(cheaper)[1]


def test_a_plan_to_stay_in_that_leaves_a_drug_out_says_so() -> None:
    lists = {plan.plan_id: ("1",) for plan in (CHEAP_PDP, RICH_PDP)}
    compared = compare_plans(SmallMarket([CHEAP_PDP, RICH_PDP, ADVANTAGE], lists), IN_CHEAP, [A_TABLET_A_DAY, BRAND_A_DAY])
    action, reason = said(compared)
    assert (action, "It leaves out a drug on the list" in reason) == ("stay", True)
    assert "leaves out" not in said(compare_plans(SmallMarket(), IN_CHEAP, [A_TABLET_A_DAY]))[1]


@pytest.mark.parametrize(("prices", "named"), [(date(2025, 12, 31), True), (date(2026, 1, 1), False)])
def test_prices_of_another_year_are_named_as_an_estimate(prices: date, named: bool) -> None:
    market = SmallMarket()
    market.info = replace(market.info, prices_as_of=prices)
    compared = compare_plans(market, ME, [A_TABLET_A_DAY])
    assert ("The drug prices are those of 2025-12-31, an estimate for 2026." in said(compared)[1]) is named
    assert ("The drug prices are those of December 31, 2025. For 2026 they are our estimate." in " ".join(advice(compared))) is named


def test_whether_the_year_can_be_chosen_comes_before_the_recommendation() -> None:
    keys = list(comparison_document(compare_plans(SmallMarket(), ME, [A_TABLET_A_DAY], today=date(2026, 12, 1))))
    assert keys.index("can_be_chosen") < keys.index("recommendation") < keys.index("plans")


@pytest.mark.parametrize(
    ("start", "today", "first"),
    [
        # staying 1,481.25, the best 1,080 (tests/explain/test_sentences.py): 401 over the year
        (1, date(2025, 12, 7), "Switching could save you about $401 a year."),  # chosen that day, it starts on January 1
        (1, date(2026, 1, 5), "Over a full year, switching would save about $401."),  # it starts on February 1
        (1, date(2026, 10, 20), "Over a full year, switching would save about $401."),  # on November 1
        # from July: staying 300 + 300 + (15 + 25% x 285) + 3 x 75 + 6 x 10 = 971.25, the best 6 x 90 = 540: 971 - 540 = 431
        (7, date(2026, 6, 30), "Switching could save you about $431 from July to December 2026."),  # it starts on July 1
        (7, date(2026, 7, 1), "Switching would save about $431 from July to December 2026."),  # on August 1
    ],
)
def test_months_before_a_plan_could_start_are_not_promised(start: int, today: date, first: str) -> None:
    asked = replace(IN_CHEAP, coverage_start=date(2026, start, 1))
    compared = compare_plans(SmallMarket(), asked, [BRAND_A_DAY], today=today)
    assert first in headline(compared)
    assert not any("could save you" in sentence for sentence in headline(compared)) or first.startswith("Switching")


def test_nothing_is_saved_in_a_year_that_is_over() -> None:
    compared = compare_plans(SmallMarket(), IN_CHEAP, [BRAND_A_DAY], today=date(2026, 12, 1))
    assert headline(compared)[0].startswith("You can't choose a plan for 2026 any more.")
    assert not any("witching" in sentence for sentence in headline(compared))


@pytest.mark.parametrize(
    ("premium", "dearer", "tied"),
    [
        (14_16, 49_92, True),  # 12 x 4.16 = 49.92 a year more, and it has the stars: first of the tie but not the cheapest
        (14_17, 50_04, False),  # 12 x 4.17 = 50.04: outside the tie
    ],
)
def test_the_first_of_a_tie_is_not_called_the_cheapest(premium: int, dearer: int, tied: bool) -> None:
    starred = replace(CHEAP_PDP, plan_id="S0001-009-000", name="Starred", premium=premium, part_d_premium=premium, star_rating="4.5")
    compared = compare_plans(SmallMarket([CHEAP_PDP, starred]), ME, [A_TABLET_A_DAY])
    costs = {cost.plan.name: cost.all_in for cost in compared.plans}
    assert costs["Starred"] - costs["Cheap Premium Rx"] == dearer
    assert (compared.plans[0].plan.name == "Starred") is tied
    reason = said(compared)[1]
    assert reason.startswith("This plan is within $50 a year of the one that costs least") is tied
    assert (reason == "This plan costs least for this list.") is not tied
    staying = said(compare_plans(SmallMarket([CHEAP_PDP, starred]), replace(ME, current_plan=starred.plan_id), [A_TABLET_A_DAY]))
    if tied:
        assert staying[0] == "stay"
        assert staying[1].startswith("Your plan is within $50 a year of the one of its kind that costs least; ")
