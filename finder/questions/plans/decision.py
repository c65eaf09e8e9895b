"""Which few plans stand side by side: the one that the person has, the first, and one that differs from it in kind."""

from __future__ import annotations

from collections.abc import Iterator

from finder.domain.decision import Choice, Role
from finder.domain.money import Cents
from finder.domain.months import YEAR_MONTHS
from finder.domain.plan_cost import Comparison, PlanCost, RestrictionKind
from finder.questions.plans.ranking import can_be_named, drug_plan, merits, stars

MOST = 3
DEAR_A_YEAR: Cents = 600_00
"""An alternative that costs more than this a year above the first plan is no real choice, unless it covers more: our own measure, $50 a
month."""
_MERITS = ("covers_more", "fewer_restrictions", "more_stars", "preferred_pharmacy", "lower_premium")
_APPROVALS = (RestrictionKind.PRIOR_AUTHORIZATION, RestrictionKind.STEP_THERAPY)


def decision(comparison: Comparison) -> tuple[Choice, ...]:
    """At most three plans: the person's own, the first, and an alternative that differs in kind; the next ones where there is room."""
    first, current = comparison.best[0], comparison.current
    chosen = [] if current is None else [Choice(current, Role.NOW, current is first)]
    if current is not first:
        chosen.append(Choice(first, Role.FIRST, True))
    other = _alternative(comparison, [choice.cost for choice in chosen])
    taken = [choice.cost for choice in chosen] + ([other.cost] if other else [])
    room = MOST - len(taken)
    following = [cost for cost in comparison.best if all(cost is not one for one in taken)][:room]
    chosen += [Choice(cost, Role.NEXT) for cost in following]
    return (*chosen, *([other] if other else []))


def merit_over(cost: PlanCost, other: PlanCost) -> str:
    """The code of what puts a plan before another of nearly the same cost; empty where nothing does."""
    pairs = zip(_MERITS, merits(cost), merits(other), strict=True)
    return next((merit for merit, one, two in pairs if one != two), "")


def approvals(cost: PlanCost) -> int:
    """For how many drugs of the list the plan wants to be asked, or another drug tried, before it pays."""
    return sum(any(restriction.kind in _APPROVALS for restriction in drug.restrictions) for drug in cost.drugs)


def _alternative(comparison: Comparison, taken: list[PlanCost]) -> Choice | None:
    """The cheapest of the plans that differ in kind from the first one."""
    first = comparison.best[0]
    pool = [cost for cost in comparison.plans if all(cost is not one for one in taken) and _is_sound(cost, first)]
    found = list(_differing(pool, first, comparison))
    return min(found, key=lambda choice: (comparison.figure(choice.cost), choice.role), default=None)


def _differing(pool: list[PlanCost], first: PlanCost, comparison: Comparison) -> Iterator[Choice]:
    """The cheapest plan of each kind of difference."""
    affordable = [cost for cost in pool if _is_affordable(comparison, cost, first)]
    same_sort = [cost for cost in affordable if drug_plan(cost) == drug_plan(first)]
    rated = [cost for cost in same_sort if (stars(cost) or 0) > (stars(first) or 0)]
    most = max((stars(cost) or 0 for cost in rated), default=0)
    kinds = (
        (Role.COVERS_MORE, [cost for cost in pool if cost.counted > first.counted]),
        (Role.NO_APPROVAL, [cost for cost in same_sort if approvals(first) and not approvals(cost)]),
        (Role.OTHER_SORT, [cost for cost in affordable if drug_plan(cost) != drug_plan(first)]),
        (Role.MOST_STARS, [cost for cost in rated if stars(cost) == most]),
    )
    for role, plans in kinds:
        if plans:
            yield Choice(min(plans, key=comparison.figure), role)


def _is_sound(cost: PlanCost, first: PlanCost) -> bool:
    """Whether this person may be pointed to the plan: open to them, not warned of, of a known cost, and covering as much."""
    known = cost.premium is not None and not cost.unpriced
    return can_be_named(cost) and not cost.warnings and known and cost.counted >= first.counted


def _is_affordable(comparison: Comparison, cost: PlanCost, first: PlanCost) -> bool:
    more = comparison.figure(cost) - comparison.figure(first)
    return more * YEAR_MONTHS <= DEAR_A_YEAR * cost.months_covered
