"""A plan as a card: its name, the one number that counts, what that number is made of, and why the plan is among the best."""

from __future__ import annotations

from finder.domain.money import shown
from finder.domain.plan_cost import Comparison, PlanCost
from finder.explain.kit.section import Card
from finder.explain.plans.choosing import special_kind
from finder.explain.plans.costs import cost_words, left_out_words, premium_words, yearly_words
from finder.explain.plans.sentences import best_plans, cautions, current_cost, reasons
from finder.explain.words import PLAN_KINDS, counted, period, plan_name

_MOST_REASONS = 3


def cards(comparison: Comparison) -> tuple[tuple[PlanCost, Card], ...]:
    """The best plans with their cards, first the best."""
    return tuple((cost, _card(comparison, cost, place)) for place, cost in enumerate(best_plans(comparison), start=1))


def _card(comparison: Comparison, cost: PlanCost, place: int) -> Card:
    current = comparison.recommendation.current_plan_id
    yours = " (your plan)" if cost.plan.plan_id == current else ""
    amount = cost_words(comparison, cost)
    return Card(
        title=f"{place}. {plan_name(cost.plan)}{yours}",
        subtitle=_facts(cost),
        amount=amount[:1].upper() + amount[1:],
        label=_label(comparison),
        lines=_lines(cost),
        reasons=reasons(comparison, cost)[: max(_MOST_REASONS, len(cautions(cost)))],
    )


def _facts(cost: PlanCost) -> str:
    """Whose plan it is, its kind, its stars and its id."""
    plan = cost.plan
    stars = f"{plan.star_rating} of 5 stars" if plan.star_rating else "not rated"
    parts = (plan.organization, special_kind(plan) or PLAN_KINDS[plan.kind], stars, plan.plan_id)
    return f"{'. '.join(filter(None, parts))}."


def _label(comparison: Comparison) -> str:
    """What the amount holds."""
    left = "without the drugs left out" if comparison.skip_uncovered else "with the full price of drugs left out"
    return f"premium and drugs {period(comparison.coverage_start)}, {left}"


def _lines(cost: PlanCost) -> tuple[str, ...]:
    said = [f"Premiums: {premium_words(cost)}", f"Drugs at the store: {shown(cost.drug_cost)}", f"Drugs left out: {left_out_words(cost)}"]
    if cost.late_enrollment_penalty:
        said.append(f"Late fee: {shown(cost.late_enrollment_penalty)}")
    if cost.income_related_premium:
        said.append(f"Extra premium for a higher income: {shown(cost.income_related_premium)}")
    return tuple(said)


def totals_card(comparison: Comparison, cost: PlanCost) -> Card:
    """The card of one plan's year: its rank, its total and what that is made of."""
    ranked = comparison.plan_cost(cost.plan.plan_id)
    rank = f"Rank {ranked.rank} of {counted(len(comparison.plans), 'plan')}. " if ranked else ""
    amount = cost_words(comparison, cost)
    return Card(
        title=plan_name(cost.plan),
        subtitle=f"{rank}{_facts(cost)}",
        amount=amount[:1].upper() + amount[1:],
        label=_label(comparison),
        lines=(*_lines(cost), f"In all: {yearly_words(cost)}", f"Deductible: {shown(cost.deductible)}"),
        reasons=reasons(comparison, cost),
    )


def current_line(comparison: Comparison) -> str:
    """The current plan in a line: its name and rank; empty where there is none. The headline says what staying costs."""
    current = current_cost(comparison)
    return f"Your plan now: {plan_name(current.plan)}. It ranks {current.rank} of {len(comparison.plans)}." if current else ""
