"""A claim cut at the boundaries that it crosses, and what the enrollee owes and pays of each piece."""

from __future__ import annotations

from typing import NamedTuple

from finder.adjudication.shares import ClaimShares, capped, gap_terms, owed, owed_without_cap
from finder.adjudication.terms import PlanYearTerms
from finder.domain.benefit import NO_LIMIT, LowIncomeSubsidy
from finder.domain.claim import Accumulators
from finder.domain.money import Cents
from finder.rules.coverage_gap import gap_credit, gap_portion, gap_shares
from finder.rules.incurred_costs import defined_standard_share, enhanced_plan_credit
from finder.rules.insulin_and_vaccines import reduction_subsidy
from finder.rules.low_income_subsidy import (
    full_subsidy_above_threshold,
    full_subsidy_share,
    partial_subsidy_above_threshold,
    partial_subsidy_deductible,
    partial_subsidy_share,
)
from finder.rules.phases import below_threshold, deductible_portion, initial_coverage_portion


class Piece(NamedTuple):
    """The part of a claim in one phase.

    ``owed``: what an enrollee without Extra Help owes of it.
    ``discount``: what the manufacturer takes off it in the gap.
    ``reduction``: what Medicare pays of it because the law of insulin and vaccines lowers the share (2023).
    """

    amount: Cents
    owed: Cents
    discount: Cents
    reduction: Cents


class Pieces(NamedTuple):
    """A claim by phase, and its credit toward the threshold before other payers."""

    deductible: Piece
    initial: Piece
    gap: Piece
    catastrophic: Piece
    credit: Cents


class ByPhase(NamedTuple):
    """An amount of a claim by phase: in the order of ``Phase``, and of the pieces."""

    deductible: Cents
    initial: Cents
    gap: Cents
    catastrophic: Cents
    outside: Cents


NOTHING = Piece(0, 0, 0, 0)
NO_PIECES = Pieces(NOTHING, NOTHING, NOTHING, NOTHING, 0)
"""Of a claim that the plan does not share."""


def cut_with_gap(terms: PlanYearTerms, shares: ClaimShares, price: Cents, fee: Cents, before: Accumulators) -> Pieces:
    """Cut a claim, 2006-2024: deductible, initial coverage to the limit in total drug spend, gap to the threshold in TrOOP, then
    catastrophic. ``fee`` is the dispensing fee within the price."""
    missing = terms.year.threshold - before.troop
    deductible = _deductible_piece(terms, shares, price, before, missing)
    missing -= deductible.amount
    rest = price - deductible.amount
    whole = initial_before_threshold(terms, rest, before.gross_drug_cost + deductible.amount)
    lifted = _lifted_deductible(terms, shares, price, before)
    initial = _initial_piece(terms, shares, whole, lifted, missing)
    missing -= initial.owed + initial.reduction
    gap = _gap_piece(terms, shares, price, fee, rest - initial.amount, missing, initial.owed, max(lifted - whole, 0))
    catastrophic = _catastrophic_piece(terms, shares, rest - initial.amount - gap.amount, initial.owed + gap.owed)
    credit = deductible.amount + initial.owed + initial.reduction + gap.owed + gap.discount + gap.reduction
    return Pieces(deductible, initial, gap, catastrophic, credit)


def cut_without_gap(terms: PlanYearTerms, shares: ClaimShares, price: Cents, before: Accumulators) -> Pieces:
    """Cut a claim, from 2025: deductible, initial coverage to the threshold in TrOOP, then catastrophic at no cost to the enrollee."""
    missing = terms.year.threshold - before.troop
    if missing <= 0:
        return Pieces(NOTHING, NOTHING, NOTHING, _catastrophic_piece(terms, shares, price, 0), 0)
    deductible = _deductible_piece(terms, shares, price, before, price)
    initial = price - deductible.amount
    share = owed(shares, initial) if initial else 0
    credit = deductible.amount + share
    if terms.plan.credits_the_greater:
        credit = enhanced_plan_credit(credit, _standard_share(terms, shares, price, before.standard_deductible_met))
    if credit < missing:
        return Pieces(deductible, Piece(initial, share, 0, 0), NOTHING, NOTHING, credit)
    deductible = _deductible_piece(terms, shares, price, before, missing)
    room = missing - deductible.amount
    initial = below_threshold(initial, credit - deductible.amount, room) if room else 0
    above = _catastrophic_piece(terms, shares, price - deductible.amount - initial, 0)
    return Pieces(deductible, Piece(initial, min(share, room), 0, 0), NOTHING, above, missing)


def initial_before_threshold(terms: PlanYearTerms, rest: Cents, gross_drug_cost: Cents) -> Cents:
    """The part of the rest of a claim that would be initial coverage if there were no threshold."""
    limit = terms.plan.initial_coverage_limit
    return rest if limit == NO_LIMIT else initial_coverage_portion(rest, gross_drug_cost, limit)


def _deductible_piece(terms: PlanYearTerms, shares: ClaimShares, price: Cents, before: Accumulators, most: Cents) -> Piece:
    if not shares.deductible_applies or before.deductible_met >= terms.plan.deductible:
        return NOTHING
    portion = min(deductible_portion(price, before.deductible_met, terms.plan.deductible), most)
    return Piece(portion, portion, 0, 0)


def _lifted_deductible(terms: PlanYearTerms, shares: ClaimShares, price: Cents, before: Accumulators) -> Cents:
    """The part of a claim that would fall in the deductible if the law of insulin and vaccines did not lift it (2023)."""
    if not (_subsidized(terms, shares) and shares.tier_deductible):
        return 0
    return deductible_portion(price, before.deductible_met, terms.plan.deductible)


def _initial_piece(terms: PlanYearTerms, shares: ClaimShares, whole: Cents, lifted: Cents, missing: Cents) -> Piece:
    """Initial coverage of ``whole`` cents, ended early where its credit passes the threshold."""
    if not whole or missing <= 0:
        return NOTHING
    share, reduction = owed(shares, whole), 0
    if _subsidized(terms, shares):
        reduction = reduction_subsidy(owed_without_cap(shares, whole, min(lifted, whole)), share, whole - share)
    below = below_threshold(whole, share + reduction, missing)
    counted = min(share, missing)
    return Piece(below, counted, 0, min(share + reduction, missing) - counted)


def _gap_piece(
    terms: PlanYearTerms, shares: ClaimShares, price: Cents, fee: Cents, rest: Cents, missing: Cents, paid: Cents, lifted: Cents
) -> Piece:
    """The gap of a claim, ``paid`` cents of whose cap are used up."""
    if not rest or missing <= 0:
        return NOTHING
    of_gap = gap_terms(terms, shares, price, fee, paid, lifted)
    piece, paid_of_it = rest, gap_shares(rest, of_gap)
    if gap_credit(paid_of_it) >= missing:
        piece = gap_portion(rest, missing, of_gap)
        paid_of_it = gap_shares(piece, of_gap)
    return Piece(piece, paid_of_it.owed, paid_of_it.discount, paid_of_it.reduction)


def _catastrophic_piece(terms: PlanYearTerms, shares: ClaimShares, piece: Cents, paid: Cents) -> Piece:
    """The part above the threshold of a claim, ``paid`` cents of whose cap are used up."""
    if not piece:
        return NOTHING
    year = terms.year
    above = year.law.above_threshold
    whole = above(piece, year.catastrophic_rate, year.catastrophic_minimum_other if shares.brand else year.catastrophic_minimum_generic)
    share = capped(shares, whole, piece, paid)
    reduction = reduction_subsidy(whole, share, piece - share) if _subsidized(terms, shares) else 0
    return Piece(piece, share, 0, reduction)


def _subsidized(terms: PlanYearTerms, shares: ClaimShares) -> bool:
    """Whether Medicare pays what the law of insulin and vaccines takes off the share (2023)."""
    return terms.year.law.subsidizes_reduction and shares.exempt


def _standard_share(terms: PlanYearTerms, shares: ClaimShares, price: Cents, standard_met: Cents) -> Cents:
    """The share of a claim under the standard benefit."""
    year = terms.year
    met = year.deductible if shares.exempt else standard_met
    standard = defined_standard_share(price, met, year.deductible, year.coinsurance)
    return standard if shares.cap == NO_LIMIT else min(standard, shares.cap)


def enrollee_pays(terms: PlanYearTerms, shares: ClaimShares, pieces: Pieces, before: Accumulators) -> ByPhase:
    """What the enrollee pays of each piece at the member's level of Extra Help."""
    level = terms.subsidy.level
    if not level:
        return ByPhase(pieces.deductible.owed, pieces.initial.owed, pieces.gap.owed, pieces.catastrophic.owed, 0)
    copay = terms.subsidy.copay_other if shares.brand else terms.subsidy.copay_generic
    if level == LowIncomeSubsidy.PARTIAL:
        return _pays_with_partial_help(terms, pieces, copay, before)
    return _pays_with_full_help(pieces, copay)


def _pays_with_full_help(pieces: Pieces, copay: Cents) -> ByPhase:
    deductible = full_subsidy_share(pieces.deductible.owed, copay, 0)
    initial = full_subsidy_share(pieces.initial.owed, copay, deductible)
    gap = full_subsidy_share(pieces.gap.owed, copay, deductible + initial)
    return ByPhase(deductible, initial, gap, full_subsidy_above_threshold(pieces.catastrophic.owed), 0)


def _pays_with_partial_help(terms: PlanYearTerms, pieces: Pieces, copay: Cents, before: Accumulators) -> ByPhase:
    rate = terms.subsidy.partial_rate
    return ByPhase(
        partial_subsidy_deductible(pieces.deductible.amount, before.deductible_met, terms.subsidy.partial_deductible, rate),
        partial_subsidy_share(pieces.initial.amount, pieces.initial.owed, rate),
        partial_subsidy_share(pieces.gap.amount, pieces.gap.owed, rate),
        partial_subsidy_above_threshold(pieces.catastrophic.owed, copay),
        0,
    )
