"""The subsidy to an employer that keeps its retirees' drug coverage. Amounts in cents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from finder.domain.money import BasisPoints, Cents


class RetireeCost(NamedTuple):
    """What a retiree's drugs cost in the year, before rebates, and what Medicare pays the employer of it."""

    gross_cost: Cents
    subsidy: Cents


@dataclass(frozen=True, slots=True)
class RetireeDrugSubsidy:
    """What Medicare pays an employer for a plan year.

    ``rate`` is paid of each retiree's cost between ``threshold`` and ``limit``.
    ``parameters`` are the names of the numbers used.
    """

    year: int
    threshold: Cents
    limit: Cents
    rate: BasisPoints
    retirees: tuple[RetireeCost, ...]
    parameters: tuple[str, ...]

    @property
    def total(self) -> Cents:
        """The subsidy for all retirees."""
        return sum(retiree.subsidy for retiree in self.retirees)
