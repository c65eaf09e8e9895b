"""The order of plans: the all-in cost, and what breaks a tie."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from finder.domain.money import Cents
from finder.domain.plan_cost import PlanCost

NEAR_TIE_A_YEAR: Cents = 50_00
"""Costs within this much a year are a near tie: our own measure, far below the error of any price."""
_MONTHS = 12


def ranked(costs: Sequence[PlanCost], *, skip_uncovered: bool = False) -> tuple[PlanCost, ...]:
    """The plans in order, each with its rank. Plans with a known premium come before those without one. Then the lower all-in cost comes
    first; with ``skip_uncovered`` the plan that covers more of the list, and after that the lower total.

    Plans that cost nearly the same form a group: it starts at the cheapest plan that is in no group yet and takes in all plans within
    the near-tie amount of that one. Inside a group fewer restrictions come first, then more stars, a preferred pharmacy that the person
    can use, the lower premium, and the lower cost. The plan's id comes last, only so that the same question gives the same bytes.
    """
    figure = _total if skip_uncovered else _all_in
    ordered = [cost for group in tie_groups(costs, figure, skip_uncovered=skip_uncovered) for cost in sorted(group, key=_better(figure))]
    return tuple(replace(cost, rank=rank) for rank, cost in enumerate(ordered, start=1))


def tie_groups(costs: Sequence[PlanCost], figure: Callable[[PlanCost], Cents], *, skip_uncovered: bool) -> Iterator[list[PlanCost]]:
    """The groups of plans that cost nearly the same, cheapest first."""

    def level(cost: PlanCost) -> tuple[bool, int]:
        return cost.premium is None, -cost.counted if skip_uncovered else 0

    group: list[PlanCost] = []
    for cost in sorted(costs, key=lambda cost: (level(cost), figure(cost))):
        if group and (level(cost) != level(group[0]) or not near(figure(cost) - figure(group[0]), cost.months_covered)):
            yield group
            group = []
        group.append(cost)
    if group:
        yield group


def near(difference: Cents, months_covered: int) -> bool:
    """Whether a difference over the months covered is within the near-tie amount of a year."""
    return abs(difference) * _MONTHS <= NEAR_TIE_A_YEAR * months_covered


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


def _better(figure: Callable[[PlanCost], Cents]) -> Callable[[PlanCost], tuple[int, float, bool, Cents, Cents, str]]:
    def place(cost: PlanCost) -> tuple[int, float, bool, Cents, Cents, str]:
        return cost.restrictions, -(stars(cost) or 0), not cost.preferred_pharmacy, cost.premium or 0, figure(cost), cost.plan.plan_id

    return place
