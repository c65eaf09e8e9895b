"""The benefit: phases, subsidy levels, pharmacy channels, cost shares and the design that a plan offers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property
from typing import NamedTuple

from finder.domain.money import BasisPoints, Cents


class Named(IntEnum):
    """A small integer for the rules, a lower-case word for people and JSON."""

    @cached_property
    def key(self) -> str:
        """The word of the contract: ``Phase.COVERAGE_GAP.key == "coverage_gap"``."""
        return self.name.lower()

    @classmethod
    def keys(cls) -> tuple[str, ...]:
        """Every word, in order."""
        return tuple(member.key for member in cls)

    @classmethod
    def from_key(cls, key: str) -> Named:
        """The member of that word. Raises KeyError for another word."""
        return cls[key.upper()]


class Phase(Named):
    """Where in the benefit a part of a claim falls; ``OUTSIDE`` is what the plan does not cover."""

    DEDUCTIBLE = 0
    INITIAL_COVERAGE = 1
    COVERAGE_GAP = 2
    CATASTROPHIC = 3
    OUTSIDE = 4


class LowIncomeSubsidy(Named):
    """Extra Help, by level. ``PARTIAL`` exists through 2023."""

    NONE = 0
    FULL_INSTITUTIONAL = 1
    FULL_DUAL_AT_OR_BELOW_POVERTY = 2
    FULL_OTHER = 3
    PARTIAL = 4


class Channel(Named):
    """The kind of pharmacy at which a fill is bought."""

    STANDARD_RETAIL = 0
    PREFERRED_RETAIL = 1
    STANDARD_MAIL = 2
    PREFERRED_MAIL = 3
    LONG_TERM_CARE = 4
    OUT_OF_NETWORK = 5


class BenefitType(Named):
    """The four kinds of benefit design of 42 CFR 423.104."""

    DEFINED_STANDARD = 0
    ACTUARIALLY_EQUIVALENT = 1
    BASIC_ALTERNATIVE = 2
    ENHANCED_ALTERNATIVE = 3


class ShareKind(Named):
    """A share is dollars a fill, or a part of the price."""

    COPAY = 0
    COINSURANCE = 1


NO_LIMIT = -1


class CostShare(NamedTuple):
    """What the enrollee pays: a copay in cents or a coinsurance in basis points with a minimum and maximum in cents (-1: none)."""

    kind: ShareKind
    amount: Cents | BasisPoints
    minimum: Cents = NO_LIMIT
    maximum: Cents = NO_LIMIT


DAYS_OF_A_MONTHS_SUPPLY = 30
"""The days by which the files count a month's supply, and over which a copay is divided to charge it by the day."""
SHORTEST_MONTHS_SUPPLY = 28
"""The least days that count as a whole month's supply: four weeks. A shorter fill may be charged by the day."""
LONGEST_MONTHS_SUPPLY = 31
"""The most days that one month's supply lasts: a nursing home's month. The 32nd day begins a second one."""
SUPPLY_COLUMNS = (30, 60, 90)
"""The days' supplies for which a design has shares of its own: one, two and three months' supplies."""

ShareKey = tuple[Channel, int]
"""Channel and days supply (30, 60 or 90)."""


@dataclass(frozen=True, slots=True)
class TierDesign:
    """One tier: whether the deductible applies, its shares in initial coverage, and in the gap where the plan covers it."""

    deductible_applies: bool
    initial_coverage: Mapping[ShareKey, CostShare]
    coverage_gap: Mapping[ShareKey, CostShare] | None = None


ALL_TIERS = 0
"""The key of ``BenefitDesign.insulin`` for a share that holds on every tier."""


@dataclass(frozen=True, slots=True)
class BenefitDesign:
    """What a plan offers for a year. ``initial_coverage_limit`` is None from 2025 on; a defined standard design has no tiers."""

    benefit_type: BenefitType
    deductible: Cents
    initial_coverage_limit: Cents | None
    tiers: Mapping[int, TierDesign] = field(default_factory=dict)
    insulin: Mapping[int, Mapping[ShareKey, CostShare]] = field(default_factory=dict)

    @property
    def channels(self) -> frozenset[Channel]:
        """The kinds of pharmacy for which the design has a share of any drug and any supply."""
        shares = [tier.initial_coverage for tier in self.tiers.values()] + list(self.insulin.values())
        return frozenset(channel for table in shares for channel, _ in table)
