"""The late enrollment penalty of one person, reckoned: gaps, months, the amount of each year, and what a year more of waiting adds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from finder.domain.money import WHOLE, BasisPoints, Cents, ratio_half_up
from finder.domain.months import DAY, YEAR_MONTHS, month_later
from finder.parameters import LAST_YEAR, parameter_set
from finder.parameters.rule_sets import rule_of
from finder.rules.late_enrollment import (
    Gap,
    amount_of,
    continuous_days,
    enrollment_end_that_counts,
    gaps_without_coverage,
    penalty_with_extra_help,
    reaches_gate,
    still_owed_at_65,
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
    """A calendar year of the penalty, in cents. ``months`` are those in the drug plan, ``owed`` the numbers of those in which the penalty
    is owed; ``monthly_penalty`` is that of an owed month, 0 where none is. ``status`` is that of the base premium, ``projected`` where we
    lack it."""

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

    def in_month(self, month: int) -> Cents:
        """The penalty of one month of the year."""
        return self.monthly_penalty if month in self.owed else 0


class SecondPeriod(NamedTuple):
    """The second initial enrollment period: its first and last day, and the first month of Medicare by age."""

    first: date
    age_month: date
    last: date


@dataclass(frozen=True, slots=True)
class Person:
    """What decides a penalty. ``extra_help`` are the times with Extra Help, first and last day; ``growth`` the assumed yearly growth of
    the base premium, in basis points, for years that we lack; ``last_year`` the last year that is counted; ``actuarial_amount`` in cents
    for each uncovered month, None where there is none; ``second`` the period at 65 of a person who had Medicare by disability."""

    enrollment_end: date
    coverage_start: date
    creditable: tuple[tuple[date, date], ...]
    extra_help: tuple[tuple[date, date], ...]
    growth: BasisPoints
    last_year: int
    actuarial_amount: Cents | None
    second: SecondPeriod | None = None

    def has_extra_help(self, month: date) -> bool:
        """Whether Extra Help holds on the first day of a month."""
        return any(first <= month <= last for first, last in self.extra_help)

    @property
    def joined_after_65(self) -> bool:
        """Whether the drug plan starts once the second period counts."""
        return self.second is not None and self.coverage_start >= self.second.age_month


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
    """The penalty of a person. ``dropped`` are the gaps before a second period at 65, which no longer count."""

    gaps: tuple[CountedGap, ...]
    years: tuple[PenaltyYear, ...]
    dropped: tuple[CountedGap, ...] = ()

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
        """Whether a penalty is owed in any month of the years that are counted."""
        return self.uncovered_months > 0 and any(year.owed for year in self.years)

    @property
    def waived(self) -> bool:
        """Whether Extra Help takes the penalty away in every one of these months."""
        return self.uncovered_months > 0 and not self.applies


def penalty_of(person: Person) -> Penalty:
    """The penalty of a person from the start of coverage through ``last_year``."""
    gaps = counted_gaps(person)
    months = sum(gap.months for gap in gaps)
    premiums = base_premiums(person.coverage_start.year, person.last_year, person.growth)
    years = tuple(_year(person, year, months, *premium) for year, premium in premiums.items())
    return Penalty(gaps, years, dropped_gaps(person))


def counted_gaps(person: Person) -> tuple[CountedGap, ...]:
    """The gaps with their days and months; only a gap that reaches the gate has months that count."""
    end = person.enrollment_end
    if person.second:
        end = enrollment_end_that_counts(end, person.second.last, person.second.age_month, person.coverage_start)
    return _counted(person, end, person.coverage_start)


def dropped_gaps(person: Person) -> tuple[CountedGap, ...]:
    """The gaps between the first and the second initial period of a person whose drug plan starts at 65 or later."""
    if person.second is None or not person.joined_after_65:
        return ()
    return _counted(person, person.enrollment_end, max(person.second.first, person.enrollment_end + DAY))


def _counted(person: Person, end: date, before: date) -> tuple[CountedGap, ...]:
    gate = rule_of(TOPIC, "gate", person.coverage_start.year).number("days")
    counted = []
    for gap in gaps_without_coverage(end, before, person.creditable):
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
    first = person.coverage_start.month if year == person.coverage_start.year else 1
    months = range(first, YEAR_MONTHS + 1)
    owed = tuple(month for month in months if monthly and _owed(person, date(year, month, 1), monthly))
    return PenaltyYear(year, len(months), base, status, monthly if owed else 0, owed)


def _owed(person: Person, month: date, monthly: Cents) -> bool:
    """Whether the penalty is owed in a month in the drug plan: not with Extra Help, and not from 65 on where it began before."""
    if person.has_extra_help(month):
        return penalty_with_extra_help(monthly) > 0
    return person.second is None or still_owed_at_65(person.coverage_start, person.second.age_month, month)


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
        monthly_penalty=later.years[0].in_month(start.month),
        monthly_penalty_now=now[start.year].in_month(start.month),
        more_in_all=sum(year.cost - _cost_from(now[year.year], start) for year in later.years),
        through=last,
        projected=any(year.status == PROJECTED for year in later.years),
    )


def _cost_from(year: PenaltyYear, start: date) -> Cents:
    """The penalty of a year's months from a day on."""
    return sum(year.in_month(month) for month in year.owed if date(year.year, month, 1) >= start)
