"""Which shape the law has in a plan year: the one table that chooses between rules by year."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from finder.domain.money import BasisPoints, Cents
from finder.rules.catastrophic import catastrophic_share, nothing_above_threshold
from finder.rules.cost_share import copay_per_month_begun, daily_copay
from finder.rules.incurred_costs import counts_from_2011, counts_from_2025, counts_through_2010
from finder.rules.phases import deductible_credit_of_every_claim, deductible_credit_of_its_claims


class Shape(NamedTuple):
    """The rules whose shape, not only whose numbers, depends on the plan year."""

    first_year: int
    has_coverage_gap: bool
    above_threshold: Callable[[Cents, BasisPoints, Cents], Cents]
    copay_of_short_fill: Callable[[Cents, int], Cents]
    deductible_credit: Callable[[Cents, Cents, Cents, Cents], Cents]
    counts: Callable[[int], bool]
    selected_drugs: bool
    subsidizes_reduction: bool


SHAPES = (
    Shape(2006, True, catastrophic_share, copay_per_month_begun, deductible_credit_of_its_claims, counts_through_2010, False, False),
    Shape(2011, True, catastrophic_share, copay_per_month_begun, deductible_credit_of_its_claims, counts_from_2011, False, False),
    Shape(2014, True, catastrophic_share, daily_copay, deductible_credit_of_its_claims, counts_from_2011, False, False),
    Shape(2023, True, catastrophic_share, daily_copay, deductible_credit_of_its_claims, counts_from_2011, False, True),
    Shape(2024, True, nothing_above_threshold, daily_copay, deductible_credit_of_its_claims, counts_from_2011, False, False),
    Shape(2025, False, nothing_above_threshold, daily_copay, deductible_credit_of_every_claim, counts_from_2025, False, False),
    Shape(2026, False, nothing_above_threshold, daily_copay, deductible_credit_of_every_claim, counts_from_2025, True, False),
)


def shape_of(plan_year: int) -> Shape:
    """The shape of the law in a plan year that the parameters know."""
    return max((shape for shape in SHAPES if shape.first_year <= plan_year), key=lambda shape: shape.first_year)
