"""Extra Help granted later for an earlier day, and what is owed back for fills already paid. Amounts are cents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.law import Rule
from finder.domain.market import Plan
from finder.domain.money import Cents
from finder.domain.prescription import Prescription

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
    ``ask_until`` is the last day on which the plan must look at it; ``too_late``: that day is over, so it is in no sum.
    """

    day: date
    drug: str
    price: Cents
    paid: Cents
    should_have_paid: Cents
    others_paid: Cents
    others_should_have_paid: Cents
    ask_until: date
    too_late: bool = False

    @property
    def owed_back(self) -> Cents:
        """What goes back to the person."""
        return self.paid - self.should_have_paid

    @property
    def owed_back_to_others(self) -> Cents:
        """What goes back to other payers."""
        return self.others_paid - self.others_should_have_paid


class PaidPremiums(NamedTuple):
    """The premiums of the months with help, as they were paid, late fee included, and as they should have been.

    ``paid``, ``should_have_paid``: of one month. ``estimate``: what the help takes off is estimated.
    """

    months: int
    paid: Cents
    should_have_paid: Cents
    estimate: bool = False

    @property
    def owed_back(self) -> Cents:
        """What goes back to the person."""
        return self.months * (self.paid - self.should_have_paid)


class PaidYear(NamedTuple):
    """A year as it was paid without Extra Help.

    ``since``: the first of the month from which the plan was theirs, ``through``: the last day paid for.
    ``level``: what was granted for that year.
    """

    plan_id: str
    since: date
    through: date
    level: LowIncomeSubsidy
    drugs: tuple[Prescription, ...]


@dataclass(frozen=True, slots=True)
class Refund:
    """What is owed back for a year's fills.

    ``paid_as`` is the level as the fills were paid.
    ``due`` counts from complete information, ``due_by_first_news`` from the first news; None without that day.
    ``plan``: None where the fills came without one.
    ``premiums``: None where they are not known.
    ``not_counted``: names of drugs of the list that are in no sum: the plan does not list them, or we can't price them there.
    """

    plan_year: int
    paid_as: LowIncomeSubsidy
    grant: Grant
    fills: tuple[RefundedFill, ...]
    due: date | None
    due_by_first_news: date | None
    rules: tuple[Rule, ...]
    plan: Plan | None = None
    premiums: PaidPremiums | None = None
    not_counted: tuple[str, ...] = ()

    @property
    def in_time(self) -> tuple[RefundedFill, ...]:
        """The fills that the plan must still look at."""
        return tuple(fill for fill in self.fills if not fill.too_late)

    @property
    def too_late(self) -> tuple[RefundedFill, ...]:
        """The fills with something owed that the plan need not look at any more."""
        return tuple(fill for fill in self.fills if fill.too_late and fill.owed_back)

    @property
    def paid(self) -> Cents:
        """What the person paid."""
        return sum(fill.paid for fill in self.in_time)

    @property
    def should_have_paid(self) -> Cents:
        """What the person should have paid."""
        return sum(fill.should_have_paid for fill in self.in_time)

    @property
    def owed_back(self) -> Cents:
        """What goes back to the person for fills."""
        return self.paid - self.should_have_paid

    @property
    def premiums_owed_back(self) -> Cents:
        """What goes back to the person for premiums, as far as they are known."""
        return self.premiums.owed_back if self.premiums else 0

    @property
    def owed_back_to_others(self) -> Cents:
        """What goes back to other payers."""
        return sum(fill.owed_back_to_others for fill in self.in_time)


class RefundInAll(NamedTuple):
    """The sums of several years. ``owed_back`` is for fills; premiums are apart."""

    paid: Cents
    should_have_paid: Cents
    owed_back: Cents
    premiums_owed_back: Cents
    owed_back_to_other_payers: Cents

    @property
    def to_the_person(self) -> Cents:
        """All that goes back to the person."""
        return self.owed_back + self.premiums_owed_back
