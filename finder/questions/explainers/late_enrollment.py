"""The late enrollment penalty: its months, its cost by year, what waiting adds, and the steps against it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from finder.domain.late_enrollment import Enrollee, Gap, LateEnrollment, Penalty, Step, Stretch, TimelineEntry, Who
from finder.domain.law import Rule
from finder.domain.months import DAY, Days, first_of_month, year_end
from finder.parameters import FIRST_YEAR, LAST_YEAR
from finder.parameters.rule_sets import rules_of
from finder.questions.explainers.enrollment_periods import first_period, help_days, refuse, refuse_implausible, second_period
from finder.questions.explainers.penalty import TOPIC, Person, penalty_of, waiting_a_year


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
