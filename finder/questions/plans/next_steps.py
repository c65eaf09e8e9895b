"""Which steps apply to a person's answer: for the plan to go to, or the one to stay in."""

from __future__ import annotations

from collections.abc import Iterator

from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.next_steps import NextStep, Step
from finder.domain.payment_plan import Effect
from finder.domain.plan_cost import Action, Comparison, PlanCost
from finder.domain.transition_fills import DrugStatus
from finder.questions.explainers.payment_plan import payment_plan_of_ledger, payment_plan_years
from finder.questions.explainers.transition_fills import first_supplies


def next_steps(comparison: Comparison, *, unsure_of_help: bool) -> tuple[NextStep, ...]:
    """The steps that apply, the most pressing first."""
    cost = plan_ahead(comparison)
    return tuple(sorted(_steps(comparison, cost, unsure_of_help), key=lambda step: step.step))


def plan_ahead(comparison: Comparison) -> PlanCost:
    """The plan of which the next steps speak: the one to stay in, else the first."""
    current = comparison.current
    return current if current is not None and comparison.recommendation.action is Action.STAY else comparison.best[0]


def _steps(comparison: Comparison, cost: PlanCost, unsure: bool) -> Iterator[NextStep]:
    can, helped = comparison.can_be_chosen, comparison.low_income_subsidy is not LowIncomeSubsidy.NONE
    if can is not None and can.next_year is not None and not comparison.info.example:
        yield NextStep(Step.NEXT_YEAR, cost)
    supplies = () if comparison.info.example else first_supplies(cost, comparison.coverage_start)
    left_out = tuple(supply for supply in supplies if supply.status is DrugStatus.NOT_ON_FORMULARY)
    asked = tuple(supply for supply in supplies if supply.status is not DrugStatus.NOT_ON_FORMULARY)
    if left_out:
        yield NextStep(Step.FIRST_SUPPLY, cost, left_out)
    if asked:
        yield NextStep(Step.APPROVAL, cost, asked)
    if not helped and not comparison.info.example:
        yield NextStep(Step.EXTRA_HELP, cost, unsure=unsure)
    yield from _spread(comparison, cost)
    if cost.late_enrollment_penalty:
        yield NextStep(Step.LATE_FEE, cost)
    yield NextStep(Step.REPORT, cost)


def _spread(comparison: Comparison, cost: PlanCost) -> Iterator[NextStep]:
    """The payment plan, where it makes the dearest month cheaper."""
    if comparison.info.plan_year not in payment_plan_years():
        return
    plan = payment_plan_of_ledger(cost.ledger, comparison.coverage_start.month, comparison.low_income_subsidy)
    if plan.effect is Effect.SPREADS:
        yield NextStep(Step.SPREAD_COSTS, cost, before=max(plan.counted), bill=plan.highest_bill)
