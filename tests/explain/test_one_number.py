"""One person, one plan, one number: every page and paper has the same premium, deductible and yearly cost."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from datetime import date
from io import StringIO

import pytest

from finder.documents.comparison import comparison_document
from finder.documents.downloads import plans_csv
from finder.domain.benefit import LowIncomeSubsidy, Phase
from finder.domain.member import Member
from finder.domain.plan_cost import Comparison
from finder.domain.prescription import Prescription
from finder.explain.plans import helped_plans as helped_words
from finder.explain.plans import side_by_side as side_words
from finder.explain.plans.advice import advice
from finder.explain.plans.cards import cards, totals_card
from finder.explain.plans.costs import at_least_sentences
from finder.explain.plans.headline import headline
from finder.explain.plans.ledger import phase_table
from finder.explain.plans.plan_cell import plan_cell
from finder.explain.plans.reasons import reasons
from finder.explain.plans.tables import ranked_table
from finder.explain.report.tables import plans_compared
from finder.explain.words import plan_name
from finder.questions.plans.compare import compare_plans, plan_year
from finder.questions.plans.helped_plans import helped_plans
from finder.questions.plans.side_by_side import side_by_side
from finder.sources.catalog.reading import open_catalog
from tests.small_market import BRAND, CHEAP_PDP, GENERIC, RICH_PDP, WORCESTER, SmallMarket

CATALOG = open_catalog(2026)
PERSON = Member("01604", next(iter(CATALOG.counties("01604"))), date(2026, 1, 1))
LIST = [Prescription(drug, quantity * 1_000, 30) for key, quantity in (("617311", 30), ("1364447", 60)) if (drug := CATALOG.drug(key))]
LEVELS = (LowIncomeSubsidy.NONE, LowIncomeSubsidy.FULL_OTHER, LowIncomeSubsidy.FULL_DUAL_AT_OR_BELOW_POVERTY)
SMALL = Member("01604", WORCESTER, date(2026, 1, 1), plan_kinds=(CHEAP_PDP.kind,))
A_TABLET_A_DAY, BRAND_A_DAY = Prescription(GENERIC, 30_000, 30), Prescription(BRAND, 30_000, 30)


def dollars(words: str) -> list[str]:
    return [found.replace(",", "") for found in re.findall(r"\$([\d,]+\.\d\d)", words)]


def answered(level: LowIncomeSubsidy) -> tuple[Member, Comparison]:
    member = replace(PERSON, low_income_subsidy=level)
    return member, compare_plans(CATALOG, member, LIST)


@pytest.mark.parametrize("level", LEVELS)
def test_find_plans_plan_year_side_by_side_and_report_agree(level: LowIncomeSubsidy) -> None:
    member, answer = answered(level)
    ids = [cost.plan.plan_id for cost in answer.best]
    said = {plan["plan_id"]: plan for plan in comparison_document(answer)["plans"]}
    ranked = dict(zip([cost.plan.plan_id for cost in answer.plans], ranked_table(answer).rows, strict=True))
    beside = {row[0]: row[1:] for row in side_words.cost_table(side_by_side(CATALOG, answer, ids)).rows}
    printed = {row["plan_id"]: row for row in csv.DictReader(StringIO(plans_csv(answer)))}
    in_order = [cost.plan.plan_id for cost in answer.plans if cost.plan.plan_id in ids]  # Side by side keeps the rank order
    for plan_id in ids:
        plan, place = said[plan_id], in_order.index(plan_id)
        card = totals_card(answer, plan_year(CATALOG, member, LIST, plan_id))
        lines = dict(line.split(": ", 1) for line in card.lines)
        low = [plan["all_in_low"]] if plan["all_in_low"] == plan["all_in"] else [plan["all_in_low"], plan["all_in"]]
        assert dollars(lines["In all"]) == dollars(str(ranked[plan_id][2])) == dollars(str(beside["Yearly cost, all in"][place])) == low
        assert (
            dollars(lines["Premiums"]) == dollars(str(ranked[plan_id][3])) == dollars(str(beside["Premiums"][place])) == [plan["premium"]]
        )
        assert dollars(lines["Deductible"]) == dollars(str(ranked[plan_id][6])) == dollars(str(beside["Deductible"][place]))
        assert dollars(lines["Deductible"]) == [plan["deductible"]] == [printed[plan_id]["deductible"]]
        assert printed[plan_id]["all_in"] == plan["all_in"]
    for choice, card in cards(answer):
        plan, parts = said[choice.cost.plan.plan_id], dict(card.parts)
        shown_as = [f"{float(amount) + 1e-9:,.0f}" for amount in dict.fromkeys((plan["all_in_low"], plan["all_in"]))]
        assert re.findall(r"\$([\d,]+)", card.amount) == list(dict.fromkeys(shown_as))
        assert (dollars(parts["Premiums"]), dollars(parts["Drugs"])) == ([plan["premium"]], [plan["drug_cost"]])
    first = answer.best[0]
    rows = [row for row in plans_compared(answer, ()).rows if str(row[0]).startswith(f"{first.rank}. {plan_name(first.plan)}")]
    assert dollars(str(rows[0][1])) == dollars(str(ranked[ids[0]][2]))


@pytest.mark.parametrize("level", LEVELS[1:])
def test_extra_help_agrees_with_find_plans_at_that_level(level: LowIncomeSubsidy) -> None:
    _, answer = answered(level)
    helped = helped_plans(CATALOG, PERSON, LIST, level)
    table = {row[0]: row for drug_plans in (True, False) for row in helped_words.savings_table(helped, drug_plans=drug_plans).rows}
    told = [plan for plan in helped.plans if sum(other.plan.name == plan.plan.name for other in helped.plans) == 1]
    assert len(told) > 10
    for plan in told:
        cost = answer.plan_cost(plan.plan.plan_id)
        assert cost is not None
        assert plan.helped == cost
        row = table[plan_cell(plan.plan, helped.info.as_of)]
        assert dollars(str(row[2])) == ([f"{cost.all_in / 100:.2f}"] if cost.premium is not None else [])
    assert helped.best_fit is not None
    assert helped.best_fit.plan.plan_id == answer.best[0].plan.plan_id


def test_with_full_extra_help_no_deductible_is_mentioned() -> None:
    member = replace(SMALL, low_income_subsidy=LowIncomeSubsidy.FULL_OTHER)
    answer = compare_plans(SmallMarket(), member, [BRAND_A_DAY])
    cost = answer.plan_cost(CHEAP_PDP.plan_id)
    assert cost is not None
    assert "With Extra Help you have no deductible." in reasons(answer, cost)  # the plan's is 615
    said = " ".join(str(cell) for row in phase_table(cost).rows for cell in row)
    assert "full price" not in said
    assert "With Extra Help you have none" in said
    assert Phase.DEDUCTIBLE in {segment.phase for row in cost.ledger.rows for segment in row.segments}


def test_extra_help_is_not_said_to_pay_a_premium_of_zero() -> None:
    free = replace(CHEAP_PDP, premium=0, part_d_premium=0)
    paid = replace(RICH_PDP, premium=4_00, part_d_premium=4_00, pdp_region="22")  # at or below the region's benchmark of 4.82
    answer = compare_plans(SmallMarket([free, paid]), replace(SMALL, low_income_subsidy=LowIncomeSubsidy.FULL_OTHER), [A_TABLET_A_DAY])
    told = {cost.plan.plan_id: reasons(answer, cost) for cost in answer.plans}
    assert "No premium." in told[free.plan_id]
    assert "Extra Help pays the premium." in told[paid.plan_id]


def test_unknown_names_are_in_every_answer_and_never_count_as_covered() -> None:
    answer = compare_plans(SmallMarket(), SMALL, [A_TABLET_A_DAY, BRAND_A_DAY], not_counted=["zzyzx 5 mg"])
    (sentence,) = at_least_sentences(answer)
    assert sentence == "zzyzx 5 mg is not counted: we don't have the cost. Your real cost is higher at every plan."
    assert sentence in headline(answer)
    first = cards(answer)[0][1]
    # Rich: 12 x (0 + 40 + 50) = 1,080
    assert first.amount == "At least $1,080"
    assert "Covers 2 of your 3 drugs. Not counted: zzyzx 5 mg." in first.lines
    assert ranked_table(answer).rows[0][2] == "at least $1,080.00"
    assert {row[7] for row in ranked_table(answer).rows} == {"2 of 3"}
    assert all("Covers 2 of 3." in str(row[0]) for row in plans_compared(answer, ()).rows)
    assert comparison_document(answer)["not_counted"] == ["zzyzx 5 mg"]


def test_the_saving_comes_with_the_last_day_to_choose() -> None:
    member = replace(SMALL, current_plan=CHEAP_PDP.plan_id)
    answer = compare_plans(SmallMarket(), member, [BRAND_A_DAY], today=date(2025, 11, 26))
    # Cheap 1,481.25, Rich 1,080 (tests/questions/test_compare_plans.py)
    assert headline(answer)[:2] == ("Switching could save you about $401 a year.", "You have until December 7 to choose a plan for 2026.")
    assert advice(answer)[0] == "Think about switching to No Deductible Rx."


def test_a_year_that_can_no_longer_be_chosen_says_so_first() -> None:
    member = replace(SMALL, current_plan=CHEAP_PDP.plan_id)
    late = headline(compare_plans(SmallMarket(), member, [BRAND_A_DAY], today=date(2026, 11, 26), known_years=(2026,)))
    assert late[0].startswith("Most people can't choose a plan for 2026 now.")  # a plan chosen in November starts on December 1
    over = headline(compare_plans(SmallMarket(), member, [BRAND_A_DAY], today=date(2026, 12, 1), known_years=(2026,)))
    assert over[0].startswith("You can't choose a plan for 2026 any more. Look at the plans of 2027.")
    assert over[1].startswith("Staying costs about $1,481 in 2026.")  # it is too late to switch


def test_drugs_that_would_not_be_bought_are_named_and_not_counted() -> None:
    market = SmallMarket(lists={CHEAP_PDP.plan_id: ("1",), RICH_PDP.plan_id: ("1",)})
    answer = compare_plans(market, SMALL, [A_TABLET_A_DAY, BRAND_A_DAY], skip_uncovered=True)
    said = " ".join(headline(answer))
    assert "Cheap Premium Rx would cost about $144 in 2026." in said  # 12 x (2 + 10), nothing of the brand
    assert "At Cheap Premium Rx you would go without Brandex." in said
