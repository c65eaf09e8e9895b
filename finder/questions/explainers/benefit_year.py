"""Who pays what of a yearly drug cost, phase by phase, and the life of the coverage gap: read from ledgers of the standard benefit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache

from finder.adjudication.standard_year import standard_terms, standard_year, total_at_threshold
from finder.domain.benefit import LowIncomeSubsidy, Phase
from finder.domain.benefit_year import AtThreshold, BenefitYear, Gap, GapYear, PhaseOfYear, Thresholds, YearSteps
from finder.domain.claim import PAYERS, Ledger, Segment
from finder.domain.money import WHOLE, BasisPoints, Cents, ratio_half_up
from finder.domain.plan_cost import PlanCost
from finder.parameters import FIRST_YEAR, LAST_YEAR, parameter_set

PRINTED_TOTAL = "total_covered_spend_at_oop_threshold.standard"
_SHARE_STEP = WHOLE // 20
_LEAST_SURE_FIRST = ("estimate", "unconfirmed", "single", "confirmed")


def plan_years() -> tuple[int, ...]:
    """Every plan year that the law's numbers know, the latest first."""
    return tuple(range(LAST_YEAR, FIRST_YEAR - 1, -1))


def benefit_year(year: int, cost: Cents, brand_share: BasisPoints) -> BenefitYear:
    """The phases that the cost reaches, each payer's part, and when the threshold was reached. Raises UnknownPlanYear."""
    terms, ledger = standard_terms(year).year, standard_year(year, cost, brand_share)
    return BenefitYear(
        year=year,
        brand_share=brand_share,
        cost=cost,
        ledger=ledger,
        paid=_paid(segment for row in ledger.rows for segment in row.segments),
        troop=ledger.rows[-1].accumulators.troop if ledger.rows else ledger.opening.troop,
        opening=Phase.DEDUCTIBLE if terms.deductible else Phase.INITIAL_COVERAGE,
        phases=tuple(_phases(ledger)),
        threshold_reached_on=_reached(ledger, terms.threshold),
        thresholds=thresholds(year),
    )


def brand_share(cost: PlanCost) -> BasisPoints:
    """The share of brands in what a list's covered drugs cost, in steps of five percent."""
    gross = {brand: sum(drug.gross for drug in cost.drugs if drug.counted and drug.drug.is_brand is brand) for brand in (True, False)}
    whole = sum(gross.values())
    return ratio_half_up(gross[True] * (WHOLE // _SHARE_STEP), whole) * _SHARE_STEP if whole else 0


def steps_by_year(brand_share: BasisPoints, through: Cents) -> tuple[YearSteps, ...]:
    """The phases of every plan year up to one drug cost, the earliest year first."""
    years = range(FIRST_YEAR, LAST_YEAR + 1)
    return tuple(YearSteps(year, tuple(_phases(standard_year(year, through, brand_share)))) for year in years)


def _phases(ledger: Ledger) -> Iterator[PhaseOfYear]:
    spent = 0
    for phase in Phase:
        segments = [segment for row in ledger.rows for segment in row.segments if segment.phase is phase]
        amount = sum(segment.amount for segment in segments)
        if amount:
            yield PhaseOfYear(phase, spent, spent + amount, _paid(segments))
            spent += amount


def _paid(segments: Iterable[Segment]) -> dict[str, Cents]:
    segments = tuple(segments)
    return {payer: sum(getattr(segment, payer) for segment in segments) for payer in PAYERS}


def _reached(ledger: Ledger, threshold: Cents) -> date | None:
    return next((row.claim.date for row in ledger.rows if row.accumulators.troop >= threshold), None)


@cache
def thresholds(plan_year: int) -> Thresholds:
    """When the threshold is reached with brands alone, generics alone and full Extra Help, and the drug cost that is printed."""
    numbers = parameter_set(plan_year)
    helped, _ = total_at_threshold(plan_year, brand=True, level=LowIncomeSubsidy.FULL_OTHER)
    printed = numbers.get(PRINTED_TOTAL) if numbers.has(PRINTED_TOTAL) else None
    return Thresholds(
        brands=AtThreshold(*total_at_threshold(plan_year, brand=True)),
        generics=AtThreshold(*total_at_threshold(plan_year, brand=False)),
        with_full_extra_help=helped,
        printed=numbers.cents(PRINTED_TOTAL) if printed else None,
        printed_status=printed.status if printed else "missing",
    )


@cache
def coverage_gap_by_year() -> tuple[GapYear, ...]:
    """The coverage gap of every plan year."""
    return tuple(GapYear(year, _gap(year)) for year in range(FIRST_YEAR, LAST_YEAR + 1))


def _gap(plan_year: int) -> Gap | None:
    terms, numbers = standard_terms(plan_year).year, parameter_set(plan_year)
    if not terms.law.has_coverage_gap:
        return None
    statuses = [numbers.get(f"gap_coinsurance.{kind}").status for kind in ("brand", "generic")]
    return Gap(
        brand=terms.gap_brand,
        generic=terms.gap_generic,
        discount=terms.gap_discount,
        begins=terms.initial_coverage_limit,
        ends_brands=total_at_threshold(plan_year, brand=True)[0],
        ends_generics=total_at_threshold(plan_year, brand=False)[0],
        status=min(statuses, key=_LEAST_SURE_FIRST.index),
    )
