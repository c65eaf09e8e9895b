"""The late enrollment penalty, its months, its cost by year, and the steps against it: the question behind ``finder late-enrollment``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from finder.documents.fields import read
from finder.documents.late_enrollment import (
    HORIZON_YEARS as HORIZON_YEARS,
)
from finder.documents.late_enrollment import (
    LateEnrollment,
    enrollment_period,
    help_of,
    help_times,
    refuse,
    refuse_dates,
    second_period,
)
from finder.documents.rules import rule_entries
from finder.domain.law import Rule
from finder.domain.money import dollars, fraction
from finder.domain.months import DAY, first_of_month
from finder.parameters import FIRST_YEAR, LAST_YEAR, version
from finder.parameters.rule_sets import rules_of
from finder.questions.explainers.penalty import (
    PROJECTED,
    TOPIC,
    CountedGap,
    Penalty,
    PenaltyYear,
    Person,
    Waiting,
    penalty_of,
    waiting_a_year,
)

_Stretch = tuple[str, date, date]


def late_enrollment(document: object) -> dict[str, Any]:
    """Gaps, uncovered months, the monthly penalty by year, lifetime cost, what waiting costs, a timeline and steps. Raises Refusal."""
    asked = read(LateEnrollment, document)
    refuse_dates(asked)
    first_day, last_day = enrollment_period(asked)
    second = second_period(asked)
    refuse(asked, last_day, second)
    person = Person(
        enrollment_end=last_day,
        coverage_start=asked.coverage_start,
        creditable=tuple((period.first, min(period.through, asked.coverage_start)) for period in asked.creditable),
        extra_help=help_of(asked),
        growth=asked.premium_growth,
        last_year=asked.coverage_start.year + asked.horizon_years - 1,
        actuarial_amount=asked.actuarial_amount,
        second=second,
    )
    penalty = penalty_of(person)
    return {
        "initial_enrollment": {"first_day": first_day and first_day.isoformat(), "last_day": last_day.isoformat()},
        "coverage_start": asked.coverage_start.isoformat(),
        "continuous_days_uncovered": penalty.longest,
        "uncovered_months": penalty.uncovered_months,
        "applies": penalty.applies,
        "waived": penalty.waived,
        "gaps": [_gap(gap) for gap in penalty.gaps],
        "monthly_penalty": {str(year.year): dollars(year.monthly_penalty) for year in penalty.years},
        "lifetime_cost": dollars(sum(year.cost for year in penalty.years)),
        "years": [_year(year, asked) for year in penalty.years],
        "assumptions": _assumptions(asked, penalty),
        "waiting_one_more_year": _waiting(waiting_a_year(person)),
        "timeline": _timeline(first_day, person, penalty),
        "steps": _steps(asked),
        "rules": rule_entries(_rules(asked)),
        "parameters_version": version(),
        **_second_entries(person, penalty),
        **_help_entries(asked),
    }


def fee_months(answer: Mapping[str, Any], plan_year: int) -> int:
    """The uncovered months that a plan year's fee is made of, from an answer of ``late_enrollment``: 0 where the fee has ended at 65."""
    ends = answer.get("penalty_ends")
    ended = ends is not None and date.fromisoformat(ends) <= date(plan_year, 1, 1)
    return 0 if ended else int(answer["uncovered_months"])


def _rules(asked: LateEnrollment) -> list[Rule]:
    """The year's rules; those of the second period and of a time with Extra Help only where they matter."""
    left_out = {"second_initial_enrollment"} if not asked.medicare_by_disability else set()
    left_out |= {"waiver_while_it_lasts"} if not asked.help_periods else set()
    return [rule for rule_id, rule in rules_of(TOPIC, asked.coverage_start.year).items() if rule_id not in left_out]


def _second_entries(person: Person, penalty: Penalty) -> dict[str, Any]:
    """What is added for a person with Medicare by disability."""
    if person.second is None:
        return {}
    ends = penalty.uncovered_months > 0 and not person.joined_after_65
    return {
        "second_initial_enrollment": {"first_day": person.second.first.isoformat(), "last_day": person.second.last.isoformat()},
        "penalty_ends": person.second.age_month.isoformat() if ends else None,
        "gaps_before_65": [_gap(gap) for gap in penalty.dropped],
    }


def _help_entries(asked: LateEnrollment) -> dict[str, Any]:
    """What is added where Extra Help holds for a time."""
    if not asked.help_periods:
        return {}
    times = [{"from": a.isoformat(), "through": None if b == date.max else b.isoformat()} for a, b in help_times(asked)]
    return {"extra_help": times}


def _gap(gap: CountedGap) -> dict[str, Any]:
    return {
        "from": gap.gap.first.isoformat(),
        "through": gap.gap.last.isoformat(),
        "days": gap.days,
        "reaches_gate": gap.reaches_gate,
        "uncovered_months": gap.months,
    }


def _year(year: PenaltyYear, asked: LateEnrollment) -> dict[str, Any]:
    """A year; the months in which the fee is owed are told apart where it may start or end within a year."""
    entry = {
        "year": year.year,
        "months": year.months,
        "base_premium": dollars(year.base_premium),
        "projected": year.status == PROJECTED,
        "status": year.status,
        "monthly_penalty": dollars(year.monthly_penalty),
        "cost": dollars(year.cost),
    }
    return {**entry, "months_owed": len(year.owed)} if asked.medicare_by_disability or asked.help_periods else entry


def _assumptions(asked: LateEnrollment, penalty: Penalty) -> dict[str, Any]:
    return {
        "horizon_years": asked.horizon_years,
        "premium_growth": fraction(asked.premium_growth),
        "last_known_year": LAST_YEAR,
        "projected_years": [year.year for year in penalty.years if year.status == PROJECTED],
        "actuarial_amount": None if asked.actuarial_amount is None else dollars(asked.actuarial_amount),
    }


def _waiting(waiting: Waiting) -> dict[str, Any]:
    return {
        "coverage_start": waiting.coverage_start.isoformat(),
        "uncovered_months": waiting.uncovered_months,
        "monthly_penalty": dollars(waiting.monthly_penalty),
        "monthly_penalty_if_you_start_now": dollars(waiting.monthly_penalty_now),
        "more_each_month": dollars(waiting.monthly_penalty - waiting.monthly_penalty_now),
        "more_in_all": dollars(waiting.more_in_all),
        "through": waiting.through,
        "projected": waiting.projected,
    }


def _timeline(first_day: date | None, person: Person, penalty: Penalty) -> list[dict[str, str]]:
    """What each stretch of days was, in order: first time to join, good coverage, a gap (short or counted), a second time to join with the
    gaps before it that no longer count, the drug plan."""
    end, start, second = person.enrollment_end, person.coverage_start, person.second
    begin = first_day or first_of_month(end)
    if second is not None and person.joined_after_65:
        stretches: list[_Stretch] = [("initial_enrollment", begin, min(end, second.first - DAY))]
        stretches += _between(end + DAY, second.first, [("before_65", gap.gap.first, gap.gap.last) for gap in penalty.dropped])
        stretches.append(("second_enrollment", second.first, min(second.last, start - DAY)))
        end = second.last
    else:
        stretches = [("initial_enrollment", begin, min(end, start - DAY))]
    gaps = [("uncovered" if gap.reaches_gate else "short_gap", gap.gap.first, gap.gap.last) for gap in penalty.gaps]
    stretches += _between(end + DAY, start, gaps)
    stretches.append(("drug_plan", start, date(start.year, 12, 31)))
    return [{"what": what, "from": a.isoformat(), "through": b.isoformat()} for what, a, b in stretches if a <= b]


def _between(day: date, before: date, gaps: list[_Stretch]) -> list[_Stretch]:
    """The gaps in order and, between them, the days with good coverage."""
    stretches = []
    for gap in [*gaps, ("", before, before)]:
        if gap[1] > day:
            stretches.append(("creditable", day, gap[1] - DAY))
        stretches.append(gap)
        day = gap[2] + DAY
    return stretches[:-1]


def _steps(asked: LateEnrollment) -> list[dict[str, Any]]:
    """Determination and reconsideration, in order; a due date where the date that it runs from was given."""
    rules = rules_of(TOPIC, asked.coverage_start.year)
    clocks = (
        ("attestation", "plan", asked.attestation_letter, "answer_days", "attestation_letter"),
        ("notice", "plan", None, None, None),
        ("reconsideration", "you", asked.penalty_letter, "ask_days", "penalty_letter"),
        ("decision", "independent_reviewer", asked.review_request, "decide_days", "review_request"),
    )
    steps = []
    for rule_id, who, since, days, runs_from in clocks:
        rule = rules[rule_id]
        due = since + timedelta(days=rule.number(days)) if since and days else None
        step = {"step": rule_id, "who": who, "says": rule.says, "due": due and due.isoformat(), "runs_from": runs_from}
        steps.append(
            {**step, "days": rule.number(days) if days else None, "citation": rule.citation, "law": rule.law, "status": rule.status}
        )
    return steps


def starting_months() -> list[date]:
    """The first days of the months in which coverage may start, the first to the last that the parameters know."""
    return [date(year, month, 1) for year in range(FIRST_YEAR, LAST_YEAR + 1) for month in range(1, 13)]
