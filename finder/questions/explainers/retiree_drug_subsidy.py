"""The retiree drug subsidy: what Medicare pays an employer for each retiree whose drug coverage it keeps."""

from __future__ import annotations

from collections.abc import Iterable

from finder.domain.money import Cents
from finder.domain.retiree_drug_subsidy import RetireeCost, RetireeDrugSubsidy
from finder.parameters import parameter_set
from finder.rules.retiree_drug_subsidy import retiree_drug_subsidy as subsidy_of

THRESHOLD, LIMIT, PERCENT = "rds_cost_threshold", "rds_cost_limit", "rds_subsidy_percent"


def retiree_drug_subsidy(year: int, gross_costs: Iterable[Cents]) -> RetireeDrugSubsidy:
    """The subsidy of a plan year for retirees with these drug costs, before rebates. Raises UnknownPlanYear."""
    numbers = parameter_set(year)
    threshold, limit, rate = numbers.cents(THRESHOLD), numbers.cents(LIMIT), numbers.basis_points(PERCENT)
    retirees = tuple(RetireeCost(cost, subsidy_of(cost, threshold, limit, rate)) for cost in gross_costs)
    return RetireeDrugSubsidy(year, threshold, limit, rate, retirees, (THRESHOLD, LIMIT, PERCENT))
