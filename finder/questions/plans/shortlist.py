"""All plans compared, as a person wants to see them: of a kind, with enough stars, without approvals, in an order."""

from __future__ import annotations

from typing import NamedTuple

from finder.domain.benefit import Named
from finder.domain.plan_cost import Comparison, PlanCost
from finder.questions.plans.decision import approvals
from finder.questions.plans.ranking import drug_plan, stars


class Order(Named):
    """In which order plans are listed."""

    RANK = 0
    PREMIUM = 1
    DRUGS = 2
    FIRST_MONTH = 3
    STARS = 4


class Kind(Named):
    """Which sort of plan is listed."""

    ALL = 0
    DRUG_PLANS = 1
    HEALTH_PLANS = 2


class Wanted(NamedTuple):
    """What is asked of the plans listed.

    ``fewest_stars``: 0 asks for none. ``no_approvals``: none of the drugs needs an approval, or another drug first.
    ``covers_all``: no drug is left out. ``preferred_store``: the person can use a preferred store.
    """

    kind: Kind = Kind.ALL
    order: Order = Order.RANK
    fewest_stars: float = 0
    no_approvals: bool = False
    covers_all: bool = False
    preferred_store: bool = False


def shortlist(comparison: Comparison, wanted: Wanted) -> tuple[PlanCost, ...]:
    """The plans that are as wanted, in the order wanted; those equal in it keep their rank order."""
    return tuple(sorted((cost for cost in comparison.plans if _fits(cost, wanted)), key=lambda cost: _place(cost, wanted.order)))


def _fits(cost: PlanCost, wanted: Wanted) -> bool:
    return (
        (wanted.kind is Kind.ALL or drug_plan(cost) == (wanted.kind is Kind.DRUG_PLANS))
        and (not wanted.fewest_stars or (stars(cost) or 0) >= wanted.fewest_stars)
        and not (wanted.no_approvals and approvals(cost))
        and not (wanted.covers_all and cost.not_covered)
        and (not wanted.preferred_store or cost.preferred_pharmacy)
    )


def _place(cost: PlanCost, order: Order) -> tuple[bool, float]:
    """What is known comes before what is not."""
    if order is Order.PREMIUM:
        return cost.premium is None, cost.premium or 0
    if order is Order.DRUGS:
        return bool(cost.left_out), cost.drug_cost
    if order is Order.FIRST_MONTH:
        first = next(entry for entry in cost.months if entry.covered)
        return cost.premium is None or bool(cost.left_out), first.patient_pay + first.premium
    if order is Order.STARS:
        return False, -(stars(cost) or 0)
    return False, cost.rank
