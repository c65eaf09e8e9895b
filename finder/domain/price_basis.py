"""What a price is made of: its parts, one purchase, what had run up before it, and a year of drugs at two prices. Amounts in cents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from finder.domain.benefit import Phase
from finder.domain.claim import Ledger, LedgerRow, PaidOutside
from finder.domain.law import Rule
from finder.domain.money import BasisPoints, Cents
from finder.domain.months import YEAR_MONTHS


class YearToDate(NamedTuple):
    """What drugs cost so far this year, and what of it counts toward the threshold."""

    gross_drug_cost: Cents = 0
    troop: Cents = 0


class PriceParts(NamedTuple):
    """What a price is made of."""

    ingredient_cost: Cents
    dispensing_fee: Cents = 0
    sales_tax: Cents = 0


NOTHING_YET = YearToDate()
"""The first day of a year."""


class FillDates(NamedTuple):
    """The day of a fill, and the day on which its claim was made and paid."""

    dispensed_on: date
    paid_on: date


@dataclass(frozen=True, slots=True)
class Purchase:
    """One purchase.

    ``usual_and_customary`` is the store's own price; None where it is not known.
    ``paid_outside`` is what the person paid without the plan, if so.
    ``to_date`` is what had run up before.
    """

    price: PriceParts
    brand: bool = True
    network_pharmacy: bool = True
    usual_and_customary: Cents | None = None
    paid_outside: PaidOutside | None = None
    to_date: YearToDate = NOTHING_YET
    dates: FillDates | None = None


class Purchased(NamedTuple):
    """A purchase at the year's standard benefit.

    ``drug_spend`` and ``troop`` are how far it moves the drug cost of the year and what counts toward the threshold.
    ``in_coverage_year`` is whether it belongs to the year of its fill; None where its dates are not known.
    """

    purchase: Purchase
    negotiated_price: Cents
    row: LedgerRow
    drug_spend: Cents
    troop: Cents
    in_coverage_year: bool | None


@dataclass(frozen=True, slots=True)
class PricedDrug:
    """A drug with the parts of its price at one fill, filled on the first of months spread over the year."""

    name: str
    brand: bool
    price: PriceParts
    fills_per_year: int = YEAR_MONTHS


class PricePair(NamedTuple):
    """A drug's price at one fill: what the pharmacy receives (pass-through), and what a drug manager charges (lock-in)."""

    pass_through: Cents
    lock_in: Cents


class YearAtPrice(NamedTuple):
    """A year of drugs at one of the two prices.

    ``sums`` are ``gross_drug_cost``, each payer and ``troop``.
    ``begins`` is the day of the first claim of which a part falls in each phase.
    """

    ledger: Ledger
    sums: Mapping[str, Cents]
    begins: Mapping[Phase, date]


@dataclass(frozen=True, slots=True)
class YearAtTwoPrices:
    """A year of drugs at the price that the pharmacy receives and at the price of a drug manager.

    ``rate`` is what the manager adds.
    ``spread`` is what it keeps in the year; ``off_premiums`` is the part of it that comes off premiums.
    ``basis`` is the rule of which price a plan may count.
    """

    rate: BasisPoints
    pass_through: YearAtPrice
    lock_in: YearAtPrice
    spread: Cents
    off_premiums: Cents
    basis: Rule

    def difference(self, name: str) -> Cents:
        """How much more a sum is at the manager's price."""
        return self.lock_in.sums[name] - self.pass_through.sums[name]

    @property
    def off_government(self) -> Cents:
        """The part of the spread that comes off what the government pays."""
        return self.spread - self.off_premiums

    @property
    def net(self) -> Cents:
        """What the person pays more in all, at the drug store and in premiums."""
        return self.difference("patient_pay") - self.off_premiums
