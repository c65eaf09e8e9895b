"""The sentences of a comparison, on a market small enough to work out by hand (tests/small_market.py)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.market import FormularyEntry, NegotiatedUnit, PlanKind
from finder.domain.member import Member
from finder.domain.plan_cost import Comparison, PlanCost, PremiumSubsidy
from finder.domain.prescription import Prescription
from finder.explain.plans.advice import advice, near_tie_sentence
from finder.explain.plans.cards import cards
from finder.explain.plans.drugs import (
    label_with_deal,
    negotiated_difference,
    negotiated_sentence,
    not_covered_sentence,
    restriction_sentences,
)
from finder.explain.plans.headline import current_line, headline
from finder.explain.plans.ledger import crossing_sentences
from finder.explain.plans.notes import premium_subsidy_sentence
from finder.explain.plans.order import count_sentence, why_this_order
from finder.explain.plans.reasons import reasons, what_could_change
from finder.explain.source_words import doubtful_parameters, parameter_value, price_source_sentence
from finder.explain.words import plan_name
from finder.questions.plans.compare import compare_plans
from finder.sources.catalog.reading import open_catalog
from tests.small_market import ADVANTAGE, BRAND, CHEAP_PDP, GENERIC, RICH_PDP, SELECTED, WORCESTER, SmallMarket

EVERYONE = Member("01604", WORCESTER, date(2026, 1, 1))
DRUG_PLANS = replace(EVERYONE, plan_kinds=(PlanKind.PDP,))
GENERIC_A_DAY = Prescription(GENERIC, 30_000, 30)  # 30 x 0.50 = 15.00 a fill
BRAND_A_DAY = Prescription(BRAND, 30_000, 30)  # 30 x 10.00 = 300.00 a fill


def compared(member: Member, *drugs: Prescription, market: SmallMarket | None = None) -> Comparison:
    return compare_plans(market or SmallMarket(), member, drugs)


def cost_at(comparison: Comparison, plan_id: str) -> PlanCost:
    found = comparison.plan_cost(plan_id)
    assert found is not None
    return found


def test_the_headline_has_the_cost_of_staying_and_of_the_best_plan() -> None:
    comparison = compared(replace(DRUG_PLANS, current_plan=CHEAP_PDP.plan_id), BRAND_A_DAY)
    # staying: 300 + 300 + (15 + 25% x 285) + 9 x 75 + 12 x 10 = 1,481.25; best: 12 x 40 + 12 x 50 = 1,080; between them 401.25
    # in words both are rounded: 1,481 and 1,080, so 401
    assert headline(comparison) == (
        "Switching could save you about $401 a year.",
        "Staying costs about $1,481 in 2026. No Deductible Rx would cost about $1,080: about $401 less.",
    )
    assert current_line(comparison) == "Your plan now: Cheap Premium Rx. It ranks 2 of 2."
    assert advice(comparison)[0] == "Think about switching to No Deductible Rx."


def test_months_without_coverage_are_not_in_the_headline() -> None:
    comparison = compared(replace(DRUG_PLANS, coverage_start=date(2026, 11, 1)), BRAND_A_DAY)
    # November and December: Rich 2 x (40 + 50) = 180; Cheap 2 x (300 + 10) = 620
    assert headline(comparison) == ("No Deductible Rx would cost about $180 from November to December 2026. That is the lowest cost.",)


def test_a_person_in_the_best_plan_sees_that_and_the_runner_up() -> None:
    comparison = compared(replace(DRUG_PLANS, current_plan=CHEAP_PDP.plan_id), GENERIC_A_DAY)
    # Cheap: 12 x (2 + 10) = 144; Rich at a preferred store: 12 x (0 + 50) = 600
    assert headline(comparison) == (
        "You are in the plan that looks best.",
        "Staying costs about $144 in 2026. The next plan would cost about $600.",
    )


def test_a_plan_that_is_gone_says_so() -> None:
    comparison = compared(replace(EVERYONE, current_plan="S9999-001-000"), GENERIC_A_DAY)
    assert headline(comparison)[0] == "We can't find your plan this year."


def test_a_health_plan_in_first_place_has_a_caution_and_the_first_drug_plan() -> None:
    chosen = replace(EVERYONE, health_plans_chosen=True)
    said = " ".join(advice(compared(chosen, GENERIC_A_DAY)))  # Advantage: 12 x 2 = 24, without premium
    assert "It changes your doctors and hospitals too" in said
    assert "The first of them is Cheap Premium Rx: about $144." in said


def test_a_member_of_a_drug_plan_sees_drug_plans_first() -> None:
    comparison = compared(replace(EVERYONE, current_plan=RICH_PDP.plan_id), GENERIC_A_DAY)
    assert [cost.plan.plan_id for cost in comparison.best] == [CHEAP_PDP.plan_id, RICH_PDP.plan_id]
    assert "A health plan with drugs (Medicare Advantage) ranks higher: Advantage With Drugs, about $24." in advice(comparison)[1]


def test_the_first_drug_plan_is_not_called_cheapest_if_a_health_plan_costs_less() -> None:
    comparison = compared(replace(EVERYONE, current_plan=RICH_PDP.plan_id), GENERIC_A_DAY)
    best = comparison.best[0]  # a health plan costs 12 x 2 = 24, this one has a premium too
    assert reasons(comparison, best)[0] == "Lowest cost of the drug plans."
    assert reasons(comparison, replace(best))[0] == "Lowest cost of the drug plans."  # the same plan's year, computed again


def test_each_of_the_best_plans_has_its_reasons() -> None:
    comparison = compared(DRUG_PLANS, GENERIC_A_DAY, BRAND_A_DAY)
    # Rich: 12 x (0 + 40) + 600 = 1,080; Cheap: the brand as above, but the generic's 15.00 counts toward the deductible too.
    # Jan brand 300 (same-day fills by name: brandine first), generic 2; met 315. Feb brand 300 -> deductible 300, met 615.
    # So 600 + 10 x 75 + 12 x 2 + 120 = 1,494; 414 more
    best, second = comparison.best
    assert reasons(comparison, best)[:3] == ("Lowest cost.", "Covers both.", "No extra steps before you get your drugs.")
    assert reasons(comparison, second)[0] == "Costs about $414 more than the first."
    assert "Of these, you pay least at the drug store." in reasons(comparison, best)
    assert "No deductible." in reasons(comparison, best)
    assert "No deductible." not in reasons(comparison, second)
    first_card = cards(comparison)[0][1]
    assert (first_card.role, first_card.title, first_card.amount) == ("Lowest cost for you", "No Deductible Rx", "About $1,080")
    assert first_card.parts == (("Premiums", "$600.00"), ("Drugs", "$480.00"), ("Drugs left out", "none"))


def test_drugs_not_covered_are_shown_with_the_total() -> None:
    market = SmallMarket(lists={CHEAP_PDP.plan_id: ["1"]})
    cost = cost_at(compared(DRUG_PLANS, GENERIC_A_DAY, BRAND_A_DAY, market=market), CHEAP_PDP.plan_id)
    assert cost.total == 144_00  # the generic's 12 x 2 and 12 x 10 of premium: nothing of the brand
    # 12 fills x 300.00 = 3,600 in full, 3,744 in all
    assert cost.all_in == 3_744_00
    assert not_covered_sentence(cost) == "Does not cover Brandex. The full price, about $3,600, is counted here."


def test_a_missing_cash_price_is_mentioned() -> None:
    market = SmallMarket(lists={plan.plan_id: ["1"] for plan in (CHEAP_PDP, RICH_PDP, ADVANTAGE)} | {"H0001-002-000": ["1"]})
    cost = cost_at(compared(DRUG_PLANS, GENERIC_A_DAY, BRAND_A_DAY, market=market), CHEAP_PDP.plan_id)
    assert not_covered_sentence(cost) == "Does not cover Brandex. We don't have this price."
    assert "0.00" not in not_covered_sentence(cost)


def test_restrictions_have_plain_words_and_the_official_term() -> None:
    strict = FormularyEntry(1, 50_000, True, True, 20_000, 30, False)  # 20 tablets for 30 days; the list asks for 30
    market = SmallMarket(entries={(CHEAP_PDP.plan_id, "1"): strict})
    cost = cost_at(compared(DRUG_PLANS, GENERIC_A_DAY, market=market), CHEAP_PDP.plan_id)
    assert restriction_sentences(cost) == (
        "genericol: plan approval first (prior authorization); try another drug first (step therapy); "
        "limit on amount (quantity limit): 20 tablets for 30 days; yours is 30 tablets.",
    )


def test_a_near_tie_is_named() -> None:
    twin = replace(CHEAP_PDP, plan_id="S0001-003-000", name="Twin Rx", premium=1_400, part_d_premium=1_400)
    comparison = compared(DRUG_PLANS, GENERIC_A_DAY, market=SmallMarket(plans=(CHEAP_PDP, twin, RICH_PDP)))
    # 12 x 4 more of premium = 48 a year, within 50
    assert near_tie_sentence(comparison) == "One more plan costs almost the same: Twin Rx."


def test_negotiated_drugs_are_flagged() -> None:
    comparison = compared(EVERYONE, Prescription(SELECTED, 30_000, 30), GENERIC_A_DAY)
    said = negotiated_sentence(comparison.plans[0].drugs)
    assert said.startswith("Medicare made a price deal for Xarelto.")
    assert "genericol" not in said


def test_a_negotiated_unit_price_is_shown_with_the_plans_price_and_why_they_differ() -> None:
    # 30 x 6.580894 = 197.42682; the plan's 6.60 makes 198.00, and 6.5809 prints the same price: 197.427
    unit = NegotiatedUnit("50458-0579", 6_580_894, "single", "a table")
    of_brand = replace(SELECTED, negotiated=(unit,))
    drug = compared(EVERYONE, Prescription(of_brand, 30_000, 30)).plans[0].drugs[0]
    assert label_with_deal(drug) == "Xarelto (negotiatol 20 MG Oral Tablet) (Medicare price deal: $197.43)"
    assert negotiated_difference(drug) == (
        "30 tablets of Xarelto cost $197.43 by the deal and $198.00 at this plan. "
        "That may be an average of its stores, or the price of another package."
    )
    same = replace(drug, unit_price=658_090, price=197_43)
    assert negotiated_difference(same) == ""
    rounded = replace(drug, unit_price=658_080, price=197_42)
    assert (
        negotiated_difference(rounded)
        == "30 tablets of Xarelto cost $197.43 by the deal and $197.42 at this plan. Its files round the price."
    )
    marked = replace(drug, prescription=Prescription(SELECTED, 30_000, 30))  # marked by the file, without a price in our table
    assert label_with_deal(marked) == "Xarelto (negotiatol 20 MG Oral Tablet) (Medicare price deal)"
    assert negotiated_difference(marked) == "We don't have Medicare's price for Xarelto. This is the plan's."
    assert label_with_deal(replace(drug, selected=False)) == "Xarelto (negotiatol 20 MG Oral Tablet)"
    assert negotiated_difference(replace(drug, selected=False)) == ""


def test_an_estimated_premium_subsidy_is_mentioned() -> None:
    comparison = compared(EVERYONE, GENERIC_A_DAY)
    estimated = replace(comparison, plans=tuple(replace(cost, premium_subsidy=PremiumSubsidy.ESTIMATED) for cost in comparison.plans))
    assert premium_subsidy_sentence(estimated).startswith("What Extra Help pays of some premiums is our estimate.")


def test_an_unknown_premium_subsidy_is_mentioned() -> None:
    comparison = compared(EVERYONE, GENERIC_A_DAY)
    assert premium_subsidy_sentence(comparison) == ""
    unknown = replace(comparison, plans=tuple(replace(cost, premium_subsidy=PremiumSubsidy.UNKNOWN) for cost in comparison.plans))
    assert premium_subsidy_sentence(unknown) == (
        "Extra Help lowers this premium. We don't have the benchmark of this region for 2026, so the premium shown is before Extra Help."
    )


def test_unsure_extra_help_shows_what_it_might_change() -> None:
    sure, unsure = (what_could_change(compared(EVERYONE, GENERIC_A_DAY), unsure_of_help=flag) for flag in (False, True))
    assert not [said for said in sure if "Extra Help" in said]
    assert [said for said in unsure if said.startswith("You are not sure about Extra Help, so we counted none.")]
    helped = compared(replace(EVERYONE, low_income_subsidy=LowIncomeSubsidy.FULL_OTHER), GENERIC_A_DAY)
    assert not [said for said in what_could_change(helped, unsure_of_help=True) if "not sure" in said]


def test_the_table_says_how_many_plans_and_where() -> None:
    assert count_sentence(compared(EVERYONE, GENERIC_A_DAY)) == "All 3 plans in the file that serve Worcester County, lowest cost first"


def test_the_order_is_explained_by_where_the_list_ends() -> None:
    # a year of the generic, 180.00, stays below the standard deductible of 615 in two plans of three
    assert "You never use up the deductible." in why_this_order(compared(EVERYONE, GENERIC_A_DAY))
    # 10 brand tablets a day: 3,000 a month. Both standard plans pass 2,100 in the year
    many = compared(EVERYONE, replace(BRAND_A_DAY, quantity=300_000))
    assert "Your drugs pass the yearly limit (catastrophic coverage)." in why_this_order(many)


@pytest.mark.parametrize(
    ("drugs", "end", "reason"),
    [
        # a generic of pennies never nears the 2,930 of total drug cost at which the gap of 2012 began
        ({"lisinopril": 30, "metformin": 60}, "stay in initial coverage", "Extra gap coverage wouldn't help you."),
        # about 137.50 and 196.60 a month, 4,009 a year: above 2,930, and far from the threshold of 4,700 in TrOOP
        ({"lipitor": 30, "plavix": 30}, "reach the coverage gap", "Here a plan that pays less there still costs least."),
        # with 250.20 more a month, 7,012 a year: TrOOP with the manufacturer's discount passes 4,700 in most designs
        ({"lipitor": 30, "plavix": 30, "advair-diskus": 60}, "pass the yearly limit", "Past the limit all plans charge the same."),
    ],
)
def test_the_pages_explain_the_ranking_of_2012(drugs: dict[str, int], end: str, reason: str) -> None:
    catalog = open_catalog(2012)
    products = {name: catalog.drug(f"2012:{name}") for name in drugs}
    listed = [Prescription(drug, drugs[name] * 1_000, 30) for name, drug in products.items() if drug is not None]
    assert len(listed) == len(drugs)
    member = Member("01604", WORCESTER, date(2012, 1, 1))
    said = why_this_order(compare_plans(catalog, member, listed))
    assert end in said
    assert reason in said


def test_an_example_design_always_says_so() -> None:
    example = replace(CHEAP_PDP, example=True)
    assert plan_name(example) == "Cheap Premium Rx (example design)"
    comparison = compared(DRUG_PLANS, GENERIC_A_DAY, market=SmallMarket(plans=(example,)))
    assert "This is an example, not a real plan." in reasons(comparison, comparison.plans[0])


def test_unconfirmed_numbers_of_the_law_are_named() -> None:
    comparison = compared(EVERYONE, GENERIC_A_DAY)
    used = comparison.parameters[0]
    assert (used.name, parameter_value(used)) == ("deductible", "$615 a year")
    doubted = replace(comparison, parameters=(used._replace(status="single"), used._replace(status="unconfirmed"), used))
    lines = ("The standard deductible, $615 a year: One source only.", "The standard deductible, $615 a year: Not confirmed.")
    assert doubtful_parameters(doubted) == lines


def test_the_source_of_prices_has_a_date() -> None:
    said = price_source_sentence(SmallMarket().info)
    assert "prices made for tests, June 30, 2026" in said


@pytest.mark.parametrize(("level", "named"), [(LowIncomeSubsidy.FULL_OTHER, False), (LowIncomeSubsidy.NONE, True)])
@pytest.mark.parametrize("drug", [GENERIC_A_DAY, BRAND_A_DAY])
def test_without_a_deductible_it_is_not_said_to_decide(level: LowIncomeSubsidy, named: bool, drug: Prescription) -> None:
    said = why_this_order(compared(replace(DRUG_PLANS, low_income_subsidy=level), drug))
    assert ("the deductible and" in said or "use up the deductible" in said or "price at the store" in said) is named
    assert ("So the premium and your copays decide." in said) is not named


@pytest.mark.parametrize(("level", "crossed"), [(LowIncomeSubsidy.FULL_OTHER, 0), (LowIncomeSubsidy.NONE, 1)])
def test_without_a_deductible_none_is_crossed(level: LowIncomeSubsidy, crossed: int) -> None:
    cost = cost_at(compared(replace(DRUG_PLANS, low_income_subsidy=level), BRAND_A_DAY), CHEAP_PDP.plan_id)
    assert sum("from deductible" in said for said in crossing_sentences(cost)) == crossed  # the plan's 615 is used up in the third month
