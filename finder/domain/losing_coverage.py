"""Losing a drug plan: why, when it ends, the times in which to join one again, and what a gap adds to the late fee. Amounts in cents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from finder.domain.benefit import LowIncomeSubsidy, Named
from finder.domain.law import Rule
from finder.domain.money import Cents
from finder.domain.months import YEAR_MONTHS
from finder.domain.rights import ClockDate


class Cause(Named):
    """Why the person may lose the plan, or the help that pays for it."""

    UNPAID_PREMIUM = 0
    UNPAID_INCOME_AMOUNT = 1
    MOVE = 2
    PLAN_ENDS = 3
    EXTRA_HELP_ENDS = 4


@dataclass(frozen=True, slots=True)
class Losing:
    """What the person told.

    ``on``: the unpaid month; the month of Medicare's bill; the day of the move; the plan's January 1; the last day with Extra Help.
    ``today``: the first day on which the person can still act.
    ``told_on``: the plan was told of the move, or the letter on Extra Help came; None: not told yet, or not known.
    ``low_income_subsidy`` is the help that the person has while without a plan.
    ``uncovered_months`` are those that a late fee counts already.
    """

    cause: Cause
    on: date
    today: date
    billed_on: date | None = None
    plan_grace_months: int | None = None
    told_on: date | None = None
    low_income_subsidy: LowIncomeSubsidy = LowIncomeSubsidy.NONE
    uncovered_months: int = 0


class Door(Named):
    """A time in which a plan may be joined."""

    OPEN_ENROLLMENT = 0
    EXTRA_HELP = 1
    MOVED = 2
    PLAN_ENDED = 3
    HELP_CHANGED = 4
    EMPLOYER_LEFT = 5


class LateFee(NamedTuple):
    """A late fee, or what is added to one, in a year.

    ``projected``: the year's base premium is not known yet, and the last one known is taken.
    """

    a_month: Cents
    year: int
    projected: bool

    @property
    def a_year(self) -> Cents:
        """The same for twelve months."""
        return self.a_month * YEAR_MONTHS


class Return(NamedTuple):
    """A new plan that is asked for on a day, and the gap before it.

    ``fee`` is what the gap adds to the late fee.
    """

    asked: date
    starts: date
    days_without: int
    reaches_gate: bool
    uncovered_months: int
    fee: LateFee


class WayIn(NamedTuple):
    """A time in which the person may join a plan again.

    ``rule`` is that of a special period; None: open enrollment, whose days are numbers of the year.
    ``last`` and ``latest`` are None where the time comes back each month.
    ``taken_over``: the days are those of the last year that we know.
    """

    door: Door
    rule: Rule | None
    first: date
    last: date | None
    soonest: Return
    latest: Return | None
    taken_over: bool = False


@dataclass(frozen=True, slots=True)
class LosingCoverage:
    """The answer.

    ``ends`` is the last day with the plan if nothing is done; None: the plan goes on.
    ``ways`` are open or still to come, the soonest start first, through the first open enrollment with a gap before it.
    ``unknown`` are the ids of rules that the year lacks.
    ``fee_back`` is the late fee that comes back when Extra Help ends.
    """

    losing: Losing
    ends: date | None
    dates: tuple[ClockDate, ...]
    ways: tuple[WayIn, ...]
    rules: tuple[Rule, ...]
    unknown: tuple[str, ...] = ()
    fee_back: LateFee | None = None

    @property
    def special(self) -> WayIn | None:
        """The first way in that is not open to all."""
        return next((way for way in self.ways if way.door is not Door.OPEN_ENROLLMENT), None)

    @property
    def no_gap_by(self) -> date | None:
        """The last day on which to ask for a plan that leaves no gap; None where there is none, or the plan goes on."""
        ends = self.ends
        if ends is None:
            return None
        days = (min(way.last or ends, ends) for way in self.ways if not way.soonest.days_without)
        return max(days, default=None)

    @property
    def missed(self) -> WayIn | None:
        """The open enrollment that is left to a person who lets the other times go by."""
        return next((way for way in self.ways if way.door is Door.OPEN_ENROLLMENT and way.soonest.days_without), None)
