"""Excluded drugs and indications show wherever the plan does: for a couple, side by side, in the report."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from finder.domain.market import SpecialCoverage
from finder.domain.member import Member
from finder.domain.prescription import Prescription
from finder.explain.plans.couple import advice_sentences
from finder.explain.plans.side_by_side import other_lists
from finder.explain.report.report import report_html
from finder.questions.plans.compare import compare_plans
from finder.questions.plans.hand_over import Answered, hand_over
from finder.questions.plans.side_by_side import couple, side_by_side
from tests.reading import grade
from tests.small_market import ADVANTAGE, BRAND, CHEAP_PDP, INSULIN, RICH_PDP, WORCESTER, SmallMarket

MADE_ON = date(2026, 9, 24)
ME = Member("01604", WORCESTER, date(2026, 1, 1), current_plan=CHEAP_PDP.plan_id)
MINE = (Prescription(BRAND, 30_000, 30), Prescription(INSULIN, 15_000, 30))
DISEASE = "Brandex: the plan pays only for Gout or Migraine. Ask your doctor what yours is for."
ADDED = "Testulin: Part D leaves this drug out, but the plan adds it (supplemental drug). We don't have the price."
BESIDE = "What you pay for Testulin does not count toward your yearly limit. Extra Help does not pay for it."


@pytest.fixture
def market() -> SmallMarket:
    """Cheap and Rich cover the brand for two diseases. Cheap adds the pen, which is on no formulary."""
    made = SmallMarket()
    made.special = {
        (CHEAP_PDP.plan_id, BRAND.rxcui): SpecialCoverage(False, ("Gout", "Migraine")),
        (RICH_PDP.plan_id, BRAND.rxcui): SpecialCoverage(False, ("Gout", "Migraine")),
        (CHEAP_PDP.plan_id, INSULIN.rxcui): SpecialCoverage(True),
    }
    return made


def test_each_partner_sees_the_plan_to_look_at(market: SmallMarket) -> None:
    other = replace(ME, current_plan=None, health_plans_chosen=True)
    both = couple(market, compare_plans(market, ME, MINE), compare_plans(market, other, MINE[1:]))
    assert both.first.cost is not None
    assert both.first.cost.plan == RICH_PDP  # the brand: 1,080.00 against 1,481.25 (tests/questions/test_compare_plans.py)
    assert DISEASE in advice_sentences(both.first)
    assert not {DISEASE, ADDED} & set(advice_sentences(both.second))  # only the pen: Advantage has no such lists


def test_side_by_side_says_once_what_several_plans_share(market: SmallMarket) -> None:
    comparison = compare_plans(market, ME, MINE)
    all_three = side_by_side(market, comparison, [CHEAP_PDP.plan_id, RICH_PDP.plan_id, ADVANTAGE.plan_id])
    at_cheap = "Plans: Cheap Premium Rx."
    # in rank order: Rich 1,080.00, Cheap 1,481.25
    both = f"{DISEASE} Plans: No Deductible Rx and Cheap Premium Rx."
    assert other_lists(all_three) == (both, f"{ADDED} {at_cheap}", f"{BESIDE} {at_cheap}")
    assert other_lists(side_by_side(SmallMarket(), comparison, [CHEAP_PDP.plan_id, RICH_PDP.plan_id])) == ()
    assert grade(at_cheap.replace("Cheap Premium Rx", "it")) <= 8


def test_the_short_report_says_it(market: SmallMarket) -> None:
    listed = Answered(ME, MINE, compare_plans(market, ME, MINE), CHEAP_PDP.plan_id)
    told = report_html(hand_over(market, [listed]), MADE_ON).replace("&#x27;", "'")
    assert all(sentence in told for sentence in ("At Cheap Premium Rx:", DISEASE, ADDED, BESIDE))
    silent = report_html(hand_over(market, [listed._replace(plan_id=ADVANTAGE.plan_id)]), MADE_ON)
    assert not [sentence for sentence in (DISEASE, ADDED, BESIDE) if sentence in silent.replace("&#x27;", "'")]
