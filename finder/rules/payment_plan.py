"""The Medicare Prescription Payment Plan, from 2025: bills over the months left."""

from __future__ import annotations

from finder.domain.money import Cents, ratio_half_up
from finder.rules.registry import law


@law
def first_month_cap(threshold: Cents, incurred: Cents, months_left: int) -> Cents:
    """The first bill is at most the threshold less what was paid before joining, over the months left with this one. 42 CFR
    423.137(c)(1)."""
    return ratio_half_up(max(threshold - incurred, 0), months_left)


@law
def later_month_cap(unbilled: Cents, new_costs: Cents, months_left: int) -> Cents:
    """A later bill is at most the unbilled balance and the month's new costs, over the months left with this one. 42 CFR 423.137."""
    return ratio_half_up(unbilled + new_costs, months_left)


@law
def payment_plan_bill(cap: Cents, owed: Cents) -> Cents:
    """The month's bill is the lesser of the cap and what is owed. 42 CFR 423.137."""
    return min(cap, owed)
