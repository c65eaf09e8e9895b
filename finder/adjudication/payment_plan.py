"""The bills of the Prescription Payment Plan: what a person owes each month, spread over the months left.

Caps are computed exactly and rounded once, when billed. December's bill takes what rounding leaves, so the bills sum to what is owed.
(Rounding the balance each month would change the last of CMS's nine equal bills.)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from finder.domain.money import Cents, ratio_half_up
from finder.rules.payment_plan import first_month_cap, later_month_cap, level_first_bill, owed_below_threshold, payment_plan_bill

MONTHS = 12
_PARTS = 12 * 27_720
"""Parts of a cent: a multiple of n(n+1) for each n from 1 to 11, so that divisions by the months left have no remainder."""


class BilledMonth(NamedTuple):
    """One month in the payment plan, in cents: the new cost, the most that the plan may bill, the bill, and what is left to bill."""

    month: int
    new_cost: Cents
    cap: Cents
    bill: Cents
    unbilled: Cents


def counted_costs(costs: Sequence[Cents], threshold: Cents, incurred: Cents = 0) -> tuple[Cents, ...]:
    """What is owed of each cost in turn, after ``incurred`` cents: nothing above the threshold."""
    counted = []
    for cost in costs:
        owed = owed_below_threshold(cost, threshold, incurred)
        incurred += owed
        counted.append(owed)
    return tuple(counted)


def billed_months(threshold: Cents, incurred: Cents, costs: Sequence[Cents], first_month: int) -> tuple[BilledMonth, ...]:
    """The months from joining to December. ``costs`` are those of these months, none above the threshold; ``incurred`` came before."""
    if len(costs) != MONTHS + 1 - first_month:
        raise ValueError(f"{MONTHS + 1 - first_month} months from month {first_month}, not {len(costs)}")
    billed: list[BilledMonth] = []
    exact_unbilled = left = 0
    for month, cost in enumerate(costs, start=first_month):
        months_left = MONTHS + 1 - month
        left += cost
        owed = exact_unbilled + cost * _PARTS
        if month == first_month:
            cap = first_month_cap(threshold * _PARTS, incurred * _PARTS, months_left)
            wanted = payment_plan_bill(cap, owed) if any(costs[1:]) else level_first_bill(owed, months_left)
        else:
            wanted = cap = later_month_cap(exact_unbilled, cost * _PARTS, months_left)
        exact_unbilled = owed - wanted
        last = months_left == 1
        bill = left if last else min(ratio_half_up(wanted, _PARTS), left)
        left -= bill
        billed.append(BilledMonth(month, cost, max(ratio_half_up(cap, _PARTS), bill), bill, left))
    return tuple(billed)
