"""The years of many people as arrays: by hand at a small market, and the same integers from every engine."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace
from datetime import date
from random import Random
from typing import ClassVar

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from finder.adjudication import compiled_purchases, compiled_years
from finder.adjudication.compiled_years import CompiledYears
from finder.adjudication.many_years import COLUMNS, UNKNOWN, PlainYears, Years
from finder.adjudication.shared_year import YearOfPlans
from finder.adjudication.terms import year_terms
from finder.domain.benefit import BenefitDesign, BenefitType, Channel, CostShare, LowIncomeSubsidy, Phase, ShareKey, ShareKind, TierDesign
from finder.domain.market import Catalog, Drug, FormularyEntry, Plan, PlanKind
from finder.domain.member import Member
from finder.domain.pharmacy import Fees, PharmacyTerms
from finder.domain.prescription import Prescription
from finder.parameters import parameter_set
from finder.questions.plans.compare import year_of_plans
from finder.questions.population.years_at_plans import ListYears, YearInMany
from finder.sources.catalog.reading import MarketCatalog, available_years, open_catalog
from tests.small_market import BRAND, CHEAP_PDP, DRUGS, GENERIC, INSULIN, RICH_PDP, WORCESTER, SmallMarket, copay, plan

MARKET = SmallMarket((CHEAP_PDP, RICH_PDP))
JANUARY, JULY = (Member("01604", WORCESTER, date(2026, month, 1)) for month in (1, 7))


FEES = Fees((50_000, 60_000, 70_000), (50_000, -1, 40_000), (90_000, -1, -1))


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


def test_without_every_payer_only_the_person_s_part_is_said() -> None:
    # The year above.
    asked = question(JANUARY, Prescription(BRAND, 30_000, 30), plans=(CHEAP_PDP,))
    years = PlainYears(MARKET, every_payer=False).answer([asked])
    said = dict(zip(COLUMNS, years.payers[0].tolist(), strict=True))
    assert (said.pop("patient_pay"), said.pop("troop"), set(said.values())) == (1_361_25, 1_361_25, {UNKNOWN})
    with pytest.raises(LookupError):
        _ = YearInMany(ListYears(MARKET, asked, years, 0, lambda of: True), 0).payers


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
LAWS = (2008, 2023, 2026) if os.environ.get("HYPOTHESIS_PROFILE") != "thorough" else tuple(range(2006, 2028))
"""A year of the gap, of the insulin law that Medicare pays for, and of the cap; 2008 has files of 1,800 plans. Compiling takes seconds for
each shape of the law, so those of 2012, 2024 and 2025, which differ by one rule each, are for the thorough profile."""


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
    catalog, rng = open_catalog(year if year in available_years() else 2026), Random(year)
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


def a_share(rng: Random) -> CostShare:
    if rng.random() < 0.6:
        return copay(rng.choice([0, 0, 200, 1_000, 4_700, rng.randint(0, 15_000)]))
    least, most = sorted((rng.randint(0, 5_000), rng.randint(0, 20_000)))
    limits = rng.choice([(-1, -1), (-1, -1), (least, -1), (-1, most), (least, most)])
    return CostShare(ShareKind.COINSURANCE, rng.choice([0, 1_500, 2_500, 3_333, 5_000]), *limits)


def a_table(rng: Random) -> dict[ShareKey, CostShare]:
    columns = rng.choice([(30, 60, 90), (30, 90), (30,), (90,)])
    kinds = rng.sample((Channel.STANDARD_RETAIL, Channel.PREFERRED_RETAIL, Channel.STANDARD_MAIL), rng.randint(1, 3))
    return {(kind, days): a_share(rng) for kind in kinds for days in columns}


def a_plan(rng: Random, year: int, number: int) -> Plan:
    law = year_terms(year)
    limit = None if year >= 2025 else law.initial_coverage_limit + rng.choice([0, 0, -50_000, 40_000])
    kind = rng.choice([BenefitType.ENHANCED_ALTERNATIVE, BenefitType.BASIC_ALTERNATIVE, BenefitType.DEFINED_STANDARD])
    gap = [None if rng.random() < 0.6 else a_table(rng) for _ in range(3)]
    tiers = {tier: TierDesign(rng.random() < 0.5, a_table(rng), gap[tier - 1]) for tier in (1, 2, 3)}
    insulin = {rng.choice([0, 2]): a_table(rng)} if rng.random() < 0.3 else {}
    deductible = rng.choice([0, 10_000, law.deductible, law.deductible])
    standard = kind is BenefitType.DEFINED_STANDARD
    of = BenefitDesign(kind, deductible, limit, {} if standard else tiers, {} if standard else insulin)
    return plan(f"S0001-{number:03d}-000", "A plan", PlanKind.PDP, 1_000, of)


def aimed_price(rng: Random, year: int) -> int:
    """A price of which so many fills end at a boundary, a cent before it or a cent after it; or any price."""
    law = year_terms(year)
    ends = [law.deductible, law.threshold, 4 * law.threshold, max(law.initial_coverage_limit, 0), 10_000]
    aimed = rng.choice(ends) // rng.randint(1, 14) + rng.choice([-1, 0, 0, 1])
    return max(rng.choice([aimed, aimed, rng.choice([1, 199, 3_500, 61_500]), rng.randint(1, 400_000)]), 1)


def a_market(rng: Random, year: int) -> SmallMarket:
    """Plans with random designs, whose unit prices are aimed at the year's boundaries."""
    plans = [a_plan(rng, year, number) for number in range(1, 5)]
    entries = {}
    for at in ((of.plan_id, drug.rxcui) for of in plans for drug in DRUGS):
        unit = aimed_price(rng, year) * 1_000  # cents a unit
        longer = [None if rng.random() < 0.7 else max(unit - rng.choice([0, 1, 7_777]), 1) for _ in range(2)]
        limit = rng.choice([0, 30_000])
        entries[at] = FormularyEntry(
            rng.randint(1, 3), unit, rng.random() < 0.2, rng.random() < 0.2, limit, 30, rng.random() < 0.2, *longer
        )
    lists = {of.plan_id: [drug.rxcui for drug in DRUGS if rng.random() < 0.9] for of in plans}
    return SmallMarket(plans, lists, entries)


MADE = (*DRUGS[:4], replace(DRUGS[4], vaccine=True))


@pytest.mark.xdist_group("compiled")
@pytest.mark.parametrize("year", LAWS[1:])
@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 2**32))
@example(seed=1003)  # a fill for 45 days in December: the monthly fills of the months covered are the same one, and yet it is not split
def test_years_that_end_at_a_boundary_come_to_the_same(year: int, seed: int) -> None:
    rng = Random(seed)
    market = a_market(rng, year)
    chunk = []
    for _ in range(3):
        lengths = rng.choice([(30,), (30,), (30, 90), (90,), (14, 30, 45, 60, 90)])
        listed = [Prescription(drug, 1_000 * rng.randint(1, 2), rng.choice(lengths)) for drug in rng.sample(MADE, rng.randint(1, 4))]
        chunk.append(year_of_plans(market, a_member(rng, market, year), listed, parameter_set(year), market.plans_serving(WORCESTER)))
    assert_same(market, chunk)


class WithPharmacies(SmallMarket):
    """The market with networks: two pharmacies at one plan, none at another, and nothing known of the third."""

    terms: ClassVar = {
        RICH_PDP.plan_id: (
            PharmacyTerms("1000000001", Channel.PREFERRED_RETAIL, Channel.STANDARD_MAIL, 4_000_000, FEES),
            PharmacyTerms("1000000002", Channel.STANDARD_RETAIL, None, 0, FEES),
        ),
        CHEAP_PDP.plan_id: (),
    }

    def pharmacy_terms(self, plan_ids: Sequence[str], npis: Sequence[str]) -> Mapping[str, tuple[PharmacyTerms, ...]] | None:
        return {plan_id: self.terms[plan_id] for plan_id in plan_ids if plan_id in self.terms}


@pytest.mark.xdist_group("compiled")
@pytest.mark.parametrize("year", [2012, 2026])
def test_own_pharmacies_with_fees_and_floors_come_to_the_same(year: int) -> None:
    # RICH asks 1.00 for 30 generics at a standard store. They cost 15.00, with its fee of 0.50 dollars 15.50; at the preferred store, whose
    # floor is 40.00, they cost 40.00 and the person 0.00, so they are bought there: 12 x 40.00.
    market, rng = WithPharmacies(), Random(year)
    own = Member("01604", WORCESTER, date(year, 1, 1), plan_kinds=tuple(PlanKind), pharmacies=("1000000001", "1000000002"))
    plans = market.plans_serving(WORCESTER)
    chunk = [year_of_plans(market, own, [Prescription(GENERIC, 30_000, 30)], parameter_set(year), (RICH_PDP,))]
    for _ in range(10):
        listed = [Prescription(drug, 30_000, rng.choice([30, 30, 90])) for drug in rng.sample(DRUGS, 3)]
        chunk.append(year_of_plans(market, own, listed, parameter_set(year), plans))
    engine = CompiledYears(market)
    assert_same(market, chunk, engine)
    assert engine.answer(chunk[:1]).payers[0, :2].tolist() == [480_00, 0]


@pytest.mark.xdist_group("compiled")
@pytest.mark.parametrize(("unit_price", "fits"), [(768_614_336_396, True), (768_614_336_397, False)])
def test_a_fill_too_dear_for_64_bits_is_left_to_plain_python(unit_price: int, *, fits: bool) -> None:
    # 60 units are 60,000 thousandths. Pricing takes unit price times quantity 200 times and adds 10^8:
    # 768,614,336,396 * 60,000 * 200 + 10^8 = 9,223,372,036,852,000,000, below 2^63 = 9,223,372,036,854,775,808; one more a unit adds
    # 12,000,000 and gives 9,223,372,036,864,000,000, above it
    entry = FormularyEntry(1, unit_price, False, False, 0, 0, False)
    market = SmallMarket((RICH_PDP,), entries={(RICH_PDP.plan_id, GENERIC.rxcui): entry})
    chunk = [year_of_plans(market, JANUARY, [Prescription(GENERIC, 60_000, 30)], None, (RICH_PDP,))]
    assert_same(market, chunk)
    asked: list[object] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compiled_years, "answer_plainly", lambda *given: asked.append(given))
        CompiledYears(market).answer(chunk)
    assert bool(asked) != fits


@pytest.mark.xdist_group("compiled")
def test_one_engine_remembers_and_threads_share_it() -> None:
    # the same chunk again, on two threads, with more plans than before, and by another list of the same plans
    catalog, rng = open_catalog(2026), Random(13)
    chunk = [a_question(rng, catalog, 2026, 2) for _ in range(12)]
    alone = CompiledYears(catalog).answer(chunk)
    engine = CompiledYears(catalog, threads=2)
    for number in range(len(chunk)):
        one = engine.answer(chunk[number : number + 1])
        assert np.array_equal(one.payers, alone.payers[alone.of(number)])
    with ThreadPoolExecutor(4) as pool:
        for again in pool.map(engine.answer, [chunk] * 4):
            assert np.array_equal(again.payers, alone.payers)
            assert np.array_equal(again.full_price, alone.full_price)


@pytest.mark.xdist_group("compiled")
def test_what_is_remembered_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    catalog, rng = open_catalog(2026), Random(14)
    chunk = [a_question(rng, catalog, 2026, 2) for _ in range(6)]
    alone = CompiledYears(catalog).answer(chunk)
    monkeypatch.setattr(compiled_purchases, "MOST_CELLS", 10)
    engine = CompiledYears(catalog)
    for _ in range(2):
        assert np.array_equal(engine.answer(chunk).payers, alone.payers)


def test_a_catalog_with_changed_entries_is_read_entry_by_entry() -> None:
    class Changed(MarketCatalog):
        def formulary(self, plan_ids: Sequence[str], rxcuis: Sequence[str]) -> Mapping[tuple[str, str], FormularyEntry]:
            return {}

    class Named(MarketCatalog):
        pass

    folder = open_catalog(2012).folder
    assert [compiled_purchases.has_grids(of(folder)) for of in (MarketCatalog, Named, Changed)] == [True, True, False]
    assert not compiled_purchases.has_grids(SmallMarket())
