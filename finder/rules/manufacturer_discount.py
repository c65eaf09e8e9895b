"""The manufacturer discount program and the selected drug subsidy, from 2025."""

from __future__ import annotations

from finder.domain.money import BasisPoints, Cents, ratio_half_up, share_of
from finder.rules.registry import law


def above_standard_deductible(piece: Cents, spent: Cents, standard_deductible: Cents, fills_it: bool) -> Cents:
    """The part of a piece above the standard deductible, of which ``spent`` cents were filled before the piece.

    Insulin and vaccines do not fill that deductible, so they are wholly above it once it is met and not at all before.
    """
    if not fills_it:
        return piece if spent >= standard_deductible else 0
    return min(piece, max(spent + piece - standard_deductible, 0))


def above_incurred_deductible(piece: Cents, credit: Cents, incurred: Cents, standard_deductible: Cents) -> Cents:
    """The part of a piece above the standard deductible by the enrollee's own incurred costs: ``incurred`` cents before the piece, and
    ``credit`` cents of it."""
    missing = standard_deductible - incurred
    if missing <= 0:
        return piece
    return piece - ratio_half_up(piece * missing, credit) if credit > missing else 0


@law
def manufacturer_below_threshold(above_deductible: Cents, left: Cents, rate: BasisPoints) -> Cents:
    """From 2025 the manufacturer of a brand pays 10% of the price above the standard deductible and below the threshold, for enrollees
    with Extra Help too; it is not an out-of-pocket cost. 42 USC 1395w-114c(g)(4)."""
    return min(left, share_of(above_deductible, rate))


@law
def manufacturer_above_threshold(piece: Cents, left: Cents, rate: BasisPoints) -> Cents:
    """From 2025 the manufacturer of a brand pays 20% of the price above the threshold. 42 USC 1395w-114c(g)(4)."""
    return min(left, share_of(piece, rate))


@law
def selected_drug_subsidy(above_deductible: Cents, left: Cents, rate: BasisPoints) -> Cents:
    """For a drug with a negotiated (maximum fair) price Medicare pays, in place of its manufacturer, 10% of the price above the standard
    deductible and below the threshold. 42 USC 1395w-114d."""
    return min(left, share_of(above_deductible, rate))
