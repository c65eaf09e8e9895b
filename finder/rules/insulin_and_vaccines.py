"""Insulin and adult vaccines, from 2023."""

from __future__ import annotations

from finder.domain.money import BasisPoints, Cents, share_of
from finder.domain.supply import months_begun
from finder.rules.registry import law


@law
def insulin_cap(days_supply: int, monthly_cap: Cents) -> Cents:
    """From 2023 insulin has no deductible and costs at most $35 for each month's supply begun. 42 CFR 423.120(h)."""
    return months_begun(days_supply) * monthly_cap


@law
def insulin_share(share: Cents, piece: Cents, cap_left: Cents, rate_cap: BasisPoints) -> Cents:
    """The enrollee's share of insulin is the plan's share, at most what is left of the cap and, from 2026, at most 25% of the
    price. 42 USC 1395w-102(b)(9)."""
    share = min(share, cap_left)
    return share if rate_cap < 0 else min(share, share_of(piece, rate_cap))


@law
def reduction_subsidy(without_cap: Cents, paid: Cents, left: Cents) -> Cents:
    """In 2023 alone Medicare pays the plan what the cap on insulin, the free vaccine and the missing deductible take off the enrollee's
    share, and that counts as out-of-pocket cost. 42 USC 1395w-115(h), 1395w-102(b)(4)(C)(iii)(I)."""
    return min(max(without_cap - paid, 0), left)


@law
def vaccine_share(piece: Cents) -> Cents:
    """From 2023 an adult vaccine recommended by the ACIP costs nothing in any phase. 42 USC 1395w-102(b)(8)."""
    return 0
