"""Where a claim is cut: the deductible, the initial coverage limit, the out-of-pocket threshold."""

from __future__ import annotations

from finder.domain.benefit import Phase
from finder.domain.money import Cents, ratio_half_up
from finder.rules.registry import law


@law
def deductible_portion(price: Cents, met: Cents, deductible: Cents) -> Cents:
    """The part of a claim that falls in the deductible; the enrollee pays all of it. 42 CFR 423.104(d)(1)."""
    return min(price, max(deductible - met, 0))


@law
def deductible_credit_of_its_claims(met: Cents, deductible: Cents, portion: Cents, price: Cents) -> Cents:
    """Through 2024 only claims that the deductible applies to count toward it. 42 CFR 423.104(d)(1)."""
    return min(deductible, met + portion)


@law
def deductible_credit_of_every_claim(met: Cents, deductible: Cents, portion: Cents, price: Cents) -> Cents:
    """From 2025 every covered claim but insulin and vaccines counts its whole price toward the plan's deductible, on a tier without
    deductible too. CMS Final CY2025 and CY2026 Part D Redesign Program Instructions."""
    return min(deductible, met + price)


@law
def initial_coverage_portion(rest: Cents, gross_drug_cost: Cents, initial_coverage_limit: Cents) -> Cents:
    """Through 2024 initial coverage reaches to the initial coverage limit, measured in total drug spend. 42 CFR 423.104(d)(3)."""
    return min(rest, max(initial_coverage_limit - gross_drug_cost, 0))


@law
def below_threshold(piece: Cents, credit: Cents, missing: Cents) -> Cents:
    """Where a claim's out-of-pocket credit would pass the threshold, the part below it is the piece times what was missing over the
    credit, and the enrollee pays at most what was missing. 42 USC 1395w-102(b)(4)."""
    return piece if credit <= missing else ratio_half_up(piece * missing, credit)


def phase_of(
    gross_drug_cost: Cents, troop: Cents, deductible_met: Cents, deductible: Cents, initial_coverage_limit: Cents, threshold: Cents
) -> Phase:
    """The phase in which the next dollar falls. An initial coverage limit of -1 means no limit (from 2025)."""
    if troop >= threshold:
        return Phase.CATASTROPHIC
    if deductible_met < deductible:
        return Phase.DEDUCTIBLE
    if 0 <= initial_coverage_limit <= gross_drug_cost:
        return Phase.COVERAGE_GAP
    return Phase.INITIAL_COVERAGE
