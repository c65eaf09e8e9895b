"""Purchases without the plan: cash below the negotiated price, and a manufacturer's patient assistance."""

from __future__ import annotations

from finder.adjudication.rows import accumulated, phase_after, row_of
from finder.adjudication.shares import ClaimShares
from finder.adjudication.terms import PlanYearTerms
from finder.domain.benefit import Phase
from finder.domain.claim import Accumulators, Claim, LedgerRow, OutsideKind, PaidOutside, RuleApplied, Segment
from finder.domain.money import WHOLE, Cents
from finder.rules.price import cash_below_negotiated_price, patient_assistance_copay


def paid_outside_row(terms: PlanYearTerms, claim: Claim, paid: PaidOutside, shares: ClaimShares, before: Accumulators) -> LedgerRow:
    """The row of a purchase without the plan: what the person paid, in the phase it counts in, or ``outside`` where it counts nowhere."""
    phase = Phase.DEDUCTIBLE if _in_deductible(terms, shares, before) else phase_after(terms, before)
    if phase is Phase.DEDUCTIBLE and not shares.deductible_applies:
        phase = phase_after(terms, before._replace(deductible_met=terms.design.deductible))
    if paid.kind is OutsideKind.CASH:
        whole = _owes_whole_price(terms, claim, shares, phase)
        counted = cash_below_negotiated_price(paid.amount, claim.negotiated_price, paid.documented, paid.network_pharmacy, whole)
        rule = "cash_below_negotiated_price"
    else:
        counted = patient_assistance_copay(paid.amount, paid.documented)
        rule = "patient_assistance_copay"
    rules = [RuleApplied(rule, counted)]
    if not counted:
        segments = [Segment(Phase.OUTSIDE, paid.amount, paid.amount, 0, 0, 0, 0, 0)] if paid.amount else []
        return row_of(terms, claim, paid.amount, segments, 0, before, rules)
    credit: Cents = min(counted, max(terms.year.threshold - before.troop, 0))
    portion = counted if phase is Phase.DEDUCTIBLE else 0
    after = Accumulators(*accumulated(terms, shares, counted, portion, credit, before))
    return row_of(terms, claim, counted, [Segment(phase, counted, counted, 0, 0, 0, 0, 0)], credit, after, rules)


def _in_deductible(terms: PlanYearTerms, shares: ClaimShares, before: Accumulators) -> bool:
    return shares.deductible_applies and before.deductible_met < terms.design.deductible and before.troop < terms.year.threshold


def _owes_whole_price(terms: PlanYearTerms, claim: Claim, shares: ClaimShares, phase: Phase) -> bool:
    if terms.subsidy.level:
        return False  # Extra Help leaves no deductible and no gap in which the whole price is owed
    if phase is Phase.DEDUCTIBLE:
        return True
    basic_gap = phase is Phase.COVERAGE_GAP and not terms.enhanced and not shares.plan_covers_gap
    return basic_gap and (terms.year.gap_brand if claim.brand else terms.year.gap_generic) == WHOLE
