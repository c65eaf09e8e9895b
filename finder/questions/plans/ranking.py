"""The order of plans: the all-in cost, and what breaks a tie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, groupby

from finder.domain.money import Cents
from finder.domain.months import YEAR_MONTHS
from finder.domain.plan_cost import PlanCost

NEAR_TIE_A_YEAR: Cents = 50_00
"""Costs within this much a year are a near tie: our own measure, far below the error of any price."""


def ranked(costs: Sequence[PlanCost], *, skip_uncovered: bool = False) -> tuple[PlanCost, ...]:
    """The plans in order, each with its rank."""
    return tuple(replace(cost, rank=rank) for rank, cost in enumerate(in_order(costs, skip_uncovered=skip_uncovered), start=1))


def in_order(costs: Sequence[PlanCost], *, skip_uncovered: bool = False) -> tuple[PlanCost, ...]:
    """Plans with a known premium come before those without one. Then the lower all-in cost comes first; with ``skip_uncovered`` the plan
    that covers more of the list, and after that the lower total.

    The plans within the near-tie amount of the cheapest one count as equal to it, and so do plans of exactly the same cost further down.
    Among equals the plan that covers more of the list comes first, then fewer restrictions, more stars, a preferred pharmacy that the
    person can use, the lower premium, and the lower cost. The plan's id comes last, only so that the same question gives the same bytes.
    """
    figure = _total if skip_uncovered else _all_in

    def level(cost: PlanCost) -> tuple[bool, int]:
        return cost.premium is None, -cost.counted if skip_uncovered else 0

    def price(cost: PlanCost) -> tuple[tuple[bool, int], Cents]:
        return level(cost), figure(cost)

    ordered = sorted(costs, key=price)
    if not ordered:
        return ()
    cheapest = ordered[0]
    tied = [cost for cost in ordered if level(cost) == level(cheapest) and near(figure(cost) - figure(cheapest), cost.months_covered)]
    first = sorted(tied, key=lambda cost: (_merits(cost), figure(cost), cost.plan.plan_id))
    rest = (_by_merits(list(group)) for _, group in groupby(ordered[len(first) :], key=price))
    return (*first, *chain.from_iterable(rest))


def _by_merits(equals: list[PlanCost]) -> list[PlanCost]:
    """Orders plans of exactly the same cost; a lone plan needs no look at its drugs."""
    return sorted(equals, key=lambda cost: (_merits(cost), cost.plan.plan_id)) if len(equals) > 1 else equals


def near(difference: Cents, months_covered: int) -> bool:
    """Whether a difference over the months covered is within the near-tie amount of a year."""
    return abs(difference) * YEAR_MONTHS <= NEAR_TIE_A_YEAR * months_covered


def stars(cost: PlanCost) -> float | None:
    """The plan's star rating as a number; None where Medicare gives none."""
    try:
        return float(cost.plan.star_rating)
    except ValueError:
        return None


def _all_in(cost: PlanCost) -> Cents:
    return cost.all_in


def _total(cost: PlanCost) -> Cents:
    return cost.total


def _merits(cost: PlanCost) -> tuple[int, int, float, bool, Cents]:
    """What decides among plans that cost the same."""
    return -cost.counted, cost.restrictions, -(stars(cost) or 0), not cost.preferred_pharmacy, cost.premium or 0
