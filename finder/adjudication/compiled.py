"""The law compiled: what a year costs at many plans at once, without ledgers and months.

Numba compiles the code of ``walk``, of a year's step and of every function of this program that they call. This module has no line of the
law, only its terms as integers. Numba is an extra (``partd-finder[fast]``) and compiling takes seconds: for a server that answers many.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from types import FunctionType
from typing import Any

import numpy as np
from numba import njit

from finder.adjudication.engine import Charge, step_of, walk
from finder.adjudication.pricing import cheapest, share_table, unit_price_of
from finder.adjudication.shared_year import Formulary, YearOfPlans
from finder.adjudication.shares import ClaimShares, FillKind, claim_shares
from finder.adjudication.terms import PlanNumbers, PlanYearTerms, SubsidyTerms, YearTerms, plan_numbers, plan_year_terms, year_terms
from finder.domain.benefit import BenefitDesign, CostShare, LowIncomeSubsidy
from finder.domain.claim import Accumulators
from finder.domain.market import Plan
from finder.domain.money import QUANTITY_SCALE, UNIT_PRICE_SCALE, Cents, UnitPrice, priced
from finder.domain.supply import own_column
from finder.rules.benefit_law import BenefitLaw

_SHARES = 17
"""Integers of ``ClaimShares``, its two cost shares among them."""
_NOT_BOUGHT = bytes(8 * _SHARES)
_MOST_OF_A_FILL = (2**63 - 1 - UNIT_PRICE_SCALE * QUANTITY_SCALE) // 200
"""Unit price times quantity. ``priced`` takes it 200 times and adds its divisor: with more, 64 bits would not hold the sum. It is a fill of
461 million dollars."""
_DESIGNS_KEPT = 20_000
"""How many designs a year's shares are remembered for: those of the whole country."""
_YEARS_KEPT = 4
"""How many sets of a year's terms shares are remembered for: the year's own, and some that a what-if changed."""


@cache
def compiled(function: Callable[..., Any]) -> Any:
    """The function's own code, compiled, calling the compiled code of every function of this program that it names."""
    assert isinstance(function, FunctionType)
    names = dict(function.__globals__)
    for name in function.__code__.co_names:
        other = names.get(name)
        if isinstance(other, FunctionType) and other.__module__.startswith("finder."):
            names[name] = compiled(other)
    return njit(FunctionType(function.__code__, names, function.__name__, function.__defaults__))


def _years(step, year, subsidy, plans, shares, unit_prices, quantities, order, paid):  # type: ignore[no-untyped-def]
    """Add up what is paid for each drug at each plan. ``plans`` [plan, 5], ``shares`` [plan, drug, 17], ``unit_prices`` and ``paid``
    [plan, drug] with a price below 0 for what is not bought, ``order`` the drugs of the year as processed."""
    for plan in range(plans.shape[0]):
        deductible, limit, greater, exempt, lifted = plans[plan]
        terms = PlanYearTerms(year, subsidy, PlanNumbers(deductible, limit, greater != 0, exempt != 0, lifted != 0), None, None)  # type: ignore[arg-type]
        charges = []
        for drug in range(quantities.shape[0]):
            f = shares[plan, drug]
            initial, gap = CostShare(f[0], f[1], f[2], f[3]), CostShare(f[4], f[5], f[6], f[7])
            of_claim = ClaimShares(initial, gap, f[8], f[9] != 0, f[10] != 0, f[11] != 0, f[12] != 0, f[13] != 0, f[14], f[15], f[16] != 0)
            charges.append(Charge(of_claim, priced(unit_prices[plan, drug], quantities[drug]), 0))
        bought = [drug for drug in order if unit_prices[plan, drug] >= 0]
        walk(step, terms, charges, bought, Accumulators(0, 0, 0, 0), paid[plan])


class CompiledLaw:
    """The law of a plan year's era, compiled when this is made. It remembers the shares of the designs that it has seen."""

    def __init__(self, plan_year: int) -> None:
        self._known: dict[YearTerms, dict[int, tuple[BenefitDesign, dict[Any, Any]]]] = {}
        nothing = PlanNumbers(0, 0, False, False, False)
        run(
            year_terms(plan_year),
            SubsidyTerms(LowIncomeSubsidy.NONE),
            [nothing],
            [_NOT_BOUGHT],
            array("q", [-1]),
            array("q", [0]),
            array("q", [0]),
        )

    def rank(self, shared: YearOfPlans, plans: Sequence[Plan], formulary: Formulary) -> list[tuple[list[Cents], int] | None]:
        """What the person pays for each drug of the list at each plan, and how many drugs are bought there. None for a plan that needs a
        second look: a fill that must be split, or bought at another kind of pharmacy."""
        quantities = [prescription.quantity for prescription in shared.prescriptions]
        many, drugs = len(plans), len(quantities)
        if max(quantities) > _MOST_OF_A_FILL:
            return [None] * many
        books = self._books(shared, plans)
        shares, unit_prices = [_NOT_BOUGHT] * (many * drugs), array("q", [-1]) * (many * drugs)
        counted, second_look = [0] * many, set()
        for place in range(drugs):
            for row, unit_price, bought in _bought(shared, plans, formulary, books, place):
                if bought:
                    shares[row * drugs + place], unit_prices[row * drugs + place] = bought, unit_price
                    counted[row] += 1
                else:
                    second_look.add(row)
        choices = str(shared.choices)
        numbers = [
            book.get(choices) or book.setdefault(choices, plan_numbers(shared.year, plan.design, shared.choices))
            for plan, book in zip(plans, books, strict=True)
        ]
        order = array("q", [shared.processed[place] for month in shared.whole_list for place in month])
        paid = run(shared.year, shared.subsidy, numbers, shares, unit_prices, array("q", quantities), order)
        return [None if row in second_look else (paid[row], counted[row]) for row in range(many)]

    def _books(self, shared: YearOfPlans, plans: Sequence[Plan]) -> list[dict[Any, Any]]:
        """For each plan what is remembered of its design under the year's terms."""
        if len(self._known) >= _YEARS_KEPT and shared.year not in self._known:
            self._known.clear()
        known = self._known.setdefault(shared.year, {})
        if len(known) > _DESIGNS_KEPT:
            known.clear()
        # by identity, which is safe as long as the design is kept beside it
        return [(known.get(id(plan.design)) or known.setdefault(id(plan.design), (plan.design, {})))[1] for plan in plans]


def _bought(
    shared: YearOfPlans, plans: Sequence[Plan], formulary: Formulary, books: Sequence[dict[Any, Any]], place: int
) -> Iterator[tuple[int, UnitPrice, bytes]]:
    """For each plan that lists and prices a drug: its row, the unit price, and the shares at the cheapest kind of pharmacy asked for. The
    shares are empty if the plan offers none of those kinds, or if the fill is too dear for 64 bits."""
    prescription = shared.prescriptions[place]
    most = _MOST_OF_A_FILL // prescription.quantity
    rxcui, days = prescription.drug.rxcui, prescription.days_supply
    kind = f"{days} {[*map(int, shared.member.channels)]} {shared.facts[place]}"  # a string hashes once
    for row, plan in enumerate(plans):
        entry = formulary.get((plan.plan_id, rxcui))
        if entry is None or entry.unit_price is None:
            continue
        offered = books[row].get((entry.tier, kind))
        if offered is None:
            offered = books[row][entry.tier, kind] = _offered(shared, plan, entry.tier, place)
        unit_price, best = unit_price_of(entry, days), 0
        if unit_price > most:
            yield row, unit_price, b""
            continue
        if len(offered) > 1:
            prices = [priced(unit_price, prescription.quantity)] * len(offered)
            best = cheapest([share for share, _ in offered], prices)
        yield row, unit_price, offered[best][1] if offered else b""


def _offered(shared: YearOfPlans, plan: Plan, tier: int, place: int) -> list[tuple[CostShare, bytes]]:
    """The shares of a fill at each kind of pharmacy asked for that the plan offers: as the design has it, and as integers."""
    terms = plan_year_terms(shared.year, plan.design, shared.subsidy, shared.choices)
    prescription, channels = shared.prescriptions[place], shared.member.channels
    table, column = share_table(terms, prescription.drug.insulin, tier), own_column(prescription.days_supply) or 0
    found = []
    for channel in channels[:1] if table is None else [channel for channel in channels if (channel, column) in table]:
        shares = claim_shares(terms, FillKind(tier, channel, prescription.days_supply, *shared.facts[place]))
        found.append((shares.initial if table is None else table[channel, column], packed(shares)))
    return found


def packed(shares: ClaimShares) -> bytes:
    """Shares as integers."""
    initial, gap, *rest = shares
    return array("q", [*initial, *gap, *rest]).tobytes()


def _compiled_law(law: BenefitLaw) -> Any:
    return BenefitLaw(*[compiled(of) if callable(of) else of for of in law])  # type: ignore[arg-type]


def run(
    year: YearTerms,
    subsidy: SubsidyTerms,
    plans: Sequence[PlanNumbers],
    shares: Sequence[bytes],
    unit_prices: array[int],
    quantities: array[int],
    order: array[int],
) -> list[list[Cents]]:
    """What is paid for each drug at each plan. ``shares`` (``packed``) and ``unit_prices`` (below 0: not bought) are of one plan after the
    other, ``quantities`` of each drug, ``order`` the drugs as processed. From empty accumulators, without dispensing fees."""
    many, drugs = len(plans), len(quantities)
    paid = np.zeros((many, drugs), np.int64)
    compiled(_years)(
        compiled(step_of(year.law)),
        year._replace(law=_compiled_law(year.law)),
        subsidy._replace(level=int(subsidy.level)),  # type: ignore[arg-type]  # the same number
        np.array(plans, np.int64),
        np.frombuffer(b"".join(shares), np.int64).reshape(many, drugs, _SHARES),
        np.frombuffer(unit_prices, np.int64).reshape(many, drugs),
        np.frombuffer(quantities, np.int64),
        np.frombuffer(order, np.int64),
        paid,
    )
    return paid.tolist()
