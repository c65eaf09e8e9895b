"""The engine's own functions for a claim, compiled by Numba: the sums of many claims, each from the accumulators before it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import IntEnum
from functools import cache
from itertools import groupby
from types import FunctionType
from typing import Any, NamedTuple

import numpy as np
from numba import njit

from finder.adjudication import engine
from finder.adjudication.accumulators import at_a_new_plan, opening_accumulators
from finder.adjudication.charges import Charge
from finder.adjudication.payers import ClaimSums
from finder.adjudication.shares import ClaimShares
from finder.adjudication.terms import PlanNumbers, PlanYearTerms
from finder.domain.benefit import CostShare
from finder.domain.claim import Accumulators, OtherPayer, PaidOutside
from finder.rules.benefit_law import BenefitLaw

MOST_OTHERS = 3
NOBODY_ELSE = (0, 0, 0)
SUMS = 48
"""Seven payers in five phases, what the person pays, four accumulators after; and the four with which a plan would begin before the claim:
joined then, or with only drug cost and TrOOP known."""


class Adjudicated(NamedTuple):
    """A claim, and what the plain engine made of it."""

    terms: PlanYearTerms
    charge: Charge
    before: Accumulators
    sums: ClaimSums


@contextmanager
def recording(into: list[Adjudicated]) -> Iterator[None]:
    """Record every claim that the ledger adjudicates."""
    plain = engine.sums_of

    def sums_of(law: BenefitLaw) -> Callable[..., ClaimSums]:
        def step(terms: PlanYearTerms, charge: Charge, before: Accumulators) -> ClaimSums:
            sums = plain(law)(terms, charge, before)
            into.append(Adjudicated(terms, charge, before, sums))
            return sums

        return step

    engine.sums_of = sums_of
    try:
        yield
    finally:
        engine.sums_of = plain


def plain_sums(claims: Sequence[Adjudicated]) -> list[list[int]]:
    """What the plain engine made of the claims, as integers."""
    found = []
    for terms, _, before, sums in claims:
        begun = at_a_new_plan(terms, before), opening_accumulators(terms, before.gross_drug_cost, before.troop)
        found.append(flat((sums.payers, sums.patient_pay, sums.accumulators, begun)))
    return found


def compiled_sums(claims: Sequence[Adjudicated]) -> list[list[int]]:
    """What the compiled functions make of the same claims."""
    found: list[list[int]] = []
    for _, group in groupby(claims, key=lambda claim: id(claim.terms)):
        same = list(group)
        terms, sums = same[0].terms, np.zeros((len(same), SUMS), np.int64)
        law = terms.year.law._replace(copay_of_short_fill=0)  # type: ignore[arg-type]  # in the shares already
        rows = np.array([row_of(claim) for claim in same], np.int64)
        year, subsidy, numbers = integers(terms.year._replace(law=law)), integers(terms.subsidy), np.array(flat(terms.plan), np.int64)
        functions = (compiled(of) for of in (engine.sums_of(terms.year.law), at_a_new_plan, opening_accumulators))
        loop()(*functions, year, subsidy, numbers, rows, sums)
        found += sums.tolist()
    return found


def row_of(claim: Adjudicated) -> list[int]:
    charge = claim.charge
    assert len(charge.others) <= MOST_OTHERS
    others = [*charge.others, *[NOBODY_ELSE] * (MOST_OTHERS - len(charge.others))]
    return flat((claim.before, charge._replace(others=tuple(others))))  # type: ignore[arg-type]


@cache
def loop() -> Any:
    return njit(_claims)


def _claims(step, moved, opened, year, subsidy, p, rows, sums):  # type: ignore[no-untyped-def]
    """``rows``: a claim with the accumulators before it, flat. ``sums``: gains what it comes to."""
    numbers = PlanNumbers(p[0], p[1], p[2] != 0, p[3] != 0, p[4] != 0, p[5] != 0, p[6] != 0)
    terms = PlanYearTerms(year, subsidy, numbers, None, None)  # type: ignore[arg-type]
    for place in range(rows.shape[0]):
        r = rows[place]
        f = r[4:21]
        initial, gap = CostShare(f[0], f[1], f[2], f[3]), CostShare(f[4], f[5], f[6], f[7])
        shares = ClaimShares(initial, gap, f[8], f[9] != 0, f[10] != 0, f[11] != 0, f[12] != 0, f[13] != 0, f[14], f[15], f[16] != 0)
        others = (OtherPayer(r[25], r[26], r[27]), OtherPayer(r[28], r[29], r[30]), OtherPayer(r[31], r[32], r[33]))
        outside = PaidOutside(r[35], r[36], r[37] != 0, r[38] != 0)
        charge = Charge(shares, r[21], r[22], r[23] != 0, r[24], others, r[34] != 0, outside)
        before = Accumulators(r[0], r[1], r[2], r[3])
        found = step(terms, charge, before)
        at = 0
        for payer in found.payers:
            for amount in payer:
                sums[place, at] = amount
                at += 1
        sums[place, at] = found.patient_pay
        for totals in (found.accumulators, moved(terms, before), opened(terms, before.gross_drug_cost, before.troop)):
            for running in totals:
                at += 1
                sums[place, at] = running


@cache
def compiled(function: Callable[..., Any]) -> Any:
    """The function's own code, compiled, calling the compiled code of every function of this program that it names."""
    assert isinstance(function, FunctionType)
    names = dict(function.__globals__)
    for name in function.__code__.co_names:
        other = names.get(name)
        if isinstance(other, FunctionType) and other.__module__.startswith("finder."):
            names[name] = compiled(other)
    own = FunctionType(function.__code__, names, function.__name__, function.__defaults__)
    return njit(error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True, _nrt=False)(own)


def integers(values: Any) -> Any:
    """Enums as integers, functions compiled."""
    if isinstance(values, IntEnum):
        return int(values)
    if isinstance(values, tuple):
        made = [integers(value) for value in values]
        return type(values)(*made) if hasattr(values, "_fields") else tuple(made)
    return compiled(values) if callable(values) else values


def flat(values: Any) -> list[int]:
    """Every integer of nested tuples."""
    return [number for value in values for number in flat(value)] if isinstance(values, tuple) else [int(values)]
