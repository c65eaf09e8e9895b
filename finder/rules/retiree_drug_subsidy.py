"""The subsidy to an employer that keeps its retirees' drug coverage."""

from __future__ import annotations

from datetime import date, timedelta

from finder.domain.money import BasisPoints, Cents, ratio_half_up, share_of
from finder.domain.months import same_day_later
from finder.rules.registry import law


@law
def costs_in_corridor(gross_retiree_cost: Cents, cost_threshold: Cents, cost_limit: Cents) -> Cents:
    """The part of a retiree's drug costs, before rebates, that lies between the cost threshold and the cost limit. 42 CFR 423.886(a)."""
    return max(min(gross_retiree_cost, cost_limit) - cost_threshold, 0)


@law
def rebates_in_corridor(rebates: Cents, in_corridor: Cents, gross_retiree_cost: Cents) -> Cents:
    """Rebates come off the costs that count; their part of a retiree's rebates is in proportion to the costs. Choice (decision 111)."""
    return ratio_half_up(rebates * in_corridor, gross_retiree_cost) if gross_retiree_cost else 0


@law
def retiree_drug_subsidy(allowable_cost: Cents, rate: BasisPoints) -> Cents:
    """Medicare pays an employer 28% of the allowable retiree costs between the year's cost threshold and cost limit. 42 CFR 423.886(a)."""
    return share_of(allowable_cost, rate)


@law
def may_use_older_limits(attested: date, published: date, days: int) -> bool:
    """An actuary who signs within 60 days after the next year's limits are published may use those in force before. 42 CFR 423.884(d)."""
    return attested <= published + timedelta(days=days)


@law
def final_costs_due(plan_year_end: date, months: int) -> date:
    """Final costs are reported within 15 months after the end of the plan year. 42 CFR 423.888(b)."""
    return same_day_later(plan_year_end, months)
