"""Copays, coinsurance, and what a short or a long fill does to a copay."""

from __future__ import annotations

from finder.domain.benefit import DAYS_OF_A_MONTHS_SUPPLY, ShareKind
from finder.domain.money import BasisPoints, Cents, ratio_half_up, share_of
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


def cost_share(piece: Cents, kind: int, amount: int, minimum: Cents, maximum: Cents) -> Cents:
    """The enrollee's share of a piece by the kind of share that the design gives."""
    if kind == ShareKind.COPAY:
        return copay(piece, amount)
    return coinsurance(piece, amount, minimum, maximum)


@law
def daily_copay(amount: Cents, days_supply: int) -> Cents:
    """From 2014 a copay on a fill of another length than the plan's month is the copay over 30, rounded to the cent, times the
    days. 42 CFR 423.153(b)(4)."""
    return ratio_half_up(amount, DAYS_OF_A_MONTHS_SUPPLY) * days_supply


@law
def copay_per_month_begun(amount: Cents, days_supply: int) -> Cents:
    """Before 2014 a short fill costs the whole copay, and a longer one a copay for each month's supply begun. 42 CFR 423.104(d)(2)."""
    return amount * months_begun(days_supply)


def months_begun(days_supply: int) -> int:
    """The months' supplies that a fill begins: 1 for up to 30 days, 2 for up to 60."""
    return (days_supply + DAYS_OF_A_MONTHS_SUPPLY - 1) // DAYS_OF_A_MONTHS_SUPPLY
