"""Extra Help: who gets which level, from when until when, and when plans may be changed."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from finder.adjudication.premiums import regional_benchmark
from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.errors import Problem, Refusal
from finder.domain.extra_help import (
    CalendarDay,
    Copay,
    Copays,
    Enrollment,
    ExtraHelp,
    Facts,
    HelpDays,
    HelpSeeker,
    Likelihood,
    Limits,
    PlanChanges,
    PremiumHelp,
    Verdict,
)
from finder.domain.law import Rule
from finder.domain.money import BasisPoints
from finder.parameters import FIRST_YEAR, LAST_YEAR, ParameterSet, parameter_set
from finder.parameters.regions import pdp_region_of
from finder.parameters.rule_sets import law_year, rule_of, rules_of
from finder.questions.explainers.extra_help_screen import PERCENT, TERRITORIES, TOPIC, facts_of, limits_of, steps_of, verdict_of
from finder.rules import extra_help as law
from finder.rules.extra_help import income_at_or_below


class Ways(NamedTuple):
    """Which of the three that need no application a person has."""

    medicaid: bool
    ssi: bool
    savings_programme: bool

    @property
    def medicaid_alone(self) -> bool:
        """Whether the day on which help began can only be that of Medicaid."""
        return self.medicaid and not self.ssi and not self.savings_programme


def enrollment_of(year: int, ways: Ways, days: HelpDays) -> Enrollment:
    """The branch of the four that holds. Full-benefit duals are enrolled automatically, others by facilitation. The day on which SSI or a
    savings program began says nothing of the day on which CMS found that out, so it never stands in for ``determined_on``."""
    if not ways.medicaid:
        rule = rule_of(TOPIC, "effective_facilitated", year)
        determined = days.determined_on or (None if any(ways) else days.deemed_on)
        starts = law.enrolled_by_facilitation(determined, rule.number("months")) if determined else None
        return Enrollment(rule, starts, True, () if determined else ("determined_on",))
    medicaid, part_d = days.medicaid_on or (days.deemed_on if ways.medicaid_alone else None), days.part_d_eligible_on
    if medicaid is None or part_d is None:
        missing = [*(["medicaid_on"] if medicaid is None else []), *(["part_d_eligible_on"] if part_d is None else [])]
        return Enrollment(rule_of(TOPIC, "effective_part_d_first", year), None, False, tuple(missing))
    branch, starts = _automatic(medicaid, part_d, _program_began(year))
    return Enrollment(rule_of(TOPIC, branch, year), starts, False, ())


def _automatic(medicaid: date, part_d: date, began: date) -> tuple[str, date]:
    """The branch of automatic enrollment and its day, by which of the two came first."""
    if max(medicaid, part_d) < began:
        return "effective_2005", law.enrolled_when_part_d_began(began)
    if medicaid < part_d:
        return "effective_medicaid_first", law.enrolled_medicaid_first(part_d)
    return "effective_part_d_first", law.enrolled_part_d_first(medicaid)


def _program_began(year: int) -> date:
    rule = rule_of(TOPIC, "effective_2005", year)
    return date(rule.number("began_year"), rule.number("began_month"), rule.number("began_day"))


def effective_from(year: int, ways: Ways, enrollment: Enrollment, days: HelpDays) -> date | None:
    """The day from which the help holds. Deemed: the month in which the status began, or Part D where that came later. Asked for: the
    month of the application, which a decision's day does not tell. None without those days."""
    began = _program_began(year)
    if not any(ways):
        return max(law.subsidy_from_application(days.applied_on), began) if days.applied_on is not None else None
    since = days.deemed_on or (days.medicaid_on if ways.medicaid_alone else None)
    if since is None:
        return None
    if enrollment.starts is not None and ways.medicaid_alone:
        return enrollment.starts
    medicare = law.deemed_from(days.part_d_eligible_on) if days.part_d_eligible_on else began
    return max(law.deemed_from(since), medicare, began)


def deemed_through(year: int, start: date) -> date:
    """The last day of a deemed period that starts on that day."""
    return law.deemed_through(start, rule_of(TOPIC, "deeming_period", year).number("first_half_last_month"))


def calendar(year: int, through: date | None) -> tuple[CalendarDay, ...]:
    """The year in which deemed status ends, in order: states' data, Social Security's data, the fall period, the last day."""
    if through is None:
        return ()
    rule = rule_of(TOPIC, "redeeming", year)
    days = [
        CalendarDay(date(through.year, rule.number("state_data_month"), 1), False, "state_data"),
        CalendarDay(date(through.year, rule.number("social_security_data_month"), 1), False, "social_security_data"),
        CalendarDay(through, True, "deemed_through"),
    ]
    if through.year + 1 <= LAST_YEAR:
        numbers = parameter_set(through.year + 1)
        days.append(CalendarDay(numbers.date("aep_start"), True, "election_opens"))
        days.append(CalendarDay(numbers.date("aep_end"), True, "election_closes"))
    return tuple(sorted(days))


def plan_changes(year: int, dual: bool, days: HelpDays) -> PlanChanges:
    """The chances to change plans that Extra Help gives, with days where a day was given."""
    requested, changed = days.change_requested_on, days.status_changed_on
    rules = rules_of(TOPIC, law_year(requested) if requested else year)
    by_month, status_change = rules["special_enrollment"], rules["status_change"]
    last, months_a_turn = by_month.number("last_month"), by_month.number("months_a_turn")
    return PlanChanges(
        by_month=by_month,
        new_plan_starts=requested and law.change_effective(requested, last),
        next_change_from=requested and law.next_turn(requested, last, months_a_turn),
        integrated=rules.get("special_enrollment_integrated") if dual else None,
        status_change=status_change,
        until=changed and law.status_change_until(changed, days.notice_on, status_change.number("months")),
        until_exact=bool(days.notice_on),
    )


def retiree_warning(year: int, retiree_coverage: bool, dual: bool, level: LowIncomeSubsidy | None) -> Rule | None:
    """The warning for a person with Extra Help and drug coverage from a past employer; None where it does not concern them."""
    if not retiree_coverage or level is LowIncomeSubsidy.NONE:
        return None
    return rule_of(TOPIC, "retiree_coverage" if dual else "retiree_coverage_other", year)


FIRST_DAY, LAST_DAY = date(1965, 1, 1), date(LAST_YEAR + 10, 12, 31)
"""The days that are taken. Medicare began in 1965."""
_PART_D_BEGAN = date(2006, 1, 1)
_REGIONS = range(1, 35)
_PREMIUM_STEPS = {"le135fpl": 135, "135_140fpl": 140, "140_145fpl": 145}
"""The steps of partial help: the percent of the poverty line up to which each holds."""


def _full(generic: str, other: str) -> dict[str, str]:
    """The parameters of a full level."""
    return {"generic": generic, "other": other, "above_threshold": "lis_copay.full_subsidy_above_threshold"}


_COPAYS = {
    LowIncomeSubsidy.FULL_INSTITUTIONAL: _full("lis_copay.institutional_fbde", "lis_copay.institutional_fbde"),
    LowIncomeSubsidy.FULL_DUAL_AT_OR_BELOW_POVERTY: _full("lis_copay.fbde_le100fpl.generic_preferred", "lis_copay.fbde_le100fpl.other"),
    LowIncomeSubsidy.FULL_OTHER: _full("lis_copay.other_full_subsidy.generic_preferred", "lis_copay.other_full_subsidy.other"),
    LowIncomeSubsidy.PARTIAL: {
        "deductible": "lis_partial.deductible",
        "generic_above_threshold": "lis_partial.copay_above_threshold.generic_preferred",
        "other_above_threshold": "lis_partial.copay_above_threshold.other",
    },
}
"""The parameter of each part that a level leaves to pay."""


def extra_help(year: int, person: HelpSeeker, days: HelpDays) -> ExtraHelp:
    """The screen of Extra Help. Raises Refusal."""
    _refuse_days(person, days)
    facts = facts_of(year, person)
    limits = limits_of(facts)
    verdict = verdict_of(facts, limits)
    got = verdict.likelihood is not Likelihood.UNLIKELY
    ways = Ways(*(bool(answer) and got for answer in (person.dual, person.ssi, person.savings_programme)))
    enrollment = enrollment_of(year, ways, days)
    start = effective_from(year, ways, enrollment, days) if got else None
    through = deemed_through(year, start) if any(ways) and start else None
    warning = retiree_warning(year, person.retiree_coverage, ways.medicaid, verdict.level)
    return ExtraHelp(
        year=year,
        verdict=verdict,
        steps=steps_of(facts, limits),
        effective_from=start,
        deemed_through=through,
        enrollment=enrollment if got else None,
        calendar=calendar(year, through),
        copays=_copays(parameter_set(year), verdict.level),
        premium=_premium_help(facts, limits, verdict.level),
        changes=plan_changes(year, ways.medicaid, days) if got else None,
        warnings=(warning,) if warning else (),
        facts=facts,
        limits=limits,
        rules=_rules(year, verdict, facts, got),
    )


def states() -> tuple[str, ...]:
    """The two letters of every state, DC and territory that the screen knows, in order."""
    numbers = parameter_set(LAST_YEAR)
    known = [state for region in _REGIONS for state in numbers.text(f"pdp_region_states.{region:02d}").split(",")]
    return tuple(sorted([*known, *TERRITORIES]))


def years() -> tuple[int, ...]:
    """The plan years of the screen, the latest first."""
    return tuple(range(LAST_YEAR, FIRST_YEAR - 1, -1))


def _refuse_days(person: HelpSeeker, days: HelpDays) -> None:
    problems = []
    for name, day in days._asdict().items():
        begin = _PART_D_BEGAN if name in ("change_requested_on", "status_changed_on") else FIRST_DAY
        if day is not None and not begin <= day <= LAST_DAY:
            problems.append(Problem(f"$.{name}", f"a day from {begin.isoformat()} to {LAST_DAY.isoformat()}", day.isoformat()))
    applied, determined = days.applied_on, days.determined_on
    if applied and determined and determined < applied and not person.deemed:
        expected = f"a day on or after {applied.isoformat()}, when Extra Help was asked for (applied_on)"
        problems.append(Problem("$.determined_on", expected, determined.isoformat()))
    if problems:
        raise Refusal(problems)


def _copays(numbers: ParameterSet, level: LowIncomeSubsidy | None) -> Copays | None:
    """What a level leaves to pay a fill; None without a level. A number that the year lacks is left out."""
    if level is None or level is LowIncomeSubsidy.NONE:
        return None
    known = [(part, name) for part, name in _COPAYS[level].items() if numbers.has(name)]
    amounts = tuple(Copay(part, numbers.cents(name), numbers.get(name).status) for part, name in known)
    partial = level is LowIncomeSubsidy.PARTIAL
    return Copays(amounts, numbers.basis_points("lis_partial.coinsurance_below_threshold") if partial else None)


def _premium_help(facts: Facts, limits: Limits, level: LowIncomeSubsidy | None) -> PremiumHelp | None:
    """The part of the premium that Extra Help pays, up to the region's benchmark; None without a level."""
    if level is None or level is LowIncomeSubsidy.NONE:
        return None
    numbers, region = parameter_set(facts.year), pdp_region_of(facts.person.state.upper())
    part = _premium_part(facts, limits, level)
    benchmark = regional_benchmark(region or "", numbers)
    if benchmark is None:
        return PremiumHelp(part, region, None, None)
    return PremiumHelp(part, region, benchmark.amount, numbers.get(benchmark.parameter).status)


def _premium_part(facts: Facts, limits: Limits, level: LowIncomeSubsidy) -> BasisPoints | None:
    """The part of the premium that a level pays: all of it for the full levels; for the partial one by steps of income. None: not known."""
    numbers = parameter_set(facts.year)
    if level is not LowIncomeSubsidy.PARTIAL:
        name = "lis_premium_subsidy_pct.lt150fpl"
        return numbers.basis_points(name if numbers.has(name) else "lis_premium_subsidy_pct.le135fpl")
    line, income = limits.poverty_line, facts.income
    if income is None or line is None:
        return None
    reached = (step for step, percent in _PREMIUM_STEPS.items() if income_at_or_below(income, line, percent * PERCENT))
    return numbers.basis_points(f"lis_premium_subsidy_pct.{next(reached, '145_150fpl')}")


def _rules(year: int, verdict: Verdict, facts: Facts, got: bool) -> tuple[Rule, ...]:
    rules = rules_of(TOPIC, year)
    needy = ["medically_needy"] if facts.person.spend_down is not False else []
    names = ["deemed", *needy, "full", "partial", "income_exclusion", *(["earnings_exclusion"] if facts.in_parts else []), "burial"]
    names += ["deeming_period", "redeeming", "default_plan", "reassignment", "declining", "penalty_waived"] if got else []
    return (verdict.rule, *(rules[name] for name in names if name in rules))
