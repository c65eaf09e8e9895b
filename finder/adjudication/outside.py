"""The sums of a claim that the plan does not share: a drug that it does not cover, or a purchase without it."""

from __future__ import annotations

from finder.adjudication.accumulators import accumulated, phase_of_claim
from finder.adjudication.charges import Charge
from finder.adjudication.payers import NOBODY, ClaimSums, Payers, taken_by, total, wrap
from finder.adjudication.segments import NO_PIECES, ByPhase
from finder.adjudication.shares import ClaimShares
from finder.adjudication.terms import PlanYearTerms
from finder.domain.benefit import Phase
from finder.domain.claim import Accumulators, OutsideKind, PaidOutside
from finder.domain.money import WHOLE, Cents
from finder.rules.price import cash_below_negotiated_price, patient_assistance_copay


def settle_outside(terms: PlanYearTerms, charge: Charge, before: Accumulators) -> ClaimSums:
    """The sums of a claim that the plan does not share."""
    amount = charge.outside.amount
    if amount < 0:
        return _not_covered(terms, charge, before)
    if not charge.covered:
        return _paid_by_the_person(Phase.OUTSIDE, amount, before)
    shares, phase = charge.shares, phase_of_claim(terms, charge.shares, before)
    counted = _counted(terms, shares, charge.outside, charge.price, phase)
    if counted == 0:
        return _paid_by_the_person(Phase.OUTSIDE, amount, before)
    portion = counted if phase == Phase.DEDUCTIBLE else 0
    return _paid_by_the_person(phase, counted, accumulated(terms, shares, counted, portion, counted, before))


def _not_covered(terms: PlanYearTerms, charge: Charge, before: Accumulators) -> ClaimSums:
    sums = _paid_by_the_person(Phase.OUTSIDE, charge.price, before)
    payers, _ = wrap(sums.payers, taken_by(terms, charge.others, sums.payers.patient_pay), 0)
    return ClaimSums(NO_PIECES, NOBODY, sums.shared, payers, total(payers.patient_pay), before)


def _paid_by_the_person(phase: Phase, amount: Cents, after: Accumulators) -> ClaimSums:
    """The sums of a claim that the person pays alone."""
    parts = ByPhase(
        amount if phase == Phase.DEDUCTIBLE else 0,
        amount if phase == Phase.INITIAL_COVERAGE else 0,
        amount if phase == Phase.COVERAGE_GAP else 0,
        amount if phase == Phase.CATASTROPHIC else 0,
        amount if phase == Phase.OUTSIDE else 0,
    )
    payers = Payers(parts, parts, NOBODY, NOBODY, NOBODY, NOBODY, NOBODY)
    return ClaimSums(NO_PIECES, NOBODY, payers, payers, amount, after)


def _counted(terms: PlanYearTerms, shares: ClaimShares, paid: PaidOutside, negotiated: Cents, phase: Phase) -> Cents:
    """What of a purchase counts toward the deductible and the threshold: all of it or nothing."""
    if paid.kind == OutsideKind.CASH:
        whole = _owes_whole_price(terms, shares, phase)
        return cash_below_negotiated_price(paid.amount, negotiated, paid.documented, paid.network_pharmacy, whole)
    return patient_assistance_copay(paid.amount, paid.documented)


def _owes_whole_price(terms: PlanYearTerms, shares: ClaimShares, phase: Phase) -> bool:
    if terms.subsidy.level:
        return False  # Extra Help leaves no deductible and no gap in which the whole price is owed
    if phase == Phase.DEDUCTIBLE:
        return True
    basic_gap = phase == Phase.COVERAGE_GAP and not terms.plan.enhanced and not shares.plan_covers_gap
    return basic_gap and (terms.year.gap_brand if shares.brand else terms.year.gap_generic) == WHOLE
