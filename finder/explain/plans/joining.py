"""How to join a plan: whom to call, what to have at hand, and when it can be done."""

from __future__ import annotations

from finder.domain.choosing import Timing
from finder.domain.plan_cost import Comparison, PlanCost
from finder.explain.kit.section import Bullets, Paragraphs, Sections
from finder.explain.messages import mark, say
from finder.explain.plans.choosing import choosing_sentences, instead_sentence, joining_sentence
from finder.explain.words import company_name, plan_name
from finder.questions.plans.ranking import drug_plan

HOW_TO_JOIN = mark("How to join")
HOW_TO_STAY = mark("How to stay")
MEDICARE = mark("Join at medicare.gov")
MEDICARE_ADDRESS = "https://www.medicare.gov/plan-compare"


def how_to_join(comparison: Comparison, cost: PlanCost) -> Sections:
    """What to do to join a plan, or to stay in the one that the person has."""
    if cost is comparison.current:
        return (Paragraphs((say("You don't have to do anything to stay. Each fall your plan sends a letter about the next year."),)),)
    can = comparison.can_be_chosen
    if can is not None and can.timing is Timing.OVER:
        return (Paragraphs((choosing_sentences(can)[0], instead_sentence(can))),)
    return (Paragraphs((joining_sentence(cost.joining), _which(cost), _where())), Bullets((*_at_hand(cost), *_when(comparison))))


def can_join(comparison: Comparison, cost: PlanCost) -> bool:
    """Whether there is a way to join the plan, which a link leads to."""
    over = comparison.can_be_chosen is not None and comparison.can_be_chosen.timing is Timing.OVER
    return not over and cost is not comparison.current


def _which(cost: PlanCost) -> str:
    told = {"plan": plan_name(cost.plan), "id": cost.plan.plan_id, "company": company_name(cost.plan)}
    if not cost.plan.organization:
        return say("Ask for {plan}, number {id}.", **told)
    return say("Ask for {plan} of {company}, number {id}.", **told)


def _where() -> str:
    return say("Call 1-800-MEDICARE (1-800-633-4227, TTY 1-877-486-2048), day or night. Or join at medicare.gov, or call the plan.")


def _at_hand(cost: PlanCost) -> tuple[str, ...]:
    """What to have at hand, and what happens to the plan that the person has."""
    card = say("Have your Medicare card at hand: the number on it, and the days when Part A and Part B began.")
    pay = say("Say how you want to pay the premium: out of your Social Security check, from a bank account or card, or by a bill.")
    show = say("Show the card of the new plan at the store from its first day on.")
    if drug_plan(cost):
        ends = say("If you have a drug plan now, don't cancel it. It ends when the new one starts.")
    else:
        ends = say("Ask first if your doctors and hospitals take this plan. Your old plan ends when it starts.")
    return (card, pay, ends, show)


def _when(comparison: Comparison) -> tuple[str, ...]:
    return () if comparison.can_be_chosen is None else choosing_sentences(comparison.can_be_chosen)
