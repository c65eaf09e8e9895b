"""The coverage gap of 2006 to 2024: the enrollee's share, the manufacturer's discount, and where the gap ends."""

from __future__ import annotations

from typing import NamedTuple

from finder.domain.benefit import CostShare
from finder.domain.money import WHOLE, BasisPoints, Cents, ratio_half_up, share_of
from finder.rules.cost_share import cost_share
from finder.rules.insulin_and_vaccines import reduction_subsidy
from finder.rules.registry import law


class GapTerms(NamedTuple):
    """What decides the gap of one claim.

    ``share``: the year's basic share, or what the plan's own gap coverage asks.
    ``plan_covers``: whether ``share`` is the plan's own.
    ``fee_rate``: the enrollee's part of the dispensing fee under the basic share (-1: the share holds for the whole piece).
    ``discount_rate``: the manufacturer's discount.
    ``own``: the plan's own insulin share, which replaces ``share`` where ``has_own``.
    ``cap``: the most that the enrollee can owe (-1: no cap).
    ``subsidized``: whether the difference to the share without the law of insulin and vaccines counts (2023).
    ``deductible``: the part of the piece that would fall in the deductible without that law.
    ``price``, ``fee``: those of the whole claim.
    """

    share: CostShare
    plan_covers: bool
    fee_rate: BasisPoints
    discount_rate: BasisPoints
    own: CostShare
    has_own: bool
    cap: Cents
    subsidized: bool
    deductible: Cents
    price: Cents
    fee: Cents


class GapShares(NamedTuple):
    """What of a piece in the gap counts toward the threshold: what the enrollee owes, the manufacturer's discount, and what Medicare pays
    of a share that the law of insulin and vaccines lowers (2023)."""

    owed: Cents
    discount: Cents
    reduction: Cents


@law
def fee_of_piece(piece: Cents, price: Cents, fee: Cents) -> Cents:
    """A piece of a claim bears its proportion of the dispensing fee. Choice: no source states the allocation on a straddling claim."""
    return ratio_half_up(fee * piece, price) if price > 0 else 0


@law
def left_by_gap_coverage(piece: Cents, share: CostShare) -> Cents:
    """A plan's own gap coverage comes first: what it leaves of the piece is the copay or coinsurance that it asks, at most the
    piece. 42 CFR 423.2325(e)(1)."""
    return cost_share(piece, share)


@law
def discount_after_gap_coverage(piece: Cents, terms: GapTerms) -> Cents:
    """Where the plan covers the gap, the manufacturer of a brand discounts what the coverage leaves of the price, not above the price less
    its dispensing fee. 42 CFR 423.2305, 42 USC 1395w-114a(c)(2)."""
    left = left_by_gap_coverage(piece, terms.share)
    return share_of(min(left, piece - fee_of_piece(piece, terms.price, terms.fee)), terms.discount_rate)


@law
def basic_gap_share(piece: Cents, terms: GapTerms) -> Cents:
    """In the gap the enrollee pays the year's coinsurance of the drug, and the year's share of its dispensing fee. 42 CFR
    423.104(d)(4)."""
    if terms.fee_rate >= 0 and terms.fee > 0:
        fee = fee_of_piece(piece, terms.price, terms.fee)
        return min(piece, ratio_half_up((piece - fee) * terms.share.amount + fee * terms.fee_rate, WHOLE))
    return cost_share(piece, terms.share)


def share_without_cap(piece: Cents, terms: GapTerms) -> Cents:
    """The enrollee's share in the gap before the law of insulin and vaccines lowers it."""
    if terms.has_own:
        return cost_share(piece, terms.own)
    if terms.plan_covers:
        return left_by_gap_coverage(piece, terms.share) - discount_after_gap_coverage(piece, terms)
    return basic_gap_share(piece, terms)


@law
def gap_share(piece: Cents, terms: GapTerms) -> Cents:
    """In the gap the enrollee pays the year's share, or what the plan's own coverage and the discount after it leave, and no more than the
    cap on insulin. 42 CFR 423.104(d)(4), 423.2325(e)."""
    share = share_without_cap(piece, terms)
    return share if terms.cap < 0 else min(share, terms.cap)


@law
def gap_discount(piece: Cents, owed: Cents, terms: GapTerms) -> Cents:
    """The manufacturer of a brand discounts the piece in the gap, less its dispensing fee and after the plan's own coverage, for an
    enrollee without subsidy; it takes at most what the enrollee leaves. 42 CFR 423.2305, 423.2325."""
    if terms.plan_covers:
        discount = discount_after_gap_coverage(piece, terms)
    else:
        discount = share_of(piece - fee_of_piece(piece, terms.price, terms.fee), terms.discount_rate)
    return min(discount, piece - owed)


def gap_reduction(piece: Cents, owed: Cents, discount: Cents, terms: GapTerms) -> Cents:
    """What Medicare pays in the gap of 2023 of the share that the law of insulin and vaccines lowers."""
    if not terms.subsidized:
        return 0
    whole = min(piece, terms.deductible)
    without = whole + share_without_cap(piece - whole, terms)
    return reduction_subsidy(without, owed, piece - owed - discount)


def gap_shares(piece: Cents, terms: GapTerms) -> GapShares:
    """What of a piece in the gap counts toward the threshold."""
    owed = gap_share(piece, terms)
    discount = gap_discount(piece, owed, terms)
    return GapShares(owed, discount, gap_reduction(piece, owed, discount, terms))


def gap_credit(shares: GapShares) -> Cents:
    """What they add up to."""
    return shares.owed + shares.discount + shares.reduction


@law
def gap_portion(rest: Cents, missing: Cents, terms: GapTerms) -> Cents:
    """The gap reaches to the out-of-pocket threshold: the least piece whose credit (the enrollee's share and the manufacturer's
    discount) reaches what is missing. 42 CFR 423.104(d)(4)-(5).

    ``rest``: what is left of the claim. Its own credit reaches what is missing.
    """
    below, enough = 0, rest
    while enough - below > 1:
        middle = (below + enough) // 2
        if gap_credit(gap_shares(middle, terms)) >= missing:
            enough = middle
        else:
            below = middle
    # rounding can lower the credit by a cent as the piece grows by one, so look a few cents further down
    for piece in range(max(enough - 4, 0), enough):
        if gap_credit(gap_shares(piece, terms)) >= missing:
            return piece
    return enough
