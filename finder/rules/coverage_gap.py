"""The coverage gap of 2006 to 2024: the enrollee's share, the manufacturer's discount, and where the gap ends."""

from __future__ import annotations

from typing import NamedTuple

from finder.domain.money import WHOLE, BasisPoints, Cents, ratio_half_up, share_of
from finder.rules.cost_share import cost_share
from finder.rules.registry import law


class GapTerms(NamedTuple):
    """What decides the gap of one claim: the enrollee's share (``kind``, ``amount``, ``minimum``, ``maximum``, and ``fee_rate`` for the
    dispensing fee, -1 where the share holds for the whole piece), the manufacturer's ``discount_rate``, the most that the enrollee can
    owe (``cap``, -1: none), the claim's price and
    fee."""

    kind: int
    amount: int
    minimum: Cents
    maximum: Cents
    fee_rate: BasisPoints
    discount_rate: BasisPoints
    cap: Cents
    price: Cents
    fee: Cents


@law
def fee_of_piece(piece: Cents, price: Cents, fee: Cents) -> Cents:
    """A piece of a claim bears its proportion of the dispensing fee. Choice: no source states the allocation on a straddling claim."""
    return ratio_half_up(fee * piece, price) if price > 0 else 0


@law
def gap_share(piece: Cents, terms: GapTerms) -> Cents:
    """In the gap the enrollee pays the year's coinsurance of the drug, and the year's share of its dispensing fee, or the share of a
    plan that covers the gap. 42 CFR 423.104(d)(4)."""
    if terms.fee_rate >= 0 and terms.fee > 0:
        fee = fee_of_piece(piece, terms.price, terms.fee)
        share = min(piece, ratio_half_up((piece - fee) * terms.amount + fee * terms.fee_rate, WHOLE))
    else:
        share = cost_share(piece, terms.kind, terms.amount, terms.minimum, terms.maximum)
    return share if terms.cap < 0 else min(share, terms.cap)


@law
def gap_discount(piece: Cents, terms: GapTerms) -> Cents:
    """The manufacturer of a brand discounts the piece in the gap, less its dispensing fee, for an enrollee without subsidy; it takes at
    most what the enrollee leaves. 42 CFR 423.2325."""
    discount = share_of(piece - fee_of_piece(piece, terms.price, terms.fee), terms.discount_rate)
    return min(discount, piece - gap_share(piece, terms))


@law
def gap_portion(rest: Cents, missing: Cents, terms: GapTerms) -> Cents:
    """The gap reaches to the out-of-pocket threshold: the least piece whose credit (the enrollee's share and the manufacturer's
    discount) reaches what is missing. 42 CFR 423.104(d)(4)-(5)."""
    if gap_share(rest, terms) + gap_discount(rest, terms) < missing:
        return rest
    below, enough = 0, rest
    while enough - below > 1:
        middle = (below + enough) // 2
        if gap_share(middle, terms) + gap_discount(middle, terms) >= missing:
            enough = middle
        else:
            below = middle
    # the two roundings can make the credit fall by a cent as the piece grows by one, so look a few cents further down
    for piece in range(max(enough - 4, 0), enough):
        if gap_share(piece, terms) + gap_discount(piece, terms) >= missing:
            return piece
    return enough
