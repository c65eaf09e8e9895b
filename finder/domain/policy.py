"""A policy: a plan year's law with some of it changed, under a name of its own. It is never the law."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from finder.domain.benefit import Named
from finder.domain.money import BasisPoints, UnitPrice


class DrugsReached(Named):
    """Whose prices a policy changes. ``NEGOTIATED``: drugs whose price Medicare negotiated."""

    ALL = 0
    BRAND = 1
    GENERIC = 2
    NEGOTIATED = 3


class PolicyPrice(NamedTuple):
    """A change of prices at every plan: times ``factor``, or ``unit_price`` in its place. ``rxcui`` names one drug; empty: all of
    ``drugs``."""

    factor: BasisPoints | None = None
    unit_price: UnitPrice | None = None
    rxcui: str = ""
    drugs: DrugsReached = DrugsReached.ALL


class ChangedNumber(NamedTuple):
    """A number of the law that a policy changes, as the parameters print it, and the value that it replaces."""

    name: str
    value: str
    replaces: str
    unit: str


@dataclass(frozen=True, slots=True)
class Policy:
    """A named change of a plan year's law.

    ``numbers``: those that are changed; ``none`` in place of a limit lifts it.
    ``gap_of``: the year whose coverage gap is laid over, with its numbers where ``numbers`` names no other.
    ``lock_in_spread``: what drug managers add to every price, which then counts (0: pharmacies' prices count, as the law has it).
    ``prices``: changes of unit prices, one after the other.
    ``premium_pass_through``: the part of the change in what plans pay that their premiums follow.
    """

    name: str
    plan_year: int
    about: str = ""
    numbers: tuple[ChangedNumber, ...] = ()
    gap_of: int | None = None
    lock_in_spread: BasisPoints = 0
    prices: tuple[PolicyPrice, ...] = ()
    premium_pass_through: BasisPoints = 0

    @property
    def changes_nothing(self) -> bool:
        """Whether this is the law as it stands."""
        return not (self.numbers or self.gap_of is not None or self.lock_in_spread or self.prices)

    @property
    def changes_prices(self) -> bool:
        """Whether any price is another."""
        return bool(self.lock_in_spread or self.prices)
