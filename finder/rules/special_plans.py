"""Who may be in which kind of plan, and what a part of a year leaves of a yearly amount."""

from __future__ import annotations

from finder.domain.money import Cents, ratio_half_up
from finder.domain.months import YEAR_MONTHS
from finder.rules.registry import law


@law
def part_of_a_year(yearly: Cents, months: int) -> Cents:
    """A savings account plan that is joined during the year pays in for the months that are left, and its deductible is divided alike. 42
    CFR 422.103(d) (74 FR 54689)."""
    return ratio_half_up(yearly * months, YEAR_MONTHS)


@law
def others_allowed(special: int, nine: int, one: int) -> int:
    """A special needs plan may take one new member without special needs for nine with them. CMS proposal (73 FR 28558)."""
    return special // nine * one


@law
def long_stay(days: int, least: int) -> bool:
    """A plan for people in institutions is for those who need one for 90 days or more. 42 CFR 422.4 (73 FR 28557)."""
    return days >= least
