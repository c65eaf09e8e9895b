"""The law of benefits by plan year: the one table that chooses between rules by year."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from finder.domain.money import BasisPoints, Cents
from finder.rules.catastrophic import catastrophic_share, nothing_above_threshold
from finder.rules.cost_share import copay_per_month_begun, daily_copay
from finder.rules.in_force import in_force
from finder.rules.incurred_costs import counts_from_2011, counts_from_2025, counts_through_2010
from finder.rules.phases import deductible_credit_of_every_claim, deductible_credit_of_its_claims


class BenefitLaw(NamedTuple):
    """What of the law changes from a year on beside its numbers.

    ``above_threshold``: the share above the threshold.
    ``copay_of_short_fill``: the copay of a fill of less than four weeks.
    ``deductible_credit``: what a claim counts toward the deductible.
    ``counts``: whose payments count toward the threshold.
    ``selected_drugs``: whether drugs whose price Medicare set are told apart.
    ``subsidizes_reduction``: whether Medicare pays what the law of insulin and vaccines takes off a share.
    """

    first_year: int
    has_coverage_gap: bool
    above_threshold: Callable[[Cents, BasisPoints, Cents], Cents]
    copay_of_short_fill: Callable[[Cents, int], Cents]
    deductible_credit: Callable[[Cents, Cents, Cents, Cents], Cents]
    counts: Callable[[int], bool]
    selected_drugs: bool
    subsidizes_reduction: bool


BENEFIT_LAWS = (
    BenefitLaw(2006, True, catastrophic_share, copay_per_month_begun, deductible_credit_of_its_claims, counts_through_2010, False, False),
    BenefitLaw(2011, True, catastrophic_share, copay_per_month_begun, deductible_credit_of_its_claims, counts_from_2011, False, False),
    BenefitLaw(2014, True, catastrophic_share, daily_copay, deductible_credit_of_its_claims, counts_from_2011, False, False),
    BenefitLaw(2023, True, catastrophic_share, daily_copay, deductible_credit_of_its_claims, counts_from_2011, False, True),
    BenefitLaw(2024, True, nothing_above_threshold, daily_copay, deductible_credit_of_its_claims, counts_from_2011, False, False),
    BenefitLaw(2025, False, nothing_above_threshold, daily_copay, deductible_credit_of_every_claim, counts_from_2025, False, False),
    BenefitLaw(2026, False, nothing_above_threshold, daily_copay, deductible_credit_of_every_claim, counts_from_2025, True, False),
)


def benefit_law(plan_year: int) -> BenefitLaw:
    """The law of benefits in a plan year that the parameters know."""
    return in_force(BENEFIT_LAWS, plan_year)


def with_gap_of(law: BenefitLaw, plan_year: int) -> BenefitLaw:
    """A law with the coverage gap of another year, or with what stands in its place, laid over: a what-if, never the law."""
    other = benefit_law(plan_year)
    return law._replace(
        has_coverage_gap=other.has_coverage_gap,
        above_threshold=other.above_threshold,
        deductible_credit=other.deductible_credit,
        selected_drugs=other.selected_drugs,
    )


def with_share_above_threshold(law: BenefitLaw) -> BenefitLaw:
    """A law under which enrollees pay a share above the threshold: a what-if from 2024 on."""
    return law._replace(above_threshold=catastrophic_share)
