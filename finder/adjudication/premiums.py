"""What a person pays in premiums at a plan: after Extra Help where that is known, with penalty and income-related amount."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.errors import Problem, Refusal
from finder.domain.market import Plan
from finder.domain.member import Member
from finder.domain.money import BasisPoints, Cents
from finder.domain.plan_cost import PremiumSubsidy
from finder.parameters import ParameterSet
from finder.rules.premiums import income_related_premium, late_enrollment_penalty, premium_subsidy


class Premiums(NamedTuple):
    """Amounts of one month in cents; None where the files give no premium."""

    premium: Cents | None
    part_d_premium: Cents | None
    subsidy: PremiumSubsidy
    late_enrollment_penalty: Cents
    income_related: Cents

    @property
    def monthly(self) -> Cents:
        """All that is paid in a month beside the drugs."""
        return (self.premium or 0) + self.late_enrollment_penalty + self.income_related


def monthly_premiums(plan: Plan, member: Member, numbers: ParameterSet) -> Premiums:
    """The premiums of one month at a plan. Raises MissingParameter for an income bracket that the year lacks."""
    income_related = _income_related(member, numbers)
    if member.low_income_subsidy is LowIncomeSubsidy.NONE:
        penalty = _penalty(member, numbers)
        return Premiums(plan.premium, plan.part_d_premium, PremiumSubsidy.NONE, penalty, income_related)
    off = _subsidy(plan, member.low_income_subsidy, numbers)
    if off is None or plan.premium is None or plan.part_d_premium is None:
        return Premiums(plan.premium, plan.part_d_premium, PremiumSubsidy.UNKNOWN, 0, income_related)
    return Premiums(plan.premium - off, plan.part_d_premium - off, PremiumSubsidy.KNOWN, 0, income_related)


def benchmark_parameter(plan: Plan) -> str:
    """The parameter that holds the premium benchmark of the plan's region."""
    return f"lis_benchmark.region_{plan.pdp_region}"


def benchmark_parameters(plans: Iterable[Plan], level: LowIncomeSubsidy) -> list[str]:
    """The parameters of the regions' benchmarks that a premium at one of the plans rests on with that level of help, by name: those of
    plans that have a Part D premium, for which the Landscape says neither what is left of it nor a benchmark (decision 69)."""
    asked = (plan for plan in plans if plan.part_d_premium != 0 and plan.low_income_benchmark is None)
    return sorted({benchmark_parameter(plan) for plan in asked if landscape_subsidy(plan, level) is None})


def subsidy_rate(level: LowIncomeSubsidy, numbers: ParameterSet) -> BasisPoints | None:
    """The part of the benchmark that Extra Help pays; None for partial help, whose step depends on the income."""
    if level is LowIncomeSubsidy.PARTIAL:
        return None
    for name in ("lis_premium_subsidy_pct.lt150fpl", "lis_premium_subsidy_pct.le135fpl"):
        if numbers.has(name):
            return numbers.basis_points(name)
    return None


def landscape_subsidy(plan: Plan, level: LowIncomeSubsidy) -> Cents | None:
    """What a full level takes off the monthly premium by the Landscape's own numbers, in cents: the Part D premium less what it says a
    person with full help pays. Extra Help reaches Part D alone, so the Part C part stays. None for partial help, and where the Landscape
    does not say or says more than the premium itself. 42 CFR 423.780(a)."""
    full = level not in (LowIncomeSubsidy.NONE, LowIncomeSubsidy.PARTIAL)
    if not full or plan.part_d_premium is None or plan.low_income_premium is None:
        return None
    off = plan.part_d_premium - plan.low_income_premium
    return off if off >= 0 else None


def _subsidy(plan: Plan, level: LowIncomeSubsidy, numbers: ParameterSet) -> Cents | None:
    """What Extra Help takes off the monthly premium: by the Landscape for the full levels, else the region's benchmark times the level's
    rate; None where neither is known (decision 69). 42 CFR 423.780."""
    if plan.part_d_premium == 0:
        return 0  # no Part D premium is left to subsidise, whatever the benchmark
    said = landscape_subsidy(plan, level)
    if said is not None:
        return said
    rate, benchmark = subsidy_rate(level, numbers), _benchmark(plan, numbers)
    if rate is None or plan.basic_premium is None or benchmark is None:
        return None
    return premium_subsidy(plan.basic_premium, benchmark, rate)


def _benchmark(plan: Plan, numbers: ParameterSet) -> Cents | None:
    """The most that Extra Help pays in the plan's region: as the Landscape says beside the plan, else the parameter of a region."""
    if plan.low_income_benchmark is not None:
        return plan.low_income_benchmark
    name = benchmark_parameter(plan)
    return numbers.cents(name) if numbers.has(name) else None


def _penalty(member: Member, numbers: ParameterSet) -> Cents:
    if not member.uncovered_months:
        return 0
    base = numbers.cents("national_base_beneficiary_premium")
    rate, rounding = numbers.basis_points("lep_percent_per_uncovered_month"), numbers.cents("lep_rounding")
    return late_enrollment_penalty(base, member.uncovered_months, rate, rounding)


def _income_related(member: Member, numbers: ParameterSet) -> Cents:
    if not member.income_bracket:
        return 0
    name = f"irmaa_part_d.amount.tier{member.income_bracket}"
    if not numbers.has(name):
        known = [tier for tier in range(1, 6) if numbers.has(f"irmaa_part_d.amount.tier{tier}")]
        expected = f"0 to {known[-1]}" if known else f"0 ({numbers.plan_year} has no income-related amount)"
        raise Refusal([Problem("$.income_bracket", f"{expected} in {numbers.plan_year}", str(member.income_bracket))])
    return income_related_premium(numbers.cents(name), 1)
