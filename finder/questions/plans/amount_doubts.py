"""What looks like a slip in the amounts of a drug list."""

from __future__ import annotations

from collections.abc import Sequence

from finder.domain.market import Catalog
from finder.domain.prescription import Prescription
from finder.domain.supply import Doubt, Limit, doubts_of, largest_limit


def doubts_at(catalog: Catalog, prescription: Prescription) -> tuple[Doubt, ...]:
    """What looks like a slip in a fill: above twice the most generous limit of the market, or against plain sense."""
    limits = [Limit(*limit) for limit in catalog.quantity_limits(prescription.drug.rxcui)]
    return doubts_of(prescription, largest_limit(limits))


def amount_doubts(catalog: Catalog, prescriptions: Sequence[Prescription]) -> tuple[tuple[int, Doubt], ...]:
    """Each doubt about a list, with the place of its prescription."""
    return tuple((place, doubt) for place, prescription in enumerate(prescriptions) for doubt in doubts_at(catalog, prescription))
