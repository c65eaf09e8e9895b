"""The late enrollment penalty: gaps and months, the amount of each year, what waiting adds, and the steps against it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from finder.domain.late_enrollment import (
    PROJECTED,
    Enrollee,
    Gap,
    LateEnrollment,
    Penalty,
    PenaltyYear,
    SecondPeriod,
    Step,
    Stretch,
    TimelineEntry,
    Waiting,
    Who,
)
from finder.domain.law import Rule
from finder.domain.money import WHOLE, BasisPoints, Cents, ratio_half_up
from finder.domain.months import DAY, YEAR_MONTHS, Days, first_of_month, month_later, year_end
from finder.parameters import FIRST_YEAR, LAST_YEAR, parameter_set
from finder.parameters.rule_sets import law_year, rule_of, rules_of
from finder.questions.explainers.enrollment_periods import TOPIC, first_period, help_days, refuse, refuse_implausible, second_period
from finder.rules.late_enrollment import (
    amount_of,
    continuous_days,
    enrollment_end_that_counts,
    gaps_without_coverage,
    penalty_with_extra_help,
    reaches_gate,
    still_owed_at_65,
    uncovered_months,
)


@dataclass(frozen=True, slots=True)
class Person:
    """What decides a penalty.

    ``extra_help`` are the times with Extra Help.
    ``growth`` is what a base premium that we lack is assumed to grow from the year before.
    ``last_year`` is the last year that is counted.
    ``second`` is the period at 65 of a person who had Medicare by disability.
    """

    enrollment_end: date
    coverage_start: date
    creditable: tuple[Days, ...]
    extra_help: tuple[Days, ...]
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


def penalty_of(person: Person) -> Penalty:
    """The penalty of a person from the start of coverage through ``last_year``."""
    gaps = counted_gaps(person)
    months = sum(gap.months for gap in gaps)
    premiums = base_premiums(person.coverage_start.year, person.last_year, person.growth)
    years = tuple(_year(person, year, months, *premium) for year, premium in premiums.items())
    return Penalty(gaps, years, dropped_gaps(person))


def counted_gaps(person: Person) -> tuple[Gap, ...]:
    """The gaps with their days and months; only a gap that reaches the gate has months that count."""
    end = person.enrollment_end
    if person.second:
        end = enrollment_end_that_counts(end, person.second.last, person.second.age_month, person.coverage_start)
    return _counted(person, end, person.coverage_start)


def dropped_gaps(person: Person) -> tuple[Gap, ...]:
    """The gaps between the first and the second initial period of a person whose drug plan starts at 65 or later."""
    if person.second is None or not person.joined_after_65:
        return ()
    return _counted(person, person.enrollment_end, max(person.second.first, person.enrollment_end + DAY))


def _counted(person: Person, end: date, before: date) -> tuple[Gap, ...]:
    gate = rule_of(TOPIC, "gate", law_year(person.coverage_start)).number("days")
    return tuple(_gap(first, last, gate) for first, last in gaps_without_coverage(end, before, person.creditable))


def _gap(first: date, last: date, gate: int) -> Gap:
    days = continuous_days(first, last)
    reaches = reaches_gate(days, gate)
    return Gap(first, last, days, reaches, uncovered_months(first, last) if reaches else 0)


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
        projected=any(year.projected for year in later.years),
    )


def _cost_from(year: PenaltyYear, start: date) -> Cents:
    """The penalty of a year's months from a day on."""
    return sum(year.in_month(month) for month in year.owed if date(year.year, month, 1) >= start)


def late_enrollment(enrollee: Enrollee) -> LateEnrollment:
    """Gaps, uncovered months, the penalty by year, what waiting costs, a timeline and steps. Raises Refusal."""
    refuse_implausible(enrollee)
    period, second, start = first_period(enrollee), second_period(enrollee), enrollee.coverage_start
    refuse(enrollee, period.last, second)
    person = Person(
        enrollment_end=period.last,
        coverage_start=start,
        creditable=tuple(Days(first, min(last, start)) for first, last in enrollee.creditable),
        extra_help=help_days(enrollee),
        growth=enrollee.premium_growth,
        last_year=start.year + enrollee.horizon_years - 1,
        actuarial_amount=enrollee.actuarial_amount,
        second=second,
    )
    penalty = penalty_of(person)
    ends = second is not None and penalty.uncovered_months > 0 and not person.joined_after_65
    return LateEnrollment(
        enrollee=enrollee,
        period=period,
        second=second,
        help_times=person.extra_help if enrollee.help_times else (),
        penalty=penalty,
        penalty_ends=second.age_month if second and ends else None,
        waiting=waiting_a_year(person),
        timeline=tuple(entry for entry in _timeline(period.first, person, penalty) if entry.first <= entry.last),
        steps=tuple(_steps(enrollee)),
        rules=_rules(enrollee),
        last_known_year=LAST_YEAR,
    )


def starting_months() -> list[date]:
    """The first days of the months in which coverage may start, the first to the last that the parameters know."""
    return [date(year, month, 1) for year in range(FIRST_YEAR, LAST_YEAR + 1) for month in range(1, 13)]


def _rules(enrollee: Enrollee) -> tuple[Rule, ...]:
    """The year's rules; those of the second period and of a time with Extra Help only where they matter."""
    left_out = {"second_initial_enrollment"} if enrollee.second is None else set()
    left_out |= {"waiver_while_it_lasts"} if not enrollee.help_times else set()
    return tuple(rule for rule_id, rule in rules_of(TOPIC, enrollee.coverage_start.year).items() if rule_id not in left_out)


def _timeline(first_day: date | None, person: Person, penalty: Penalty) -> Iterator[TimelineEntry]:
    """What each stretch of days was, in order; one that ends before it starts was not there."""
    end, start, second = person.enrollment_end, person.coverage_start, person.second
    begin = first_day or first_of_month(end)
    if second is not None and person.joined_after_65:
        yield TimelineEntry(Stretch.INITIAL_ENROLLMENT, begin, min(end, second.first - DAY))
        yield from _between(end + DAY, second.first, [TimelineEntry(Stretch.BEFORE_65, gap.first, gap.last) for gap in penalty.dropped])
        yield TimelineEntry(Stretch.SECOND_ENROLLMENT, second.first, min(second.last, start - DAY))
        end = second.last
    else:
        yield TimelineEntry(Stretch.INITIAL_ENROLLMENT, begin, min(end, start - DAY))
    yield from _between(end + DAY, start, [TimelineEntry(_kind(gap), gap.first, gap.last) for gap in penalty.gaps])
    yield TimelineEntry(Stretch.DRUG_PLAN, start, year_end(start.year))


def _kind(gap: Gap) -> Stretch:
    return Stretch.UNCOVERED if gap.reaches_gate else Stretch.SHORT_GAP


def _between(day: date, before: date, gaps: list[TimelineEntry]) -> Iterator[TimelineEntry]:
    """The gaps in order and, between them, the days with good coverage."""
    for gap in gaps:
        yield TimelineEntry(Stretch.CREDITABLE, day, gap.first - DAY)
        yield gap
        day = gap.last + DAY
    yield TimelineEntry(Stretch.CREDITABLE, day, before - DAY)


def _steps(enrollee: Enrollee) -> Iterator[Step]:
    """Determination and reconsideration, in order; a due date where the date that it runs from was given."""
    rules = rules_of(TOPIC, enrollee.coverage_start.year)
    clocks = (
        ("attestation", Who.PLAN, "answer_days", "attestation_letter"),
        ("notice", Who.PLAN, None, None),
        ("reconsideration", Who.YOU, "ask_days", "penalty_letter"),
        ("decision", Who.INDEPENDENT_REVIEWER, "decide_days", "review_request"),
    )
    for name, who, limit, runs_from in clocks:
        rule = rules[name]
        days = rule.number(limit) if limit else None
        since: date | None = getattr(enrollee, runs_from) if runs_from else None
        yield Step(name, who, rule, days, runs_from, since + timedelta(days=days) if since and days else None)
