"""The years of many people as arrays: by hand at a small market, and the same integers from every engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date
from random import Random

import numpy as np
import pytest

from finder.adjudication.compiled_years import CompiledYears
from finder.adjudication.many_years import COLUMNS, UNKNOWN, PlainYears, Years
from finder.adjudication.shared_year import YearOfPlans
from finder.adjudication.terms import year_terms
from finder.domain.benefit import Channel, LowIncomeSubsidy, Phase
from finder.domain.market import Catalog, Drug, Plan, PlanKind
from finder.domain.member import Member
from finder.domain.prescription import Prescription
from finder.parameters import parameter_set
from finder.questions.plans.compare import year_of_plans
from finder.sources.catalog.reading import open_catalog
from tests.small_market import BRAND, CHEAP_PDP, GENERIC, INSULIN, RICH_PDP, WORCESTER, SmallMarket

MARKET = SmallMarket((CHEAP_PDP, RICH_PDP))
JANUARY, JULY = (Member("01604", WORCESTER, date(2026, month, 1)) for month in (1, 7))


def question(member: Member, *drugs: Prescription, plans: tuple[Plan, ...] = (CHEAP_PDP, RICH_PDP)) -> YearOfPlans:
    return year_of_plans(MARKET, member, drugs, None, plans)


def test_a_brand_year_by_hand_with_every_payer_and_month() -> None:
    # CHEAP, deductible 615.00: 300.00, 300.00, then 15.00 + 25% x 285.00 = 86.25, then nine times 75.00: 1,361.25. The manufacturer pays
    # 10% above the standard deductible: 28.50 + 9 x 30.00 = 298.50. The plan pays the rest of 3,600.00: 1,940.25.
    # Insulin is on neither list and has no price.
    years = PlainYears(MARKET).answer([question(JANUARY, Prescription(BRAND, 30_000, 30), Prescription(INSULIN, 3_000, 30))])
    assert dict(zip(COLUMNS, years.payers[0].tolist(), strict=True)) == {
        "gross_drug_cost": 3_600_00,
        "patient_pay": 1_361_25,
        "low_income_cost_sharing_subsidy": 0,
        "other_payer": 0,
        "manufacturer": 298_50,
        "plan": 1_940_25,
        "medicare_reinsurance": 0,
        "troop": 1_361_25,
    }
    assert years.months[0].tolist() == [300_00, 300_00, 86_25, *[75_00] * 9]
    assert (years.phase[0], years.counted[0], years.restrictions[0]) == (Phase.INITIAL_COVERAGE, 1, 0)
    assert years.by_drug(0, years.paid).tolist() == [[1_361_25, 0], [12 * 40_00, 0]]
    assert years.by_drug(0, years.bought).tolist() == [[1, 0], [1, 0]]
    assert years.by_drug(0, years.listed).tolist() == [[1, 0], [1, 0]]
    assert years.by_drug(0, years.full_price).tolist() == [[0, UNKNOWN], [0, UNKNOWN]]


def test_rows_are_those_of_each_question_in_order() -> None:
    # From July RICH asks 40.00 six times for the brand, nothing for the generic at a preferred store.
    chunk = [
        question(JANUARY, Prescription(GENERIC, 30_000, 30), plans=(RICH_PDP,)),
        question(JANUARY, Prescription(GENERIC, 30_000, 30), plans=()),
        question(JULY, Prescription(BRAND, 30_000, 30), Prescription(GENERIC, 30_000, 30)),
    ]
    years = PlainYears(MARKET).answer(chunk)
    assert (years.rows.tolist(), years.cells.tolist()) == ([0, 1, 1, 3], [0, 1, 1, 5])
    assert years.of(2) == slice(1, 3)
    assert years.months[2].tolist() == [0] * 6 + [40_00] * 6
    assert years.by_drug(2, years.paid)[1].tolist() == [240_00, 0]
    assert years.by_drug(1, years.paid).size == 0


# ---- compiled code gives the same integers


def assert_same(catalog: Catalog, chunk: Sequence[YearOfPlans], engine: CompiledYears | None = None) -> None:
    plain, quick = PlainYears(catalog).answer(chunk), (engine or CompiledYears(catalog)).answer(chunk)
    for field in fields(Years):
        expected, found = getattr(plain, field.name), getattr(quick, field.name)
        assert found.dtype == expected.dtype
        assert np.array_equal(found, expected), (field.name, np.argwhere(found != expected)[:3].tolist())


CHANNELS = (
    (Channel.STANDARD_RETAIL,),
    (Channel.PREFERRED_RETAIL, Channel.STANDARD_RETAIL),
    (Channel.PREFERRED_MAIL, Channel.STANDARD_RETAIL),
    tuple(Channel),
)
DAYS = (7, 14, 28, 30, 30, 30, 31, 45, 60, 84, 90, 90, 100)
LAWS = (2008, 2012, 2023, 2024, 2025, 2026)
"""A year of each shape of the law, and one of the old files with 1,800 plans."""


def a_prescription(rng: Random, drug: Drug, year: int) -> Prescription:
    days = rng.choice(DAYS)
    quantity = rng.choice([days * 1000, days * 2000, days * 500, 1000, rng.randint(1, 300_000)])
    how = rng.randint(1, 10)
    if how == 1:
        return Prescription(drug, quantity, days, fills_per_year=rng.randint(1, 14))
    if how == 2:
        dates = sorted(date(year, rng.randint(1, 12), rng.choice([1, 1, 15, 28])) for _ in range(rng.randint(1, 5)))
        return Prescription(drug, quantity, days, dates=tuple(dates))
    return Prescription(drug, quantity, days)


def a_member(rng: Random, catalog: Catalog, year: int) -> Member:
    levels = [level for level in LowIncomeSubsidy if level is not LowIncomeSubsidy.PARTIAL or year <= 2023]
    county, threshold = catalog.counties("01604")[0], year_terms(year).threshold
    spent = rng.choice([0, 0, 0, rng.randint(1, 100_000), 400_000])
    return Member(
        "01604",
        county,
        date(year, rng.choice([1, 1, 1, 4, 9, 12]), 1),
        rng.choice(levels),
        channels=rng.choice(CHANNELS),
        plan_kinds=tuple(PlanKind),
        gross_drug_cost_to_date=spent,
        troop_to_date=min(spent, rng.choice([0, spent, threshold, threshold - 1])),
        alphabetical=rng.random() < 0.5,
    )


def a_question(rng: Random, catalog: Catalog, year: int, plans: int) -> YearOfPlans:
    """A member of a real market, some plans of it, and a list; under the law of that year, whatever the market's own."""
    member = a_member(rng, catalog, year)
    listed = [a_prescription(rng, drug, year) for drug in rng.sample(list(catalog.drugs()), rng.choice([1, 2, 4, 7]))]
    serving = catalog.plans_serving(member.county)
    return year_of_plans(catalog, member, listed, parameter_set(year), rng.sample(serving, min(plans, len(serving))))


@pytest.mark.xdist_group("compiled")
@pytest.mark.parametrize("year", LAWS)
def test_real_markets_come_to_the_same(year: int) -> None:
    catalog, rng = open_catalog(year if year < 2020 else 2026), Random(year)
    assert_same(catalog, [a_question(rng, catalog, year, 3) for _ in range(30)])


@pytest.mark.xdist_group("compiled")
@pytest.mark.parametrize("year", [2026, 2012])
def test_every_drug_is_bought_the_same(year: int) -> None:
    catalog, rng = open_catalog(year), Random(year)
    member = a_member(rng, catalog, year)
    plans = catalog.plans_serving(member.county)
    for channels in CHANNELS:
        asked = replace(member, channels=channels, coverage_start=date(year, 12, 1))  # a month is enough to see where it is bought
        lists = [Prescription(drug, days * 1000, days) for drug in catalog.drugs() for days in rng.sample((14, 30, 45, 60, 90), 2)]
        chunk = [year_of_plans(catalog, asked, [one], None, rng.sample(plans, 2)) for one in rng.sample(lists, min(len(lists), 120))]
        assert_same(catalog, chunk)
