"""The late enrollment penalty: the person who joins a drug plan, the gaps without coverage, and what they cost. Amounts in cents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from finder.domain.benefit import LowIncomeSubsidy, Named
from finder.domain.law import Rule
from finder.domain.money import BasisPoints, Cents
from finder.domain.months import Days

HORIZON_YEARS = 20
"""How many years are counted where nothing else is asked."""
PROJECTED = "projected"
"""The status of a base premium that is assumed."""


class Known(Named):
    """What tells an initial enrollment period: its last day, or a day that it follows from."""

    INITIAL_ENROLLMENT_END = 0
    BIRTH_DATE = 1
    MEDICARE_START = 2
    SECOND_INITIAL_ENROLLMENT_END = 3


class KnownDay(NamedTuple):
    """A day that tells an initial enrollment period."""

    what: Known
    day: date


@dataclass(frozen=True, slots=True)
class HelpTime:
    """Whole months with Extra Help.

    ``through`` is the last day; None: it goes on, or lasts until the next time starts.
    ``level`` NONE says that Extra Help ended.
    """

    first: date
    through: date | None = None
    level: LowIncomeSubsidy = LowIncomeSubsidy.FULL_OTHER


@dataclass(frozen=True, slots=True)
class Enrollee:
    """A person who joins a drug plan.

    ``first`` tells the initial enrollment period.
    ``second`` tells the one at 65 of a person who had Medicare before, by disability.
    ``extra_help`` is a level that holds all the time, or the times with Extra Help.
    ``premium_growth`` is what the base premium is assumed to grow in a year after those that are known.
    ``actuarial_amount`` is for each uncovered month; None where there is none.
    The letters are the days from which the steps of an appeal run.
    """

    first: KnownDay
    coverage_start: date
    second: KnownDay | None = None
    creditable: tuple[Days, ...] = ()
    extra_help: LowIncomeSubsidy | HelpTime | tuple[HelpTime, ...] = LowIncomeSubsidy.NONE
    horizon_years: int = HORIZON_YEARS
    premium_growth: BasisPoints = 0
    actuarial_amount: Cents | None = None
    attestation_letter: date | None = None
    penalty_letter: date | None = None
    review_request: date | None = None

    @property
    def help_times(self) -> tuple[HelpTime, ...]:
        """The times with Extra Help as they were given; none where a level was."""
        if isinstance(self.extra_help, LowIncomeSubsidy):
            return ()
        return (self.extra_help,) if isinstance(self.extra_help, HelpTime) else self.extra_help


class Period(NamedTuple):
    """The initial enrollment period. ``first`` is None where only the last day is known."""

    first: date | None
    last: date


class SecondPeriod(NamedTuple):
    """The second initial enrollment period. ``age_month`` is the first month of Medicare by age."""

    first: date
    age_month: date
    last: date


class Gap(NamedTuple):
    """Days in a row without good coverage.

    ``reaches_gate``: there are enough of them for a penalty.
    ``months`` are the uncovered months that count, 0 below the gate.
    """

    first: date
    last: date
    days: int
    reaches_gate: bool
    months: int


class PenaltyYear(NamedTuple):
    """A calendar year of the penalty.

    ``months`` are those in the drug plan.
    ``status`` is that of the base premium, ``projected`` where it is assumed.
    ``monthly_penalty`` is that of an owed month, 0 where none is.
    ``owed`` are the numbers of the months in which the penalty is owed.
    """

    year: int
    months: int
    base_premium: Cents
    status: str
    monthly_penalty: Cents
    owed: tuple[int, ...]

    @property
    def cost(self) -> Cents:
        """The penalty of the year's owed months."""
        return len(self.owed) * self.monthly_penalty

    @property
    def projected(self) -> bool:
        """Whether the base premium is assumed."""
        return self.status == PROJECTED

    @property
    def partly_owed(self) -> bool:
        """Whether the penalty is owed in some months in the drug plan and not in others."""
        return 0 < len(self.owed) < self.months

    def in_month(self, month: int) -> Cents:
        """The penalty of one month of the year."""
        return self.monthly_penalty if month in self.owed else 0


@dataclass(frozen=True, slots=True)
class Penalty:
    """The penalty of a person. ``dropped`` are the gaps before a second period at 65, which no longer count."""

    gaps: tuple[Gap, ...]
    years: tuple[PenaltyYear, ...]
    dropped: tuple[Gap, ...] = ()

    @property
    def longest(self) -> int:
        """The days of the longest gap, 0 where there is none."""
        return max((gap.days for gap in self.gaps), default=0)

    @property
    def uncovered_months(self) -> int:
        """The uncovered months that count."""
        return sum(gap.months for gap in self.gaps)

    @property
    def applies(self) -> bool:
        """Whether a penalty is owed in any month of the years that are counted."""
        return self.uncovered_months > 0 and any(year.owed for year in self.years)

    @property
    def waived(self) -> bool:
        """Whether Extra Help takes the penalty away in every month."""
        return self.uncovered_months > 0 and not self.applies

    @property
    def cost(self) -> Cents:
        """The penalty of all years that are counted."""
        return sum(year.cost for year in self.years)

    @property
    def first_owed(self) -> PenaltyYear | None:
        """The first year in which the penalty is owed."""
        return next((year for year in self.years if year.monthly_penalty), None)


class Waiting(NamedTuple):
    """What starting a year later would add to the penalty.

    ``more_in_all`` counts through the year ``through``.
    ``projected``: some base premiums are assumed.
    """

    coverage_start: date
    uncovered_months: int
    monthly_penalty: Cents
    monthly_penalty_now: Cents
    more_in_all: Cents
    through: int
    projected: bool

    @property
    def more_each_month(self) -> Cents:
        """What is added to the penalty of a month."""
        return self.monthly_penalty - self.monthly_penalty_now


class Stretch(Named):
    """What a stretch of days was."""

    INITIAL_ENROLLMENT = 0
    BEFORE_65 = 1
    SECOND_ENROLLMENT = 2
    CREDITABLE = 3
    SHORT_GAP = 4
    UNCOVERED = 5
    DRUG_PLAN = 6


class TimelineEntry(NamedTuple):
    """A stretch of days on the timeline."""

    what: Stretch
    first: date
    last: date


class Who(Named):
    """Who takes a step."""

    PLAN = 0
    YOU = 1
    INDEPENDENT_REVIEWER = 2


class Step(NamedTuple):
    """A step from the plan's first letter to the review.

    ``name`` is ``attestation``, ``notice``, ``reconsideration`` or ``decision``.
    ``days`` run from the letter ``runs_from`` (a field of Enrollee); None where no limit is set.
    ``due`` is None where that letter's day is not known.
    """

    name: str
    who: Who
    rule: Rule
    days: int | None
    runs_from: str | None
    due: date | None


@dataclass(frozen=True, slots=True)
class LateEnrollment:
    """The penalty of a person, and what to do about it.

    ``help_times`` are the times that the entries of Extra Help make, in order.
    ``penalty_ends`` is the month in which a penalty from before 65 ends; None where there is none.
    """

    enrollee: Enrollee
    period: Period
    second: SecondPeriod | None
    help_times: tuple[Days, ...]
    penalty: Penalty
    penalty_ends: date | None
    waiting: Waiting
    timeline: tuple[TimelineEntry, ...]
    steps: tuple[Step, ...]
    rules: tuple[Rule, ...]
    last_known_year: int

    def rule(self, rule_id: str) -> Rule:
        """One of the rules."""
        return next(rule for rule in self.rules if rule.id == rule_id)

    def fee_months(self, plan_year: int) -> int:
        """The uncovered months that a plan year's penalty is made of: 0 where it has ended at 65."""
        ended = self.penalty_ends is not None and self.penalty_ends <= date(plan_year, 1, 1)
        return 0 if ended else self.penalty.uncovered_months

    def years_shown(self) -> Iterator[PenaltyYear]:
        """The years that are counted, through the one in which a penalty from before 65 ends."""
        return (year for year in self.penalty.years if self.penalty_ends is None or year.year <= self.penalty_ends.year)
