"""The document of ``finder late-enrollment`` and its answer."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import ConfigDict, Field, model_validator

from finder.documents.fields import Input, IsoDate, Money, Rate, Whole, Word, dollars_or_null, iso_or_null, read
from finder.documents.law import rule_entries
from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.late_enrollment import (
    HORIZON_YEARS,
    Enrollee,
    Gap,
    HelpTime,
    Known,
    KnownDay,
    LateEnrollment,
    PenaltyYear,
    Step,
    Waiting,
)
from finder.domain.money import dollars, fraction
from finder.domain.months import Days
from finder.parameters import version
from finder.questions.explainers.late_enrollment import late_enrollment

LONGEST_HORIZON = 60
_ONE_BEGINNING = "exactly one of initial_enrollment_end, birth_date and medicare_start"
_TWO_BEGINNINGS = (
    "with medicare_by_disability, exactly one of medicare_start and initial_enrollment_end (the first period), and exactly one of "
    "birth_date and second_initial_enrollment_end (the period at 65)"
)


class CreditablePeriod(Input):
    """Days with creditable coverage, first and last."""

    first: IsoDate = Field(alias="from")
    through: IsoDate

    @model_validator(mode="after")
    def _in_order(self) -> CreditablePeriod:
        if self.through < self.first:
            raise ValueError("a last day (through) on or after the first (from)")
        return self


Level = Annotated[LowIncomeSubsidy, Word(LowIncomeSubsidy)]


class HelpPeriod(Input):
    """Whole months with Extra Help: the first day of the first one and the last day of the last one. Without ``through`` it goes on, or
    until the next entry starts. ``level`` may be ``none`` to say that Extra Help ended, as in the document of ``finder adjudicate``."""

    first: IsoDate = Field(alias="from")
    through: IsoDate | None = None
    level: Level = LowIncomeSubsidy.FULL_OTHER


Help = Level | HelpPeriod | Annotated[list[HelpPeriod], Field(min_length=1)]
"""A level that holds all the time, or the times with Extra Help."""


class LateEnrollmentInput(Input):
    """The document of ``finder late-enrollment``. The end of the initial enrollment period is given, or follows from the birth date or
    the first day of Medicare; nothing of it is kept. With ``medicare_by_disability`` (Medicare before 65) there are two periods: the first
    follows from ``medicare_start`` or is ``initial_enrollment_end``, the second from ``birth_date`` or is
    ``second_initial_enrollment_end``. ``low_income_subsidy`` is a level that holds all the time, or the times with Extra Help."""

    model_config = ConfigDict(title="LateEnrollment")

    initial_enrollment_end: IsoDate | None = None
    birth_date: IsoDate | None = None
    medicare_start: IsoDate | None = None
    coverage_start: IsoDate
    creditable: list[CreditablePeriod] = Field(default_factory=list)
    low_income_subsidy: Help = LowIncomeSubsidy.NONE
    horizon_years: Annotated[Whole, Field(ge=1, le=LONGEST_HORIZON)] = HORIZON_YEARS
    premium_growth: Rate = 0
    actuarial_amount: Money | None = None
    attestation_letter: IsoDate | None = None
    penalty_letter: IsoDate | None = None
    review_request: IsoDate | None = None
    medicare_by_disability: bool = False
    second_initial_enrollment_end: IsoDate | None = None

    @model_validator(mode="after")
    def _beginnings(self) -> LateEnrollmentInput:
        known = {what for what, _ in self.known}
        second = known & _SECOND
        if self.medicare_by_disability:
            if (len(known - second), len(second)) != (1, 1):
                raise ValueError(_TWO_BEGINNINGS)
        elif Known.SECOND_INITIAL_ENROLLMENT_END in known:
            raise ValueError("second_initial_enrollment_end only with medicare_by_disability: true")
        elif len(known) != 1:
            raise ValueError(_ONE_BEGINNING)
        return self

    @property
    def known(self) -> tuple[KnownDay, ...]:
        """What is known of the initial enrollment periods."""
        days = ((what, getattr(self, what.key)) for what in Known)
        return tuple(KnownDay(what, day) for what, day in days if day is not None)


_SECOND = {Known.BIRTH_DATE, Known.SECOND_INITIAL_ENROLLMENT_END}
"""What tells the second period of a person with Medicare by disability."""
INPUT = LateEnrollmentInput


def answer(document: object) -> dict[str, Any]:
    """Gaps, uncovered months, the monthly penalty by year, lifetime cost, what waiting costs, a timeline and steps. Raises Refusal."""
    found = late_enrollment(_enrollee(read(INPUT, document)))
    penalty, in_parts = found.penalty, bool(found.second or found.enrollee.help_times)
    return {
        "initial_enrollment": {"first_day": iso_or_null(found.period.first), "last_day": found.period.last.isoformat()},
        "coverage_start": found.enrollee.coverage_start.isoformat(),
        "continuous_days_uncovered": penalty.longest,
        "uncovered_months": penalty.uncovered_months,
        "applies": penalty.applies,
        "waived": penalty.waived,
        "gaps": [_gap(gap) for gap in penalty.gaps],
        "monthly_penalty": {str(year.year): dollars(year.monthly_penalty) for year in penalty.years},
        "lifetime_cost": dollars(penalty.cost),
        "years": [_year(year, in_parts=in_parts) for year in penalty.years],
        "assumptions": _assumptions(found),
        "waiting_one_more_year": _waiting(found.waiting),
        "timeline": [{"what": what.key, "from": a.isoformat(), "through": b.isoformat()} for what, a, b in found.timeline],
        "steps": [_step(step) for step in found.steps],
        "rules": rule_entries(found.rules),
        "parameters_version": version(),
        **_second_entries(found),
        **_help_entries(found),
    }


def _enrollee(asked: LateEnrollmentInput) -> Enrollee:
    known = sorted(asked.known, key=lambda known: known.what in _SECOND)
    return Enrollee(
        first=known[0],
        second=known[1] if asked.medicare_by_disability else None,
        coverage_start=asked.coverage_start,
        creditable=tuple(Days(period.first, period.through) for period in asked.creditable),
        extra_help=_help(asked.low_income_subsidy),
        horizon_years=asked.horizon_years,
        premium_growth=asked.premium_growth,
        actuarial_amount=asked.actuarial_amount,
        attestation_letter=asked.attestation_letter,
        penalty_letter=asked.penalty_letter,
        review_request=asked.review_request,
    )


def _help(given: LowIncomeSubsidy | HelpPeriod | list[HelpPeriod]) -> LowIncomeSubsidy | HelpTime | tuple[HelpTime, ...]:
    if isinstance(given, list):
        return tuple(_help_time(period) for period in given)
    return _help_time(given) if isinstance(given, HelpPeriod) else given


def _help_time(period: HelpPeriod) -> HelpTime:
    return HelpTime(period.first, period.through, period.level)


def _second_entries(found: LateEnrollment) -> dict[str, Any]:
    """What is added for a person with Medicare by disability."""
    if found.second is None:
        return {}
    return {
        "second_initial_enrollment": {"first_day": found.second.first.isoformat(), "last_day": found.second.last.isoformat()},
        "penalty_ends": iso_or_null(found.penalty_ends),
        "gaps_before_65": [_gap(gap) for gap in found.penalty.dropped],
    }


def _help_entries(found: LateEnrollment) -> dict[str, Any]:
    """What is added where Extra Help holds for a time."""
    if not found.enrollee.help_times:
        return {}
    return {"extra_help": [{"from": a.isoformat(), "through": None if b == date.max else b.isoformat()} for a, b in found.help_times]}


def _gap(gap: Gap) -> dict[str, Any]:
    return {
        "from": gap.first.isoformat(),
        "through": gap.last.isoformat(),
        "days": gap.days,
        "reaches_gate": gap.reaches_gate,
        "uncovered_months": gap.months,
    }


def _year(year: PenaltyYear, *, in_parts: bool) -> dict[str, Any]:
    """A year; the months in which the fee is owed are told apart where it may start or end within a year."""
    entry = {
        "year": year.year,
        "months": year.months,
        "base_premium": dollars(year.base_premium),
        "projected": year.projected,
        "status": year.status,
        "monthly_penalty": dollars(year.monthly_penalty),
        "cost": dollars(year.cost),
    }
    return {**entry, "months_owed": len(year.owed)} if in_parts else entry


def _assumptions(found: LateEnrollment) -> dict[str, Any]:
    return {
        "horizon_years": found.enrollee.horizon_years,
        "premium_growth": fraction(found.enrollee.premium_growth),
        "last_known_year": found.last_known_year,
        "projected_years": [year.year for year in found.penalty.years if year.projected],
        "actuarial_amount": dollars_or_null(found.enrollee.actuarial_amount),
    }


def _waiting(waiting: Waiting) -> dict[str, Any]:
    return {
        "coverage_start": waiting.coverage_start.isoformat(),
        "uncovered_months": waiting.uncovered_months,
        "monthly_penalty": dollars(waiting.monthly_penalty),
        "monthly_penalty_if_you_start_now": dollars(waiting.monthly_penalty_now),
        "more_each_month": dollars(waiting.more_each_month),
        "more_in_all": dollars(waiting.more_in_all),
        "through": waiting.through,
        "projected": waiting.projected,
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "step": step.name,
        "who": step.who.key,
        "says": step.rule.says,
        "due": iso_or_null(step.due),
        "runs_from": step.runs_from,
        "days": step.days,
        "citation": step.rule.citation,
        "law": step.rule.law,
        "status": step.rule.status,
    }
