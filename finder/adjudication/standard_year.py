"""A yearly drug cost at the standard benefit: made into fills and adjudicated by the engine."""

from __future__ import annotations

from datetime import date

from finder.adjudication.engine import adjudicate_claim, adjudicate_year
from finder.adjudication.terms import PlanYearTerms, defined_standard, plan_year_terms, subsidy_terms, year_terms
from finder.domain.benefit import Channel, LowIncomeSubsidy, Phase
from finder.domain.claim import Accumulators, Claim, Ledger
from finder.domain.money import BasisPoints, Cents, share_of

MONTHS = 12
BRAND, GENERIC = "Brand drugs", "Generic drugs"
_STEP: Cents = 200  # every share of $2 is whole cents in every year, so rounding twelve times changes nothing
_BEYOND_EVERY_LIMIT: Cents = 10**9  # one claim of ten million dollars crosses every boundary of every year


def standard_terms(plan_year: int, level: LowIncomeSubsidy = LowIncomeSubsidy.NONE) -> PlanYearTerms:
    """The defined standard benefit of a year for a member of that subsidy level."""
    return plan_year_terms(year_terms(plan_year), defined_standard(plan_year), subsidy_terms(plan_year, level))


def standard_year(plan_year: int, yearly_cost: Cents, brand_share: BasisPoints) -> Ledger:
    """The ledger of a year of drugs of that cost, ``brand_share`` of it brands: one brand and one generic fill on the first of each month,
    of even amounts; December's takes the rest."""
    brand = share_of(yearly_cost, brand_share)
    claims = []
    for month in range(1, MONTHS + 1):
        for name, cost in ((BRAND, brand), (GENERIC, yearly_cost - brand)):
            even = cost // MONTHS // _STEP * _STEP
            price = even if month < MONTHS else cost - even * (MONTHS - 1)
            if price:
                claims.append(_claim(date(plan_year, month, 1), name, price))
    return adjudicate_year(standard_terms(plan_year), claims)


def total_at_threshold(plan_year: int, *, brand: bool, level: LowIncomeSubsidy = LowIncomeSubsidy.NONE) -> tuple[Cents, Cents]:
    """Total drug spend, and what the person paid of it, when the out-of-pocket threshold is reached by brands (or generics) alone."""
    claim = _claim(date(plan_year, 1, 1), BRAND if brand else GENERIC, _BEYOND_EVERY_LIMIT)
    row = adjudicate_claim(standard_terms(plan_year, level), claim, Accumulators())
    below = [segment for segment in row.segments if segment.phase is not Phase.CATASTROPHIC]
    return sum(segment.amount for segment in below), sum(segment.patient_pay for segment in below)


def _claim(day: date, name: str, price: Cents) -> Claim:
    return Claim(day, name, name == BRAND, 0, 30, Channel.STANDARD_RETAIL, price)
