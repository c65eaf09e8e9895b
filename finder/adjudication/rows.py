"""A ledger row, made only if every cent is somebody's, and the accumulators after it."""

from __future__ import annotations

from finder.adjudication.pieces import State
from finder.adjudication.shares import ClaimShares
from finder.adjudication.terms import ABSENT, PlanYearTerms
from finder.domain.benefit import Phase
from finder.domain.claim import Accumulators, Claim, LedgerRow, RuleApplied, Segment
from finder.domain.errors import FinderError
from finder.domain.money import Cents
from finder.rules.phases import phase_of


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


def accumulated(terms: PlanYearTerms, shares: ClaimShares, price: Cents, portion: Cents, credit: Cents, before: State) -> State:
    """The accumulators after a covered claim of ``price`` cents, ``portion`` of them in the deductible."""
    year, deductible = terms.year, terms.design.deductible
    gross, troop, met, standard_met = before
    if not shares.exempt:
        if met < deductible and (shares.deductible_applies or terms.credits_exempt_tiers):
            credited = portion if shares.deductible_applies else price
            met = max(met, year.shape.deductible_credit(met, deductible, portion, credited))
        if standard_met < year.deductible:
            standard_met = min(year.deductible, standard_met + price)
    elif terms.fills_lifted_deductible and shares.tier_deductible:
        met = max(met, min(deductible, met + price))
    return gross + price, min(troop + credit, max(year.threshold, troop)), met, standard_met


def phase_after(terms: PlanYearTerms, accumulators: Accumulators) -> Phase:
    """The phase in which the next dollar would fall."""
    limit = terms.design.initial_coverage_limit
    return phase_of(
        accumulators.gross_drug_cost,
        accumulators.troop,
        accumulators.deductible_met,
        terms.design.deductible,
        ABSENT if limit is None else limit,
        terms.year.threshold,
    )
