"""The subsidy to an employer that keeps its retirees' drug coverage."""

from __future__ import annotations

from finder.domain.money import BasisPoints, Cents, share_of
from finder.rules.registry import law


@law
def retiree_drug_subsidy(gross_retiree_cost: Cents, cost_threshold: Cents, cost_limit: Cents, rate: BasisPoints) -> Cents:
    """Medicare pays an employer 28% of a retiree's drug costs between the year's cost threshold and cost limit. 42 CFR 423.886(a)."""
    return share_of(max(min(gross_retiree_cost, cost_limit) - cost_threshold, 0), rate)
