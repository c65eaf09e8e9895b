"""What plans' lists beside their formularies say of a person's drugs: the one look-up behind every answer that tells it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from finder.domain.market import Catalog, SpecialCoverages
from finder.domain.plan_cost import PlanCost
from finder.domain.prescription import Prescription


def special_coverage(catalog: Catalog, costs: Iterable[PlanCost], prescriptions: Sequence[Prescription]) -> SpecialCoverages:
    """The excluded drugs that those plans add to Part D, and the drugs that they cover for some diseases alone, of this list."""
    return catalog.special_coverage([cost.plan.plan_id for cost in costs], [one.drug.rxcui for one in prescriptions])
