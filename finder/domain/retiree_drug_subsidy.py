"""The subsidy to an employer that keeps its retirees' drug coverage: its plan year, its costs, and what Medicare pays. Amounts in cents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from finder.domain.law import Rule
from finder.domain.money import BasisPoints, Cents
from finder.domain.months import Days


class Retiree(NamedTuple):
    """What a retiree's drugs cost in the plan year, before rebates.

    ``rebates``: what of it came back.
    ``before_2006``: what of it was bought before January 1, 2006.
    """

    gross_cost: Cents
    rebates: Cents = 0
    before_2006: Cents = 0


class RetireeCost(NamedTuple):
    """What Medicare pays the employer for a retiree.

    ``in_corridor``: the costs between threshold and limit that Medicare pays for.
    ``subsidy``: with the rebates split in proportion; ``least`` and ``most``: with all of them within the corridor, or as few as can be.
    """

    retiree: Retiree
    in_corridor: Cents
    subsidy: Cents
    least: Cents
    most: Cents

    @property
    def gross_cost(self) -> Cents:
        """What the drugs cost, before rebates."""
        return self.retiree.gross_cost


class Attestation(NamedTuple):
    """Of which year the actuary takes the limits of the standard benefit.

    ``year``: None where the plan year has days of two years and a date is missing.
    ``older_until``: the last day to sign with the older limits; None where it does not matter or is not known.
    """

    year: int | None
    older_until: date | None


@dataclass(frozen=True, slots=True)
class RetireeDrugSubsidy:
    """What Medicare pays an employer for a plan year.

    ``year``: the year in which the plan year ends; its threshold and limit hold.
    ``rate`` is paid of each retiree's cost between ``threshold`` and ``limit``.
    ``final_costs_due``: the day by which the employer reports its final costs.
    ``parameters`` are the names of the numbers used.
    """

    year: int
    plan_year: Days
    threshold: Cents
    limit: Cents
    rate: BasisPoints
    retirees: tuple[RetireeCost, ...]
    attestation: Attestation
    final_costs_due: date
    rules: tuple[Rule, ...]
    parameters: tuple[str, ...]

    @property
    def total(self) -> Cents:
        """The subsidy for all retirees."""
        return sum(retiree.subsidy for retiree in self.retirees)

    @property
    def least(self) -> Cents:
        """The least that it can be, whatever part of the rebates counts."""
        return sum(retiree.least for retiree in self.retirees)

    @property
    def most(self) -> Cents:
        """The most that it can be."""
        return sum(retiree.most for retiree in self.retirees)
