"""Plans side by side, near-duplicates and couples, on a market small enough to work out by hand (tests/small_market.py)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest

from finder.domain.benefit import BenefitType
from finder.domain.errors import Refusal
from finder.domain.market import FormularyEntry, Plan, PlanKind
from finder.domain.member import Member
from finder.domain.prescription import Prescription
from finder.domain.side_by_side import NearDuplicate
from finder.explain.plans.benefits import benefit_words
from finder.questions.plans.compare import compare_plans
from finder.questions.plans.side_by_side import couple, side_by_side
from tests.small_market import (
    ADVANTAGE,
    BRAND,
    CHEAP_PDP,
    GENERIC,
    MERRIMACK,
    RICH_PDP,
    UNIT_PRICES,
    WORCESTER,
    SmallMarket,
    coinsurance,
    copay,
    design,
)

EVERYONE = Member("01604", WORCESTER, date(2026, 1, 1))
ANY_PLAN = replace(EVERYONE, health_plans_chosen=True)
LISTED = [Prescription(GENERIC, 30_000, 30), Prescription(BRAND, 30_000, 30)]
IDS = [ADVANTAGE.plan_id, CHEAP_PDP.plan_id, RICH_PDP.plan_id]


def test_the_order_of_plans_does_not_matter() -> None:
    market = SmallMarket()
    comparison = compare_plans(market, EVERYONE, LISTED)
    answers = [side_by_side(market, comparison, order) for order in permutations(IDS)]
    assert all(answer == answers[0] for answer in answers)
    assert [cost.rank for cost in answers[0].plans] == [1, 2, 3]


@pytest.mark.parametrize("asked", [[], IDS[:1], [IDS[0], IDS[0]], [*IDS, "H9999-999-000", "H9999-998-000"], [IDS[0], "H9999-999-000"]])
def test_fewer_than_two_more_than_four_or_unknown_plans_are_refused(asked: list[str]) -> None:
    market = SmallMarket()
    comparison = compare_plans(market, EVERYONE, LISTED)
    with pytest.raises(Refusal):
        side_by_side(market, comparison, asked)


def twin(deductible: int, brand: int, **facts: object) -> Plan:
    """A second plan from the sponsor of Cheap Premium Rx (deductible 615.00, 25% for a brand)."""
    kind = BenefitType.ACTUARIALLY_EQUIVALENT
    own = design(kind, deductible, copay(200), coinsurance(brand))
    return replace(CHEAP_PDP, plan_id="S0001-009-000", name="Twin Rx", premium=20_00, design=own, **facts)  # type: ignore[arg-type]


def pairs(other: Plan, **market: object) -> tuple[NearDuplicate, ...]:
    made = SmallMarket([CHEAP_PDP, other], **market)  # type: ignore[arg-type]
    return side_by_side(made, compare_plans(made, EVERYONE, LISTED[:1]), [CHEAP_PDP.plan_id, other.plan_id]).near_duplicates


def test_near_duplicates_of_one_sponsor_are_flagged() -> None:
    (found,) = pairs(twin(500_00, 2_800))
    assert (found.first.plan, found.deductible, found.brand_share, found.brand_coinsurance) == (CHEAP_PDP, 115_00, 300, True)
    assert (found.drugs, found.ingredients) == (0, 3)  # genericol, brandine, negotiatol


@pytest.mark.parametrize(
    ("deductible", "brand", "flagged"),
    [
        (305_01, 2_500, True),  # 309.99 apart
        (305_00, 2_500, False),  # 310.00 apart
        (615_00, 3_499, True),  # 9.99 percent points apart
        (615_00, 3_500, False),  # 10
    ],
)
def test_the_flag_has_limits_on_both_sides(deductible: int, brand: int, flagged: bool) -> None:
    assert bool(pairs(twin(deductible, brand))) is flagged


def test_a_difference_in_a_quarter_of_the_drugs_is_another_plan() -> None:
    lacks_one = {"S0001-009-000": ("1", "2", "3")}  # one of three ingredients: a third
    assert pairs(twin(615_00, 2_500), lists=lacks_one) == ()


@pytest.mark.parametrize(
    ("approvals", "flagged"),
    [
        # T35: the twin lists one ingredient less, and that one needs approval at the other plan: access is the same
        ((CHEAP_PDP.plan_id,), True),
        # both list it, one of three ingredients with approval at one plan alone: a third apart
        ((CHEAP_PDP.plan_id, ""), False),
    ],
)
def test_a_drug_that_needs_approval_is_not_the_same_access(approvals: tuple[str, ...], flagged: bool) -> None:
    needs = FormularyEntry(3, UNIT_PRICES["5"], True, False, 0, 0, True)
    lists = {"S0001-009-000": ("1", "2", "3")} if len(approvals) == 1 else {}
    found = pairs(twin(615_00, 2_500), lists=lists, entries={(CHEAP_PDP.plan_id, "5"): needs})
    assert bool(found) is flagged
    if flagged:
        assert (found[0].drugs, found[0].open_drugs) == (3_333, 0)


@pytest.mark.parametrize("facts", [{"organization": "Another"}, {"organization": ""}, {"kind": PlanKind.MA_PD}])
def test_plans_of_another_sponsor_or_sort_are_never_near_duplicates(facts: dict[str, object]) -> None:
    assert pairs(twin(615_00, 2_500, **facts)) == ()


def test_a_copay_and_a_coinsurance_are_not_alike() -> None:
    other = replace(twin(615_00, 2_500), design=design(BenefitType.ACTUARIALLY_EQUIVALENT, 615_00, copay(200), copay(40_00)))
    assert pairs(other) == ()


def test_two_lists_two_answers_and_what_both_pay() -> None:
    second = replace(EVERYONE, plan_kinds=(PlanKind.PDP,))
    market = SmallMarket()
    found = couple(market, compare_plans(market, ANY_PLAN, LISTED[:1]), compare_plans(market, second, LISTED[1:]))
    assert found.first.cost is not None
    assert found.second.cost is not None
    # worked out in test_compare_plans: the generic alone at Advantage 24.00; the brand alone at Rich 1,080.00
    assert (found.first.cost.plan, found.first.cost.total) == (ADVANTAGE, 24_00)
    assert (found.second.cost.plan, found.second.cost.total) == (RICH_PDP, 1_080_00)
    assert found.together == 1_104_00
    assert found.same_plan is None
    # one plan for both can only be a drug plan, since the second person asked for no other. At Rich 12 x 50 for the generic's person, and
    # 1,080.00; at Cheap 12 x (10 + 2), and for the brand 615 of deductible, 25% of the other 2,985 and 12 x 10: 144.00 + 1,481.25
    assert found.one_plan is not None
    assert (found.one_plan.first.plan, found.one_plan.together) == (CHEAP_PDP, 1_625_25)


def test_a_couple_may_choose_the_same_plan_each_for_themselves() -> None:
    answer = compare_plans(SmallMarket(), ANY_PLAN, LISTED[:1])
    found = couple(SmallMarket(), answer, answer)
    assert found.same_plan == ADVANTAGE
    assert found.together == 48_00
    assert found.one_plan is None


def test_an_unknown_premium_makes_the_couples_sum_unknown() -> None:
    market = SmallMarket([replace(CHEAP_PDP, premium=None)])
    answer = compare_plans(market, EVERYONE, LISTED[:1])
    assert couple(market, answer, answer).together is None


def test_a_couple_lives_in_one_county() -> None:
    answer = compare_plans(SmallMarket(), EVERYONE, LISTED)
    with pytest.raises(Refusal, match="one county for both"):
        couple(SmallMarket(), answer, replace(answer, county=MERRIMACK))


def test_a_table_says_basic_or_enhanced_and_what_the_gap_has() -> None:
    assert benefit_words(CHEAP_PDP) == "Basic"
    enhanced = replace(RICH_PDP.design, benefit_type=BenefitType.ENHANCED_ALTERNATIVE)
    assert benefit_words(replace(RICH_PDP, design=enhanced)) == "Enhanced"
    assert benefit_words(replace(RICH_PDP, design=enhanced, gap_wording="Generics")) == "Enhanced, in the gap: Generics"
    in_gap = replace(enhanced, tiers={1: replace(enhanced.tiers[1], coverage_gap=enhanced.tiers[1].initial_coverage)})
    assert benefit_words(replace(RICH_PDP, design=in_gap)) == "Enhanced, in the gap: some drugs"
