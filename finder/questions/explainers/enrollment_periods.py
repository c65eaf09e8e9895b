"""The initial enrollment periods of a person, the times with Extra Help, and dates that cannot be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.errors import Problem, Refusal
from finder.domain.late_enrollment import Enrollee, HelpTime, Known, KnownDay, Period, SecondPeriod
from finder.domain.months import DAY, Days, first_of_month, last_of_month, month_later
from finder.parameters import FIRST_YEAR, LAST_YEAR
from finder.parameters.rule_sets import rule_of
from finder.rules.late_enrollment import first_medicare_month, initial_enrollment_end, initial_enrollment_start

TOPIC = "late_enrollment"
OLDEST_YEAR, LATEST_AFTER = 1890, 10  # plausible dates; anything outside is a typing slip
_PERIOD = rule_of(TOPIC, "initial_enrollment", FIRST_YEAR)
_BEFORE, _AFTER = _PERIOD.number("months_before"), _PERIOD.number("months_after")
_EARLIEST_END = date(_PERIOD.number("first_end_year"), _PERIOD.number("first_end_month"), _PERIOD.number("first_end_day"))


def first_period(enrollee: Enrollee) -> Period:
    """The initial enrollment period; its first day is not known where a last day was given that is not a month's."""
    what, day = enrollee.first
    if what is Known.INITIAL_ENROLLMENT_END:
        return Period(month_later(day, -_AFTER - _BEFORE) if day == last_of_month(day) else None, day)
    month = _medicare_month(enrollee.first)
    last = initial_enrollment_end(month, _AFTER, _EARLIEST_END)
    return Period(initial_enrollment_start(month, _BEFORE) if last > _EARLIEST_END else None, last)


def second_period(enrollee: Enrollee) -> SecondPeriod | None:
    """The initial enrollment period at 65 of a person with Medicare by disability."""
    if enrollee.second is None:
        return None
    month = _medicare_month(enrollee.second)
    return SecondPeriod(initial_enrollment_start(month, _BEFORE), month, initial_enrollment_end(month, _AFTER, _EARLIEST_END))


def _medicare_month(known: KnownDay) -> date:
    """The first month of Medicare."""
    if known.what is Known.BIRTH_DATE:
        return first_medicare_month(known.day, _PERIOD.number("age"))
    return first_of_month(known.day) if known.what is Known.MEDICARE_START else month_later(known.day, -_AFTER)


def help_days(enrollee: Enrollee) -> tuple[Days, ...]:
    """The times with Extra Help, in order. One without an end lasts until the next one starts, the last one goes on."""
    if isinstance(enrollee.extra_help, LowIncomeSubsidy):
        return () if enrollee.extra_help is LowIncomeSubsidy.NONE else (Days(date.min, date.max),)
    times = sorted(enrollee.help_times, key=lambda time: time.first)
    ends = [*(time.first - DAY for time in times[1:]), date.max]
    pairs = zip(times, ends, strict=True)
    return tuple(Days(time.first, time.through or end) for time, end in pairs if time.level is not LowIncomeSubsidy.NONE)


def refuse_implausible(enrollee: Enrollee) -> None:
    """Reject implausible dates."""
    first, last = date(OLDEST_YEAR, 1, 1), date(LAST_YEAR + LATEST_AFTER, 12, 31)
    expected = f"a day from {first.isoformat()} to {last.isoformat()}"
    problems = [
        Problem(f"$.{name}", expected, day.isoformat(), "implausible", (first, last))
        for name, day in _days(enrollee)
        if day and not first <= day <= last
    ]
    if problems:
        raise Refusal(problems)


def _days(enrollee: Enrollee) -> Iterator[tuple[str, date | None]]:
    """Every day that may be a typing slip, by its place in the document."""
    for known in sorted(filter(None, (enrollee.first, enrollee.second))):
        yield known.what.key, known.day
    for name in ("attestation_letter", "penalty_letter", "review_request"):
        yield name, getattr(enrollee, name)
    for place, time in _help_places(enrollee):
        yield f"{place}.from", time.first
        yield f"{place}.through", time.through


def refuse(enrollee: Enrollee, last_day: date, second: SecondPeriod | None) -> None:
    """Raise Refusal for dates that contradict each other. ``last_day`` is that of the initial enrollment period."""
    problems = [*_start_problems(enrollee, last_day), *_review_problems(enrollee), *_creditable_problems(enrollee)]
    problems += _help_problems(enrollee)
    if second is not None:
        problems += _second_problems(enrollee, second)
    if not problems:
        problems += _before_medicare(enrollee, last_day)
    if problems:
        raise Refusal(problems)


def _start_problems(enrollee: Enrollee, last_day: date) -> Iterator[Problem]:
    start = enrollee.coverage_start
    if start.day != 1 or not FIRST_YEAR <= start.year <= LAST_YEAR:
        yield Problem("$.coverage_start", f"the first day of a month from {FIRST_YEAR} to {LAST_YEAR}", start.isoformat())
    if last_day < _EARLIEST_END:
        expected = f"{_EARLIEST_END.isoformat()} or later, when the first of these periods ended"
        yield Problem("$.initial_enrollment_end", expected, last_day.isoformat(), "before_the_first_periods", (_EARLIEST_END,))


def _review_problems(enrollee: Enrollee) -> Iterator[Problem]:
    letter, request = enrollee.penalty_letter, enrollee.review_request
    if letter and request and request < letter:
        expected = "a day on or after that of the letter (penalty_letter)"
        yield Problem("$.review_request", expected, request.isoformat(), "before_the_letter")


def _creditable_problems(enrollee: Enrollee) -> Iterator[Problem]:
    for number, (first, last) in enumerate(enrollee.creditable):
        if last < first:
            expected = "a last day (through) on or after the first (from)"
            yield Problem(f"$.creditable[{number}]", expected, last.isoformat(), "not_in_order", numbers=(number + 1,))


def _help_places(enrollee: Enrollee) -> list[tuple[str, HelpTime]]:
    """The times with Extra Help, each with its place in the document."""
    several = isinstance(enrollee.extra_help, tuple)
    return [(f"low_income_subsidy[{n}]" if several else "low_income_subsidy", time) for n, time in enumerate(enrollee.help_times)]


def _help_problems(enrollee: Enrollee) -> list[Problem]:
    """Extra Help holds for whole months, and ends after it starts."""
    problems = []
    for place, time in _help_places(enrollee):
        if time.first.day != 1:
            problems.append(_help_problem(f"{place}.from", "the first day of a month", time.first))
        if time.through and time.through != last_of_month(time.through):
            problems.append(_help_problem(f"{place}.through", "the last day of a month", time.through))
        if time.through and time.through < time.first:
            problems.append(_help_problem(f"{place}.through", f"a day after {time.first.isoformat()} (from)", time.through))
    return problems or _help_overlaps(enrollee)


def _help_overlaps(enrollee: Enrollee) -> list[Problem]:
    """Two entries for one month may say two things; which of them holds is asked, never assumed."""
    problems = []
    for (_, before), (place, time) in pairwise(sorted(_help_places(enrollee), key=lambda entry: entry[1].first)):
        taken, how = (before.through, "ends") if before.through else (before.first, "starts")
        if time.first <= taken:
            expected = f"a day after {taken.isoformat()}, when the entry before it {how}"
            problems.append(_help_problem(f"{place}.from", expected, time.first))
    return problems


def _help_problem(place: str, expected: str, found: date) -> Problem:
    return Problem(f"$.{place}", expected, found.isoformat(), "extra_help")


def _second_problems(enrollee: Enrollee, second: SecondPeriod) -> Iterator[Problem]:
    """Medicare by disability begins before 65; a second period ends with a month."""
    (what, day), known = enrollee.first, enrollee.second
    if known and known.what is Known.SECOND_INITIAL_ENROLLMENT_END and known.day != last_of_month(known.day):
        yield Problem("$.second_initial_enrollment_end", "the last day of a month", known.day.isoformat())
    elif what is Known.MEDICARE_START and day >= second.age_month:
        expected = f"a day before {second.age_month.isoformat()}, when Medicare by age (65) starts"
        yield Problem("$.medicare_start", expected, day.isoformat(), "after_65", (second.age_month,))
    elif what is Known.INITIAL_ENROLLMENT_END and day >= second.last:
        expected = f"a day before {second.last.isoformat()}, when the second period ends"
        yield Problem("$.initial_enrollment_end", expected, day.isoformat(), "after_the_second_period", (second.last,))


def _before_medicare(enrollee: Enrollee, last_day: date) -> Iterator[Problem]:
    """A drug plan that starts before Medicare does: the dates are those of another person, or Medicare came by disability."""
    if last_day == _EARLIEST_END:  # this period did not follow the first month of Medicare
        return
    first_month = month_later(last_day, -_AFTER)
    if last_day != last_of_month(last_day) or enrollee.coverage_start >= first_month:
        return
    by_birth = enrollee.first.what is Known.BIRTH_DATE
    hint = " (before 65: medicare_by_disability and medicare_start)" if by_birth else ""
    expected = f"{first_month.isoformat()} or later, when Medicare starts{hint}"
    reason = "before_medicare_by_age" if by_birth else "before_medicare"
    yield Problem("$.coverage_start", expected, enrollee.coverage_start.isoformat(), reason, (first_month,))
