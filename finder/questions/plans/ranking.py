"""The order of plans, with what breaks a tie, and the plan recommended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, groupby
from operator import itemgetter

from finder.domain.choosing import MayJoin
from finder.domain.market import PlanKind
from finder.domain.money import Cents
from finder.domain.months import YEAR_MONTHS
from finder.domain.plan_cost import Action, PlanCost, PremiumSubsidy, Recommendation

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
    keyed = sorted((_level(cost, skip_uncovered), figure(cost), place) for place, cost in enumerate(costs))
    if not keyed:
        return ()
    best, lowest, _ = keyed[0]
    tied = [costs[place] for level, amount, place in keyed if level == best and near(amount - lowest, costs[place].months_covered)]
    first = sorted(tied, key=lambda cost: (merits(cost), figure(cost), cost.plan.plan_id))
    rest = (_by_merits([costs[place] for *_, place in group]) for _, group in groupby(keyed[len(first) :], key=itemgetter(0, 1)))
    return (*first, *chain.from_iterable(rest))


def _level(cost: PlanCost, skip_uncovered: bool) -> tuple[bool, int]:
    """What comes before any amount: a known premium, and how much is covered where the rest is not bought."""
    return cost.premium is None, -cost.counted if skip_uncovered else 0


def _by_merits(equals: list[PlanCost]) -> list[PlanCost]:
    """Orders plans of exactly the same cost; a lone plan needs no look at its drugs."""
    return sorted(equals, key=lambda cost: (merits(cost), cost.plan.plan_id)) if len(equals) > 1 else equals


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


def merits(cost: PlanCost) -> tuple[int, int, float, bool, Cents]:
    """What decides among plans that cost the same."""
    return -cost.counted, cost.restrictions, -(stars(cost) or 0), not cost.preferred_pharmacy, cost.premium or 0


def recommend(
    ranked: Sequence[PlanCost],
    current_plan: str | None,
    *,
    health_plans: bool = False,
    skip_uncovered: bool = False,
    leaders: tuple[PlanCost, ...] | None = None,
) -> Recommendation:
    """A recommendation from plans in rank order, best first. ``leaders``: those that may lead, where they are at hand.

    A current plan is compared with plans of its own sort: a stand-alone drug plan with drug plans, a health plan with health plans, because
    a change of sort changes doctors and hospitals too. Where the person asked for the other sort alone, the two sorts are compared, and a
    change is ``review``. Where nothing but the current plan can be suggested, nobody can say that it is the best one: ``review`` too.
    Without a current plan, a health plan leads only where the person chose to see health plans (``health_plans``).
    """
    choice = _Choice(skip_uncovered)
    current = next((cost for cost in ranked if cost.plan.plan_id == current_plan), None)
    if leaders is None:
        leaders = may_lead(ranked, current_plan, health_plans=health_plans, skip_uncovered=skip_uncovered)
    if not leaders:
        return Recommendation(Action.REVIEW, "no_plan_to_suggest", None, current_plan, None, ())
    if current_plan is None:
        return choice.without_current(leaders)
    if current is None:
        best = leaders[0]
        ties = choice.near_ties(leaders, best)
        return Recommendation(Action.REVIEW, "current_plan_not_offered", best.plan.plan_id, current_plan, None, ties)
    if leaders == (current,):
        return Recommendation(Action.REVIEW, "no_other_plan", current_plan, current_plan, None, (), _estimated(current))
    return choice.with_current(leaders, current)


def as_paper_claim(advice: Recommendation) -> Recommendation:
    """The advice where only pharmacies outside the network are used: no plan is suggested, because the person pays what such a pharmacy
    charges and asks the plan for a part of it. 42 CFR 423.124(b)."""
    return replace(advice, action=Action.REVIEW, because="out_of_network", savings=None)


def of_a_year_that_is_over(advice: Recommendation) -> Recommendation:
    """The advice about a year that nobody can choose any more: no plan of it is to be joined."""
    if advice.action not in (Action.SWITCH, Action.ENROLL):
        return advice
    return replace(advice, action=Action.REVIEW, because="year_over", savings=None)


def may_lead(
    ranked: Sequence[PlanCost], current_plan: str | None, *, health_plans: bool = False, skip_uncovered: bool = False
) -> tuple[PlanCost, ...]:
    """The plans that a recommendation may name, the best first: of the current plan's sort, else (without one, or where no other of its
    sort is compared) drug plans, and health plans too where the person chose to see them. A plan that Medicare has sanctioned, and one that
    this person may not join or must first be asked about, is never named; the person's own plan is always among them."""
    current = next((cost for cost in ranked if cost.plan.plan_id == current_plan), None)
    named = [cost for cost in ranked if cost is current or can_be_named(cost)]
    own = [cost for cost in named if current is not None and drug_plan(cost) == drug_plan(current)]
    if current is None or own == [current]:  # no current plan, or nothing of its sort to compare it with
        own = [cost for cost in named if cost is current or health_plans or drug_plan(cost)]
    return in_order(own, skip_uncovered=skip_uncovered)


def drug_plan(cost: PlanCost) -> bool:
    """Whether the plan is a stand-alone drug plan."""
    return cost.plan.kind is PlanKind.PDP


def only_drug_plans(costs: Sequence[PlanCost]) -> bool:
    """Whether all of them are stand-alone drug plans."""
    return all(drug_plan(cost) for cost in costs)


def compared_with_another_sort(leaders: Sequence[PlanCost], current: PlanCost) -> bool:
    """Whether the current plan was compared with plans of the other sort alone, because no other of its own was asked for."""
    return all(cost is current or drug_plan(cost) != drug_plan(current) for cost in leaders)


def overlap(one: PlanCost, other: PlanCost) -> bool:
    """Whether the ranges of two plans overlap, so that nobody can say which costs less. Two sure amounts never do. A drug that no plan
    prices costs the same at each plan that does not list it, so it makes no pair of plans unsure."""
    if not (_unsure(one) or _unsure(other)):
        return False
    top_of_one, top_of_other = _top(one), _top(other)
    return (top_of_other is None or one.all_in_low <= top_of_other) and (top_of_one is None or other.all_in_low <= top_of_one)


def may_cost_less(one: PlanCost, other: PlanCost) -> bool:
    """Whether an amount that is not sure could make one plan cheaper than another that ranks before it, by more than a near tie."""
    top = _top(other)
    if not (_unsure(one) or _unsure(other)):
        return False
    return top is None or (one.all_in_low < top and not near(top - one.all_in_low, one.months_covered))


def can_be_named(cost: PlanCost) -> bool:
    """Whether the plan may be suggested to this person. Example designs are, with a caution: all plans of their years are examples."""
    return cost.plan.example or (cost.joining.may_join is MayJoin.YES and not cost.plan.sanctioned)


def _unsure(cost: PlanCost) -> bool:
    return cost.all_in != cost.all_in_low or _top(cost) is None


def _top(cost: PlanCost) -> Cents | None:
    """The most that the plan can cost beside the drugs that no plan prices; None where nothing bounds it."""
    endless = cost.premium is None or any(drug.covered and drug.cash_cost is None for drug in cost.left_out)
    return None if endless else cost.all_in


class _Choice:
    """The choice among plans in rank order; ``skip_uncovered`` as the ranking was asked for."""

    def __init__(self, skip_uncovered: bool) -> None:
        self.skip = skip_uncovered

    def figure(self, cost: PlanCost) -> Cents:
        """What is compared: the all-in cost, or what the person would pay without the drugs left out."""
        return cost.total if self.skip else cost.all_in

    def near_ties(self, leaders: Sequence[PlanCost], best: PlanCost) -> tuple[str, ...]:
        """The other plans that cost nearly the same as the best, and with ``skip_uncovered`` cover as much."""
        return tuple(cost.plan.plan_id for cost in leaders if cost is not best and self._near(cost, best))

    def without_current(self, leaders: Sequence[PlanCost]) -> Recommendation:
        """What to join."""
        best = leaders[0]
        doubt = "example_design" if best.plan.example else self._doubt(best, leaders)
        if not doubt and any(may_cost_less(other, best) for other in leaders[1:]):
            doubt = "ranges_overlap"
        action, because = (Action.REVIEW, doubt) if doubt else (Action.ENROLL, "lowest_total")
        return Recommendation(action, because, best.plan.plan_id, None, None, self.near_ties(leaders, best), _estimated(best))

    def with_current(self, leaders: Sequence[PlanCost], current: PlanCost) -> Recommendation:
        """Whether to stay."""
        best = leaders[0]
        if self.figure(current) <= self.figure(best) and self._near(current, best):
            best = current  # nothing is won by a move inside a tie
        ties = self.near_ties(leaders, best)
        action, because = self._against(best, current, leaders)
        target = current if action is Action.STAY else best
        unknown = current.premium is None or best.premium is None or (current is not best and overlap(best, current))
        savings = None if unknown else self._saved(current, best)
        estimated = _estimated(best) or _estimated(current)
        return Recommendation(action, because, target.plan.plan_id, current.plan.plan_id, savings, ties, estimated)

    def _saved(self, current: PlanCost, best: PlanCost) -> Cents:
        """What a move saves; where the present cost is a range, what it saves in any case."""
        unsure = 0 if current is best else current.all_in - current.all_in_low
        return self.figure(current) - unsure - self.figure(best)

    def _against(self, best: PlanCost, current: PlanCost, leaders: Sequence[PlanCost]) -> tuple[Action, str]:
        if current is best:
            rival = next((cost for cost in leaders if cost is not current and may_cost_less(cost, current)), None)
            return (Action.REVIEW, _why_unsure(rival, current)) if rival else (Action.STAY, "current_is_best")
        if _missing(current):
            return Action.REVIEW, "current_cost_unknown"
        if overlap(best, current):
            return Action.REVIEW, _why_unsure(best, current)
        if self._near(current, best) and not _unsure(best):
            return Action.STAY, "near_tie"
        doubt = self._doubt(best, leaders)
        if doubt:
            return Action.REVIEW, doubt
        if best.plan.example:
            return Action.REVIEW, "example_design"
        if drug_plan(best) != drug_plan(current):
            return Action.REVIEW, "other_sort"
        return Action.SWITCH, "covers_more" if self.skip and best.counted > current.counted else "saves"

    def _near(self, one: PlanCost, other: PlanCost) -> bool:
        as_much = not self.skip or one.counted == other.counted
        known = (one.premium is None) == (other.premium is None)
        return as_much and known and near(self.figure(one) - self.figure(other), one.months_covered)

    def _doubt(self, best: PlanCost, leaders: Sequence[PlanCost]) -> str:
        """Why the best plan should be looked at before it is chosen; empty where nothing stands against it."""
        if _missing(best):
            return "best_cost_unknown"
        if best.not_covered:
            return "best_leaves_out" if any(cost.counted == cost.asked for cost in leaders) else "best_does_not_cover_all"
        if best.premium_subsidy is PremiumSubsidy.UNKNOWN:
            return "premium_subsidy_unknown"
        return ""


def _why_unsure(one: PlanCost, other: PlanCost) -> str:
    if PremiumSubsidy.UNKNOWN in (one.premium_subsidy, other.premium_subsidy):
        return "premium_subsidy_unknown"
    return "ranges_overlap"


def _missing(cost: PlanCost) -> bool:
    return cost.premium is None or bool(cost.unpriced)


def _estimated(cost: PlanCost) -> bool:
    return cost.premium_subsidy is PremiumSubsidy.ESTIMATED
