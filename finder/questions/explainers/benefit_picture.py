"""Who pays what of a yearly drug cost, phase by phase, and the life of the coverage gap: read from ledgers of the standard benefit."""

from __future__ import annotations

from functools import cache
from typing import Any

from finder.adjudication.standard_year import standard_terms, standard_year, total_at_threshold
from finder.documents.ledger import by_phase, months, totals
from finder.documents.parameters import parameter_entry
from finder.domain.benefit import LowIncomeSubsidy, Phase
from finder.domain.claim import PAYERS, Ledger, Segment
from finder.domain.money import BasisPoints, Cents, dollars, fraction
from finder.parameters import FIRST_YEAR, LAST_YEAR, parameter_set

_PRINTED_TOTAL = "total_covered_spend_at_oop_threshold.standard"


def picture(plan_year: int, yearly_cost: Cents, brand_share: BasisPoints) -> dict[str, Any]:
    """The phases that the cost reaches, in order, with where each begins and ends in total drug spend and each payer's part; the year's
    totals and months; when the threshold was reached; and the total at which it is."""
    ledger = standard_year(plan_year, yearly_cost, brand_share)
    return {
        "year": plan_year,
        "yearly_drug_cost": dollars(yearly_cost),
        "brand_share": fraction(brand_share),
        "totals": totals(ledger.rows, ledger.opening),
        "phases": _phases(ledger),
        "months": months(ledger, Phase.DEDUCTIBLE if standard_terms(plan_year).year.deductible else Phase.INITIAL_COVERAGE),
        "threshold_reached_on": _reached(ledger),
        "total_at_threshold": thresholds(plan_year),
    }


def _phases(ledger: Ledger) -> list[dict[str, Any]]:
    sums = by_phase(ledger.rows)
    entries, spent = [], 0
    for phase in Phase:
        segments = [segment for row in ledger.rows for segment in row.segments if segment.phase is phase]
        amount = sum(segment.amount for segment in segments)
        if amount:
            bounds = {"from": dollars(spent), "to": dollars(spent + amount)}
            entries.append({"phase": phase.key, **bounds, **sums[phase.key], "shares": _shares(segments, amount)})
            spent += amount
    return entries


def _shares(segments: list[Segment], amount: Cents) -> dict[str, str]:
    """Each payer's part of the phase in percent, to a tenth."""
    parts = {payer: sum(getattr(segment, payer) for segment in segments) for payer in PAYERS}
    return {payer: f"{(2_000 * part + amount) // (2 * amount) / 10:.1f}" for payer, part in parts.items() if part}


def _reached(ledger: Ledger) -> str | None:
    threshold = standard_terms(ledger.plan_year).year.threshold
    return next((row.claim.date.isoformat() for row in ledger.rows if row.accumulators.troop >= threshold), None)


@cache
def thresholds(plan_year: int) -> dict[str, Any]:
    """Total drug spend when the threshold is reached, and the person's part of it, with brands alone and generics alone; the total with
    full Extra Help; and the total that is printed for the standard benefit, with its status."""
    numbers = parameter_set(plan_year)
    kinds = {
        "brands_alone": total_at_threshold(plan_year, brand=True),
        "generics_alone": total_at_threshold(plan_year, brand=False),
    }
    told: dict[str, Any] = {name: {"total": dollars(total), "patient_pay": dollars(paid)} for name, (total, paid) in kinds.items()}
    helped, _ = total_at_threshold(plan_year, brand=True, level=LowIncomeSubsidy.FULL_OTHER)
    told["with_full_extra_help"] = {"total": dollars(helped)}  # what the person pays of it depends on the number of fills
    return told | {"printed": parameter_entry(numbers, _PRINTED_TOTAL) if numbers.has(_PRINTED_TOTAL) else None}


@cache
def coverage_gap_life() -> list[dict[str, Any]]:
    """For each plan year the enrollee's share of brands and generics in the gap and the maker's discount (rates; null where the year has no
    gap), and where the gap begins and, by brands alone and generics alone, ends in total drug spend."""
    return [_gap_of(year) for year in range(FIRST_YEAR, LAST_YEAR + 1)]


def _gap_of(plan_year: int) -> dict[str, Any]:
    terms, numbers = standard_terms(plan_year).year, parameter_set(plan_year)
    if not terms.law.has_coverage_gap:
        nothing = dict.fromkeys(("brand", "generic", "manufacturer_discount", "begins", "ends_brands", "ends_generics", "status"))
        return {"year": plan_year, **nothing}
    statuses = [numbers.get(f"gap_coinsurance.{kind}").status for kind in ("brand", "generic")]
    return {
        "year": plan_year,
        "brand": fraction(terms.gap_brand),
        "generic": fraction(terms.gap_generic),
        "manufacturer_discount": fraction(terms.gap_discount),
        "begins": dollars(terms.initial_coverage_limit),
        "ends_brands": dollars(total_at_threshold(plan_year, brand=True)[0]),
        "ends_generics": dollars(total_at_threshold(plan_year, brand=False)[0]),
        "status": statuses[0] if len(set(statuses)) == 1 else min(statuses, key=("estimate", "unconfirmed", "single", "confirmed").index),
    }
