"""Who pays the plan: bid, direct subsidy, reinsurance, rebates and shared losses by hand; sums agree with the ledger to the cent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from finder.documents.commands import ask
from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.errors import Refusal
from finder.domain.market import PlanKind
from finder.domain.member import Member
from finder.domain.money import shown, to_cents
from finder.domain.plan_payments import NoCorridor, PlanFacts, PlanPayments, PlanUnknown
from finder.domain.prescription import Prescription
from finder.explain.explainers import plan_payments as words
from finder.explain.kit.section import texts
from finder.questions.explainers.plan_payments import payments_for, payments_of_example
from finder.questions.plans.compare import compare_plans
from finder.rules.plan_payments import direct_subsidy, rebates_of_reinsurance, risk_corridor, standardized_bid
from tests.small_market import ADVANTAGE, BRAND, CHEAP_PDP, WORCESTER, SmallMarket, plan

# (2.5%, 5%, 75%, 80%) in 2006 and 2007, (5%, 10%, 50%, 80%) from 2008: 42 USC 1395w-115(e)(2)-(3)
FIRST_YEARS, LATER = (250, 500, 7_500, 8_000), (500, 1_000, 5_000, 8_000)


@pytest.mark.parametrize(
    ("widths", "costs", "paid"),
    [
        (FIRST_YEARS, 1_025_00, 0),  # exactly 2.5% above a target of 1,000: the plan's alone
        (FIRST_YEARS, 1_025_02, 2),  # 75% of 0.02 = 0.015
        (FIRST_YEARS, 1_050_00, 18_75),  # 75% x 25
        (FIRST_YEARS, 1_050_10, 18_83),  # 18.75 + 80% x 0.10
        (FIRST_YEARS, 900_00, -58_75),  # 75% x 25 + 80% x 50, paid back
        (FIRST_YEARS, 975_00, 0),
        (LATER, 1_050_00, 0),
        (LATER, 1_100_00, 25_00),  # 50% x 50
        (LATER, 1_150_00, 65_00),  # 25 + 80% x 50
        (LATER, 850_00, -65_00),
    ],
)
def test_losses_and_gains_are_shared_past_each_threshold(widths: tuple[int, int, int, int], costs: int, paid: int) -> None:
    assert risk_corridor(1_000_00, costs, *widths) == paid


@pytest.mark.parametrize(
    ("base", "average", "printed"),
    # Milliman, August 6 2024, prints the national average direct subsidy: 29.58 in 2024, 142.67 in 2025
    [(34_70, 64_28, 29_58), (36_78, 179_45, 142_67)],
)
def test_the_direct_subsidy_of_an_average_plan_is_the_printed_one(base: int, average: int, printed: int) -> None:
    assert direct_subsidy(standardized_bid(base, base, average), 10_000, base) == printed
    # a plan that bids $5 more asks $5 more, so Medicare pays it the same
    assert direct_subsidy(standardized_bid(base + 5_00, base, average), 10_000, base + 5_00) == printed


def test_rebates_lower_reinsurance_by_its_part_of_the_costs() -> None:
    assert rebates_of_reinsurance(100_00, 89_00, 7_000_00) == 1_27  # 100 x 89 / 7,000 = 1.2714
    assert rebates_of_reinsurance(0, 0, 0) == 0


def fill(price: str, month: int = 1) -> dict[str, Any]:
    return {
        "date": f"2026-{month:02d}-05",
        "drug": "A",
        "brand": True,
        "days_supply": 30,
        "channel": "standard_retail",
        "negotiated_price": price,
    }


def of_plan(*prices: str, **more: Any) -> dict[str, Any]:
    members = [{"plan_year": 2026, "design": "defined_standard", "fills": [fill(price)]} for price in prices]
    found: dict[str, Any] = ask("plan-payments", {"basic_premium": "38.99", "members": members, **more})
    return found


def test_a_brand_of_7000_in_2026() -> None:
    # claim: 615 + 25% x 5,940 = 2,100 for the person; maker 594 + 20% x 445 = 683; Medicare 20% x 445 = 89; plan 3,861 + 267 = 4,128
    # direct subsidy: (239.27 - 38.99) x 12 = 2,403.36; premiums 38.99 x 12 = 467.88; left: 2,871.24 - 4,128 = -1,256.76
    # target 2,871.24 - 287.12 = 2,584.12, missed by 1,543.88; 5% 129.21, 10% 258.41: 50% x 129.20 + 80% x 1,285.47 = 64.60 + 1,028.38
    found = of_plan("7000", running_share="0.10")
    assert found["drug_costs"]["total"] == "7000.00"
    assert (found["bid"], found["direct_subsidy"], found["premiums"]) == ("239.27", "2403.36", "467.88")
    assert (found["reinsurance"], found["left_to_the_plan"]) == ("89.00", "-1256.76")
    corridor = found["risk_corridor"]
    assert (corridor["target"], corridor["costs"], corridor["paid_to_the_plan"]) == ("2584.12", "4128.00", "1092.98")
    assert corridor["at_most"] is True
    assert found["paid_by"] == {"members": "2567.88", "extra_help": "0.00", "medicare": "2492.36"}


def test_rebates_come_off_the_plans_and_medicares_costs() -> None:
    # 10% of 7,000 = 700; Medicare's part of it 700 x 89 / 7,000 = 8.90; the plan keeps 691.10
    found = of_plan("7000", rebate_share="0.10")
    assert (found["rebates"], found["rebates_to_medicare"], found["reinsurance"]) == ("700.00", "8.90", "80.10")
    assert found["left_to_the_plan"] == "-565.66"  # -1,256.76 + 691.10
    assert (found["risk_corridor"], found["no_risk_corridor"]) == (None, "running_not_told")


def test_sicker_members_bring_more() -> None:
    # 239.27 x 1.5 = 358.905, up to 358.91; less 38.99 = 319.92; x 12 = 3,839.04
    assert of_plan("100", risk_percent=150)["direct_subsidy"] == "3839.04"
    # 239.27 x 0.1 = 23.93, less 38.99 = -15.06; x 12 = -180.72: then the plan pays Medicare
    assert of_plan("100", risk_percent=10)["direct_subsidy"] == "-180.72"


def test_a_population_is_the_sum_of_its_members_to_the_cent() -> None:
    together, alone = of_plan("7000", "123.45", "2000.01"), [of_plan(price) for price in ("7000", "123.45", "2000.01")]
    for name in ("premiums", "direct_subsidy", "reinsurance", "basic_cost", "left_to_the_plan"):
        assert to_cents(together[name].lstrip("-")) == abs(sum(_signed(one[name]) for one in alone))
    for payer in together["drug_costs"]:
        assert to_cents(together["drug_costs"][payer]) == sum(to_cents(one["drug_costs"][payer]) for one in alone)


def _signed(amount: str) -> int:
    return -to_cents(amount[1:]) if amount.startswith("-") else to_cents(amount)


@pytest.mark.parametrize("year", [2006, 2010, 2012, 2023, 2024, 2025, 2026, 2027])
def test_all_that_is_given_is_kept_or_spent(year: int) -> None:
    facts = PlanFacts(30_00, risk=12_000, running=1_000, rebates=2_000)
    found = payments_of_example(year, 9_000_00, 8_000, facts)
    given = found.person + found.medicare + found.extra_help + found.drugs["manufacturer"] + found.rebates + found.drugs["other_payer"]
    assert given == found.drug_costs + found.left
    assert found.drug_costs == 9_000_00
    assert (found.corridor is NoCorridor.WIDTH_NOT_KNOWN) == (year == 2025)
    assert texts(words.sections(found))


def test_the_corridor_of_2006_has_its_own_widths() -> None:
    # 2006, 250 for the year: all in the deductible, so the plan pays nothing. Paid (92.30 - 32.20 + 32.20) x 12 = 1,107.60, the target is
    # all of it; below by 1,107.60: 75% x (55.38 - 27.69) + 80% x (1,107.60 - 55.38) = 20.7675 + 841.776
    corridor = payments_of_example(2006, 250_00, 10_000, PlanFacts(32_20, running=0)).corridor
    assert not isinstance(corridor, NoCorridor)
    assert (corridor.target, corridor.payment, corridor.at_most) == (1_107_60, -(20_77 + 841_78), False)


def test_only_the_basic_part_of_an_enhanced_plan_is_shared() -> None:
    tier = {"deductible_applies": False, "initial_coverage": {"standard_retail": {"30": {"copay": "10"}}}}
    design = {"benefit_type": "enhanced_alternative", "deductible": 0, "tiers": {"1": tier}}
    scenario = {"plan_year": 2026, "design": design, "fills": [{**fill("500"), "tier": 1}]}
    found = ask("plan-payments", {"basic_premium": 30, "supplemental_premium": 20, "members": [scenario]})
    # the standard benefit leaves 500 of the 615 deductible to the person, so the plan's 490 is all beyond it
    assert (found["drug_costs"]["plan"], found["basic_cost"], found["supplemental_cost"]) == ("490.00", "0.00", "490.00")
    assert found["premiums"] == "600.00"  # (30 + 20) x 12


def test_a_plan_of_a_persons_own_answer() -> None:
    # a brand of 300 a month: Cheap takes 1,361.25 of the person (tests/questions/test_compare_plans.py) and 10 a month
    nameless = plan("S0001-009-000", "No Premium Rx", PlanKind.PDP, None, CHEAP_PDP.design)
    market = SmallMarket((CHEAP_PDP, ADVANTAGE, nameless))
    compared = compare_plans(market, Member("01604", WORCESTER, date(2026, 1, 1)), [Prescription(BRAND, 30_000, 30)])
    found = {cost.plan.name: payments_for(cost, LowIncomeSubsidy.NONE, PlanFacts(0)) for cost in compared.plans}
    assert found[ADVANTAGE.name] is PlanUnknown.HEALTH_PLAN
    assert found[nameless.name] is PlanUnknown.NO_PREMIUM
    mine = found[CHEAP_PDP.name]
    assert isinstance(mine, PlanPayments)
    assert mine.person == 1_361_25 + 120_00
    assert mine.bid == 210_28  # 10.00 - 38.99 + 239.27
    assert mine.direct_subsidy == 2_403_36
    assert f"You pay {shown(mine.person)}." in next(texts(words.sections(mine, CHEAP_PDP)))
    helped = Member("01604", WORCESTER, date(2026, 1, 1), LowIncomeSubsidy.FULL_OTHER)
    unknown = replace(CHEAP_PDP, pdp_region="99")  # no benchmark
    cost = compare_plans(SmallMarket((unknown,)), helped, [Prescription(BRAND, 30_000, 30)]).plans[0]
    assert payments_for(cost, LowIncomeSubsidy.FULL_OTHER, PlanFacts(0)) is PlanUnknown.HELP_NOT_KNOWN
    for why in PlanUnknown:
        assert CHEAP_PDP.name in next(texts(words.unknown_sections(CHEAP_PDP, why)))


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        ({"basic_premium": 1, "members": []}, "$.members: expected a list with at least 1, found a list of 0"),
        (
            {"basic_premium": "10", "members": [{"plan_year": 2026, "design": "defined_standard", "fills": [], "premium_help": "10.01"}]},
            "$.members[0].premium_help: expected at most the basic premium, 10.00, found 10.01",
        ),
        (
            {
                "basic_premium": "10",
                "members": [{"plan_year": year, "design": "defined_standard", "fills": []} for year in (2026, 2025)],
            },
            "$.members[1].plan_year: expected the first member's year, 2026, found 2025",
        ),
    ],
)
def test_refusals_and_their_reasons(document: dict[str, Any], problem: str) -> None:
    with pytest.raises(Refusal) as refused:
        ask("plan-payments", document)
    assert [str(one) for one in refused.value.problems] == [problem]


def test_extra_help_pays_its_part_of_premium_and_copays() -> None:
    # Cheap: premium 10.00, the benchmark of region 02 is above it, so Extra Help pays 120.00 of premiums; 12 fills at the copay of 2026
    helped = Member("01604", WORCESTER, date(2026, 1, 1), LowIncomeSubsidy.FULL_OTHER)
    compared = compare_plans(SmallMarket((CHEAP_PDP,)), helped, [Prescription(BRAND, 30_000, 30)])
    mine = payments_for(compared.plans[0], LowIncomeSubsidy.FULL_OTHER, PlanFacts(0))
    assert isinstance(mine, PlanPayments)
    assert (mine.premiums, mine.premium_help) == (120_00, 120_00)
    assert mine.person == 12 * 12_65  # 12.65: the copay of other drugs in 2026
    assert mine.extra_help == 120_00 + mine.drugs["low_income_cost_sharing_subsidy"]
