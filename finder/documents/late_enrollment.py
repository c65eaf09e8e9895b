"""The document of ``finder late-enrollment``: what it holds, the times that follow from it, and what it refuses."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Annotated

from pydantic import Field, model_validator

from finder.documents.fields import Input, IsoDate, Money, Rate, Whole, Word
from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.errors import Problem, Refusal
from finder.domain.law import Rule
from finder.domain.months import DAY, first_of_month, last_of_month, month_later
from finder.parameters import FIRST_YEAR, LAST_YEAR
from finder.parameters.rule_sets import rule_of
from finder.questions.explainers.penalty import TOPIC, SecondPeriod
from finder.rules.late_enrollment import first_medicare_month, initial_enrollment_end, initial_enrollment_start

HORIZON_YEARS = 20
LONGEST_HORIZON = 60
OLDEST_YEAR, LATEST_AFTER = 1890, 10  # plausible dates; anything outside is a typing slip
_DATES = (
    "initial_enrollment_end",
    "birth_date",
    "medicare_start",
    "second_initial_enrollment_end",
    "attestation_letter",
    "penalty_letter",
    "review_request",
)
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


class LateEnrollment(Input):
    """The document of ``finder late-enrollment``. The end of the initial enrollment period is given, or follows from the birth date or
    the first day of Medicare; nothing of it is kept. With ``medicare_by_disability`` (Medicare before 65) there are two periods: the first
    follows from ``medicare_start`` or is ``initial_enrollment_end``, the second from ``birth_date`` or is
    ``second_initial_enrollment_end``. ``low_income_subsidy`` is a level that holds all the time, or the times with Extra Help."""

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
    def _beginnings(self) -> LateEnrollment:
        def given(*dates: date | None) -> int:
            return sum(day is not None for day in dates)

        end, birth, medicare, second = (
            self.initial_enrollment_end,
            self.birth_date,
            self.medicare_start,
            self.second_initial_enrollment_end,
        )
        if self.medicare_by_disability:
            if (given(end, medicare), given(birth, second)) != (1, 1):
                raise ValueError(_TWO_BEGINNINGS)
        elif second is not None:
            raise ValueError("second_initial_enrollment_end only with medicare_by_disability: true")
        elif given(end, birth, medicare) != 1:
            raise ValueError(_ONE_BEGINNING)
        return self

    @property
    def help_periods(self) -> tuple[HelpPeriod, ...]:
        """The times with Extra Help as they were given; none where a level was."""
        if isinstance(self.low_income_subsidy, LowIncomeSubsidy):
            return ()
        return (self.low_income_subsidy,) if isinstance(self.low_income_subsidy, HelpPeriod) else tuple(self.low_income_subsidy)


def help_of(asked: LateEnrollment) -> tuple[tuple[date, date], ...]:
    """The times with Extra Help, first and last day; a level that is not none holds all the time."""
    if isinstance(asked.low_income_subsidy, LowIncomeSubsidy):
        return () if asked.low_income_subsidy is LowIncomeSubsidy.NONE else ((date.min, date.max),)
    return help_times(asked)


def help_times(asked: LateEnrollment) -> tuple[tuple[date, date], ...]:
    """The times that the entries make, in order: one without an end lasts until the next one starts, the last one goes on."""
    periods = sorted(asked.help_periods, key=lambda period: period.first)
    ends = [*(period.first - DAY for period in periods[1:]), date.max]
    return tuple(
        (period.first, period.through or end)
        for period, end in zip(periods, ends, strict=True)
        if period.level is not LowIncomeSubsidy.NONE
    )


def second_period(asked: LateEnrollment) -> SecondPeriod | None:
    """The initial enrollment period at 65 of a person with Medicare by disability."""
    if not asked.medicare_by_disability:
        return None
    rule = rule_of(TOPIC, "initial_enrollment", FIRST_YEAR)
    before, after = rule.number("months_before"), rule.number("months_after")
    end = asked.second_initial_enrollment_end
    month = _month_by_age(asked.birth_date, rule) if end is None else month_later(end, -after)
    last = initial_enrollment_end(month, after, _earliest_end())
    return SecondPeriod(initial_enrollment_start(month, before), month, last)


def enrollment_period(asked: LateEnrollment) -> tuple[date | None, date]:
    """First and last day of the initial enrollment period; the first is not known where only the last was given."""
    rule = rule_of(TOPIC, "initial_enrollment", FIRST_YEAR)
    end = asked.initial_enrollment_end
    if end is not None:
        whole = end == last_of_month(end)
        return month_later(end, -rule.number("months_after") - rule.number("months_before")) if whole else None, end
    month = first_of_month(asked.medicare_start) if asked.medicare_start else _month_by_age(asked.birth_date, rule)
    earliest = _earliest_end()
    last = initial_enrollment_end(month, rule.number("months_after"), earliest)
    return initial_enrollment_start(month, rule.number("months_before")) if last > earliest else None, last


def _month_by_age(birth: date | None, rule: Rule) -> date:
    if birth is None:
        raise ValueError("a birth date or the first day of Medicare is given here")
    return first_medicare_month(birth, rule.number("age"))


def _earliest_end() -> date:
    rule = rule_of(TOPIC, "initial_enrollment", FIRST_YEAR)
    return date(rule.number("first_end_year"), rule.number("first_end_month"), rule.number("first_end_day"))


def refuse_dates(asked: LateEnrollment) -> None:
    """Reject implausible dates."""
    first, last = date(OLDEST_YEAR, 1, 1), date(LAST_YEAR + LATEST_AFTER, 12, 31)
    given = {name: getattr(asked, name) for name in _DATES}
    for place, period in _help_places(asked):
        given |= {f"{place}.from": period.first, f"{place}.through": period.through}
    expected = f"a day from {first.isoformat()} to {last.isoformat()}"
    problems = [Problem(f"$.{name}", expected, day.isoformat()) for name, day in given.items() if day and not first <= day <= last]
    if problems:
        raise Refusal(problems)


def refuse(asked: LateEnrollment, last_day: date, second: SecondPeriod | None) -> None:
    """Raise Refusal for answers that contradict each other."""
    problems = []
    start = asked.coverage_start
    if start.day != 1 or not FIRST_YEAR <= start.year <= LAST_YEAR:
        problems.append(Problem("$.coverage_start", f"the first day of a month from {FIRST_YEAR} to {LAST_YEAR}", start.isoformat()))
    if last_day < _earliest_end():
        expected = f"{_earliest_end().isoformat()} or later, when the first of these periods ended"
        problems.append(Problem("$.initial_enrollment_end", expected, last_day.isoformat()))
    if asked.penalty_letter and asked.review_request and asked.review_request < asked.penalty_letter:
        expected = "a day on or after that of the letter (penalty_letter)"
        problems.append(Problem("$.review_request", expected, asked.review_request.isoformat()))
    problems += _help_problems(asked)
    if second is not None:
        problems += _second_problems(asked, second)
    if not problems:
        problems += _before_medicare(asked, last_day)
    if problems:
        raise Refusal(problems)


def _help_places(asked: LateEnrollment) -> list[tuple[str, HelpPeriod]]:
    """The times with Extra Help, each with its place in the document."""
    several = isinstance(asked.low_income_subsidy, list)
    return [(f"low_income_subsidy[{n}]" if several else "low_income_subsidy", period) for n, period in enumerate(asked.help_periods)]


def _help_problems(asked: LateEnrollment) -> list[Problem]:
    """Extra Help holds for whole months, and ends after it starts."""
    problems = []
    for place, period in _help_places(asked):
        where = f"$.{place}"
        if period.first.day != 1:
            problems.append(Problem(f"{where}.from", "the first day of a month", period.first.isoformat()))
        if period.through and period.through != last_of_month(period.through):
            problems.append(Problem(f"{where}.through", "the last day of a month", period.through.isoformat()))
        if period.through and period.through < period.first:
            problems.append(Problem(f"{where}.through", f"a day after {period.first.isoformat()} (from)", period.through.isoformat()))
    return problems or _help_overlaps(asked)


def _help_overlaps(asked: LateEnrollment) -> list[Problem]:
    """Two entries for one month may say two things; which of them holds is asked, never assumed."""
    problems = []
    for (_, before), (place, period) in pairwise(sorted(_help_places(asked), key=lambda entry: entry[1].first)):
        taken, how = (before.through, "ends") if before.through else (before.first, "starts")
        if period.first <= taken:
            expected = f"a day after {taken.isoformat()}, when the entry before it {how}"
            problems.append(Problem(f"$.{place}.from", expected, period.first.isoformat()))
    return problems


def _second_problems(asked: LateEnrollment, second: SecondPeriod) -> list[Problem]:
    """Medicare by disability begins before 65; a second period ends with a month."""
    end, medicare = asked.second_initial_enrollment_end, asked.medicare_start
    if end is not None and end != last_of_month(end):
        return [Problem("$.second_initial_enrollment_end", "the last day of a month", end.isoformat())]
    if medicare is not None and medicare >= second.age_month:
        expected = f"a day before {second.age_month.isoformat()}, when Medicare by age (65) starts"
        return [Problem("$.medicare_start", expected, medicare.isoformat())]
    if asked.initial_enrollment_end is not None and asked.initial_enrollment_end >= second.last:
        expected = f"a day before {second.last.isoformat()}, when the second period ends"
        return [Problem("$.initial_enrollment_end", expected, asked.initial_enrollment_end.isoformat())]
    return []


def _before_medicare(asked: LateEnrollment, last_day: date) -> list[Problem]:
    """A drug plan that starts before Medicare does: the dates are those of another person, or Medicare came by disability."""
    if last_day == _earliest_end():  # this period did not follow the first month of Medicare
        return []
    first_month = month_later(last_day, -rule_of(TOPIC, "initial_enrollment", FIRST_YEAR).number("months_after"))
    if last_day != last_of_month(last_day) or asked.coverage_start >= first_month:
        return []
    hint = " (before 65: medicare_by_disability and medicare_start)" if asked.birth_date and not asked.medicare_by_disability else ""
    expected = f"{first_month.isoformat()} or later, when Medicare starts{hint}"
    return [Problem("$.coverage_start", expected, asked.coverage_start.isoformat())]
