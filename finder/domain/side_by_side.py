"""A few plans side by side, near-duplicates among a sponsor's plans, and two people who each choose a plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from finder.domain.market import Plan, SpecialCoverages
from finder.domain.money import BasisPoints, Cents
from finder.domain.plan_cost import Comparison, PlanCost


class NearDuplicate(NamedTuple):
    """Two plans of one sponsor that differ little.

    ``first``: the cheaper for this list.
    ``deductible``: the difference.
    ``brand_share``: the difference for a fill of a preferred brand: cents, or basis points where ``brand_coinsurance``.
    ``drugs``: the part of the ingredients on either list that is on one alone.
    ``open_drugs``: the same of the ingredients that need neither approval nor another drug first. It decides.
    ``ingredients``: how many were compared.
    """

    first: PlanCost
    second: PlanCost
    deductible: Cents
    brand_share: Cents | BasisPoints
    brand_coinsurance: bool
    drugs: BasisPoints
    ingredients: int
    open_drugs: BasisPoints = 0


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Two to four plans of a comparison.

    ``plans``: in rank order.
    ``near_duplicates``: of each, among all plans compared.
    ``special``: what the plans' lists beside their formularies say.
    """

    comparison: Comparison
    plans: tuple[PlanCost, ...]
    near_duplicates: tuple[NearDuplicate, ...]
    special: SpecialCoverages


class OneOfTwo(NamedTuple):
    """One person of a couple.

    ``cost``: the plan recommended to them; None where none is.
    ``special``: what its lists beside the formulary say.
    """

    comparison: Comparison
    cost: PlanCost | None
    special: SpecialCoverages


class OnePlan(NamedTuple):
    """The one plan that costs two people least together.

    ``first``, ``second``: what it costs each.
    ``together``: both.
    """

    first: PlanCost
    second: PlanCost
    together: Cents


@dataclass(frozen=True, slots=True)
class Couple:
    """Two answers in one place.

    ``together``: the totals of both plans; None where one is unknown or no plan is recommended.
    ``one_plan``: the plan for both, where the two recommended differ; None where no known plan may be suggested to both.
    """

    first: OneOfTwo
    second: OneOfTwo
    together: Cents | None
    one_plan: OnePlan | None = None

    @property
    def same_plan(self) -> Plan | None:
        """The plan recommended to both, or None. Each would still join it alone."""
        one, other = self.first.cost, self.second.cost
        return one.plan if one and other and one.plan.plan_id == other.plan.plan_id else None
