"""What to do about the ranking: stay, switch, enroll, or look again, and why."""

from __future__ import annotations

from collections.abc import Sequence

from finder.domain.market import PlanKind
from finder.domain.money import Cents
from finder.domain.plan_cost import Action, PlanCost, PremiumSubsidy, Recommendation

NEAR_TIE_A_YEAR: Cents = 50_00
"""Totals within this much a year are told as a near tie: our own measure, far below the error of any price."""


def recommend(ranked: Sequence[PlanCost], current_plan: str | None) -> Recommendation:
    """A recommendation from plans in rank order, best first.

    A current plan is compared with plans of its own sort: a stand-alone drug plan with drug plans, a Medicare Advantage plan with Medicare
    Advantage plans, because changing sort changes doctors and hospitals too.
    """
    if current_plan is None:
        return _without_current(ranked)
    current = next((cost for cost in ranked if cost.plan.plan_id == current_plan), None)
    if current is None:
        best = ranked[0]
        return Recommendation(Action.REVIEW, "current_plan_not_offered", best.plan.plan_id, current_plan, None, near_ties(ranked, best))
    own_sort = [cost for cost in ranked if (cost.plan.kind is PlanKind.PDP) == (current.plan.kind is PlanKind.PDP)]
    best = own_sort[0]
    ties = near_ties(own_sort, best)
    action, because = _against(best, current, ties)
    target = current.plan.plan_id if action is Action.STAY else best.plan.plan_id
    return Recommendation(action, because, target, current_plan, current.total - best.total, ties)


def near_ties(ranked: Sequence[PlanCost], best: PlanCost) -> tuple[str, ...]:
    """The other plans that count as much of the list as the best, with a total within the near-tie amount of its total."""
    return tuple(
        cost.plan.plan_id for cost in ranked if cost is not best and cost.counted == best.counted and _near(cost.total - best.total, best)
    )


def _without_current(ranked: Sequence[PlanCost]) -> Recommendation:
    best = ranked[0]
    ties = near_ties(ranked, best)
    doubt = "example_design" if best.plan.example else _doubt(best)
    action, because = (Action.REVIEW, doubt) if doubt else (Action.ENROLL, "lowest_total")
    return Recommendation(action, because, best.plan.plan_id, None, None, ties)


def _against(best: PlanCost, current: PlanCost, ties: tuple[str, ...]) -> tuple[Action, str]:
    if current is best:
        return Action.STAY, "current_is_best"
    if _unknown(current):
        return Action.REVIEW, "current_cost_unknown"
    if best.counted > current.counted:
        doubt = _doubt(best)
        return (Action.REVIEW, doubt) if doubt else (Action.SWITCH, "covers_more")
    if current.plan.plan_id in ties:
        return Action.STAY, "near_tie"
    doubt = _doubt(best)
    return (Action.REVIEW, doubt) if doubt else (Action.SWITCH, "saves")


def _doubt(best: PlanCost) -> str:
    """Why the best plan should be looked at before it is chosen; empty where nothing stands against it."""
    if _unknown(best):
        return "best_cost_unknown"
    if best.not_covered:
        return "best_does_not_cover_all"
    if best.premium_subsidy is PremiumSubsidy.UNKNOWN:
        return "premium_subsidy_unknown"
    return ""


def _unknown(cost: PlanCost) -> bool:
    return cost.premium is None or bool(cost.unpriced)


def _near(difference: Cents, best: PlanCost) -> bool:
    return difference * 12 <= NEAR_TIE_A_YEAR * best.months_covered
