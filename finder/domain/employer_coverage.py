"""Drug coverage from an employer or union, or Part D: both costs, what silence does, when a later start has no fee. Amounts in cents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from finder.domain.benefit import LowIncomeSubsidy, Named
from finder.domain.law import Rule
from finder.domain.losing_coverage import LateFee, WayIn
from finder.domain.money import Cents


class YearlyCost(NamedTuple):
    """What a person pays for ``months`` of a year.

    ``name``: the plan's, where it is one.
    ``at_most``: None where nothing bounds the sum of ``premium`` and ``drugs`` from above.
    """

    name: str
    months: int
    premium: Cents
    drugs: Cents
    at_least: Cents
    at_most: Cents | None

    @property
    def total(self) -> Cents:
        """Premium and drugs."""
        return self.premium + self.drugs

    @property
    def certain(self) -> bool:
        """Whether the cost is one amount and not a range."""
        return self.at_least == self.at_most


@dataclass(frozen=True, slots=True)
class EmployerCoverage:
    """What the person told.

    ``creditable``: whether it is good coverage; None: not sure.
    ``premium`` is what the person pays for it in a month, ``drugs`` at the store in a year; None: not known.
    ``part_d`` is the drug plan to compare it with.
    ``ends_on`` is its last day, where that is known.
    ``enrollment_end`` is the last day of the first time to join, from which months without good coverage count.
    """

    today: date
    creditable: bool | None = None
    premium: Cents | None = None
    drugs: Cents | None = None
    part_d: YearlyCost | None = None
    level: LowIncomeSubsidy = LowIncomeSubsidy.NONE
    ends_on: date | None = None
    enrollment_end: date | None = None


class Silence(Named):
    """What follows if the person with such coverage does nothing."""

    KEEPS = 0
    DECLINES = 1
    NOT_PLACED = 2


@dataclass(frozen=True, slots=True)
class EmployerOrPartD:
    """The answer.

    ``employer`` counts the same months as the drug plan; None: not known.
    ``start_by`` is the last start of a drug plan that brings no late fee, where the coverage is good and ends.
    ``fee_of_a_year`` is what a year of waiting adds to the late fee, where the coverage is not good.
    ``ways`` are the times to join; their fees count only where ``fees_known``.
    """

    asked: EmployerCoverage
    employer: YearlyCost | None
    silence: Silence
    start_by: date | None
    fee_of_a_year: LateFee | None
    ways: tuple[WayIn, ...]
    fees_known: bool
    rules: tuple[Rule, ...]

    @property
    def difference(self) -> Cents | None:
        """What the employer's coverage costs more than the drug plan (less: negative); None where one of them is not one amount."""
        part_d = self.asked.part_d
        if self.employer is None or part_d is None or not part_d.certain:
            return None
        return self.employer.total - part_d.total
