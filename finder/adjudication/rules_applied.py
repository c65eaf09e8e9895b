"""The rules that decided a claim, in order, each with its amount. They are read from the finished pieces."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import starmap

from finder.adjudication.segments import Paid, Pieces, discounted_above_threshold, initial_before_threshold, selected
from finder.adjudication.shares import ClaimShares
from finder.adjudication.terms import ABSENT, PlanYearTerms
from finder.domain.benefit import LowIncomeSubsidy, Phase, ShareKind
from finder.domain.claim import NO_PRICE, Accumulators, Claim, RuleApplied, Segment
from finder.domain.money import Cents
from finder.rules.coverage_gap import left_by_gap_coverage

Applied = Iterator[tuple[str, Cents]]


def rules_of_claim(
    terms: PlanYearTerms,
    claim: Claim,
    shares: ClaimShares,
    pieces: Pieces,
    paid: Paid,
    segments: Sequence[Segment],
    before: Accumulators,
) -> list[RuleApplied]:
    """The rules of the pieces, of Extra Help, and of the payers in ``segments`` (before other payers)."""
    found = (
        *_rules_of_pieces(terms, shares, pieces, before),
        *_rules_of_extra_help(terms, pieces, paid),
        *_rules_of_payers(terms, claim, pieces, segments),
    )
    return list(starmap(RuleApplied, found))


def rules_of_price(claim: Claim, price: Cents, *, in_network: bool) -> list[RuleApplied]:
    """The rule that set the price, unless it is the negotiated price."""
    if claim.usual_and_customary == NO_PRICE:
        return []
    if not in_network:
        return [RuleApplied("actual_cost", price)]
    return [RuleApplied("lesser_of_usual_and_customary", price)] if price < claim.negotiated_price else []


def _rules_of_pieces(terms: PlanYearTerms, shares: ClaimShares, pieces: Pieces, before: Accumulators) -> Applied:
    deductible, initial, gap, catastrophic, _ = pieces
    law = terms.year.law
    if deductible.amount:
        yield "deductible_portion", deductible.amount
    if initial.amount:
        yield from _rules_of_share(shares, initial.owed)
        if _ends_at_threshold(terms, pieces, before):
            yield "below_threshold", initial.amount
    if gap.amount:
        yield "gap_portion", gap.amount
        if shares.plan_covers_gap:
            yield "left_by_gap_coverage", left_by_gap_coverage(gap.amount, shares.gap)
        yield "gap_share", gap.owed
        if gap.discount:
            yield "gap_discount", gap.discount
    if catastrophic.amount:
        yield law.above_threshold.__name__, catastrophic.owed
    if law.subsidizes_reduction and shares.exempt:
        yield "reduction_subsidy", initial.reduction + gap.reduction + catastrophic.reduction


def _rules_of_share(shares: ClaimShares, share: Cents) -> Applied:
    if shares.cap == 0:
        yield "vaccine_share", share
        return
    yield ("copay" if shares.initial.kind is ShareKind.COPAY else "coinsurance"), share
    if shares.cap > 0:
        yield "insulin_share", share


def _ends_at_threshold(terms: PlanYearTerms, pieces: Pieces, before: Accumulators) -> bool:
    """Whether the threshold, and not the initial coverage limit, ends the initial coverage of a claim."""
    deductible, initial, gap, catastrophic, _ = pieces
    rest = initial.amount + gap.amount + catastrophic.amount
    if not terms.year.law.has_coverage_gap:
        return initial.amount < rest
    return initial.amount < initial_before_threshold(terms, rest, before.gross_drug_cost + deductible.amount)


def _rules_of_extra_help(terms: PlanYearTerms, pieces: Pieces, paid: Paid) -> Applied:
    level = terms.subsidy.level
    if level == LowIncomeSubsidy.NONE:
        return
    deductible, initial, gap, catastrophic, _ = pieces
    below = deductible.owed + initial.owed + gap.owed
    if level == LowIncomeSubsidy.PARTIAL:
        if deductible.amount:
            yield "partial_subsidy_deductible", paid.deductible
        if initial.amount or gap.amount:
            yield "partial_subsidy_share", paid.initial + paid.gap
        if catastrophic.amount:
            yield "partial_subsidy_above_threshold", paid.catastrophic
    else:
        if below:
            yield "full_subsidy_share", paid.deductible + paid.initial + paid.gap
        if catastrophic.owed:
            yield "full_subsidy_above_threshold", paid.catastrophic
    yield "low_income_cost_sharing_subsidy", below + catastrophic.owed - sum(paid)


def _rules_of_payers(terms: PlanYearTerms, claim: Claim, pieces: Pieces, segments: Sequence[Segment]) -> Applied:
    by_phase = {segment.phase: segment for segment in segments}
    initial, above = by_phase.get(Phase.INITIAL_COVERAGE), by_phase.get(Phase.CATASTROPHIC)
    if initial and terms.year.manufacturer_below != ABSENT:
        if selected(terms, claim):
            yield "selected_drug_subsidy", initial.medicare_reinsurance
        elif claim.brand:
            yield "manufacturer_below_threshold", initial.manufacturer
    if above:
        if discounted_above_threshold(terms, claim):
            yield "manufacturer_above_threshold", above.manufacturer
        yield "reinsurance", above.medicare_reinsurance - pieces.catastrophic.reduction
