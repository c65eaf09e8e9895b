"""Two people of one place, each with an answer of their own, side by side. There is no plan for two."""

from __future__ import annotations

from finder.domain.errors import Problem, Refusal
from finder.domain.market import Catalog
from finder.domain.money import Cents
from finder.domain.plan_cost import Comparison, PlanCost
from finder.domain.side_by_side import Couple, OneOfTwo
from finder.questions.plans.special_coverage import special_coverage


def couple(catalog: Catalog, first: Comparison, second: Comparison) -> Couple:
    """Both answers, and what both pay. Raises Refusal for two counties."""
    if first.county != second.county:
        found = f"{first.county.name} and {second.county.name} County"
        raise Refusal([Problem("$.second.county", "one county for both", found)])
    one, other = _one_of_two(catalog, first), _one_of_two(catalog, second)
    return Couple(one, other, _together(one, other))


def _one_of_two(catalog: Catalog, comparison: Comparison) -> OneOfTwo:
    chosen = comparison.recommendation.plan_id
    cost = comparison.plan_cost(chosen) if chosen else None
    return OneOfTwo(comparison, cost, special_coverage(catalog, [cost] if cost else [], comparison.prescriptions))


def _together(one: OneOfTwo, other: OneOfTwo) -> Cents | None:
    """What both pay in the months that each is covered; None where a premium or a price is not known."""
    if one.cost is None or other.cost is None or _unknown(one.cost) or _unknown(other.cost):
        return None
    return one.comparison.figure(one.cost) + other.comparison.figure(other.cost)


def _unknown(cost: PlanCost) -> bool:
    return cost.at_least or cost.uncertain
