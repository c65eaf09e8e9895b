"""Employer coverage or Part D: both costs over the same months, what silence does, the times to join, and when a later start has no fee."""

from __future__ import annotations

from collections.abc import Iterator

from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.employer_coverage import EmployerCoverage, EmployerOrPartD, Silence, YearlyCost
from finder.domain.errors import Problem, Refusal
from finder.domain.law import Rule
from finder.domain.losing_coverage import Door, WayIn
from finder.domain.money import ratio_half_up
from finder.domain.months import YEAR_MONTHS, Days
from finder.parameters import FIRST_YEAR, LAST_YEAR
from finder.parameters.rule_sets import law_year, rule_of, rules_of
from finder.questions.explainers.ways_in import Without, fall_ways, fee_added, help_way, monthly_way, special_way
from finder.rules.enrollment_periods import period_after_coverage_lost
from finder.rules.late_enrollment import last_start_without_fee

_OWN = ("yes_may_end_it", "survey", "creditable_notice", "keep_the_letter", "not_told")
_WITH_MEDICAID = (LowIncomeSubsidy.FULL_INSTITUTIONAL, LowIncomeSubsidy.FULL_DUAL_AT_OR_BELOW_POVERTY)
_SILENCE = {Silence.DECLINES: "retiree_coverage", Silence.NOT_PLACED: "retiree_coverage_other"}
_FURTHEST = 4


def employer_or_part_d(asked: EmployerCoverage) -> EmployerOrPartD:
    """Both costs side by side, what silence does, and when to join. Raises Refusal."""
    problems = list(_problems(asked))
    if problems:
        raise Refusal(problems)
    silence, without = _silence(asked.level), _without(asked)
    ways = (*_employer_way(asked, without), *help_way(without, asked.today), *fall_ways(without, asked.today))
    not_good = asked.creditable is False
    return EmployerOrPartD(
        asked=asked,
        employer=_employer_cost(asked),
        silence=silence,
        start_by=last_start_without_fee(asked.ends_on, _gate(asked)) if asked.ends_on and asked.creditable else None,
        fee_of_a_year=fee_added(asked.today.year + 1, YEAR_MONTHS, Without(None, asked.level)) if not_good else None,
        ways=tuple(sorted(ways, key=lambda way: (way.soonest.starts, way.first))),
        fees_known=_fees_known(asked),
        rules=tuple(_rules(asked, silence, ways)),
    )


def _problems(asked: EmployerCoverage) -> Iterator[Problem]:
    for name in ("today", "ends_on"):
        day = getattr(asked, name)
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR + _FURTHEST:
            yield Problem(f"$.{name}", f"a day from {FIRST_YEAR} to {LAST_YEAR + _FURTHEST}", day.isoformat())
    end = asked.enrollment_end
    if end is not None and end > asked.today:
        yield Problem("$.enrollment_end", f"a day on or before today ({asked.today.isoformat()})", end.isoformat())


def _employer_cost(asked: EmployerCoverage) -> YearlyCost | None:
    """The employer's coverage over the months of the drug plan, its drugs by the month."""
    if asked.premium is None or asked.drugs is None:
        return None
    months = asked.part_d.months if asked.part_d else YEAR_MONTHS
    premium, drugs = asked.premium * months, ratio_half_up(asked.drugs * months, YEAR_MONTHS)
    return YearlyCost("", months, premium, drugs, premium + drugs, premium + drugs)


def _silence(level: LowIncomeSubsidy) -> Silence:
    """42 CFR 423.34(d)(3)."""
    if level in _WITH_MEDICAID:
        return Silence.DECLINES
    return Silence.KEEPS if level is LowIncomeSubsidy.NONE else Silence.NOT_PLACED


def _without(asked: EmployerCoverage) -> Without:
    """From when days without good coverage count: the end of good coverage; of other coverage, the end of the first time to join."""
    return Without(asked.ends_on if asked.creditable is not False else asked.enrollment_end, asked.level)


def _fees_known(asked: EmployerCoverage) -> bool:
    """Whether it is known from when days count. Good coverage that goes on has none."""
    return asked.creditable is True or (asked.creditable is False and asked.enrollment_end is not None)


def _employer_way(asked: EmployerCoverage, without: Without) -> Iterator[WayIn]:
    """At any time with the coverage and for two full months after it."""
    rule = rules_of("enrollment_periods", law_year(asked.today)).get("employer_left")
    if rule is None:
        return
    if asked.ends_on is None:
        yield monthly_way(Door.EMPLOYER_LEFT, rule, asked.today, without)
    else:
        last = period_after_coverage_lost(asked.ends_on, None, rule.number("months_after")).last
        yield from special_way(Door.EMPLOYER_LEFT, rule, Days(min(asked.today, asked.ends_on), last), without, asked.today)


def _gate(asked: EmployerCoverage) -> int:
    return rule_of("late_enrollment", "gate", law_year(asked.today)).number("days")


def _rules(asked: EmployerCoverage, silence: Silence, ways: tuple[WayIn, ...]) -> Iterator[Rule]:
    """The rules of the answer, each once, those of the times to join after the employer's."""
    year = law_year(asked.today)
    own, periods, help_rules, fee = (
        rules_of(topic, year) for topic in ("employer_coverage", "enrollment_periods", "extra_help", "late_enrollment")
    )
    yield from (own[name] for name in _OWN if name in own)
    if silence in _SILENCE:
        yield help_rules[_SILENCE[silence]]
    yield from (way.rule for way in ways if way.rule)
    if asked.ends_on and "coverage_lost" in periods:
        yield periods["coverage_lost"]
    yield from (fee[name] for name in ("gate", "uncovered_month", "amount"))
