"""Copays, coinsurance, and what a short or a long fill does to them."""

from __future__ import annotations

from finder.domain.benefit import DAYS_OF_A_MONTHS_SUPPLY, CostShare, ShareKind
from finder.domain.money import BasisPoints, Cents, ratio_half_up, share_of
from finder.domain.supply import months_begun
from finder.rules.registry import law


@law
def copay(piece: Cents, amount: Cents) -> Cents:
    """A copay is the lesser of the copay and the price of the piece. 42 CFR 423.104(d)(2)."""
    return min(amount, piece)


@law
def coinsurance(piece: Cents, rate: BasisPoints, minimum: Cents, maximum: Cents) -> Cents:
    """Coinsurance is the rate times the piece, within the tier's minimum and maximum, never above the piece. 42 CFR 423.104(d)(2)."""
    share = share_of(piece, rate)
    if minimum >= 0:
        share = max(share, minimum)
    if maximum >= 0:
        share = min(share, maximum)
    return min(share, piece)


def cost_share(piece: Cents, share: CostShare) -> Cents:
    """The enrollee's share of a piece."""
    if share.kind == ShareKind.COPAY:
        return copay(piece, share.amount)
    return coinsurance(piece, share.amount, share.minimum, share.maximum)


@law
def daily_copay(amount: Cents, days_supply: int) -> Cents:
    """From 2014 a copay on a fill of less than four weeks of a tablet or capsule is the copay over 30, rounded to the cent, times the
    days. 42 CFR 423.153(b)(4)."""
    return ratio_half_up(amount, DAYS_OF_A_MONTHS_SUPPLY) * days_supply


@law
def copay_per_month_begun(amount: Cents, days_supply: int) -> Cents:
    """A copay is whole for each month's supply that a fill begins; before 2014 that of a short fill is whole too. 42 CFR 423.104(d)(2)."""
    return amount * months_begun(days_supply)


law(months_begun)  # supplies do the arithmetic; a ledger cites it as a rule
