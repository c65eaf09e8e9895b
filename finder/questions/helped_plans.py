"""A drug list in hand: what Extra Help would save at each plan, and the default plan of random placement against the best fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from finder.adjudication.premiums import Benchmark, landscape_subsidy, plan_benchmark, regional_benchmark, subsidy_rate, subsidy_up_to
from finder.domain.benefit import BenefitType, LowIncomeSubsidy
from finder.domain.errors import Problem, Refusal
from finder.domain.helped_plans import HelpedPlan, HelpedPlans
from finder.domain.market import Catalog, Plan, PlanKind
from finder.domain.member import Member
from finder.domain.money import BasisPoints, Cents
from finder.domain.plan_cost import PlanCost
from finder.domain.prescription import Prescription
from finder.parameters import ParameterSet, parameter_set
from finder.questions.compare_plans import compare_plans
from finder.rules.extra_help import is_default_plan


def helped_plans(
    catalog: Catalog,
    member: Member,
    prescriptions: Sequence[Prescription],
    level: LowIncomeSubsidy,
    premium_rate: BasisPoints | None = None,
) -> HelpedPlans:
    """Every plan of the comparison without and with that level of Extra Help. ``premium_rate`` is the step of partial help, where it is
    known. Raises Refusal for ``none``, and what compare_plans raises."""
    if level is LowIncomeSubsidy.NONE:
        raise Refusal([Problem("$.low_income_subsidy", "a level of Extra Help", "none")])
    without = compare_plans(catalog, replace(member, low_income_subsidy=LowIncomeSubsidy.NONE), prescriptions)
    person = replace(member, low_income_subsidy=level)
    helped = compare_plans(catalog, person, prescriptions)
    numbers = parameter_set(catalog.info.plan_year)
    serving = catalog.plans_serving(member.county)
    region = next((plan.pdp_region for plan in serving if plan.kind is PlanKind.PDP and plan.pdp_region), "")
    known = regional_benchmark(region, numbers)
    rate = premium_rate if premium_rate is not None else subsidy_rate(level, numbers)
    pays = _Pays(numbers, person, known, lowest_basic_premium(serving), rate)
    before = {cost.plan.plan_id: cost for cost in without.plans}
    plans = [pays.helped_plan(before[cost.plan.plan_id], cost) for cost in helped.plans]
    status = numbers.get(known.parameter).status if known else ""
    return HelpedPlans(
        catalog.info,
        level,
        member.months_covered,
        region,
        known.amount if known else None,
        status,
        pays.lowest_basic,
        tuple(sorted(plans, key=_order)),
    )


def lowest_basic_premium(plans: Sequence[Plan]) -> Cents | None:
    """The lowest monthly premium of a basic stand-alone drug plan, in cents; None where there is none with a premium. Extra Help pays at
    least that much, whatever the benchmark."""
    premiums = [plan.part_d_premium for plan in plans if _is_basic(plan) and plan.part_d_premium is not None]
    return min(premiums, default=None)


class _Pays:
    """What Extra Help pays of premiums in one region: what the Landscape says, else up to the benchmark where it is known, else at least
    the lowest basic premium (decision 69)."""

    def __init__(
        self,
        numbers: ParameterSet,
        member: Member,
        benchmark: Benchmark | None,
        lowest_basic: Cents | None,
        rate: BasisPoints | None,
    ) -> None:
        self.numbers, self.member, self.benchmark, self.lowest_basic, self.rate = numbers, member, benchmark, lowest_basic, rate

    def helped_plan(self, without: PlanCost, helped: PlanCost) -> HelpedPlan:
        plan, months = helped.plan, helped.months_covered
        left, at_most = self._premium(plan)
        return HelpedPlan(
            without=without,
            helped=helped,
            premium=None if left is None else left * months,
            premium_at_most=None if at_most is None else at_most * months,
            default=self._is_default(plan),
        )

    def _premium(self, plan: Plan) -> tuple[Cents | None, Cents | None]:
        """What is left of the monthly premium, and the most that can be left."""
        premium, basic = plan.premium, plan.basic_premium
        if premium is None or plan.part_d_premium is None:
            return None, None
        if plan.part_d_premium == 0:
            return premium, premium
        said = landscape_subsidy(plan, self.member.low_income_subsidy)
        if said is not None:
            return premium - said, premium - said
        if self.rate is None or basic is None:
            return None, premium
        benchmark = plan_benchmark(plan, self.member, self.numbers)
        if benchmark is not None:
            left = premium - subsidy_up_to(basic, benchmark, self.rate, self.numbers).amount
            return left, left
        floor = subsidy_up_to(basic, Benchmark(self.lowest_basic or 0), self.rate, self.numbers).amount
        settled = self.lowest_basic is not None and basic <= self.lowest_basic
        return premium - floor if settled else None, premium - floor

    def _is_default(self, plan: Plan) -> bool | None:
        if not _is_basic(plan) or plan.part_d_premium is None:
            return False
        if plan.below_benchmark is not None:
            return plan.below_benchmark
        if self.benchmark is not None and not self.benchmark.estimate:
            return is_default_plan(plan.part_d_premium, self.benchmark.amount)
        return True if plan.part_d_premium == self.lowest_basic else None


def _is_basic(plan: Plan) -> bool:
    return plan.kind is PlanKind.PDP and plan.design.benefit_type is not BenefitType.ENHANCED_ALTERNATIVE


def _order(plan: HelpedPlan) -> tuple[bool, Cents, int, str]:
    at_most = plan.total_at_most
    return at_most is None, at_most or 0, plan.left_out, plan.plan.plan_id
