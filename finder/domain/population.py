"""A population: people without names, each with what a comparison takes, and the facts by which groups of them are told apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

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


class Users(NamedTuple):
    """How many people took something in a year, without and with Extra Help."""

    without_help: int
    with_help: int

    @property
    def all(self) -> int:
        """All of them."""
        return self.without_help + self.with_help


class DrugUsers(NamedTuple):
    """Who took the products of a catalog.

    ``of``: by RxCUI, in thousandths of a person, because the users of a name are shared among its products.
    ``matched``: of 100 uses in the source, how many are of a drug that the catalog has.
    ``most``: the users of the drug with the most users.
    """

    of: Mapping[str, Users]
    matched: int
    most: Users


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a synthetic population is made: the same recipe, catalog and counts make the same people on every machine.

    ``seed``, ``size``: the same seed makes the same first people, whatever the size.
    ``with_help``: of 100 people, how many have Extra Help; None: as the counts say.
    ``with_medicaid``: of 100 people with Extra Help, how many have Medicaid and an income at or below poverty; the others have full Extra
    Help.
    ``drugs``: how many drugs everyone takes; None: as ``drug_weights`` say, for 1 drug, 2 drugs and so on.
    ``without_plan``: of 100 people, how many have no plan yet.
    """

    seed: int
    size: int
    with_help: int | None = None
    with_medicaid: int = 60
    drugs: int | None = None
    drug_weights: tuple[int, ...] = (8, 10, 12, 13, 12, 11, 9, 8, 6, 5, 3, 3)
    without_plan: int = 0


class Place(NamedTuple):
    """A ZIP code and a county that it is in."""

    zip_code: str
    county: County
