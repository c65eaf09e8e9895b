"""A yearly drug cost at the standard benefit of a year: who pays what in each phase, and the life of the coverage gap. Amounts in cents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from finder.domain.benefit import Phase
from finder.domain.claim import PAYERS, Ledger
from finder.domain.money import BasisPoints, Cents, ratio_half_up


class PhaseOfYear(NamedTuple):
    """A phase that a yearly drug cost reaches.

    ``begins`` and ``ends`` are in drug cost of the year.
    ``paid`` is each payer's part.
    """

    phase: Phase
    begins: Cents
    ends: Cents
    paid: Mapping[str, Cents]

    def tenths(self, payer: str) -> int:
        """A payer's part in tenths of a percent."""
        return ratio_half_up(1_000 * self.paid[payer], self.ends - self.begins)


class YearSteps(NamedTuple):
    """The phases of a plan year up to a drug cost. The last one goes on."""

    year: int
    phases: tuple[PhaseOfYear, ...]


class AtThreshold(NamedTuple):
    """The drug cost of the year when the out-of-pocket threshold is reached, and what the person has paid of it."""

    total: Cents
    patient_pay: Cents


class Thresholds(NamedTuple):
    """When the out-of-pocket threshold of a year is reached.

    ``with_full_extra_help`` is a drug cost; what the person has paid depends on the number of fills.
    ``printed`` is the drug cost printed for the standard benefit; None where none is.
    """

    brands: AtThreshold
    generics: AtThreshold
    with_full_extra_help: Cents
    printed: Cents | None
    printed_status: str


@dataclass(frozen=True, slots=True)
class BenefitYear:
    """A yearly drug cost at the standard benefit of a year.

    ``brand_share`` is the part of it for brands.
    ``paid`` is each payer's part of the year.
    ``opening`` is the phase in which the year begins.
    """

    year: int
    brand_share: BasisPoints
    cost: Cents
    ledger: Ledger
    paid: Mapping[str, Cents]
    troop: Cents
    opening: Phase
    phases: tuple[PhaseOfYear, ...]
    threshold_reached_on: date | None
    thresholds: Thresholds

    @property
    def paying(self) -> tuple[str, ...]:
        """Who pays something, in the order of payers."""
        return tuple(payer for payer in PAYERS if self.paid[payer])


class Gap(NamedTuple):
    """The coverage gap of a year: the person's shares, the maker's discount, and where it begins and ends in drug cost of the year."""

    brand: BasisPoints
    generic: BasisPoints
    discount: BasisPoints
    begins: Cents
    ends_brands: Cents
    ends_generics: Cents
    status: str


class GapYear(NamedTuple):
    """A plan year; ``gap`` is None where it has no coverage gap."""

    year: int
    gap: Gap | None
