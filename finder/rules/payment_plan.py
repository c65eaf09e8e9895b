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


@law
def level_first_bill(owed: Cents, months_left: int) -> Cents:
    """Where no cost follows the month of joining, its cost is billed in equal parts, which stay below the first cap. Choice: the law sets
    the most that a bill may be; the printed example of $1,200 in January alone bills $100.00 a month."""
    return ratio_half_up(owed, months_left)


@law
def owed_below_threshold(cost: Cents, threshold: Cents, incurred: Cents) -> Cents:
    """Of a month's costs the person owes at most what is missing to the out-of-pocket threshold; nothing is owed above it. 42 USC
    1395w-102(b)(4)(A)."""
    return min(cost, max(threshold - incurred, 0))


@law
def single_claim_notice(largest_claim: Cents, notice_amount: Cents) -> bool:
    """A person is likely to benefit, and the pharmacy must say so, where one claim costs the person the year's notice amount or
    more. 42 CFR 423.137."""
    return largest_claim >= notice_amount


@law
def prior_year_notice(paid_in_first_months: Cents, notice_amount: Cents) -> bool:
    """A person is likely to benefit, and the plan must say so before the year starts, where the costs of the first months of the year
    before reached the notice amount. 42 CFR 423.137."""
    return paid_in_first_months >= notice_amount
