"""The Medicare Prescription Payment Plan: what a person owes month by month, and the bills in its place. Amounts in cents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from finder.domain.benefit import LowIncomeSubsidy, Named
from finder.domain.law import Rule
from finder.domain.money import Cents
from finder.domain.months import YEAR_MONTHS


@dataclass(frozen=True, slots=True)
class OwnCosts:
    """What covered drugs cost a person at the drug store, and when the person joins the payment plan.

    ``monthly`` are the twelve months, January first.
    ``paid_before`` is what was paid this year before joining, where it is more than those months say.
    ``largest_fill`` is the dearest fill from joining on; None where it is not known.
    ``prior_year`` is what was paid in the first nine months of the year before; None where it is not known.
    """

    year: int
    opt_in_month: int
    monthly: tuple[Cents, ...]
    paid_before: Cents | None = None
    largest_fill: Cents | None = None
    prior_year: Cents | None = None
    low_income_subsidy: LowIncomeSubsidy = LowIncomeSubsidy.NONE


class How(Named):
    """How a bill comes about.

    FIRST: at most the cap of the first month.
    LEVEL: no cost follows the month of joining, so its cost is billed in equal parts.
    DIVIDED: what is owed over the months left.
    SAME: no new cost, so the bill of the month before.
    EXACT: as DIVIDED, by a balance that is not rounded.
    """

    FIRST = 0
    LEVEL = 1
    DIVIDED = 2
    SAME = 3
    EXACT = 4


class Bill(NamedTuple):
    """A month in the payment plan.

    ``cap`` is the most that the plan may bill.
    ``unbilled`` is what is left to bill after it.
    """

    month: int
    new_cost: Cents
    cap: Cents
    bill: Cents
    unbilled: Cents
    how: How

    @property
    def carried(self) -> Cents:
        """What was left to bill before the month."""
        return self.unbilled + self.bill - self.new_cost

    @property
    def months_left(self) -> int:
        """The months to December, this one counted."""
        return YEAR_MONTHS + 1 - self.month


class Effect(Named):
    """What the bills do from joining on.

    NONE: each bill is the month's own cost.
    SPREADS: the highest month falls.
    MOVES: costs move to later months and the highest month does not fall.
    """

    NOTHING_OWED = 0
    NONE = 1
    SPREADS = 2
    MOVES = 3


class NoticeTest(NamedTuple):
    """The program's own test of who is likely to benefit.

    ``amount`` is that of one fill, ``dearest`` what it is compared with: a month where no fill is known.
    ``single`` is None where a dear month may be one fill or several.
    ``prior_amount`` is that of the first ``prior_months`` months of the year before.
    ``prior_met`` is None where ``prior_paid`` is not known.
    """

    amount: Cents
    dearest: Cents
    fill_known: bool
    single: bool | None
    prior_amount: Cents
    prior_months: int
    prior_paid: Cents | None
    prior_met: bool | None

    @property
    def met(self) -> bool | None:
        """Whether the test says likely; None where what is known does not decide."""
        parts = (self.single, self.prior_met)
        return True if True in parts else None if None in parts else False


@dataclass(frozen=True, slots=True)
class PaymentPlan:
    """The bills of a year.

    ``paid_before`` is what counts toward the threshold before joining.
    ``at_the_counter`` is what is owed in each month of the year.
    ``likely`` is what a notice of the law would say; ``because`` are codes of why.
    ``steps`` are rules to know, in order.
    ``made_by`` are ids of the rules that made the bills, ``parameters`` names of the numbers used.
    """

    year: int
    opt_in_month: int
    threshold: Cents
    paid_before: Cents
    at_the_counter: tuple[Cents, ...]
    bills: tuple[Bill, ...]
    likely: bool
    because: tuple[str, ...]
    notice: NoticeTest
    effect: Effect
    extra_help: bool
    renews: bool
    steps: tuple[Rule, ...]
    made_by: tuple[str, ...]
    parameters: tuple[str, ...]

    @property
    def counted(self) -> tuple[Cents, ...]:
        """What is owed from joining on, by month."""
        return self.at_the_counter[self.opt_in_month - 1 :]

    @property
    def with_the_plan(self) -> tuple[Cents, ...]:
        """What is paid in each month of the year: at the drug store before joining, by bill from then on."""
        return (*self.at_the_counter[: self.opt_in_month - 1], *(bill.bill for bill in self.bills))

    @property
    def owed(self) -> Cents:
        """What is owed from joining on, in all."""
        return sum(bill.new_cost for bill in self.bills)

    @property
    def highest_bill(self) -> Cents:
        """The highest bill."""
        return max(bill.bill for bill in self.bills)

    @property
    def most_left(self) -> Cents:
        """The most that is left to bill at one time."""
        return max(bill.unbilled for bill in self.bills)
