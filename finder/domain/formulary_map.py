"""What each plan's list has of a class of drugs: which are missing, which the plan restricts, which are on its specialty tier."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from finder.domain.benefit import Named
from finder.domain.law import Rule
from finder.domain.market import CatalogInfo, County, Plan
from finder.domain.money import Cents


class ClassFlag(Named):
    """What stands out of a class at a plan.

    ``PROTECTED_MISSING``: the law protects the class, and a drug of it is not on the list.
    ``ALL_RESTRICTED``: each drug that the plan lists needs approval or another drug first.
    ``ALL_SPECIALTY``: each drug that the plan lists is on its specialty tier.
    """

    PROTECTED_MISSING = 0
    ALL_RESTRICTED = 1
    ALL_SPECIALTY = 2


class DrugClass(NamedTuple):
    """A class of drugs: its name, whether the law protects it, and its ingredients that any plan of the catalog lists."""

    name: str
    protected: bool
    ingredients: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClassOnPlan:
    """A class at a plan, by ingredient. An ingredient is restricted, or on the specialty tier, if each of its listed products is.

    ``restricted``: needs approval (prior authorization) or another drug first (step therapy).
    ``free``: listed, neither restricted nor on the specialty tier.
    """

    of: DrugClass
    listed: frozenset[str]
    restricted: frozenset[str]
    specialty: frozenset[str]

    @property
    def missing(self) -> frozenset[str]:
        """Those that the plan does not list."""
        return frozenset(self.of.ingredients) - self.listed

    @property
    def open(self) -> frozenset[str]:
        """Those that the plan lists without a restriction."""
        return self.listed - self.restricted

    @property
    def free(self) -> frozenset[str]:
        """Those that are neither restricted nor on the specialty tier."""
        return self.open - self.specialty

    @property
    def flags(self) -> tuple[ClassFlag, ...]:
        """What stands out."""
        found = {
            ClassFlag.PROTECTED_MISSING: self.of.protected and bool(self.missing),
            ClassFlag.ALL_RESTRICTED: bool(self.listed) and self.listed == self.restricted,
            ClassFlag.ALL_SPECIALTY: bool(self.listed) and self.listed == self.specialty,
        }
        return tuple(flag for flag, holds in found.items() if holds)


class PlanOnMap(NamedTuple):
    """A plan with each class of the map, in its order."""

    plan: Plan
    classes: tuple[ClassOnPlan, ...]


@dataclass(frozen=True, slots=True)
class FormularyMap:
    """Plans by classes.

    ``specialty_threshold``: the 30-day price above which a plan may put a drug on its specialty tier; None: not known for the year.
    ``source``: where the classes come from.
    """

    info: CatalogInfo
    county: County
    classes: tuple[DrugClass, ...]
    plans: tuple[PlanOnMap, ...]
    specialty_threshold: Cents | None
    source: str
    rules: tuple[Rule, ...]
