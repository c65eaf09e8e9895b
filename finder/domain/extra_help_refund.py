"""Extra Help granted later for an earlier day, and what is owed back for fills already paid. Amounts are cents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.law import Rule
from finder.domain.money import Cents

LOOK_BACK = 3
"""The calendar years before the last one that fills within three years of a day can fall in."""


class Grant(NamedTuple):
    """Extra Help granted.

    ``since`` is its first day.
    ``news_on``: the plan first heard of it.
    ``complete_information_on``: the plan had all it needs.
    """

    level: LowIncomeSubsidy
    since: date
    news_on: date | None = None
    complete_information_on: date | None = None


class RefundedFill(NamedTuple):
    """A fill as it was paid and as it should have been.

    ``others_paid`` is what other payers paid.
    ``ask_until`` is the last day on which the plan must look at it.
    """

    day: date
    drug: str
    price: Cents
    paid: Cents
    should_have_paid: Cents
    others_paid: Cents
    others_should_have_paid: Cents
    ask_until: date

    @property
    def owed_back(self) -> Cents:
        """What goes back to the person."""
        return self.paid - self.should_have_paid

    @property
    def owed_back_to_others(self) -> Cents:
        """What goes back to other payers."""
        return self.others_paid - self.others_should_have_paid


@dataclass(frozen=True, slots=True)
class Refund:
    """What is owed back for a year's fills.

    ``paid_as`` is the level as the fills were paid.
    ``due`` counts from complete information, ``due_by_first_news`` from the first news; None without that day.
    """

    plan_year: int
    paid_as: LowIncomeSubsidy
    grant: Grant
    fills: tuple[RefundedFill, ...]
    due: date | None
    due_by_first_news: date | None
    rules: tuple[Rule, ...]

    @property
    def paid(self) -> Cents:
        """What the person paid."""
        return sum(fill.paid for fill in self.fills)

    @property
    def should_have_paid(self) -> Cents:
        """What the person should have paid."""
        return sum(fill.should_have_paid for fill in self.fills)

    @property
    def owed_back(self) -> Cents:
        """What goes back to the person."""
        return self.paid - self.should_have_paid

    @property
    def owed_back_to_others(self) -> Cents:
        """What goes back to other payers."""
        return sum(fill.owed_back_to_others for fill in self.fills)


class RefundInAll(NamedTuple):
    """The sums of several years."""

    paid: Cents
    should_have_paid: Cents
    owed_back: Cents
    owed_back_to_other_payers: Cents
