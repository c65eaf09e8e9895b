"""The late enrollment penalty, its months, its cost by year, and the steps against it: the question behind ``finder late-enrollment``."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Any

from pydantic import Field, model_validator

from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.errors import Problem, Refusal
from finder.domain.money import dollars, fraction
from finder.domain.months import DAY, first_of_month, last_of_month, month_later
from finder.parameters import FIRST_YEAR, LAST_YEAR, version
from finder.parameters.rule_sets import Rule, rule_of, rules_of
from finder.questions._input import Input, IsoDate, Money, Rate, Whole, Word, read
from finder.questions._penalty import PROJECTED, TOPIC, Penalty, PenaltyYear, Person, Waiting, penalty_of, waiting_a_year
from finder.questions._rule_words import rule_entries
from finder.rules.late_enrollment import first_medicare_month, initial_enrollment_end, initial_enrollment_start

HORIZON_YEARS = 20
LONGEST_HORIZON = 60
OLDEST_YEAR, LATEST_AFTER = 1890, 10  # of dates that are taken: slips of the keyboard lie outside
_DATES = ("initial_enrollment_end", "birth_date", "medicare_start", "attestation_letter", "penalty_letter", "review_request")


class CreditablePeriod(Input):
    """Days with creditable coverage, first and last."""

    first: IsoDate = Field(alias="from")
    through: IsoDate

    @model_validator(mode="after")
    def _in_order(self) -> CreditablePeriod:
        if self.through < self.first:
            raise ValueError("a last day (through) on or after the first (from)")
        return self


class LateEnrollment(Input):
    """The document of ``finder late-enrollment``. The end of the initial enrollment period is given, or follows from the birth date or
    the first day of Medicare; nothing of it is kept."""

    initial_enrollment_end: IsoDate | None = None
    birth_date: IsoDate | None = None
    medicare_start: IsoDate | None = None
    coverage_start: IsoDate
    creditable: list[CreditablePeriod] = Field(default_factory=list)
    low_income_subsidy: Annotated[LowIncomeSubsidy, Word(LowIncomeSubsidy)] = LowIncomeSubsidy.NONE
    horizon_years: Annotated[Whole, Field(ge=1, le=LONGEST_HORIZON)] = HORIZON_YEARS
    premium_growth: Rate = 0
    actuarial_amount: Money | None = None
    attestation_letter: IsoDate | None = None
    penalty_letter: IsoDate | None = None
    review_request: IsoDate | None = None

    @model_validator(mode="after")
    def _one_beginning(self) -> LateEnrollment:
        if sum(given is not None for given in (self.initial_enrollment_end, self.birth_date, self.medicare_start)) != 1:
            raise ValueError("exactly one of initial_enrollment_end, birth_date and medicare_start")
        return self


def late_enrollment(document: object) -> dict[str, Any]:
    """Gaps, uncovered months, the monthly penalty by year, lifetime cost, what waiting costs, a timeline and steps. Raises Refusal."""
    asked = read(LateEnrollment, document)
    _refuse_dates(asked)
    first_day, last_day = _enrollment_period(asked)
    _refuse(asked, last_day)
    person = Person(
        enrollment_end=last_day,
        coverage_start=asked.coverage_start,
        creditable=tuple((period.first, min(period.through, asked.coverage_start)) for period in asked.creditable),
        extra_help=asked.low_income_subsidy is not LowIncomeSubsidy.NONE,
        growth=asked.premium_growth,
        last_year=asked.coverage_start.year + asked.horizon_years - 1,
        actuarial_amount=asked.actuarial_amount,
    )
    penalty = penalty_of(person)
    return {
        "initial_enrollment": {"first_day": first_day and first_day.isoformat(), "last_day": last_day.isoformat()},
        "coverage_start": asked.coverage_start.isoformat(),
        "continuous_days_uncovered": penalty.longest,
        "uncovered_months": penalty.uncovered_months,
        "applies": penalty.applies,
        "waived": penalty.waived,
        "gaps": [_gap(gap.gap.first, gap.gap.last, gap.days, gap.reaches_gate, gap.months) for gap in penalty.gaps],
        "monthly_penalty": {str(year.year): dollars(year.monthly_penalty) for year in penalty.years},
        "lifetime_cost": dollars(sum(year.cost for year in penalty.years)),
        "years": [_year(year) for year in penalty.years],
        "assumptions": _assumptions(asked, penalty),
        "waiting_one_more_year": _waiting(waiting_a_year(person)),
        "timeline": _timeline(first_day, person, penalty),
        "steps": _steps(asked),
        "rules": rule_entries(rules_of(TOPIC, asked.coverage_start.year).values()),
        "parameters_version": version(),
    }


def _enrollment_period(asked: LateEnrollment) -> tuple[date | None, date]:
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


def _refuse_dates(asked: LateEnrollment) -> None:
    """Refuse a day that nobody alive can mean, before it is reckoned with."""
    first, last = date(OLDEST_YEAR, 1, 1), date(LAST_YEAR + LATEST_AFTER, 12, 31)
    given = {name: getattr(asked, name) for name in _DATES}
    expected = f"a day from {first.isoformat()} to {last.isoformat()}"
    problems = [Problem(f"$.{name}", expected, day.isoformat()) for name, day in given.items() if day and not first <= day <= last]
    if problems:
        raise Refusal(problems)


def _refuse(asked: LateEnrollment, last_day: date) -> None:
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
    if problems:
        raise Refusal(problems)


def _gap(first: date, last: date, days: int, reaches: bool, months: int) -> dict[str, Any]:
    return {"from": first.isoformat(), "through": last.isoformat(), "days": days, "reaches_gate": reaches, "uncovered_months": months}


def _year(year: PenaltyYear) -> dict[str, Any]:
    return {
        "year": year.year,
        "months": year.months,
        "base_premium": dollars(year.base_premium),
        "projected": year.status == PROJECTED,
        "status": year.status,
        "monthly_penalty": dollars(year.monthly_penalty),
        "cost": dollars(year.cost),
    }


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
    """What each stretch of days was, in order: first time to join, good coverage, a gap (short or counted), the drug plan."""
    end, start = person.enrollment_end, person.coverage_start
    begin = first_day or first_of_month(end)
    stretches = [("initial_enrollment", begin, min(end, start - DAY))]
    gaps = [("uncovered" if gap.reaches_gate else "short_gap", gap.gap.first, gap.gap.last) for gap in penalty.gaps]
    covered, day = [], end + DAY
    for _, first, last in [*gaps, ("", start, start)]:
        if first > day:
            covered.append(("creditable", day, first - DAY))
        day = last + DAY
    stretches += sorted([*gaps, *covered], key=lambda stretch: stretch[1])
    stretches.append(("drug_plan", start, date(start.year, 12, 31)))
    return [{"what": what, "from": a.isoformat(), "through": b.isoformat()} for what, a, b in stretches if a <= b]


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
