"""The late enrollment penalty of one person, reckoned: gaps, months, the amount of each year, and what a year more of waiting adds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from finder.domain.money import WHOLE, BasisPoints, Cents, ratio_half_up
from finder.domain.months import YEAR_MONTHS, month_later
from finder.parameters import LAST_YEAR, parameter_set
from finder.parameters.rule_sets import rule_of
from finder.rules.late_enrollment import (
    Gap,
    amount_of,
    continuous_days,
    gaps_without_coverage,
    penalty_with_extra_help,
    reaches_gate,
    uncovered_months,
)

TOPIC = "late_enrollment"
PROJECTED = "projected"


class CountedGap(NamedTuple):
    """A gap with its days, whether they reach the gate, and the uncovered months that count (0 below the gate)."""

    gap: Gap
    days: int
    reaches_gate: bool
    months: int


class PenaltyYear(NamedTuple):
    """A calendar year of the penalty, in cents. ``status`` is that of the base premium, ``projected`` where we lack it."""

    year: int
    months: int
    base_premium: Cents
    status: str
    monthly_penalty: Cents

    @property
    def cost(self) -> Cents:
        """The penalty of the year's months."""
        return self.months * self.monthly_penalty


@dataclass(frozen=True, slots=True)
class Person:
    """What decides a penalty. ``growth`` is the assumed yearly growth of the base premium, in basis points, for years that we lack;
    ``last_year`` the last year that is reckoned; ``actuarial_amount`` in cents for each uncovered month, None where there is none."""

    enrollment_end: date
    coverage_start: date
    creditable: tuple[tuple[date, date], ...]
    extra_help: bool
    growth: BasisPoints
    last_year: int
    actuarial_amount: Cents | None


class Waiting(NamedTuple):
    """What starting a year later would add to the penalty: more months, more each month, more in all through the same last year."""

    coverage_start: date
    uncovered_months: int
    monthly_penalty: Cents
    monthly_penalty_now: Cents
    more_in_all: Cents
    through: int
    projected: bool


@dataclass(frozen=True, slots=True)
class Penalty:
    """The penalty of a person. ``waived`` is set where it would apply but Extra Help takes it away."""

    gaps: tuple[CountedGap, ...]
    years: tuple[PenaltyYear, ...]
    waived: bool

    @property
    def longest(self) -> int:
        """The days of the longest gap, 0 where there is none."""
        return max((gap.days for gap in self.gaps), default=0)

    @property
    def uncovered_months(self) -> int:
        """The uncovered months that count, those of gaps that reach the gate."""
        return sum(gap.months for gap in self.gaps)

    @property
    def applies(self) -> bool:
        """Whether a penalty is owed."""
        return self.uncovered_months > 0 and not self.waived


def penalty_of(person: Person) -> Penalty:
    """The penalty of a person from the start of coverage through ``last_year``."""
    gaps = counted_gaps(person)
    months = sum(gap.months for gap in gaps)
    premiums = base_premiums(person.coverage_start.year, person.last_year, person.growth)
    years = tuple(_year(person, year, months, *premium) for year, premium in premiums.items())
    return Penalty(gaps, years, waived=person.extra_help and months > 0)


def counted_gaps(person: Person) -> tuple[CountedGap, ...]:
    """The gaps with their days and months; only a gap that reaches the gate has months that count."""
    gate = rule_of(TOPIC, "gate", person.coverage_start.year).number("days")
    counted = []
    for gap in gaps_without_coverage(person.enrollment_end, person.coverage_start, person.creditable):
        days = continuous_days(gap.first, gap.last)
        reaches = reaches_gate(days, gate)
        counted.append(CountedGap(gap, days, reaches, uncovered_months(gap.first, gap.last) if reaches else 0))
    return tuple(counted)


def base_premiums(first: int, last: int, growth: BasisPoints) -> dict[int, tuple[Cents, str]]:
    """Year -> base premium in cents and its status. After the last year that we have, the year before grown by ``growth``."""
    premiums: dict[int, tuple[Cents, str]] = {}
    name = "national_base_beneficiary_premium"
    latest = 0
    for year in range(min(first, LAST_YEAR), last + 1):
        if year <= LAST_YEAR:
            numbers = parameter_set(year)
            latest = numbers.cents(name)
            premiums[year] = (latest, numbers.get(name).status)
        else:
            latest = ratio_half_up(latest * (WHOLE + growth), WHOLE)
            premiums[year] = (latest, PROJECTED)
    return {year: premium for year, premium in premiums.items() if year >= first}


def _year(person: Person, year: int, uncovered: int, base: Cents, status: str) -> PenaltyYear:
    law = parameter_set(min(year, LAST_YEAR))
    rate, rounding = law.basis_points("lep_percent_per_uncovered_month"), law.cents("lep_rounding")
    monthly = amount_of(year)(base, uncovered, rate, rounding, person.actuarial_amount)
    if person.extra_help:
        monthly = penalty_with_extra_help(monthly)
    first = year == person.coverage_start.year
    months = YEAR_MONTHS + 1 - person.coverage_start.month if first else YEAR_MONTHS
    return PenaltyYear(year, months, base, status, monthly)


def waiting_a_year(person: Person) -> Waiting:
    """The same person starting twelve months later, with no more coverage in between. What is compared is the months that both would
    pay."""
    start = month_later(person.coverage_start, YEAR_MONTHS)
    last = max(person.last_year, start.year)
    now = {year.year: year for year in penalty_of(replace(person, last_year=last)).years}
    later = penalty_of(replace(person, coverage_start=start, last_year=last))
    return Waiting(
        coverage_start=start,
        uncovered_months=later.uncovered_months,
        monthly_penalty=later.years[0].monthly_penalty,
        monthly_penalty_now=now[start.year].monthly_penalty,
        more_in_all=sum(year.months * (year.monthly_penalty - now[year.year].monthly_penalty) for year in later.years),
        through=last,
        projected=any(year.status == PROJECTED for year in later.years),
    )
