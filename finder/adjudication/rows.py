"""A ledger row, made only if every cent is somebody's."""

from __future__ import annotations

from finder.adjudication.accumulators import phase_after
from finder.adjudication.payers import Payers
from finder.adjudication.terms import PlanYearTerms
from finder.domain.benefit import Phase
from finder.domain.claim import Accumulators, Claim, LedgerRow, RuleApplied, Segment
from finder.domain.errors import FinderError
from finder.domain.money import Cents

_PHASES = tuple(Phase)


class UnbalancedClaim(FinderError):
    """The payers of a claim do not share its price to the cent: a fault of this program, found before anyone saw the number."""


def segments_of(payers: Payers) -> tuple[Segment, ...]:
    """The payers of each phase that the claim touches."""
    return tuple([Segment(_PHASES[at], *[parts[at] for parts in payers]) for at, amount in enumerate(payers.amount) if amount])


def row_of(
    terms: PlanYearTerms,
    claim: Claim,
    price: Cents,
    segments: tuple[Segment, ...],
    before: Accumulators,
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
    return LedgerRow(claim, price, segments, after.troop - before.troop, after, phase_after(terms, after), tuple(rules))
