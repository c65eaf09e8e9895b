"""A ledger row, made only if every cent is somebody's; and the rows of claims that the plan does not pay."""

from __future__ import annotations

from finder.adjudication.accumulators import accumulated, phase_after, phase_of_claim
from finder.adjudication.other_payers import wrap_other_payers
from finder.adjudication.shares import ClaimShares
from finder.adjudication.terms import PlanYearTerms, is_enhanced
from finder.domain.benefit import Phase
from finder.domain.claim import Accumulators, Claim, LedgerRow, OutsideKind, PaidOutside, RuleApplied, Segment
from finder.domain.errors import FinderError
from finder.domain.money import WHOLE, Cents
from finder.rules.price import cash_below_negotiated_price, patient_assistance_copay


class UnbalancedClaim(FinderError):
    """The payers of a claim do not share its price to the cent: a fault of this program, found before anyone saw the number."""


def row_of(
    terms: PlanYearTerms,
    claim: Claim,
    price: Cents,
    segments: list[Segment],
    credit: Cents,
    after: Accumulators,
    rules: list[RuleApplied],
) -> LedgerRow:
    """A ledger row, made only if every cent is somebody's and nobody's part is negative."""
    total = 0
    for segment in segments:
        payers = segment[2:]
        if min(payers) < 0 or sum(payers) != segment.amount:
            raise UnbalancedClaim(f"the payers of a segment do not share its amount: {segment}")
        total += segment.amount
    if total != price:
        raise UnbalancedClaim(f"the segments of a claim sum to {total}, its price is {price}")
    return LedgerRow(claim, price, tuple(segments), credit, after, phase_after(terms, after), tuple(rules))


def uncovered_row(terms: PlanYearTerms, claim: Claim, price: Cents, before: Accumulators, rules: list[RuleApplied]) -> LedgerRow:
    """The row of a drug that the plan does not cover."""
    wrapped = wrap_other_payers(terms, claim, _paid_by_the_person(Phase.OUTSIDE, price), 0)
    rules = [*rules, RuleApplied("not_covered", price), *wrapped.rules]
    return row_of(terms, claim, price, wrapped.segments, 0, before, rules)


def paid_outside_row(terms: PlanYearTerms, claim: Claim, paid: PaidOutside, shares: ClaimShares, before: Accumulators) -> LedgerRow:
    """The row of a purchase without the plan: what the person paid, in the phase it counts in, or ``outside`` where it counts nowhere."""
    phase = phase_of_claim(terms, shares, before)
    if paid.kind is OutsideKind.CASH:
        whole = _owes_whole_price(terms, claim, shares, phase)
        counted = cash_below_negotiated_price(paid.amount, claim.negotiated_price, paid.documented, paid.network_pharmacy, whole)
        rule = "cash_below_negotiated_price"
    else:
        counted = patient_assistance_copay(paid.amount, paid.documented)
        rule = "patient_assistance_copay"
    rules = [RuleApplied(rule, counted)]
    if not counted:
        return row_of(terms, claim, paid.amount, _paid_by_the_person(Phase.OUTSIDE, paid.amount), 0, before, rules)
    portion = counted if phase is Phase.DEDUCTIBLE else 0
    after = accumulated(terms, shares, counted, portion, counted, before)
    return row_of(terms, claim, counted, _paid_by_the_person(phase, counted), after.troop - before.troop, after, rules)


def _paid_by_the_person(phase: Phase, amount: Cents) -> list[Segment]:
    return [Segment(phase, amount, amount, 0, 0, 0, 0, 0)] if amount else []


def _owes_whole_price(terms: PlanYearTerms, claim: Claim, shares: ClaimShares, phase: Phase) -> bool:
    if terms.subsidy.level:
        return False  # Extra Help leaves no deductible and no gap in which the whole price is owed
    if phase is Phase.DEDUCTIBLE:
        return True
    basic_gap = phase is Phase.COVERAGE_GAP and not is_enhanced(terms.design) and not shares.plan_covers_gap
    return basic_gap and (terms.year.gap_brand if claim.brand else terms.year.gap_generic) == WHOLE
