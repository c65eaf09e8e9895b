"""The monthly premium: what Extra Help takes off, the late enrollment penalty, the income-related amount."""

from __future__ import annotations

from finder.domain.money import WHOLE, BasisPoints, Cents, ratio_half_up, share_of
from finder.rules.registry import law


@law
def premium_subsidy(basic_premium: Cents, regional_benchmark: Cents, rate: BasisPoints, rounding: Cents) -> Cents:
    """Extra Help pays the basic premium up to the regional benchmark, of a higher premium the benchmark in whole dimes; it never pays a
    supplemental premium. 42 CFR 423.780(b)."""
    if basic_premium <= regional_benchmark:
        return share_of(basic_premium, rate)
    paid = ratio_half_up(regional_benchmark, rounding) * rounding
    return share_of(min(basic_premium, paid), rate)


@law
def late_enrollment_penalty(base_premium: Cents, uncovered_months: int, rate: BasisPoints, rounding: Cents) -> Cents:
    """For each uncovered month the penalty is 1% of the year's base beneficiary premium, rounded to ten cents a month. 42 CFR
    423.286(d)(3)."""
    return ratio_half_up(base_premium * uncovered_months * rate, WHOLE * rounding) * rounding


@law
def income_related_premium(amount: Cents, months: int) -> Cents:
    """Above the year's income limits Medicare collects an income-related amount each month, beside the plan's premium. 42 CFR
    423.286(d)(4)."""
    return amount * months


@law
def income_above(income: Cents, bound: Cents) -> bool:
    """A tier of the income-related amount begins above its bound; an income equal to it is in the tier below. 42 USC 1395r(i)(3)(C)."""
    return income > bound


@law
def income_at_least(income: Cents, bound: Cents) -> bool:
    """The highest tier, since 2019, begins at its bound. 42 USC 1395r(i)(3)(C)(i)(III)."""
    return income >= bound
