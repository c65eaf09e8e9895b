"""A population: people without names, each with what a comparison takes, and the facts by which groups of them are told apart."""

from __future__ import annotations

from dataclasses import dataclass

from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.market import County
from finder.domain.member import Member
from finder.domain.prescription import Prescription


@dataclass(frozen=True, slots=True)
class Person:
    """One person of many.

    ``label``: what the user calls the person: a number of their own, never a name.
    ``skip_uncovered``, ``not_counted``, ``outside_part_d``: as in ``Comparison``.
    ``income``: in percent of the federal poverty level; None: not known.
    """

    label: str
    member: Member
    prescriptions: tuple[Prescription, ...]
    skip_uncovered: bool = False
    not_counted: tuple[str, ...] = ()
    outside_part_d: tuple[str, ...] = ()
    income: int | None = None

    @property
    def level(self) -> LowIncomeSubsidy:
        """The level of Extra Help."""
        return self.member.low_income_subsidy

    @property
    def county(self) -> County:
        """Where the person lives."""
        return self.member.county

    @property
    def drugs(self) -> int:
        """How many drugs the person takes, those that are not counted among them."""
        return len(self.prescriptions) + len(self.not_counted)

    @property
    def takes_brands(self) -> bool:
        """Whether any drug of the list is a brand."""
        return any(prescription.drug.is_brand for prescription in self.prescriptions)
