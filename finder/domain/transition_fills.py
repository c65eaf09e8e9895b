"""Transition fills: a first supply of a drug that a plan does not list or restricts. Supplies in days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from finder.domain.benefit import Named
from finder.domain.law import Rule
from finder.domain.market import Drug, Plan

FIRST_FILL_DAYS = 30
"""The days of a fill where nothing else is known."""


class Group(Named):
    """Why a person may get a transition supply."""

    NEW_ENROLLEE = 0
    NEWLY_ELIGIBLE = 1
    SWITCHER = 2
    STAYER = 3


class Setting(Named):
    """Where the drug is dispensed. All but long-term care are outpatient."""

    OUTPATIENT = 0
    RETAIL = 1
    MAIL = 2
    HOME_INFUSION = 3
    LONG_TERM_CARE = 4


class DrugStatus(Named):
    """How the plan's list has the drug."""

    NOT_ON_FORMULARY = 0
    PRIOR_AUTHORIZATION = 1
    STEP_THERAPY = 2
    QUANTITY_LIMIT = 3
    ON_FORMULARY = 4


class FillReason(Named):
    """Why a fill is covered or not. ``PART_OF_SUPPLY``: the supply ends within it."""

    IN_WINDOW = 0
    PART_OF_SUPPLY = 1
    SUPPLY_USED = 2
    BEFORE_COVERAGE = 3
    AFTER_WINDOW = 4
    EMERGENCY = 5
    EMERGENCY_USED = 6
    QUANTITY_LIMIT = 7
    ON_FORMULARY = 8
    IMMEDIATE_CHANGE = 9


class Step(Named):
    """What the person does next."""

    ASK_PLAN = 0
    FILL_IN_WINDOW = 1
    ASK_DOCTOR = 2
    ASK_EXCEPTION = 3
    SUPPLY_ENDS = 4
    AFTER_DENIAL = 5


class TransitionNote(Named):
    """What else holds for the answer."""

    FROM_JANUARY = 0
    TWO_READINGS = 1
    LETTER_RULE_UNKNOWN = 2
    MONTH_ASSUMED = 3
    NO_TOTAL = 4
    IMMEDIATE_CHANGE_UNKNOWN = 5


class TransitionFill(NamedTuple):
    """A fill.

    ``written_days`` is what the prescription was written for.
    ``days_supply`` is what was asked for at the pharmacy.
    """

    day: date
    written_days: int
    days_supply: int

    @property
    def asked_days(self) -> int:
        """The days that count as asked for: never more than were written."""
        return min(self.written_days, self.days_supply)


@dataclass(frozen=True, slots=True)
class TransitionCase:
    """A person, a drug and its fills.

    ``plan_year`` is for those who stay: the year in which the list changed; None: that of ``coverage_start``.
    ``month_supply`` is the plan's approved month's supply, from 2019 on; None: not known.
    ``immediate_change``: the plan swapped the drug at once.
    """

    coverage_start: date
    group: Group
    setting: Setting
    drug_status: DrugStatus
    fills: tuple[TransitionFill, ...] = ()
    plan_year: int | None = None
    month_supply: int | None = None
    exception_pending: bool = False
    immediate_change: bool = False

    @property
    def year(self) -> int:
        """The year whose rules hold."""
        return self.plan_year or self.coverage_start.year

    @property
    def stays(self) -> bool:
        """Whether the person stays in the plan."""
        return self.group is Group.STAYER

    @property
    def in_long_term_care(self) -> bool:
        """Whether the rules of long-term care hold."""
        return self.setting is Setting.LONG_TERM_CARE


class FirstSupply(NamedTuple):
    """A drug of a comparison for which a first supply may be owed.

    ``start`` is the first day of coverage.
    """

    drug: Drug
    status: DrugStatus
    plan: Plan
    start: date

    @property
    def case(self) -> TransitionCase:
        """What is counted before the person tells more: somebody new to the plan, with a fill on its first day."""
        fill = TransitionFill(self.start, FIRST_FILL_DAYS, FIRST_FILL_DAYS)
        return TransitionCase(self.start, Group.NEW_ENROLLEE, Setting.RETAIL, self.status, (fill,))


class Window(NamedTuple):
    """The transition window, first and last day. ``year`` is the one whose rules hold."""

    start: date
    end: date
    days: int
    year: int


class SupplyOwed(NamedTuple):
    """What the rule owes, and what was given of it.

    ``total`` is None where the year's rule prints none.
    ``other_total`` is the total by the rule's other reading; None: there is none.
    ``most`` is how far a fill begun below the total may reach; None: the total.
    ``given`` leaves out an emergency supply.
    ``left`` is None where there is no total.
    """

    total: int | None
    other_total: int | None
    most: int | None
    largest_fill: int
    given: int
    left: int | None


class FillAnswer(NamedTuple):
    """What a fill gets.

    ``day_of_window`` is 0 or less before coverage.
    ``other_days`` are those by the rule's other reading; None: the same, or there is none.
    ``notice_due`` is the last day for the plan's letter; None: no letter, or the rule is not known.
    ``doctor_told``: the plan must try to tell the doctor.
    """

    fill: TransitionFill
    day_of_window: int
    days: int
    other_days: int | None
    reason: FillReason
    notice_due: date | None
    doctor_told: bool

    @property
    def covered(self) -> bool:
        """Whether any of it is covered."""
        return self.days > 0

    @property
    def lasts_through(self) -> date | None:
        """The last day of the covered supply; None for a fill that is not covered."""
        return self.fill.day + timedelta(days=self.days - 1) if self.days else None


class TransitionStep(NamedTuple):
    """A step and its last day; None: no day."""

    step: Step
    by: date | None


@dataclass(frozen=True, slots=True)
class Transition:
    """The answer for a case.

    ``supply`` is None where the rule owes none.
    ``fills`` are in order of their day.
    ``holidays`` are federal ones, up to the last day that the answer names for a letter.
    """

    case: TransitionCase
    window: Window
    supply: SupplyOwed | None
    fills: tuple[FillAnswer, ...]
    steps: tuple[TransitionStep, ...]
    notes: tuple[TransitionNote, ...]
    holidays: tuple[date, ...]
    rules: tuple[Rule, ...]

    @property
    def notices(self) -> tuple[date, ...]:
        """The last days for the plan's letters, a day once."""
        return tuple(dict.fromkeys(fill.notice_due for fill in self.fills if fill.notice_due))
