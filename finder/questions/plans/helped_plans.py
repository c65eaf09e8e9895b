"""What Extra Help would save a drug list at each plan, and the plans that Medicare may pick against the best fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from finder.adjudication.premiums import Benchmark, plan_benchmark
from finder.domain.benefit import BenefitType, LowIncomeSubsidy
from finder.domain.errors import Problem, Refusal
from finder.domain.helped_plans import HelpedPlan, HelpedPlans, PlacementPlans
from finder.domain.market import Catalog, Plan, PlanKind
from finder.domain.member import Member
from finder.domain.money import Cents
from finder.domain.plan_cost import Comparison
from finder.domain.prescription import Prescription
from finder.parameters import ParameterSet, parameter_set
from finder.questions.plans.ranking import may_lead
from finder.questions.plans.what_if import Asked
from finder.rules.extra_help import is_default_plan

LANDSCAPE = "landscape"


def helped_plans(
    catalog: Catalog,
    member: Member,
    prescriptions: Sequence[Prescription],
    level: LowIncomeSubsidy,
    before: Comparison | None = None,
) -> HelpedPlans:
    """Every plan without and with that level of Extra Help: two comparisons as Find plans makes them.

    ``before``: the present comparison, where it is at hand. It stands for the one of its own level.
    Raises Refusal for ``none``, and what compare_plans raises.
    """
    if level is LowIncomeSubsidy.NONE:
        raise Refusal([Problem("$.low_income_subsidy", "a level of Extra Help", "none")])
    asked = Asked(catalog, member, tuple(prescriptions)).like(before)
    without, helped = (_with_help(asked, one, before) for one in (LowIncomeSubsidy.NONE, level))
    numbers = parameter_set(catalog.info.plan_year)
    serving = catalog.plans_serving(member.county)
    drug_plan = next((plan for plan in serving if plan.kind is PlanKind.PDP and plan.pdp_region), None)
    known = plan_benchmark(drug_plan, member, numbers) if drug_plan else None
    lowest = lowest_basic_premium(serving)
    placing = placement_plans(serving, member, numbers)
    plain = {cost.plan.plan_id: cost for cost in without.plans}
    plans = [HelpedPlan(plain[cost.plan.plan_id], cost, placing.holds(cost.plan)) for cost in helped.plans]
    first = may_lead(helped.plans, None, skip_uncovered=asked.skip_uncovered)  # drug plans alone
    status = (numbers.get(known.parameter).status if known.parameter else LANDSCAPE) if known else ""
    return HelpedPlans(
        info=catalog.info,
        level=level,
        months=member.months_covered,
        region=drug_plan.pdp_region if drug_plan else "",
        benchmark=known.amount if known else None,
        benchmark_status=status,
        lowest_basic=lowest,
        plans=tuple(plans),
        best_id=next((cost.plan.plan_id for cost in first if cost.premium is not None), None),
    )


def _with_help(asked: Asked, level: LowIncomeSubsidy, before: Comparison | None) -> Comparison:
    if before is not None and before.low_income_subsidy is level:
        return before
    return asked._replace(member=replace(asked.member, low_income_subsidy=level)).compare()


def lowest_basic_premium(plans: Sequence[Plan]) -> Cents | None:
    """The lowest monthly premium of a basic stand-alone drug plan, in cents; None where there is none with a premium. Extra Help pays at
    least that much, whatever the benchmark."""
    premiums = [plan.part_d_premium for plan in plans if _is_basic(plan) and plan.part_d_premium is not None]
    return min(premiums, default=None)


def placement_plans(plans: Sequence[Plan], member: Member, numbers: ParameterSet) -> PlacementPlans:
    """The plans, of those that serve a place, into which Medicare puts people with Extra Help who choose none."""
    lowest = lowest_basic_premium(plans)
    found = {plan.plan_id: _is_default(plan, plan_benchmark(plan, member, numbers), lowest) for plan in plans}
    certain, possible = ({plan_id for plan_id, default in found.items() if default is kind} for kind in (True, None))
    return PlacementPlans(frozenset(certain), frozenset(possible))


def _is_default(plan: Plan, benchmark: Benchmark | None, lowest_basic: Cents | None) -> bool | None:
    """Whether Medicare may pick the plan: as the Landscape says, else by a printed benchmark. Without either only the lowest basic premium
    is certain, since Extra Help pays at least that (decision 10)."""
    if not _is_basic(plan) or plan.part_d_premium is None:
        return False
    if plan.below_benchmark is not None:
        return plan.below_benchmark
    if benchmark is not None and not benchmark.estimate:
        return is_default_plan(plan.part_d_premium, benchmark.amount)
    return True if plan.part_d_premium == lowest_basic else None


def _is_basic(plan: Plan) -> bool:
    return plan.kind is PlanKind.PDP and plan.design.benefit_type is not BenefitType.ENHANCED_ALTERNATIVE
