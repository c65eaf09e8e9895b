"""The same law, compiled: what a year of purchases costs at many plans, without ledgers and without months.

Numba compiles the very code that plain Python runs: the functions that cut a claim, say what the person pays of it and move the
accumulators on, with every rule that they call. No line of the law is written here. What stands here is how the terms of a year, of a plan
and of a fill look as integers, and a loop over claims.

Numba is an extra (``partd-finder[fast]``), and compiling takes seconds: for a server that answers many people. ``prepare`` compiles;
after that the comparisons of the process rank by these sums. Until then, and without Numba, plain Python answers.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from types import FunctionType
from typing import Any, NamedTuple

import numpy as np
from numba import njit

from finder.adjudication.pieces import cutter_of
from finder.adjudication.plan_year import PREPARED, Formulary, Ranked, YearOfPlans
from finder.adjudication.pricing import share_table, unit_price_of
from finder.adjudication.shares import ClaimShares, FillKind, claim_shares
from finder.adjudication.terms import PlanYearTerms, SubsidyTerms, YearTerms, looked_up, year_terms
from finder.adjudication.year_sums import NO_LIMIT, Schedule, claim_sums
from finder.domain.benefit import CostShare, LowIncomeSubsidy
from finder.domain.market import Plan
from finder.domain.money import Cents, Quantity, priced
from finder.domain.supply import own_column
from finder.rules.cost_share import cost_share

_SHARES = 18
"""Integers of ``ClaimShares``, its two cost shares among them."""
_NOT_BOUGHT = bytes(8 * _SHARES)
_LARGEST_QUANTITY: Quantity = 20_000_000
"""Twenty thousand units: with more of them, at the largest unit price that a catalog holds, 64 bits would not hold a price's products."""


class Shape(NamedTuple):
    """The rules of a year's shape, compiled."""

    above_threshold: Any
    deductible_credit: Any
    subsidizes_reduction: bool


class Year(NamedTuple):
    """Of ``YearTerms``, what the sums of a year need."""

    shape: Shape
    threshold: Cents
    deductible: Cents
    coinsurance: int
    gap_discount: int
    catastrophic_rate: int
    catastrophic_minimum_generic: Cents
    catastrophic_minimum_other: Cents


class Design(NamedTuple):
    """Of ``BenefitDesign``, what the sums of a year need."""

    deductible: Cents
    initial_coverage_limit: Cents


class Subsidy(NamedTuple):
    """``SubsidyTerms``, the level as an integer."""

    level: int
    copay_generic: Cents
    copay_other: Cents
    partial_deductible: Cents
    partial_rate: int


class Terms(NamedTuple):
    """``PlanYearTerms`` as the compiled rules see them: the same names, integers alone."""

    year: Year
    design: Design
    subsidy: Subsidy
    credits_the_greater: bool
    credits_exempt_tiers: bool
    fills_lifted_deductible: bool


PlanNumbers = tuple[Cents, Cents, bool, bool, bool]
"""A plan's deductible and initial coverage limit, and whether it credits the greater share, claims of tiers without deductible, and
insulin and vaccines toward the deductible."""


def compiled(function: Callable[..., Any]) -> Any:
    """The function's own code, compiled, calling the compiled code of every function of this program that it names."""
    if function not in _COMPILED:
        assert isinstance(function, FunctionType)
        names = dict(function.__globals__)
        for name in function.__code__.co_names:
            other = names.get(name)
            if isinstance(other, FunctionType) and other.__module__.startswith("finder."):
                names[name] = compiled(other)
        _COMPILED[function] = njit(FunctionType(function.__code__, names, function.__name__, function.__defaults__))
    return _COMPILED[function]


_COMPILED: dict[Callable[..., Any], Any] = {}


def _years(cut, year, subsidy, plans, shares, unit_prices, quantities, order, paid):  # type: ignore[no-untyped-def]
    """Add up what is paid for each purchase of each plan. ``plans`` [plan, 5], ``shares`` [plan, purchase, 18], ``unit_prices``, ``paid``
    [plan, purchase] with a price below 0 for what is not bought, ``order`` the purchases of the year as processed."""
    for plan in range(plans.shape[0]):
        deductible, limit, greater, exempt, lifted = plans[plan]
        terms = Terms(year, Design(deductible, limit), subsidy, greater != 0, exempt != 0, lifted != 0)
        state = (0, 0, 0, 0)
        for purchase in order:
            if unit_prices[plan, purchase] >= 0:
                price = priced(unit_prices[plan, purchase], quantities[purchase])
                f = shares[plan, purchase]
                initial, gap = CostShare(f[0], f[1], f[2], f[3]), CostShare(f[4], f[5], f[6], f[7])
                of_claim = ClaimShares(initial, gap, f[8], f[9], f[10], f[11], f[12], f[13], f[14], f[15], f[16], f[17])
                pays, _, state = claim_sums(cut, terms, of_claim, price, 0, state)  # type: ignore[arg-type]  # the same names
                paid[plan, purchase] += pays


def prepare(plan_year: int) -> None:
    """Compile the law of a plan year, and have the comparisons of this process rank by it. Takes seconds, once for each shape of the
    law."""
    year = year_terms(plan_year)
    run(
        year,
        SubsidyTerms(LowIncomeSubsidy.NONE),
        [(0, 0, False, False, False)],
        [_NOT_BOUGHT],
        array("q", [-1]),
        array("q", [0]),
        array("q", [0]),
    )
    PREPARED[year.shape] = ranking_sums


def ranking_sums(shared: YearOfPlans, plans: Sequence[Plan], formulary: Formulary) -> list[Ranked | None]:
    """What the person pays at each plan for the list, and how many drugs of it are bought there. None for a plan where that takes a second
    look: a fill that must be split, or bought at another kind of pharmacy."""
    books = [looked_up(plan.design, shared.year) for plan in plans]
    many, purchases = len(plans), len(shared.prescriptions)
    fills, unit_prices = [_NOT_BOUGHT] * (many * purchases), array("q", [-1]) * (many * purchases)
    counted, second_look, quantities = [0] * many, set(), array("q")
    for place, prescription in enumerate(shared.prescriptions):
        rxcui, days, quantity = prescription.drug.rxcui, prescription.days_supply, prescription.quantity
        if quantity > _LARGEST_QUANTITY:
            return [None] * many
        quantities.append(quantity)
        kind = f"{days} {[*map(int, shared.member.channels)]} {shared.facts[place]}"  # a string hashes once
        for row, plan in enumerate(plans):
            entry = formulary.get((plan.plan_id, rxcui))
            if entry is None or entry.unit_price is None:
                continue
            offered = books[row].get((entry.tier, kind))
            if offered is None:
                offered = books[row][entry.tier, kind] = _offered(shared, plan, entry.tier, place)
            if not offered:
                second_look.add(row)
                continue
            unit_price, cheapest = unit_price_of(entry, days), offered[0]
            if len(offered) > 1:
                price = priced(unit_price, quantity)
                cheapest = min(offered, key=lambda one: cost_share(price, *one[0]))
            fills[row * purchases + place], unit_prices[row * purchases + place] = cheapest[1], unit_price
            counted[row] += 1
    choices = str(shared.choices)
    numbers = [book.get((choices,)) or book.setdefault((choices,), _numbers(shared, plan)) for plan, book in zip(plans, books, strict=True)]
    paid = run(shared.year, shared.subsidy, numbers, fills, unit_prices, quantities, sequence_of(shared.whole_schedule, shared.processed))
    return [None if row in second_look else Ranked(paid[row], counted[row]) for row in range(many)]


def _offered(shared: YearOfPlans, plan: Plan, tier: int, place: int) -> list[tuple[CostShare, bytes]]:
    """The shares of a fill at each kind of pharmacy asked for that the plan offers: as the design has it, and as integers."""
    terms = PlanYearTerms(shared.year, plan.design, shared.subsidy, shared.choices)
    prescription, channels = shared.prescriptions[place], shared.member.channels
    table, column = share_table(terms, prescription, tier), own_column(prescription.days_supply) or 0
    found = []
    for channel in channels[:1] if table is None else [channel for channel in channels if (channel, column) in table]:
        shares = claim_shares(terms, FillKind(tier, channel, prescription.days_supply, *shared.facts[place]))
        found.append((shares.initial if table is None else table[channel, column], packed(shares)))
    return found


def _numbers(shared: YearOfPlans, plan: Plan) -> PlanNumbers:
    return plan_numbers(PlanYearTerms(shared.year, plan.design, shared.subsidy, shared.choices))


def packed(shares: ClaimShares) -> bytes:
    """Shares as integers."""
    initial, gap, *rest = shares
    return array("q", [*initial, *gap, *rest]).tobytes()


def plan_numbers(terms: PlanYearTerms) -> PlanNumbers:
    """What of a plan decides the sums of a year beside the shares."""
    limit = terms.design.initial_coverage_limit
    limit = NO_LIMIT if limit is None else limit
    return terms.design.deductible, limit, terms.credits_the_greater, terms.credits_exempt_tiers, terms.fills_lifted_deductible


def sequence_of(schedule: Schedule, places: Sequence[int]) -> array[int]:
    """Every purchase of the year in the order processed, by its place."""
    return array("q", [places[purchase] for month, count in schedule for _ in range(count) for purchase in month])


def run(
    year: YearTerms,
    subsidy: SubsidyTerms,
    plans: Sequence[PlanNumbers],
    fills: Sequence[bytes],
    unit_prices: array[int],
    quantities: array[int],
    order: array[int],
) -> list[list[Cents]]:
    """What is paid for each purchase at each plan. ``fills`` (``packed`` shares) and ``unit_prices`` (below 0: not bought) are of one plan
    after the other, ``quantities`` of each purchase, ``order`` the purchases as processed. From empty accumulators, without dispensing
    fees."""
    shape = Shape(compiled(year.shape.above_threshold), compiled(year.shape.deductible_credit), year.shape.subsidizes_reduction)
    numbers = Year(shape, *(getattr(year, name) for name in Year._fields[1:]))
    many, purchases = len(plans), len(fills) // len(plans)
    paid = np.zeros((many, purchases), np.int64)
    compiled(_years)(
        compiled(cutter_of(year.shape)),
        numbers,
        Subsidy(int(subsidy.level), *(getattr(subsidy, name) for name in Subsidy._fields[1:])),
        np.array(plans, np.int64),
        np.frombuffer(b"".join(fills), np.int64).reshape(many, purchases, _SHARES),
        np.frombuffer(unit_prices, np.int64).reshape(many, purchases),
        np.frombuffer(quantities, np.int64),
        np.frombuffer(order, np.int64),
        paid,
    )
    return paid.tolist()
