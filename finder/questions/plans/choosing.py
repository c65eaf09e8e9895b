"""Can a plan still be chosen, may this person join it, and what warns of it? Pure functions; the day is an argument."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.choosing import CanBeChosen, Joining, MayJoin, OpenEnrollment, SpecialNeed, Timing
from finder.domain.law import Rule
from finder.domain.market import Catalog, Plan, PlanKind
from finder.domain.member import Member
from finder.domain.money import scaled
from finder.domain.months import last_of_month, month_later
from finder.parameters import FIRST_YEAR, LAST_YEAR, parameter_set
from finder.parameters.rule_sets import law_year, rule_of, rules_of

TOPIC = "enrollment_periods"
_EXTRA_HELP = ("extra_help", "special_enrollment")
_INTEGRATED = ("extra_help", "special_enrollment_integrated")
_NEEDS = {"dual": SpecialNeed.MEDICAID, "chronic": SpecialNeed.CHRONIC_CONDITION, "institution": SpecialNeed.INSTITUTION}
"""How the Landscape's words for whom a special needs plan is for begin: Dual-Eligible, Chronic or Disabling Condition, Institutional."""
_WITH_MEDICAID = (LowIncomeSubsidy.FULL_INSTITUTIONAL, LowIncomeSubsidy.FULL_DUAL_AT_OR_BELOW_POVERTY)
_OPEN_TO_ALL = Joining(MayJoin.YES, "open_to_all")


def special_need(plan: Plan) -> SpecialNeed | None:
    """Whom a special needs plan is for; None for other plans, and where the files do not say."""
    if plan.kind is not PlanKind.SNP:
        return None
    return next((need for word, need in _NEEDS.items() if plan.snp_type.casefold().startswith(word)), None)


def joining(plan: Plan, member: Member) -> Joining:
    """Whether the person may join the plan. What was not asked is a question, never a yes."""
    if plan.example:
        return Joining(MayJoin.NO, "example_design")
    if plan.plan_id == member.current_plan:
        return Joining(MayJoin.YES, "member_now")
    if plan.kind is PlanKind.SNP:
        return _joining_special(plan, member)
    return Joining(MayJoin.ASK, "sanctioned") if plan.sanctioned else _OPEN_TO_ALL


def _joining_special(plan: Plan, member: Member) -> Joining:
    """A special needs plan takes those alone whom it is for. 42 CFR 422.52."""
    need = special_need(plan)
    if need is None:
        return Joining(MayJoin.ASK, "kind_unknown")
    has = _has(need, member)
    if has is MayJoin.YES and plan.sanctioned:
        return Joining(MayJoin.ASK, "sanctioned")
    return Joining(has, need.key)


def _has(need: SpecialNeed, member: Member) -> MayJoin:
    """Whether the person has a need: as answered, or as the level of Extra Help says (two levels come with Medicaid, one with care in an
    institution or at home in its place, which alone does not tell of a nursing home)."""
    given = member.special_needs
    if given is not None and need in given:
        return MayJoin.YES
    if need is SpecialNeed.MEDICAID and member.low_income_subsidy in _WITH_MEDICAID:
        return MayJoin.YES
    if need is SpecialNeed.INSTITUTION and member.low_income_subsidy is LowIncomeSubsidy.FULL_INSTITUTIONAL:
        return MayJoin.ASK
    return MayJoin.ASK if given is None else MayJoin.NO


def plan_warnings(plan: Plan) -> tuple[str, ...]:
    """Codes of what warns of a plan: ``sanctioned`` (never recommended), ``low_stars``. A plan without stars is new, which warns of
    nothing."""
    warnings = {"sanctioned": bool(plan.sanctioned), "low_stars": _has_low_stars(plan)}
    return tuple(code for code, holds in warnings.items() if holds)


def _has_low_stars(plan: Plan) -> bool:
    fewest = rule_of(TOPIC, "low_stars", LAST_YEAR).number("tenths_of_a_star")
    return bool(plan.star_rating) and scaled(plan.star_rating, 10, unit="tenths of a star") < fewest


class _Window(NamedTuple):
    timing: Timing
    first_day: date | None = None
    last_day: date | None = None
    periods: tuple[Rule, ...] = ()


def can_be_chosen(
    plan_year: int,
    today: date,
    low_income_subsidy: LowIncomeSubsidy = LowIncomeSubsidy.NONE,
    *,
    in_health_plan: bool = False,
    known_years: Collection[int] = (),
) -> CanBeChosen:
    """Whether the plans of a year can be chosen on a day by a person with that Extra Help, in a health plan (Medicare Advantage) or not.

    ``known_years`` are those whose plans are at hand; none, where that does not matter. Raises UnknownPlanYear.
    """
    window = _window(plan_year, today, low_income_subsidy, in_health_plan)
    now = window.timing in (Timing.OPEN_ENROLLMENT, Timing.OWN_PERIOD)
    possible = now or window.timing is Timing.SPECIAL_PERIOD
    counts = year_that_counts(today)
    return CanBeChosen(
        plan_year=plan_year,
        today=today,
        now=now,
        first_day=window.first_day,
        last_day=window.last_day,
        timing=window.timing,
        starts=max(_next_month(today), date(plan_year, 1, 1)) if possible else None,
        periods=window.periods,
        next_year=counts if counts != plan_year else None,
        next_year_known=counts in known_years if known_years else None,
        fall=_fall(today),
    )


def can_be_chosen_by(catalog: Catalog, member: Member, today: date, known_years: Collection[int] = ()) -> CanBeChosen:
    """The same for the plans of a catalog and the person of a comparison."""
    current = catalog.plan(member.current_plan) if member.current_plan else None
    in_health_plan = current is not None and current.kind is not PlanKind.PDP
    year = catalog.info.plan_year
    return can_be_chosen(year, today, member.low_income_subsidy, in_health_plan=in_health_plan, known_years=known_years)


def year_that_counts(today: date) -> int:
    """The plan year that a person looks at on a day: from October 1 the next one. 42 CFR 423.2263(a)."""
    rule = rule_of(TOPIC, "next_year_counts", law_year(today))
    return today.year + ((today.month, today.day) >= (rule.number("month"), rule.number("day")))


def _fall(today: date) -> OpenEnrollment | None:
    """The next open enrollment period that is not over: this year's or the next one's, among those of the years that we know."""
    for year in (today.year, today.year + 1, today.year + 2):
        if FIRST_YEAR <= year <= LAST_YEAR:
            period = _open_enrollment(year)
            if today <= period.last_day:
                return period
    return None


def _open_enrollment(plan_year: int) -> OpenEnrollment:
    numbers = parameter_set(plan_year)
    return OpenEnrollment(plan_year, numbers.date("aep_start"), numbers.date("aep_end"))


def _next_month(today: date) -> date:
    return month_later(today, rule_of(TOPIC, "next_month", law_year(today)).number("months"))


def _window(plan_year: int, today: date, level: LowIncomeSubsidy, in_health_plan: bool) -> _Window:
    """The period that counts. Open enrollment is open to all; before it a year is still to come; after it, while coverage chosen today
    would start within the year, it takes a period of one's own; then the year is over."""
    _, first, last = _open_enrollment(plan_year)
    if first <= today <= last:
        return _Window(Timing.OPEN_ENROLLMENT, first, last)
    if today < first:
        return _Window(Timing.NOT_YET, first, last)
    if _next_month(today).year > plan_year:
        return _Window(Timing.OVER)
    own = {
        (TOPIC, "health_plan"): _health_plan_until(today) if in_health_plan else None,
        _EXTRA_HELP: _extra_help_until(today, level),
        _INTEGRATED: _integrated_plan_until(today, level),
    }
    until = [day for day in own.values() if day is not None]
    if until:
        periods = tuple(rule_of(*rule, law_year(today)) for rule, day in own.items() if day)
        return _Window(Timing.OWN_PERIOD, today, max(until), periods)
    return _Window(Timing.SPECIAL_PERIOD, periods=(rule_of(TOPIC, "special_periods", law_year(today)),))


def _health_plan_until(today: date) -> date | None:
    """The last day of the period in which people in Medicare Advantage may change, from January 1; None after it. 42 USC 1395w-21(e)(2)."""
    rule = rule_of(TOPIC, "health_plan", law_year(today))
    last = date(today.year, rule.number("last_month"), rule.number("last_day"))
    return last if today <= last else None


def _extra_help_until(today: date, level: LowIncomeSubsidy) -> date | None:
    """The last day of the month in which Extra Help allows a change; None in months in which it does not. 42 CFR 423.38(c)(4)."""
    if level is LowIncomeSubsidy.NONE:
        return None
    rule = rule_of(*_EXTRA_HELP, law_year(today))
    return last_of_month(today) if today.month <= rule.number("last_month") else None


def _integrated_plan_until(today: date, level: LowIncomeSubsidy) -> date | None:
    """The last day of the month in which people with full Medicaid may join a plan that works with their Medicaid plan; None in years
    without that rule. 42 CFR 423.38(c)(35)."""
    topic, rule = _INTEGRATED
    allowed = level in _WITH_MEDICAID and rule in rules_of(topic, law_year(today))
    return last_of_month(today) if allowed else None
