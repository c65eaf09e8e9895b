"""Fills without a cost share, in the gap or at all: filled elsewhere or not counted, and always mentioned; never a crash."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from finder.documents.adjudicate import answer as adjudicate
from finder.documents.compare_request import read_request
from finder.documents.comparison import answer_compare
from finder.domain.annual_change import AnnualChange, NextYear
from finder.domain.benefit import BenefitDesign, BenefitType, Channel, CostShare, LowIncomeSubsidy, ShareKey, TierDesign
from finder.domain.errors import Refusal
from finder.domain.market import FormularyEntry
from finder.domain.member import Member
from finder.domain.plan_cost import Comparison, PlanCost
from finder.domain.prescription import Prescription
from finder.domain.side_by_side import SideBySide
from finder.explain.plans import annual_change as two_years
from finder.explain.plans import side_by_side as beside
from finder.explain.plans.costs import yearly_words
from finder.explain.plans.drugs import unpriced_sentence
from finder.explain.plans.tables import drug_table
from finder.explain.report.decision import Compared
from finder.explain.report.tables import drugs_compared
from finder.questions.plans.compare import compare_plans, plan_year
from tests.reading import grade
from tests.small_market import BRAND, CHEAP_PDP, GENERIC, GENERIC_STRONG, RETAIL, RICH_PDP, WORCESTER, SmallMarket, copay

MAIL_90, RETAIL_90, CARE = (Channel.STANDARD_MAIL, 90), (Channel.STANDARD_RETAIL, 90), (Channel.LONG_TERM_CARE, 30)
INITIAL = {RETAIL: copay(2_00), RETAIL_90: copay(5_00), MAIL_90: copay(3_00)}
BY_MAIL = Member("01604", WORCESTER, date(2012, 1, 1), channels=(Channel.STANDARD_MAIL,))
IN_THE_GAP = replace(BY_MAIL, gross_drug_cost_to_date=2_930_00, troop_to_date=0)
"""The initial coverage limit of 2012 is 2,930.00: every fill falls in the gap."""
NINETY_DAYS = Prescription(GENERIC, 90_000, 90)  # 90 x 0.50 = 45.00 a fill, four fills a year


def market(gap: dict[ShareKey, CostShare] | None, plan_year: int = 2012, initial: dict[ShareKey, CostShare] | None = None) -> SmallMarket:
    """A plan without deductible whose generic tier has those gap shares, and one without gap coverage."""
    limit = 2_930_00 if plan_year < 2025 else None
    plans = [
        replace(plan, design=BenefitDesign(kind, 0, limit, {1: TierDesign(False, initial or INITIAL, covered)}))
        for plan, kind, covered in (
            (CHEAP_PDP, BenefitType.ENHANCED_ALTERNATIVE, gap),
            (RICH_PDP, BenefitType.BASIC_ALTERNATIVE, None),
        )
    ]
    found = SmallMarket(plans)
    found.info = replace(found.info, plan_year=plan_year, as_of=date(plan_year, 9, 1))
    return found


def year_at(made: SmallMarket, member: Member = BY_MAIL, listed: Sequence[Prescription] = (NINETY_DAYS,)) -> PlanCost:
    cost = compare_plans(made, member, listed).plan_cost(CHEAP_PDP.plan_id)
    assert cost is not None
    return cost


@pytest.mark.parametrize(
    ("gap", "fills", "channel", "split", "initially", "in_the_gap"),
    [
        # mail has both shares: four times 3.00, and in the gap four times 8.00
        ({RETAIL: copay(6_00), RETAIL_90: copay(7_00), MAIL_90: copay(8_00)}, 4, Channel.STANDARD_MAIL, False, 12_00, 32_00),
        # the gap has 90 days at the store alone: four times 5.00, and in the gap four times 7.00
        ({RETAIL: copay(6_00), RETAIL_90: copay(7_00)}, 4, Channel.STANDARD_RETAIL, False, 20_00, 28_00),
        # the gap has a month at the store alone: twelve times 2.00, and in the gap twelve times 6.00
        ({RETAIL: copay(6_00)}, 12, Channel.STANDARD_RETAIL, True, 24_00, 72_00),
    ],
)
def test_a_fill_without_a_gap_share_uses_a_pharmacy_with_both_shares(
    gap: dict[ShareKey, CostShare], fills: int, channel: Channel, split: bool, initially: int, in_the_gap: int
) -> None:
    for member, paid in ((BY_MAIL, initially), (IN_THE_GAP, in_the_gap)):
        cost = year_at(market(gap), member)
        (drug,) = cost.drugs
        assert (drug.fills, drug.channel, drug.split_into_months, drug.channel_offered) == (
            fills,
            channel,
            split,
            channel is Channel.STANDARD_MAIL,
        )
        assert cost.drug_cost == drug.patient_pay == paid
        assert sum(row.patient_pay for row in cost.ledger.rows) == paid


@pytest.mark.parametrize("gap", [{CARE: copay(1_00)}, {}])
@pytest.mark.parametrize("level", [LowIncomeSubsidy.NONE, LowIncomeSubsidy.FULL_OTHER])
def test_a_drug_without_both_shares_anywhere_is_not_counted(gap: dict[ShareKey, CostShare], level: LowIncomeSubsidy) -> None:
    made, member = market(gap), replace(BY_MAIL, low_income_subsidy=level)
    comparison = compare_plans(made, member, [NINETY_DAYS])
    # Cheap counts nothing of the drug, so its full price is added: 4 fills x 90 x 0.50 = 180, with 12 x 10 premium 300. Rich has a premium
    # of 12 x 50 = 600 alone, so it cannot cost less
    assert [cost.plan.plan_id for cost in comparison.plans] == [CHEAP_PDP.plan_id, RICH_PDP.plan_id]
    last = comparison.plans[0]
    # the drug costs between 0 and 180; Extra Help takes an unknown amount off the premium, which may become 0
    low = 120_00 if level is LowIncomeSubsidy.NONE else 0
    assert (last.all_in_low, last.all_in, last.all_in_high) == (low, 300_00, 300_00)
    assert (last.drug_cost, last.counted, [drug.drug for drug in last.unpriced]) == (0, 0, [GENERIC])
    assert plan_year(made, member, [NINETY_DAYS], CHEAP_PDP.plan_id).drugs == last.drugs
    assert (last.drugs[0].price, last.drugs[0].share_known) == (None, False)


def test_a_tier_without_gap_coverage_and_a_year_without_a_gap_ask_for_no_share_there() -> None:
    basic = compare_plans(market({RETAIL: copay(6_00)}), BY_MAIL, [NINETY_DAYS]).plan_cost(RICH_PDP.plan_id)
    assert basic is not None
    assert (basic.drugs[0].channel, basic.drug_cost) == (Channel.STANDARD_MAIL, 12_00)  # 4 x 3.00
    later = year_at(market({RETAIL: copay(6_00)}, plan_year=2026), replace(BY_MAIL, coverage_start=date(2026, 1, 1)))
    assert (later.drugs[0].channel, later.drug_cost) == (Channel.STANDARD_MAIL, 12_00)


def test_a_typed_fill_without_a_gap_share_is_still_refused() -> None:
    share = {"copay": "3.00"}
    tier = {
        "deductible_applies": False,
        "initial_coverage": {"standard_mail": {"90": share}},
        "coverage_gap": {"standard_retail": {"30": share}},
    }
    design = {"benefit_type": "enhanced_alternative", "deductible": "0.00", "initial_coverage_limit": "2930.00", "tiers": {"1": tier}}
    fill = {"date": "2012-01-01", "drug": "A", "brand": False, "tier": 1, "days_supply": 90, "channel": "standard_mail"}
    with pytest.raises(Refusal) as refused:
        adjudicate({"plan_year": 2012, "design": design, "member": {}, "fills": [{**fill, "negotiated_price": "45.00"}]})
    (problem,) = refused.value.problems
    assert problem.where == "$.design.tiers.1.coverage_gap"
    assert all(word in problem.expected for word in ("tier 1", "standard_mail", "90"))


def lacking(**entries: FormularyEntry) -> tuple[PlanCost, Comparison]:
    """2026 at Cheap: a counted drug, one on a tier without shares, and one without a price, unless ``entries`` differ."""
    given = {
        "tierless": FormularyEntry(2, 50_000, False, False, 0, 0, False),
        "priceless": FormularyEntry(3, None, False, False, 0, 0, False),
    }
    of = given | entries
    listed = {(CHEAP_PDP.plan_id, GENERIC_STRONG.rxcui): of["tierless"], (CHEAP_PDP.plan_id, BRAND.rxcui): of["priceless"]}
    member = Member("01604", WORCESTER, date(2026, 1, 1), current_plan=CHEAP_PDP.plan_id)
    drugs = [Prescription(drug, 30_000, 30) for drug in (GENERIC, GENERIC_STRONG, BRAND)]
    comparison = compare_plans(SmallMarket(entries=listed), member, drugs)
    cost = comparison.plan_cost(CHEAP_PDP.plan_id)
    assert cost is not None
    return cost, comparison


def test_a_missing_share_differs_from_a_missing_price() -> None:
    cost, comparison = lacking()
    assert [(drug.counted, drug.share_known) for drug in cost.drugs] == [(True, True), (False, False), (False, True)]
    assert cost.total == 12 * 2_00 + 12 * 10_00  # twelve copays of the counted drug, and the premium
    assert unpriced_sentence(cost) == (
        "Brandex: We don't have this price. We counted its full price. "
        "genericol: We can't price this refill. Ask the plan. We counted its full price."
    )
    without_a_price, _ = lacking(tierless=FormularyEntry(2, None, False, False, 0, 0, False))
    assert unpriced_sentence(without_a_price) == "genericol and Brandex: We don't have this price. We counted their full price."
    share, price = "We can't price this refill. Ask the plan", "We don't have this price"
    assert [row[3::2] for row in drug_table(cost).rows] == [("$15.00", "$24.00"), (share, share), (price, price)]
    assert [row[1] for row in drugs_compared([Compared("", cost, True)]).rows[:3]] == ["$24.00", share, price]
    info = SmallMarket().info
    both = AnnualChange(info, info, cost, NextYear(cost, False), cost, 1, info.as_of, info.as_of)
    assert [row[3:] for row in two_years.drugs_table(both).rows[1:]] == [(share,) * 4, (price,) * 4]
    compared = SideBySide(comparison, (cost,), (), {})
    assert [row[1] for row in beside.drugs_table(compared).rows] == ["Tier 1, $24.00", f"Tier 2, {share}", f"Tier 3, {price}"]


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        # counted: 12 x 2 and 12 x 10 of premium, 144. In full: the second generic at this plan's 0.50, 12 x 15 = 180, and the brand at the
        # market's 10.00, 12 x 300 = 3,600
        ({}, "$144.00 to $3,924.00"),
        ({"priceless": FormularyEntry(3, 1, False, False, 0, 0, False)}, "$144.00 to $324.00"),
    ],
)
def test_an_uncertain_cost_is_a_range(entries: dict[str, FormularyEntry], words: str) -> None:
    # the second brand costs 30 x 0.00001 dollars a fill: nothing, to the cent
    assert yearly_words(lacking(**entries)[0]) == words


def test_the_document_says_why_a_drug_is_not_in_the_total() -> None:
    entries = {(CHEAP_PDP.plan_id, "2"): FormularyEntry(2, 50_000, False, False, 0, 0, False)}
    market = SmallMarket(lists={CHEAP_PDP.plan_id: ("1", "2")}, entries=entries)
    listed = [{"rxcui": rxcui, "quantity": "30", "days_supply": 30} for rxcui in "123"]
    asked = {"plan_year": 2026, "zip": "01604", "current_plan": CHEAP_PDP.plan_id, "prescriptions": listed}
    answer = answer_compare(market, read_request(asked))
    plan = next(plan for plan in answer["plans"] if plan["plan_id"] == CHEAP_PDP.plan_id)
    no_share = "the files give no cost share for such a fill"
    assert [drug["reason"] for drug in plan["drugs"]] == [None, no_share, "not on the plan's list of drugs"]
    assert plan["notes"] == [
        "The files give no cost share for such a fill of a drug that the plan lists; the total is without it, "
        "and the all-in cost counts its full price."
    ]
    assert answer["recommendation"]["reason"].startswith("A price, cost share or premium of your plan is missing")


def test_the_sentence_is_easy_to_read() -> None:
    said = unpriced_sentence(lacking(priceless=FormularyEntry(3, 1, False, False, 0, 0, False))[0])
    assert grade(said.replace("genericol", "it")) <= 6, grade(said)
