"""A plan in a table: its name, basic or enhanced, and what Medicare's files warn of it, with their day. The same in every table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from finder.domain.market import Plan
from finder.domain.plan_cost import PlanCost
from finder.explain.messages import say
from finder.explain.plans.benefits import benefit_words
from finder.explain.plans.choosing import warning_sentence
from finder.explain.words import day, plan_name
from finder.questions.plans.choosing import plan_warnings


def plan_cell(plan: Plan, as_of: date | None = None, *, yours: bool = False) -> str:
    """``Blue Rx (PDP). Basic.`` and each warning with its day. An example design is neither and has no warnings."""
    told = {"plan": plan_name(plan), "benefit": benefit_words(plan)}
    if plan.example:
        return say("Your plan: {plan}", **told) if yours else told["plan"]
    name = say("Your plan: {plan}. {benefit}.", **told) if yours else say("{plan}. {benefit}.", **told)
    return " ".join((name, *plan_marks(plan, as_of)))


def plan_marks(plan: Plan, as_of: date | None = None) -> tuple[str, ...]:
    """What Medicare's files warn of a plan, a sentence each."""
    return tuple(warning_sentence(code, plan, as_of) for code in plan_warnings(plan))


def marks_note(costs: Sequence[PlanCost], as_of: date) -> str:
    """Of which day what Medicare warns of is, and what no file says. Empty for example designs."""
    if all(cost.plan.example for cost in costs):
        return ""
    no_letters = say("No file that we have says which plans had to write to members about their faults. Ask 1-800-MEDICARE.")
    if all(cost.plan.sanctioned is None for cost in costs):
        unknown = say("These files do not say which plans Medicare has put limits on (sanctions).")
        return f"{unknown} {no_letters}"
    known = say("Limits by Medicare (sanctions) and stars are those of {day}; a plan with limits says so.", day=day(as_of))
    return f"{known} {no_letters}"
