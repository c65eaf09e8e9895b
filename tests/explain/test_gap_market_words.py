"""An answer from the plans of 2010 says what is assumed: in the advice, on each card, beside the sources, in the command."""

from __future__ import annotations

from datetime import date

import pytest

from finder.domain.benefit import Channel
from finder.domain.market import County
from finder.domain.member import Member
from finder.domain.plan_cost import Comparison
from finder.domain.prescription import Prescription
from finder.explain.choices import year_words
from finder.explain.plans.advice import advice, recommendation_text
from finder.explain.plans.reasons import cautions
from finder.explain.source_words import price_source_sentence
from finder.paths import shipped
from finder.questions.plans.compare import compare_plans
from finder.sources.catalog.reading import open_catalog

SHARES = "The files have no copays of these plans. We used the law's standard share, 25% of the price."
LISTS = "The files have no drug lists of these plans. We took each drug as covered by every plan."
PRICES = "Prices are the averages of 2011, used for 2010."


@pytest.fixture(scope="module")
def answer() -> Comparison:
    catalog = open_catalog(2010, shipped("data") / "catalogs")
    drug = catalog.drug("2011:lipitor")
    assert drug
    member = Member("43215", County("39049", "Franklin", "OH"), date(2010, 1, 1), channels=(Channel.STANDARD_RETAIL,))
    return compare_plans(catalog, member, [Prescription(drug, 30_000, 30)])


def test_all_three_are_said_once_for_the_answer(answer: Comparison) -> None:
    for said in (" ".join(advice(answer)), recommendation_text(answer), price_source_sentence(answer.info)):
        assert all(sentence in said for sentence in (SHARES, LISTS, PRICES))


def test_each_card_says_so_and_a_plan_of_some_generics_says_more(answer: Comparison) -> None:
    some = "This plan pays for some drugs in the gap. We don't know which, so we counted none. You may pay less."
    for cost in answer.plans:
        assert "We used the standard 25% share and took each drug as covered." in " ".join(cautions(cost))
    saying = [cost.plan.gap_wording for cost in answer.plans if some in cautions(cost)]
    assert sorted(set(saying)) == ["Many Generics", "Many Generics, Few Brand"]


def test_the_choice_of_a_year_tells_real_plans_from_examples(answer: Comparison) -> None:
    assert year_words(2010, answer.info) == "2010 (real plans, estimated costs)"
