"""What happens to my plan next year? Premium, deductible, tier, price and cost of each drug; what is dropped; and the year's best plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from finder.domain.annual_change import AnnualChange, NextYear
from finder.domain.errors import Problem, Refusal
from finder.domain.market import Catalog, CatalogInfo, PlanKind
from finder.domain.member import Member
from finder.domain.prescription import Prescription
from finder.parameters import parameter_set
from finder.questions.plans.choosing import year_that_counts
from finder.questions.plans.compare import compare_plans, plan_year

STALE_DAYS = 100
"""CMS publishes each quarter; a catalog older than that has been followed by another one."""


class Proposal(NamedTuple):
    """The plan year that the pages show first; ``missing`` is the year that they would show if its catalog were there."""

    year: int
    missing: int | None


def proposed_year(known: Sequence[CatalogInfo], today: date) -> Proposal:
    """From October 1 the next year, before it this year; where that is not there, the latest before it, real plans before examples.

    ``known`` has at least one catalog.
    """
    wanted = year_that_counts(today)
    years = {info.plan_year: info for info in known}
    if wanted in years:
        return Proposal(wanted, None)
    real = [year for year, info in years.items() if not info.example] or list(years)
    earlier = [year for year in real if year < wanted]
    return Proposal(max(earlier) if earlier else min(real), wanted)


def is_stale(info: CatalogInfo, today: date) -> bool:
    """Whether a catalog of a year that is not over is more than ``STALE_DAYS`` old. What is over changes no more."""
    return info.plan_year >= today.year and not info.example and (today - info.as_of).days > STALE_DAYS


def years_beside(known: Sequence[int], year: int) -> tuple[int, int] | None:
    """A year and the next that both have a catalog: from ``year`` on, else up to it; None where neither neighbour is there."""
    return next(((first, first + 1) for first in (year, year - 1) if {first, first + 1} <= set(known)), None)


def annual_change(
    this_year: Catalog, next_year: Catalog, member: Member, prescriptions: Sequence[Prescription], plan_id: str
) -> AnnualChange:
    """The plan in both years, from January to December, and the next year's best plan of the kinds asked for.

    Raises Refusal where the next year's catalog does not cover the county or is not of the year after, and for a plan that this year's
    lacks.
    """
    first, second = this_year.info.plan_year, next_year.info.plan_year
    if second != first + 1:
        raise Refusal([Problem("$.plan_year", f"catalogs of {first} and {first + 1}", f"{first} and {second}")])
    listed = [replace(prescription, dates=()) for prescription in prescriptions]
    now = plan_year(this_year, whole_year(member, first, plan_id), listed, plan_id)
    health = member.health_plans_chosen or now.plan.kind is not PlanKind.PDP
    compared = compare_plans(next_year, replace(whole_year(member, second, plan_id), health_plans_chosen=health), listed)
    cost = compared.plan_cost(plan_id)
    numbers = parameter_set(second)
    candidates = compared.leaders or compared.plans
    return AnnualChange(
        this_year=this_year.info,
        next_year=next_year.info,
        now=now,
        following=NextYear(cost, cost is None and next_year.plan(plan_id) is not None),
        best=candidates[0],
        plans=len(candidates),
        choose_from=numbers.date("aep_start"),
        choose_through=numbers.date("aep_end"),
    )


def whole_year(member: Member, year: int, plan_id: str) -> Member:
    """The same person from January, with nothing run up: two years can be compared only whole."""
    return replace(member, coverage_start=date(year, 1, 1), gross_drug_cost_to_date=0, troop_to_date=0, current_plan=plan_id)
