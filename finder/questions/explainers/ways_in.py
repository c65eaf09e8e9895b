"""When may a plan be joined again, and what does the gap before it add to the late fee? What questions of lost coverage share."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.law import Rule
from finder.domain.losing_coverage import Door, LateFee, Return, WayIn
from finder.domain.months import DAY, Days, month_later
from finder.parameters import FIRST_YEAR, LAST_YEAR, parameter_set
from finder.parameters.rule_sets import law_year, rule_of
from finder.questions.explainers.late_enrollment import base_premiums
from finder.rules.enrollment_periods import starts_after
from finder.rules.late_enrollment import amount_of, continuous_days, penalty_with_extra_help, reaches_gate, uncovered_months

_YEARS_AHEAD = 5
"""No gap is longer than the time to the open enrollment after the next one."""


class Without(NamedTuple):
    """A person without a plan after ``ends`` (None: the plan goes on), the help held then, and the months a late fee counts already."""

    ends: date | None
    level: LowIncomeSubsidy = LowIncomeSubsidy.NONE
    uncovered_months: int = 0


def special_way(door: Door, rule: Rule, days: Days, without: Without, today: date) -> Iterator[WayIn]:
    """The way in through a special period, where it is not over."""
    if days.last >= today:
        soonest, latest = (_next_month(asked, without) for asked in (max(today, days.first), days.last))
        yield WayIn(door, rule, days.first, days.last, soonest, latest)


def monthly_way(door: Door, rule: Rule, asked: date, without: Without) -> WayIn:
    """A way in that comes back each month: the soonest start alone is told."""
    return WayIn(door, rule, asked, None, _next_month(asked, without), None)


def help_way(without: Without, today: date) -> Iterator[WayIn]:
    """The way in that Extra Help opens each month, in some years each quarter but the last. 42 CFR 423.38(c)(4)."""
    if without.level is LowIncomeSubsidy.NONE:
        return
    rule = rule_of("extra_help", "special_enrollment", law_year(today))
    asked = today if today.month <= rule.number("last_month") else date(today.year + 1, 1, 1)
    yield monthly_way(Door.EXTRA_HELP, rule, asked, without)


def fall_ways(without: Without, today: date) -> Iterator[WayIn]:
    """Open enrollments still to come, from the first that starts after the plan ends through the first that leaves a gap."""
    for year in range(max(today.year, FIRST_YEAR), today.year + _YEARS_AHEAD):
        days, taken_over = open_enrollment(year)
        if days.last < today or (without.ends and _fall_start(year, days.last) <= without.ends):
            continue
        soonest, latest = (_return(asked, _fall_start(year, asked), without) for asked in (max(today, days.first), days.last))
        yield WayIn(Door.OPEN_ENROLLMENT, None, days.first, days.last, soonest, latest, taken_over)
        if without.ends is None or soonest.days_without:
            return


def open_enrollment(plan_year: int) -> tuple[Days, bool]:
    """The days on which anyone can choose a plan of a year. The law names the same days each year since 2012, so a later year than we
    know has those of the last one; True says so."""
    known = min(plan_year, LAST_YEAR)
    numbers = parameter_set(known)
    days = Days(*(_years_later(numbers.date(name), plan_year - known) for name in ("aep_start", "aep_end")))
    return days, plan_year > LAST_YEAR


def _years_later(day: date, years: int) -> date:
    return day.replace(year=day.year + years)


def _fall_start(plan_year: int, asked: date) -> date:
    """January 1; in the first one, which ran into the year, the next month. 42 CFR 423.40(b)."""
    return max(date(plan_year, 1, 1), month_later(asked, 1))


def _next_month(asked: date, without: Without) -> Return:
    months = rule_of("enrollment_periods", "next_month", law_year(asked)).number("months")
    return _return(asked, starts_after(asked, months, without.ends), without)


def _return(asked: date, starts: date, without: Without) -> Return:
    """The gap up to a start, and what it adds to the late fee."""
    gap = None if without.ends is None else Days(without.ends + DAY, starts - DAY)
    if gap is None or gap.last < gap.first:
        return Return(asked, starts, 0, False, 0, fee_added(starts.year, 0, without))
    days = continuous_days(*gap)
    reached = reaches_gate(days, rule_of("late_enrollment", "gate", law_year(starts)).number("days"))
    months = uncovered_months(*gap) if reached else 0
    return Return(asked, starts, days, reached, months, fee_added(starts.year, months, without))


def fee_added(year: int, months: int, without: Without) -> LateFee:
    """What so many more months add to the late fee of a year; nothing with Extra Help."""
    before, after = (_fee(year, count) for count in (without.uncovered_months, without.uncovered_months + months))
    more = after - before
    helped = without.level is not LowIncomeSubsidy.NONE
    return LateFee(penalty_with_extra_help(more) if helped else more, year, year > LAST_YEAR)


def _fee(year: int, months: int) -> int:
    """The late fee of a month: of a year that we lack, by the last base premium known."""
    law = parameter_set(min(year, LAST_YEAR))
    base, _ = base_premiums(year, year, 0)[year]
    return amount_of(year)(base, months, law.basis_points("lep_percent_per_uncovered_month"), law.cents("lep_rounding"), None)
