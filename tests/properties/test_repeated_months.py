"""Compiled loops multiply a month that repeats, and know claims away from boundaries beforehand: to the cent what adjudicating every fill
gives (docs/decisions/0103).

The text that is compiled runs here as it stands, in Python. Running totals are put so that a boundary falls at the end of a month, a cent
before or a cent after it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import Any, NamedTuple
from unittest.mock import patch

import pytest
from compiled_claims import flat
from hypothesis import given, settings
from hypothesis import strategies as st
from scenarios import ERAS, PRICES, a_design, drawn, money
from test_year_sums import CHANNEL, DRAWN

from finder.adjudication import compiled_kernel as kernel
from finder.adjudication.accumulators import opening_accumulators, phase_after
from finder.adjudication.charges import Charge, charge_of
from finder.adjudication.engine import Settled, step_of, sums_of, walk
from finder.adjudication.payers import total
from finder.adjudication.shares import ClaimShares, claim_shares
from finder.adjudication.terms import CHOICE_SETTINGS, PlanYearTerms
from finder.documents.adjudicate import Scenario, checked
from finder.domain.benefit import NO_LIMIT
from finder.domain.claim import Accumulators

EVERY_MONTH = tuple(range(12))


class YearOfFills(NamedTuple):
    """A list bought by the month: for each drug its charge and the months it is bought in, in the order processed."""

    terms: PlanYearTerms
    charges: list[Charge]
    months: list[Sequence[int]]
    gross: int
    troop: int


class Sums(NamedTuple):
    """``payers`` and ``months`` as in ``Years``, what is paid for each drug, and the phase after the year."""

    payers: list[int]
    months: list[int]
    paid: list[int]
    phase: int


def every_fill(year: YearOfFills) -> Sums:
    """The sums of a year, each fill adjudicated."""
    terms, payers, months, paid = year.terms, [0] * 7, [0] * 12, [0] * len(year.charges)
    step, before = sums_of(terms.year.law), opening_accumulators(terms, year.gross, year.troop)
    for month in EVERY_MONTH:
        for place, charge in enumerate(year.charges):
            if month in year.months[place]:
                sums = step(terms, charge, before)
                payers = [so_far + total(parts) for so_far, parts in zip(payers, sums.payers, strict=True)]
                months[month] += sums.patient_pay
                paid[place] += sums.patient_pay
                before = sums.accumulators
    return Sums([*payers, before.troop], months, paid, phase_after(terms, before))


def in_the_loops(year: YearOfFills, settle: Callable[..., Settled] | None = None, *, foreseen: bool = True) -> Sums:
    """The sums of the same year by the loops that are compiled: one question, one plan. ``foreseen``: what claims come to away from every
    boundary is known before."""
    terms, drugs = year.terms, len(year.charges)
    places, law = [*range(drugs)], terms.year.law
    fills = [[month << kernel.MONTH | 1 << kernel.DAY for month in months] for months in year.months]
    selected = [kernel.SELECTED if charge.selected else 0 for charge in year.charges]
    subsidy, prices, fees = flat(terms.subsidy), [charge.price for charge in year.charges], [charge.fee for charge in year.charges]
    cells = [kernel.BOUGHT | kernel.LISTED | of | place << kernel.SHARES for place, of in enumerate(selected)]
    shares = flat(tuple((charge.shares, looks_at(charge.shares)) for charge in year.charges))
    asked = [[0], [0], [0, drugs], places, places, [0], [1], [0], [*subsidy, year.gross, year.troop]]
    numbers = flat(tuple(of for of in terms.year if of is not law)), flat(terms.plan)
    fills_at = [sum(map(len, fills[:place])) for place in range(drugs + 1)]
    bought = places, places, places, [1] * drugs, fills_at, [fill for of_drug in fills for fill in of_drug], cells, prices, fees
    payers, months, phase, paid = [0] * 8, [0] * 12, [0], [0] * drugs
    answered = [payers, months, phase, [0], [0], paid, [0] * drugs, [0] * drugs, [0] * drugs]
    scratch = [[0] * 25, [0] * 12, [0] * (12 * drugs + 1), [0] * (kernel.LINE * drugs), [0] * drugs]
    claims = [-1] * (kernel.AWAY * kernel.OUTCOME * drugs)
    with patch.object(kernel, "LAW", law), patch.object(kernel, "SETTLE", settle or step_of(law)):
        if foreseen:
            # each drug stands for a plan at which a purchase is made
            kernel.foresee(drugs, cells, 1, prices, fees, numbers[0], subsidy, numbers[1] * drugs, shares, claims)
        kernel.years(0, 1, *asked, *numbers, shares, *bought, claims, *answered, *scratch)
    return Sums(payers, months, paid, phase[0])


def looks_at(shares: ClaimShares) -> int:
    """Which running totals decide a claim with these shares, beside drug cost and TrOOP."""
    to_the_cent = kernel.BY_MET_TO_THE_CENT * (shares.exempt and shares.tier_deductible)
    return kernel.BY_MET * shares.deductible_applies | to_the_cent | kernel.BY_STANDARD_MET * shares.brand


def a_year(rng: Random, plan_year: int) -> YearOfFills:
    """A list of one to four drugs, most of them bought every month, with a boundary near the end of one of the months."""
    fills = [a_drug(rng, plan_year, label) for label in "ABCD"[: rng.randint(1, 4)]]
    document: dict[str, Any] = {"plan_year": plan_year, "design": a_design(rng, plan_year, [CHANNEL], True), "fills": fills}
    levels = ["none", "none", "full_dual_at_or_below_poverty", "full_other", *["partial"] * 2 * (plan_year <= 2023)]
    document["member"] = {"low_income_subsidy": rng.choice(levels)}
    document["choices"] = {name: rng.choice(CHOICE_SETTINGS[name]) for name in (*DRAWN, "manufacturer_start")}
    terms, claims, _ = checked(Scenario.model_validate(document))
    charges = [charge_of(claim, lambda kind: claim_shares(terms, kind)) for claim in claims]
    months = [rng.choice([EVERY_MONTH, EVERY_MONTH, EVERY_MONTH, EVERY_MONTH[6:], (0, 3, 6, 9)]) for _ in charges]
    return YearOfFills(terms, charges, months, *aimed(rng, terms, charges))


def a_drug(rng: Random, plan_year: int, label: str) -> dict[str, Any]:
    kind = rng.choice(["brand", "brand", "generic", "generic", "insulin", "vaccine"] + ["insulin"] * 4 * (plan_year == 2023))
    price = rng.choice([rng.choice(PRICES), rng.randint(0, 5_000), rng.randint(0, 60_000)])
    fill = {"drug": label, "tier": rng.randint(1, 3), "days_supply": 30, "channel": CHANNEL, "negotiated_price": money(price)}
    fill |= {"date": f"{plan_year}-01-01", "brand": kind == "brand" or (kind != "generic" and rng.randint(0, 1) == 1)}
    if kind in ("insulin", "vaccine"):
        fill[kind] = True
    if rng.randint(1, 4) == 1:
        fill["selected_drug"] = True
    if price >= 400 and rng.randint(1, 3) == 1:
        fill["dispensing_fee"] = rng.choice(["0.50", "4.00"])
    return fill


def aimed(rng: Random, terms: PlanYearTerms, charges: list[Charge]) -> tuple[int, int]:
    """Drug cost and TrOOP so far from which some whole number of months leads to a boundary, give or take a cent."""
    year, plan = terms.year, terms.plan
    beyond = plan.initial_coverage_limit if plan.initial_coverage_limit != NO_LIMIT else year.threshold
    gross = rng.choice([0, 0, plan.deductible, beyond, rng.randint(0, beyond)])
    troop = min(gross, rng.randint(0, year.threshold))
    before = opening_accumulators(terms, gross, troop)
    after = walk(step_of(year.law), terms, charges, range(len(charges)), before, [0] * len(charges))
    months, cent = rng.randint(0, 11), rng.choice([-1, 0, 0, 1])
    spent, counted = after.gross_drug_cost - gross, after.troop - before.troop
    if rng.randint(0, 1):
        return gross, max(year.threshold - months * counted + cent, 0)
    of_gross = [plan.deductible, year.deductible, plan.initial_coverage_limit, terms.subsidy.partial_deductible]
    return max(rng.choice(of_gross) - months * spent + cent, 0), troop


@pytest.mark.parametrize(("first", "last"), [*ERAS, (2023, 2023)])
@settings(max_examples=120)
@given(st.data())
def test_a_year_with_repeated_months_comes_to_the_same(first: int, last: int, data: st.DataObject) -> None:
    year = data.draw(drawn(a_year, data.draw(st.integers(first, last))))
    assert in_the_loops(year) == in_the_loops(year, foreseen=False) == every_fill(year)


def year_of(document: dict[str, Any]) -> YearOfFills:
    """The fills of a document, each bought every month."""
    terms, claims, _ = checked(Scenario.model_validate(document))
    charges = [charge_of(claim, lambda kind: claim_shares(terms, kind)) for claim in claims]
    return YearOfFills(terms, charges, [EVERY_MONTH for _ in charges], 0, 0)


FILL = {"drug": "A", "brand": False, "tier": 1, "days_supply": 30, "channel": CHANNEL, "date": "2026-01-01"}


def test_a_month_far_from_every_boundary_is_adjudicated_once() -> None:
    # 2026, standard benefit: 12 x 10.00 = 120.00 of the deductible of 615.00, all in the deductible
    befores: list[Accumulators] = []

    def settle(terms: PlanYearTerms, charge: Charge, before: Accumulators) -> Settled:
        befores.append(before)
        return step_of(terms.year.law)(terms, charge, before)

    fills = [{**FILL, "negotiated_price": "10.00"}]
    found = in_the_loops(year_of({"plan_year": 2026, "design": "defined_standard", "fills": fills}), settle, foreseen=False)
    assert found == Sums([120_00, 120_00, 0, 0, 0, 0, 0, 120_00], [10_00] * 12, [120_00], 0)
    assert befores == [Accumulators()]


def test_a_selected_generic_passes_the_standard_deductible_in_its_own_month() -> None:
    # 2026, a basic plan without deductible, copay 10.00, 300.00 a month. Medicare pays 10% of the price above the standard deductible of
    # 615.00: nothing in January and February, 28.50 of 285.00 in March, 30.00 from April on: 28.50 + 9 x 30.00 = 298.50.
    # Copays 120.00; the plan 3,600.00 - 120.00 - 298.50 = 3,181.50
    tier = {"deductible_applies": False, "initial_coverage": {CHANNEL: {"30": {"copay": "10.00"}}}}
    design = {"benefit_type": "basic_alternative", "deductible": "0.00", "tiers": {"1": tier}}
    fills = [{**FILL, "selected_drug": True, "negotiated_price": "300.00"}]
    found = in_the_loops(year_of({"plan_year": 2026, "design": design, "fills": fills}))
    assert found == Sums([3_600_00, 120_00, 0, 0, 0, 3_181_50, 298_50, 120_00], [10_00] * 12, [120_00], 1)
