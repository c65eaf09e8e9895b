"""Above the out-of-pocket threshold, by era."""

from __future__ import annotations

from finder.domain.money import BasisPoints, Cents, share_of
from finder.rules.registry import law


@law
def catastrophic_share(piece: Cents, rate: BasisPoints, minimum: Cents) -> Cents:
    """Through 2023 the enrollee pays above the threshold the greater of 5% and the year's minimum copay, at most the
    piece. 42 CFR 423.104(d)(5)."""
    return min(piece, max(share_of(piece, rate), minimum))


@law
def nothing_above_threshold(piece: Cents, rate: BasisPoints, minimum: Cents) -> Cents:
    """From 2024 the enrollee pays nothing above the threshold. 42 USC 1395w-102(b)(4)(A)."""
    return 0


@law
def reinsurance(piece: Cents, left: Cents, rate: BasisPoints) -> Cents:
    """Medicare reinsures the plan for a part of the piece above the threshold, never more than the enrollee and manufacturer
    leave. 42 USC 1395w-115(b)."""
    return min(left, share_of(piece, rate))
