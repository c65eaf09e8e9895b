"""Two people of one place, each with a list and an answer of their own. There is no plan for two: both answers only stand side by side."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from finder.domain.errors import Problem, Refusal
from finder.domain.market import Catalog, County
from finder.domain.member import Member
from finder.domain.money import Cents
from finder.domain.plan_cost import Comparison, PlanCost
from finder.domain.prescription import Prescription
from finder.domain.side_by_side import Couple, OneOfTwo
from finder.questions.plans.compare import compare_plans
from finder.questions.plans.special_coverage import special_coverage

Asked = tuple[Member, Sequence[Prescription]]


def couple(
    catalog: Catalog,
    first: Asked,
    second: Asked,
    answered: Comparison | None = None,
    uncounted: tuple[Sequence[str], Sequence[str]] = ((), ()),
    *,
    skip_uncovered: bool = False,
    today: date | None = None,
    known_years: Collection[int] = (),
) -> Couple:
    """Both answers (``answered`` is the first one's, where it is at hand; ``uncounted`` are the names on the second one's list that the
    catalog lacks, and those that Part D does not pay for; ``skip_uncovered`` is the second one's). Raises Refusal where they live in
    different counties, and as compare_plans does."""
    (one, one_list), (other, other_list) = first, second
    refuse_two_counties(one.county, other.county)
    later = compare_plans(
        catalog,
        other,
        other_list,
        skip_uncovered=skip_uncovered,
        not_counted=uncounted[0],
        outside_part_d=uncounted[1],
        today=today,
        known_years=known_years,
    )
    return couple_of(catalog, answered or compare_plans(catalog, one, one_list, today=today, known_years=known_years), later)


def couple_of(catalog: Catalog, first: Comparison, second: Comparison) -> Couple:
    """Two answers at hand, of one county, as those of a couple."""
    one, other = _one_of_two(catalog, first), _one_of_two(catalog, second)
    return Couple(one, other, _together(one, other))


def refuse_two_counties(one: County, other: County) -> None:
    """Raises Refusal where two people live in different counties."""
    if one != other:
        raise Refusal([Problem("$.second.county", "one county for both", f"{one.name} and {other.name} County")])


def _one_of_two(catalog: Catalog, comparison: Comparison) -> OneOfTwo:
    chosen = comparison.recommendation.plan_id
    cost = comparison.plan_cost(chosen) if chosen else None
    return OneOfTwo(comparison, cost, special_coverage(catalog, [cost] if cost else [], comparison.prescriptions))


def _together(one: OneOfTwo, other: OneOfTwo) -> Cents | None:
    """What both pay in the months that each is covered, each counted as asked; None where a premium or a price is not known."""
    if one.cost is None or other.cost is None or _unknown(one.cost) or _unknown(other.cost):
        return None
    return one.comparison.figure(one.cost) + other.comparison.figure(other.cost)


def _unknown(cost: PlanCost) -> bool:
    return cost.at_least or cost.uncertain
