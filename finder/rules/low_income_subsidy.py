"""Extra Help with cost sharing: what the person pays; Medicare pays the difference (LICS)."""

from __future__ import annotations

from finder.domain.money import BasisPoints, Cents, share_of
from finder.rules.registry import law


@law
def full_subsidy_share(owed: Cents, copay: Cents, paid: Cents) -> Cents:
    """With full Extra Help the enrollee pays, per claim, the lesser of the Extra Help copay and what an enrollee without it would owe
    below the threshold. 42 CFR 423.782(a)."""
    return min(owed, max(copay - paid, 0))


@law
def full_subsidy_above_threshold(owed: Cents) -> Cents:
    """With full Extra Help the enrollee pays nothing above the threshold. 42 CFR 423.782(a)(3)."""
    return 0


@law
def partial_subsidy_deductible(piece: Cents, met: Cents, partial_deductible: Cents, rate: BasisPoints) -> Cents:
    """With partial Extra Help (to 2023) the enrollee pays the smaller deductible in full, then 15%, never above the plan's own
    share. 42 CFR 423.782(b)(1)."""
    full = min(piece, max(partial_deductible - met, 0))
    return full + share_of(piece - full, rate)


@law
def partial_subsidy_share(piece: Cents, owed: Cents, rate: BasisPoints) -> Cents:
    """With partial Extra Help (to 2023) the enrollee pays the lesser of the plan's share and 15% up to the threshold. 42 CFR
    423.782(b)(2)."""
    return min(owed, share_of(piece, rate))


@law
def partial_subsidy_above_threshold(owed: Cents, copay: Cents) -> Cents:
    """With partial Extra Help (to 2023) the enrollee pays above the threshold at most the Extra Help copay. 42 CFR 423.782(b)(3)."""
    return min(owed, copay)


@law
def low_income_cost_sharing_subsidy(owed: Cents, paid: Cents) -> Cents:
    """Medicare pays what an enrollee without subsidy would owe, less what was paid; it counts as out-of-pocket cost. 42 CFR 423.782,
    423.100."""
    return owed - paid
