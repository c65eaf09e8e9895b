"""A person's premiums at a plan: after Extra Help if we know it, with late fee and income-related amount."""

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
from finder.parameters.regions import pdp_region_of
from finder.parameters.rule_sets import rules_of
from finder.rules.premiums import income_related_premium, late_enrollment_penalty, premium_subsidy

UNSURE = ("estimate", "unconfirmed")
"""The statuses of a benchmark that makes a premium an estimate: derived and printed nowhere, or printed once and contradicted."""


class Premiums(NamedTuple):
    """Amounts of one month in cents; None where the files give no premium."""

    premium: Cents | None
    part_d_premium: Cents | None
    subsidy: PremiumSubsidy
    late_enrollment_penalty: Cents
    income_related: Cents

    @property
    def monthly(self) -> Cents:
        """Everything paid in a month besides drugs."""
        return (self.premium or 0) + self.late_enrollment_penalty + self.income_related


class Benchmark(NamedTuple):
    """The most that Extra Help pays of a monthly premium in a region, in cents.

    ``parameter``: the number of the law that says so; empty if the Landscape does.
    ``estimate``: derived from what plans charge, or printed and contradicted.
    """

    amount: Cents
    parameter: str = ""
    estimate: bool = False


class Subsidy(NamedTuple):
    """What Extra Help takes off a monthly premium, in cents, and whether that is an estimate."""

    amount: Cents
    estimate: bool = False


def monthly_premiums(plan: Plan, member: Member, numbers: ParameterSet) -> Premiums:
    """The premiums of one month at a plan. Raises Refusal for an income bracket that the year lacks."""
    income_related = _income_related(member, numbers)
    if member.low_income_subsidy is LowIncomeSubsidy.NONE:
        penalty = _penalty(member, numbers)
        return Premiums(plan.premium, plan.part_d_premium, PremiumSubsidy.NONE, penalty, income_related)
    off = _subsidy(plan, member, numbers)
    if off is None or plan.premium is None or plan.part_d_premium is None:
        return Premiums(plan.premium, plan.part_d_premium, PremiumSubsidy.UNKNOWN, 0, income_related)
    kind = PremiumSubsidy.ESTIMATED if off.estimate else PremiumSubsidy.KNOWN
    return Premiums(plan.premium - off.amount, plan.part_d_premium - off.amount, kind, 0, income_related)


def regional_benchmark(region: str, numbers: ParameterSet) -> Benchmark | None:
    """The benchmark of a region: the printed one, else the estimate; None where the year has neither."""
    for name in (f"lis_benchmark.region_{region}", f"lis_benchmark_paid.region_{region}"):
        if numbers.has(name):
            return Benchmark(numbers.cents(name), name, numbers.get(name).status in UNSURE)
    return None


def benchmark_parameters(plans: Iterable[Plan], member: Member, numbers: ParameterSet) -> list[str]:
    """The parameters of the regions' benchmarks that a premium at one of the plans rests on with the person's help, by name: those of
    plans that have a Part D premium, for which the Landscape says neither what is left of it nor a benchmark (decision 10)."""
    asked = (plan for plan in plans if plan.part_d_premium != 0 and plan.low_income_benchmark is None)
    unsaid = (plan for plan in asked if landscape_subsidy(plan, member.low_income_subsidy) is None)
    found = (regional_benchmark(_region(plan, member), numbers) for plan in unsaid)
    return sorted({benchmark.parameter for benchmark in found if benchmark})


def subsidy_up_to(basic_premium: Cents, benchmark: Benchmark, rate: BasisPoints, numbers: ParameterSet) -> Subsidy:
    """What Extra Help takes off a basic premium. An estimate where the benchmark is one, or where it limits the subsidy and is no whole
    dime: that Medicare pays whole dimes stands in one source alone."""
    rule = rules_of("extra_help", numbers.plan_year).get("premium_dimes")
    rounding = rule.number("cents") if rule else 1
    rounded = basic_premium > benchmark.amount and benchmark.amount % rounding != 0
    return Subsidy(premium_subsidy(basic_premium, benchmark.amount, rate, rounding), benchmark.estimate or rounded)


def subsidy_rate(level: LowIncomeSubsidy, numbers: ParameterSet) -> BasisPoints | None:
    """The part of the benchmark that Extra Help pays. None for partial help, which depends on income."""
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


def _subsidy(plan: Plan, member: Member, numbers: ParameterSet) -> Subsidy | None:
    """What Extra Help takes off the monthly premium: by the Landscape for the full levels, else the region's benchmark times the level's
    rate; None where neither is known (decision 10). 42 CFR 423.780."""
    if plan.part_d_premium == 0:
        return Subsidy(0)  # there is no Part D premium to subsidize
    said = landscape_subsidy(plan, member.low_income_subsidy)
    if said is not None:
        return Subsidy(said)
    rate, benchmark = subsidy_rate(member.low_income_subsidy, numbers), plan_benchmark(plan, member, numbers)
    if rate is None or plan.basic_premium is None or benchmark is None:
        return None
    return subsidy_up_to(plan.basic_premium, benchmark, rate, numbers)


def plan_benchmark(plan: Plan, member: Member, numbers: ParameterSet) -> Benchmark | None:
    """The most that Extra Help pays of the plan's premium: as the Landscape says beside the plan, else by the parameters of the region."""
    if plan.low_income_benchmark is not None:
        return Benchmark(plan.low_income_benchmark)
    return regional_benchmark(_region(plan, member), numbers)


def _region(plan: Plan, member: Member) -> str:
    """The PDP region whose benchmark holds: the plan's own, and for a health plan that of the person's state."""
    return plan.pdp_region or pdp_region_of(member.county.state) or ""


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
