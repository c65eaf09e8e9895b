"""Two people of one place, each with a list and an answer of their own. There is no plan for two: both answers only stand side by side."""

from __future__ import annotations

from collections.abc import Sequence

from finder.domain.errors import Problem, Refusal
from finder.domain.market import Catalog
from finder.domain.member import Member
from finder.domain.money import Cents
from finder.domain.plan_cost import Comparison, PlanCost
from finder.domain.prescription import Prescription
from finder.domain.side_by_side import Couple, OneOfTwo
from finder.questions.compare_plans import compare_plans
from finder.questions.special_coverage import special_coverage

Asked = tuple[Member, Sequence[Prescription]]


def couple(
    catalog: Catalog,
    first: Asked,
    second: Asked,
    answered: Comparison | None = None,
    uncounted: tuple[Sequence[str], Sequence[str]] = ((), ()),
) -> Couple:
    """Both answers (``answered`` is the first one's, where it is at hand; ``uncounted`` are the names on the second one's list that the
    catalog lacks, and those that Part D does not pay for). Raises Refusal where they live in different counties, and as
    compare_plans does."""
    (one, one_list), (other, other_list) = first, second
    if one.county != other.county:
        found = f"{one.county.name} and {other.county.name} County"
        raise Refusal([Problem("$.second.county", "one county for both", found)])
    later = compare_plans(catalog, other, other_list, not_counted=uncounted[0], outside_part_d=uncounted[1])
    comparisons = (answered or compare_plans(catalog, one, one_list), later)
    people = [_one_of_two(catalog, comparison) for comparison in comparisons]
    return Couple(people[0], people[1], _together(people[0].cost, people[1].cost))


def _one_of_two(catalog: Catalog, comparison: Comparison) -> OneOfTwo:
    chosen = comparison.recommendation.plan_id
    cost = comparison.plan_cost(chosen) if chosen else None
    return OneOfTwo(comparison, cost, special_coverage(catalog, [cost] if cost else [], comparison.prescriptions))


def _together(one: PlanCost | None, other: PlanCost | None) -> Cents | None:
    """What both pay in the months that each is covered; None where a premium or a price is not known."""
    if one is None or other is None or _unknown(one) or _unknown(other):
        return None
    return one.all_in + other.all_in


def _unknown(cost: PlanCost) -> bool:
    return cost.at_least or cost.uncertain
