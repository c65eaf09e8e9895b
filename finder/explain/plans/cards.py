"""A plan as a card: its name, the one number that counts, what that number is made of, and why the plan is among the best."""

from __future__ import annotations

from finder.domain.market import Plan
from finder.domain.money import shown
from finder.domain.plan_cost import Comparison, PlanCost
from finder.explain.kit.section import Card
from finder.explain.messages import say, say_count
from finder.explain.plans.choosing import special_kind
from finder.explain.plans.costs import cost_alone, left_out_words, premium_words, yearly_words
from finder.explain.plans.reasons import cautions, reasons
from finder.explain.words import PLAN_KINDS, company_name, period, plan_name

_MOST_REASONS = 3


def cards(comparison: Comparison) -> tuple[tuple[PlanCost, Card], ...]:
    """The best plans with their cards, first the best."""
    return tuple((cost, _card(comparison, cost, place)) for place, cost in enumerate(comparison.best, start=1))


def _card(comparison: Comparison, cost: PlanCost, place: int) -> Card:
    told = {"place": place, "plan": plan_name(cost.plan)}
    yours = cost.plan.plan_id == comparison.recommendation.current_plan_id
    return Card(
        title=say("{place}. {plan} (your plan)", **told) if yours else say("{place}. {plan}", **told),
        subtitle=_facts(cost.plan),
        amount=cost_alone(comparison, cost),
        label=_label(comparison, cost),
        lines=_lines(cost),
        reasons=reasons(comparison, cost)[: max(_MOST_REASONS, len(cautions(cost)))],
    )


def _facts(plan: Plan) -> str:
    """Whose plan it is, its kind, its stars and its id."""
    told = {"kind": special_kind(plan) or say(PLAN_KINDS[plan.kind]), "stars": plan.star_rating, "plan": plan.plan_id}
    rated = say("{kind}. {stars} of 5 stars. {plan}.", **told) if plan.star_rating else say("{kind}. Not rated. {plan}.", **told)
    return say("{company}. {facts}", company=company_name(plan), facts=rated) if plan.organization else rated


def _label(comparison: Comparison, cost: PlanCost) -> str:
    """What the amount holds."""
    when = period(comparison.coverage_start)
    if comparison.skip_uncovered:
        return say("premium and drugs {when}, without the drugs left out", when=when)
    if not cost.left_out:
        return say("premium and drugs {when}", when=when)
    return say("premium and drugs {when}, with the full price of drugs left out", when=when)


def _lines(cost: PlanCost) -> tuple[str, ...]:
    said = [
        say("Premiums: {amount}", amount=premium_words(cost)),
        say("Drugs at the store: {amount}", amount=shown(cost.drug_cost)),
        say("Drugs left out: {amount}", amount=left_out_words(cost)),
    ]
    if cost.late_enrollment_penalty:
        said.append(say("Late fee: {amount}", amount=shown(cost.late_enrollment_penalty)))
    if cost.income_related_premium:
        said.append(say("Extra premium for a higher income: {amount}", amount=shown(cost.income_related_premium)))
    return tuple(said)


def totals_card(comparison: Comparison, cost: PlanCost) -> Card:
    """The card of one plan's year: its rank, its total and what that is made of."""
    ranked = comparison.plan_cost(cost.plan.plan_id)
    many = len(comparison.plans)
    rank = [say_count("Rank {rank} of {count} plan.", "Rank {rank} of {count} plans.", many, rank=ranked.rank)] if ranked else []
    in_all = say("In all: {amount}", amount=yearly_words(cost))
    return Card(
        title=plan_name(cost.plan),
        subtitle=" ".join([*rank, _facts(cost.plan)]),
        amount=cost_alone(comparison, cost),
        label=_label(comparison, cost),
        lines=(*_lines(cost), in_all, say("Deductible: {amount}", amount=shown(cost.deductible))),
        reasons=reasons(comparison, cost),
    )
