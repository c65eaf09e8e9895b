"""Rights and clocks: what happened, and by when who must do what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from finder.domain.benefit import Named
from finder.domain.law import Rule


class Event(Named):
    """What happened."""

    COVERAGE_DETERMINATION = 0
    EXPEDITED_DETERMINATION = 1
    EXCEPTION = 2
    PAYMENT_REQUEST = 3
    DENIAL = 4
    REDETERMINATION = 5
    APPEAL_DENIED = 6
    INDEPENDENT_REVIEW = 7
    REVERSAL = 8
    LATE_DECISION = 9
    GRACE_PERIOD = 10
    ABSENCE = 11
    NONRENEWAL = 12
    REFUND = 13


class AwayPlan(Named):
    """The plan of a person who is away from home."""

    DRUG_PLAN = 0
    HEALTH_PLAN = 1
    HEALTH_PLAN_WITH_TRAVEL_BENEFIT = 2


@dataclass(frozen=True, slots=True)
class Happened:
    """An event, and what the person told of it.

    ``on``: the request or appeal reached the plan or the reviewer; the date on the letter of denial; the reviewer decided; the decision
    was due; the unpaid month; the day the person left; the plan's last January 1; the plan learned of the mistake.
    ``minute`` of the day from which hours run; None: not known.
    ``payment``: it is about money for a drug already bought.
    ``plan_grace_months`` are the plan's own; None: the law's.
    ``complete_on``: the plan had all that it needs to know.
    """

    event: Event
    on: date
    minute: int | None = None
    expedited: bool = False
    payment: bool = False
    prescriber_statement_on: date | None = None
    received_on: date | None = None
    billed_on: date | None = None
    plan_grace_months: int | None = None
    plan: AwayPlan = AwayPlan.DRUG_PLAN
    back_on: date | None = None
    complete_on: date | None = None
    fill_on: date | None = None


class Actor(Named):
    """Who must act."""

    YOU = 0
    PLAN = 1
    INDEPENDENT_REVIEWER = 2
    MEDICARE = 3


class Whom(StrEnum):
    """To whom the person speaks."""

    PLAN = "plan"
    DOCTOR = "doctor"
    DRUG_STORE = "drug store"
    SHIP = "ship"
    MEDICARE = "medicare"
    INDEPENDENT_REVIEWER = "independent_reviewer"


class Clock(Named):
    """What a date is."""

    DECISION = 0
    NOT_STARTED = 1
    PAYMENT_DECISION = 2
    APPEAL_ANSWER = 3
    REVIEW_DECISION = 4
    EXPEDITE_REFUSED = 5
    LETTER = 6
    FORWARDED = 7
    PAYMENT = 8
    PAYMENT_WON = 9
    APPEAL = 10
    ASK_REVIEWER = 11
    DRUG = 12
    GRACE_STARTS = 13
    PREMIUM_NOTICE = 14
    PAY_BY = 15
    OUT_UNPAID = 16
    ASK_BACK = 17
    PAID_BACK = 18
    BACK_BY = 19
    WAS_DUE_BACK = 20
    STAYS = 21
    OUT_AWAY = 22
    NONRENEWAL_NOTICE = 23
    ENDS = 24
    REFUND = 25
    REFUND_BY_PREAMBLE = 26
    LOOK_BACK = 27
    OUT_BY_MEDICARE = 28
    OUT_MOVED = 29
    HELP_ENDS = 30
    DRUG_CHANGES = 31
    CHOOSE_FROM = 32
    CHOOSE_BY = 33
    ASK_FEE_REVIEW = 34
    YEARLY_LETTER = 35

    @property
    def who(self) -> Actor:
        """Who must act by that date."""
        if self is Clock.REVIEW_DECISION:
            return Actor.INDEPENDENT_REVIEWER
        if self in (Clock.OUT_BY_MEDICARE, Clock.HELP_ENDS):
            return Actor.MEDICARE
        return Actor.YOU if self in _YOURS else Actor.PLAN


_YOURS = frozenset(
    {
        *(Clock.APPEAL, Clock.ASK_REVIEWER, Clock.PAY_BY, Clock.ASK_BACK, Clock.PAID_BACK),
        *(Clock.BACK_BY, Clock.WAS_DUE_BACK, Clock.STAYS, Clock.LOOK_BACK),
        *(Clock.CHOOSE_FROM, Clock.CHOOSE_BY, Clock.ASK_FEE_REVIEW),
    }
)


class ClockDate(NamedTuple):
    """A date, by a rule.

    ``day`` is None where the clock has not started.
    ``minute`` is that of the day; None: not known, or the rule counts days.
    ``number`` is that of the rule, in hours or days, where it is said.
    """

    clock: Clock
    rule: Rule
    day: date | None
    minute: int | None = None
    number: int = 0


@dataclass(frozen=True, slots=True)
class Rights:
    """The answer for an event.

    ``dates`` are in order; those without a day stand last.
    ``unknown`` are the ids of rules that the event's year lacks.
    """

    happened: Happened
    dates: tuple[ClockDate, ...]
    unknown: tuple[str, ...]
    rules: tuple[Rule, ...]
