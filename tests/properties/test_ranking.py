"""What is true of every ranking of the embedded plans, over random lists; and that screen, command and report agree."""

from __future__ import annotations

import csv
import random
import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from html import unescape
from io import StringIO
from itertools import pairwise
from typing import Any

import pytest

from finder.documents.comparison import comparison_document
from finder.documents.downloads import plans_csv
from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.market import PlanKind
from finder.domain.member import Member
from finder.domain.plan_cost import Comparison
from finder.domain.prescription import Prescription
from finder.explain.kit.html import html_of, table_html
from finder.explain.plans.cards import cards
from finder.explain.plans.costs import apart
from finder.explain.plans.headline import headline
from finder.explain.plans.tables import ranked_table
from finder.explain.report.tables import plans_compared
from finder.questions.plans.compare import compare_plans
from finder.sources.catalog.reading import open_catalog

CATALOG = open_catalog(2026)
COUNTIES = [("01604", "25027"), ("02108", "25025")]
NEAR_TIE = 50_00
SEED = 20_261_126
LISTS = 30


def asked() -> Iterator[tuple[Member, list[Prescription]]]:
    """Random people and lists, the same at each run. Most have an expensive or rare drug."""
    chance = random.Random(SEED)
    drugs = CATALOG.drugs()
    for number in range(LISTS):
        zip_code, fips = COUNTIES[number % 2]
        county = next(county for county in CATALOG.counties(zip_code) if county.fips == fips)
        kinds = tuple(PlanKind) if number % 3 else (PlanKind.PDP, PlanKind.MA_PD)
        level = LowIncomeSubsidy.FULL_OTHER if number % 5 == 4 else LowIncomeSubsidy.NONE
        month = chance.choice((1, 1, 1, 7, 11))
        member = Member(zip_code, county, date(2026, month, 1), level, plan_kinds=kinds, health_plans_chosen=number % 2 == 1)
        listed = [Prescription(drug, chance.choice((15, 30, 60)) * 1_000, 30) for drug in chance.sample(drugs, chance.randint(1, 7))]
        plans = CATALOG.plans_serving(county)
        if number % 4 == 0:
            member = Member(zip_code, county, date(2026, month, 1), level, plan_kinds=kinds, current_plan=chance.choice(plans).plan_id)
        yield member, listed


ANSWERS = [(member, listed, compare_plans(CATALOG, member, listed)) for member, listed in asked()]
answers = pytest.mark.parametrize(("member", "listed", "answer"), ANSWERS, ids=[str(number) for number in range(LISTS)])


@answers
def test_all_in_cost_rises_with_rank_after_the_ties_for_cheapest(member: Member, listed: list[Prescription], answer: Comparison) -> None:
    assert [cost.rank for cost in answer.plans] == list(range(1, len(answer.plans) + 1))
    known = [cost for cost in answer.plans if cost.premium is not None]
    assert answer.plans[: len(known)] == tuple(known)  # a plan without a premium is never above one with it
    least = min(cost.all_in for cost in known)
    tied = [cost for cost in known if (cost.all_in - least) * 12 <= NEAR_TIE * cost.months_covered]
    assert known[: len(tied)] == tied or {cost.rank for cost in tied} == set(range(1, len(tied) + 1))
    assert all(one.all_in <= other.all_in for one, other in pairwise(known[len(tied) :]))


@answers
def test_a_plan_never_ranks_higher_for_covering_less_unless_it_costs_less(
    member: Member, listed: list[Prescription], answer: Comparison
) -> None:
    known = [cost for cost in answer.plans if cost.premium is not None]
    for place, higher in enumerate(known):
        for lower in known[place + 1 :]:
            assert higher.counted >= lower.counted or higher.all_in < lower.all_in, (higher.plan.plan_id, lower.plan.plan_id)


@answers
def test_a_drug_left_out_costs_its_full_price(member: Member, listed: list[Prescription], answer: Comparison) -> None:
    months = 13 - member.coverage_start.month
    entries = CATALOG.formulary([cost.plan.plan_id for cost in answer.plans], [one.drug.rxcui for one in listed])
    for cost in answer.plans:
        full, unknown = 0, False
        for drug in cost.drugs:
            entry = entries.get((cost.plan.plan_id, drug.drug.rxcui))
            if drug.counted:
                continue
            unit = entry.unit_price if entry and entry.unit_price is not None else CATALOG.median_unit_price(drug.drug.rxcui)
            if unit is None:
                unknown = True
                continue
            exact = Fraction(unit, 100_000) * Fraction(drug.prescription.quantity, 1_000) * 100
            full += int(exact + Fraction(1, 2)) * months
        assert cost.all_in == cost.total + full
        assert (cost.all_in_high is None) == (unknown or cost.premium is None)
        assert cost.all_in_low <= cost.all_in <= (cost.all_in_high or cost.all_in)


@answers
def test_the_person_can_join_the_leading_plan_and_asked_for_its_kind(
    member: Member, listed: list[Prescription], answer: Comparison
) -> None:
    chosen = answer.recommendation.plan_id
    if chosen is None or chosen == member.current_plan:
        return
    (cost,) = [cost for cost in answer.plans if cost.plan.plan_id == chosen]
    assert cost.plan.kind is not PlanKind.SNP  # they did not say that one would suit them
    assert not cost.plan.sanctioned
    current = answer.plan_cost(member.current_plan or "")
    if current is not None:
        assert (cost.plan.kind is PlanKind.PDP) == (current.plan.kind is PlanKind.PDP)
    elif not member.health_plans_chosen:
        assert cost.plan.kind is PlanKind.PDP


def cells(html: str) -> list[list[str]]:
    rows = re.findall(r"<tr.*?</tr>", html)
    return [[unescape(re.sub(r"<[^>]+>", "", cell)) for cell in re.findall(r"<t[hd].*?</t[hd]>", row)] for row in rows]


def amounts(words: str) -> list[str]:
    """The dollars of a text, as the contract writes money."""
    return [amount.replace(",", "") for amount in re.findall(r"\$([\d,]+\.\d\d)", words)]


def bounds(plan: dict[str, Any]) -> list[str]:
    low, high = plan["all_in_low"], plan["all_in_high"]
    return [low] if high in (None, low) else [low, high]


@answers
def test_screen_command_and_report_agree(member: Member, listed: list[Prescription], answer: Comparison) -> None:
    document = comparison_document(answer)
    by_id = {plan["plan_id"]: plan for plan in document["plans"]}
    head, *rows = cells(table_html(ranked_table(answer)))
    assert head[2:4] + head[6:7] == ["Yearly cost, all in", "Premiums", "Deductible"]
    for row, plan in zip(rows, document["plans"], strict=True):
        assert row[1] == str(plan["rank"])
        assert amounts(row[2]) == bounds(plan)
        assert amounts(row[4]) == [plan["drug_cost"]]
        assert amounts(row[6]) == [plan["deductible"]]
        if plan["premium"] is not None:
            assert amounts(row[3]) == [plan["premium"]]
    for choice, card in cards(answer):
        plan = by_id[choice.cost.plan.plan_id]
        shown = " ".join(unescape(re.sub(r"<[^>]+>", " ", html_of((card,)))).split())
        figure = plan["all_in_low"] if plan["all_in_high"] is None else plan["all_in"]
        assert f"${int(Fraction(figure) + Fraction(1, 2)):,}" in shown
        assert f"${float(plan['drug_cost']):,.2f}" in shown
    printed = list(csv.DictReader(StringIO(plans_csv(answer))))
    assert [row["all_in"] for row in printed] == [plan["all_in"] for plan in document["plans"]]
    assert [row["deductible"] for row in printed] == [plan["deductible"] for plan in document["plans"]]
    for line in plans_compared(answer, ()).rows:
        assert amounts(str(line[1])) in [bounds(plan) for plan in document["plans"]]


@answers
def test_a_saving_is_the_difference_of_the_figures_shown(member: Member, listed: list[Prescription], answer: Comparison) -> None:
    said = " ".join(headline(answer))
    saved = re.search(r"could save you (?:about|at least) \$([\d,]+)", said)
    if saved is None:
        return
    staying = re.search(r"Staying costs about \$([\d,]+)", said)  # the low end of a range
    other = re.search(r"would cost about \$([\d,]+)", said)
    assert staying is not None
    assert other is not None
    numbers = [int(found.group(1).replace(",", "")) for found in (saved, staying, other)]
    assert numbers[0] == numbers[1] - numbers[2] > 0


@pytest.mark.parametrize(
    ("one", "other", "difference"),
    [
        (1_399_49, 1_243_50, 155_00),  # shown as 1,399 and 1,244; the exact difference, 155.99, would be shown as 156
        (1_399_50, 1_243_49, 157_00),  # 1,400 and 1,243
        (100_49, 99_50, 0),  # both are shown as 100
        (100_50, 100_49, 1_00),  # 101 and 100, a cent apart
    ],
)
def test_a_difference_uses_the_rounded_figures(one: int, other: int, difference: int) -> None:
    assert apart(one, other) == difference
