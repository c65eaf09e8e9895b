"""Which few plans stand side by side, which plans a person asked to see, and which next steps apply."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.choosing import CanBeChosen, Timing
from finder.domain.decision import Role
from finder.domain.market import FormularyEntry, Plan, PlanKind
from finder.domain.member import Member
from finder.domain.next_steps import Step
from finder.domain.plan_cost import Comparison
from finder.domain.prescription import Prescription
from finder.questions.plans.compare import compare_plans
from finder.questions.plans.decision import decision, merit_over
from finder.questions.plans.next_steps import next_steps
from finder.questions.plans.shortlist import Kind, Order, Wanted, shortlist
from tests.small_market import ADVANTAGE, BRAND, CHEAP_PDP, GENERIC, RICH_PDP, SPECIAL, WORCESTER, SmallMarket

MEMBER = Member("01604", WORCESTER, date(2026, 1, 1), plan_kinds=(PlanKind.PDP,))
EVERY_KIND = replace(MEMBER, plan_kinds=(PlanKind.PDP, PlanKind.MA_PD))
GENERIC_A_DAY, BRAND_A_DAY = Prescription(GENERIC, 30_000, 30), Prescription(BRAND, 30_000, 30)
# one brand a day (tests/questions/test_compare_plans.py): Cheap 1,481.25 with 120 of premium, so Advantage 1,361.25; Rich 1,080
ASKS_FIRST = FormularyEntry(3, 1_000_000, True, False, 0, 0, False)


def compared(market: SmallMarket | None = None, member: Member = MEMBER, *drugs: Prescription) -> Comparison:
    return compare_plans(market or SmallMarket(), member, drugs or (BRAND_A_DAY,))


def roles(comparison: Comparison) -> list[tuple[str, Role, bool]]:
    return [(choice.cost.plan.plan_id, choice.role, choice.first) for choice in decision(comparison)]


def a_plan(like: Plan, number: str, **facts: object) -> Plan:
    return replace(like, plan_id=f"S0001-{number}-000", name=f"Plan {number}", **facts)  # type: ignore[arg-type]


def test_the_plan_one_has_the_first_and_one_of_the_other_sort() -> None:
    assert roles(compared(member=replace(EVERY_KIND, current_plan=CHEAP_PDP.plan_id))) == [
        (CHEAP_PDP.plan_id, Role.NOW, False),
        (RICH_PDP.plan_id, Role.FIRST, True),
        (ADVANTAGE.plan_id, Role.OTHER_SORT, False),
    ]


def test_who_is_in_the_first_plan_sees_it_once() -> None:
    assert roles(compared(member=replace(MEMBER, current_plan=RICH_PDP.plan_id))) == [
        (RICH_PDP.plan_id, Role.NOW, True),
        (CHEAP_PDP.plan_id, Role.NEXT, False),
    ]


def test_without_a_plan_the_next_one_fills_the_room() -> None:
    assert roles(compared()) == [(RICH_PDP.plan_id, Role.FIRST, True), (CHEAP_PDP.plan_id, Role.NEXT, False)]
    assert roles(compared(SmallMarket([RICH_PDP]))) == [(RICH_PDP.plan_id, Role.FIRST, True)]


def test_a_plan_that_asks_nothing_first_is_offered_where_the_first_one_asks() -> None:
    market = SmallMarket(entries={(RICH_PDP.plan_id, "3"): ASKS_FIRST})
    assert roles(compared(market)) == [(RICH_PDP.plan_id, Role.FIRST, True), (CHEAP_PDP.plan_id, Role.NO_APPROVAL, False)]


def test_more_stars_are_offered_up_to_50_dollars_a_month() -> None:
    rich = replace(RICH_PDP, star_rating="3.5")
    for premium, role in ((100_00, Role.MOST_STARS), (100_01, Role.NEXT)):  # 50.00 more a month than Rich is 600 a year
        starry = a_plan(RICH_PDP, "003", premium=premium, part_d_premium=premium, star_rating="4.5")
        assert roles(compared(SmallMarket([rich, starry])))[1] == ("S0001-003-000", role, False)


def test_nobody_is_pointed_to_a_plan_that_medicare_warns_of() -> None:
    rich = replace(RICH_PDP, star_rating="2.0")
    for facts in ({"star_rating": "2.5"}, {"star_rating": "4.5", "sanctioned": True}):
        warned = a_plan(RICH_PDP, "003", premium=60_00, part_d_premium=60_00, **facts)
        assert Role.MOST_STARS not in [role for _, role, _ in roles(compared(SmallMarket([rich, warned])))]
    special = replace(EVERY_KIND, plan_kinds=(PlanKind.PDP, PlanKind.SNP))
    assert SPECIAL.plan_id not in [plan for plan, _, _ in roles(compared(member=special))]


def test_a_plan_that_covers_more_is_offered_whatever_it_costs() -> None:
    # Cheap covers the generic alone: 12 x (10 + 2) + 12 x 300 in full = 3,744; the other 12 x 440 + 12 x (0 + 40) = 5,760
    dear = a_plan(RICH_PDP, "003", premium=440_00, part_d_premium=440_00)
    market = SmallMarket([CHEAP_PDP, dear], lists={CHEAP_PDP.plan_id: ["1"]})
    answer = compared(market, MEMBER, GENERIC_A_DAY, BRAND_A_DAY)
    assert roles(answer) == [(CHEAP_PDP.plan_id, Role.FIRST, True), ("S0001-003-000", Role.COVERS_MORE, False)]


def test_what_puts_a_plan_before_a_cheaper_one_is_named() -> None:
    starry = a_plan(RICH_PDP, "003", premium=51_00, part_d_premium=51_00, star_rating="4.5")  # 12 more a year: a near tie
    first, second = compared(SmallMarket([replace(RICH_PDP, star_rating="3.5"), starry])).plans
    assert (first.plan.plan_id, merit_over(first, second)) == ("S0001-003-000", "more_stars")


def test_plans_are_listed_as_wanted() -> None:
    starry = a_plan(RICH_PDP, "003", star_rating="4.0")
    market = SmallMarket([CHEAP_PDP, RICH_PDP, ADVANTAGE, starry], entries={(RICH_PDP.plan_id, "3"): ASKS_FIRST})
    answer = compared(market, EVERY_KIND)

    def ids(**wanted: object) -> list[str]:
        return [cost.plan.plan_id for cost in shortlist(answer, Wanted(**wanted))]  # type: ignore[arg-type]

    assert ids() == [starry.plan_id, RICH_PDP.plan_id, ADVANTAGE.plan_id, CHEAP_PDP.plan_id]
    assert ids(kind=Kind.HEALTH_PLANS) == [ADVANTAGE.plan_id]
    assert ids(kind=Kind.DRUG_PLANS, order=Order.PREMIUM) == [CHEAP_PDP.plan_id, starry.plan_id, RICH_PDP.plan_id]
    assert ids(order=Order.STARS)[0] == starry.plan_id
    assert ids(order=Order.FIRST_MONTH)[0] == starry.plan_id  # 50 + 40; Cheap 10 + 300
    assert ids(fewest_stars=4.0) == [starry.plan_id]
    assert RICH_PDP.plan_id not in ids(no_approvals=True)
    assert ids(preferred_store=True) == [starry.plan_id, RICH_PDP.plan_id]  # they charge less for tier 1 there
    assert ids(covers_all=True) == ids()


def steps(comparison: Comparison, *, unsure: bool = False) -> list[Step]:
    return [step.step for step in next_steps(comparison, unsure_of_help=unsure)]


def test_only_the_steps_that_apply_are_offered() -> None:
    assert steps(compared()) == [Step.EXTRA_HELP, Step.REPORT]  # Rich: 40 a month, all year
    helped = replace(MEMBER, low_income_subsidy=LowIncomeSubsidy.FULL_OTHER)
    assert steps(compared(member=helped)) == [Step.REPORT]
    late = replace(MEMBER, uncovered_months=20)
    assert Step.LATE_FEE in steps(compared(member=late))


def test_a_drug_left_out_or_asked_about_has_its_step() -> None:
    market = SmallMarket([RICH_PDP], lists={RICH_PDP.plan_id: ["3"]}, entries={(RICH_PDP.plan_id, "3"): ASKS_FIRST})
    left, asked = next_steps(compared(market, MEMBER, GENERIC_A_DAY, BRAND_A_DAY), unsure_of_help=False)[:2]
    assert (left.step, [supply.drug.rxcui for supply in left.supplies]) == (Step.FIRST_SUPPLY, ["1"])
    assert (asked.step, [supply.drug.rxcui for supply in asked.supplies]) == (Step.APPROVAL, ["3"])


def test_costs_are_spread_where_that_lowers_the_dearest_month() -> None:
    (spread,) = [step for step in next_steps(compared(SmallMarket([CHEAP_PDP])), unsure_of_help=False) if step.step is Step.SPREAD_COSTS]
    assert spread.before == 300_00
    # January 2,100 / 12 = 175; February (125 + 300) / 11; March (386.36 + 86.25) / 10; and so on with 75 a month: December 184.43 + 75
    assert round(spread.bill, -2) == 259_00


def test_the_year_that_counts_comes_first() -> None:
    can = CanBeChosen(2026, date(2026, 11, 26), False, None, None, Timing.SPECIAL_PERIOD, date(2026, 12, 1), next_year=2027)
    answer = replace(compared(), can_be_chosen=can)
    assert steps(answer)[0] is Step.NEXT_YEAR
    assert Step.NEXT_YEAR not in steps(replace(answer, info=replace(answer.info, example=True)))
