"""The all-in cost of a year at a plan: the full price of drugs left out, and how low the premium may be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from finder.adjudication.premiums import Benchmark, Premiums
from finder.adjudication.pricing import unit_price_of
from finder.adjudication.terms import PlanYearTerms
from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.market import FormularyEntry, Plan
from finder.domain.money import Cents, UnitPrice
from finder.domain.plan_cost import PremiumSubsidy


class DrugLeftOut(NamedTuple):
    """A drug that is not in a plan's total: whether the plan lists it, and the full price of its fills (None: nobody prices it)."""

    listed: bool
    full_price: Cents | None


class LeftOut(NamedTuple):
    """The drugs of a list that are not in a plan's total.

    ``full_price``: the full price of all of them.
    ``listed_price``: the part for drugs that the plan lists; their real cost lies between zero and that.
    ``unknown``: whether nobody prices one of them.
    """

    full_price: Cents
    listed_price: Cents
    unknown: bool


NOTHING_LEFT_OUT = LeftOut(0, 0, unknown=False)


def left_out(drugs: Sequence[DrugLeftOut]) -> LeftOut:
    """Add up drugs left out."""
    known = [(listed, price) for listed, price in drugs if price is not None]
    return LeftOut(sum(price for _, price in known), sum(price for listed, price in known if listed), len(known) < len(drugs))


def full_unit_price(entry: FormularyEntry | None, days_supply: int, median: UnitPrice | None) -> UnitPrice | None:
    """The unit price of a drug that a plan doesn't pay for: the plan's own if the files have one, else the market's median. None if no plan
    prices it."""
    return median if entry is None or entry.unit_price is None else unit_price_of(entry, days_supply)


def least_premium(plan: Plan, premiums: Premiums, benchmark: Benchmark | None = None) -> Cents | None:
    """The least that a monthly premium can be; None where nothing of it is known. Extra Help pays at most the basic Part D premium, and no
    more of it than the region's benchmark: where we don't know what it pays, all of that may fall away. An estimated benchmark bounds
    nothing. Where the files lack the premium, it is the part that they do have. 42 CFR 423.780(b)."""
    before = plan.premium_floor if premiums.premium is None else premiums.premium
    if premiums.subsidy is not PremiumSubsidy.UNKNOWN or before is None:
        return before
    reach = plan.part_d_premium if plan.basic_premium is None else plan.basic_premium
    if benchmark is not None and not benchmark.estimate:
        reach = benchmark.amount if reach is None else min(reach, benchmark.amount)
    return 0 if reach is None else max(before - max(reach, 0), 0)


def own_deductible(terms: PlanYearTerms) -> Cents:
    """The deductible that this person has: the plan's; with full Extra Help none; with partial help at most the partial level's own.
    42 CFR 423.782(a), (b)."""
    of_plan, level = terms.design.deductible, terms.subsidy.level
    if level is LowIncomeSubsidy.NONE:
        return of_plan
    return min(of_plan, terms.subsidy.partial_deductible)
