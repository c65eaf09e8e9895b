"""The same law, compiled: what many years of purchases cost, without ledgers and without months.

``Compiled`` takes the functions that cut a claim (``pieces``), say what the person pays of it (``payers``) and move the accumulators on
(``rows``), with every rule that these call, and has Numba compile the very code that plain Python runs. No line of the law is written here:
what follows is only a loop over claims, and how the terms of a year, of a plan and of a fill look as integers.

Numba is an extra (``partd-finder[fast]``). Without it, and for one person in one county, plain Python answers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from types import FunctionType
from typing import Any, NamedTuple

import numpy as np
from numba import njit

from finder.adjudication.pieces import pieces_with_gap, pieces_without_gap
from finder.adjudication.shares import ClaimShares
from finder.adjudication.terms import PlanYearTerms, SubsidyTerms, YearTerms
from finder.adjudication.year_sums import claim_sums
from finder.domain.benefit import CostShare
from finder.domain.money import Cents
from finder.rules.spans import Shape

NO_LIMIT: Cents = 10**15
FILL = 18
"""Integers of a purchase: its two shares, then the rest of its ClaimShares in order, its price and its fee."""


class Rules(NamedTuple):
    """The rules of a year's shape, compiled."""

    above_threshold: Any
    deductible_credit: Any


class Year(NamedTuple):
    """Of ``YearTerms``, what the sums of a year need."""

    shape: Rules
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


def compiled(function: Callable[..., Any], made: dict[Callable[..., Any], Any]) -> Any:
    """The function's own code, compiled, calling the compiled code of every function of this program that it calls."""
    if function not in made:
        assert isinstance(function, FunctionType)
        names = dict(function.__globals__)
        for name in function.__code__.co_names:
            other = names.get(name)
            if isinstance(other, FunctionType) and other.__module__.startswith("finder."):
                names[name] = compiled(other, made)
        copy = FunctionType(function.__code__, names, function.__name__, function.__defaults__, function.__closure__)
        made[function] = njit(copy)
    return made[function]


_made: dict[Callable[..., Any], Any] = {}


def _years(cut, year, subsidy, plans, fills, counted, order, openings, paid):  # type: ignore[no-untyped-def]
    """Add up what is paid for each purchase of each plan: ``plans`` [plan, 4], ``fills`` [plan, purchase, FILL], ``order`` the purchases
    of the year as processed, ``counted`` and ``paid`` [plan, purchase]."""
    for plan in range(plans.shape[0]):
        deductible, limit, greater, exempt = plans[plan]
        terms = Terms(year, Design(deductible, limit), subsidy, greater != 0, exempt != 0)
        state = (openings[plan, 0], openings[plan, 1], openings[plan, 2], openings[plan, 3])
        for purchase in order:
            if counted[plan, purchase]:
                f = fills[plan, purchase]
                initial, gap = CostShare(f[0], f[1], f[2], f[3]), CostShare(f[4], f[5], f[6], f[7])
                shares = ClaimShares(initial, gap, f[8], f[9], f[10], f[11], f[12], f[13], f[14], f[15])
                pays, _, state = claim_sums(cut, terms, shares, f[16], f[17], state)
                paid[plan, purchase] += pays
