"""Extra Help: likely, maybe or unlikely, with the rule that decided, what it pays, from when until when: behind ``finder extra-help``."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from finder.adjudication.premiums import regional_benchmark
from finder.documents.fields import Input, IsoDate, Money, PlanYear, Whole, read
from finder.documents.rules import rule_entries, rule_entry
from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.errors import Problem, Refusal
from finder.domain.law import Rule
from finder.domain.money import BasisPoints, Cents, dollars, fraction
from finder.domain.months import YEAR_MONTHS
from finder.parameters import FIRST_YEAR, LAST_YEAR, ParameterSet, parameter_set
from finder.parameters.regions import pdp_region_of
from finder.parameters.rule_sets import rules_of
from finder.questions.explainers.extra_help_dates import (
    TOPIC,
    Days,
    Enrollment,
    Ways,
    calendar,
    deemed_through,
    effective_from,
    enrollment_of,
    retiree_warning,
    special_enrollment,
)
from finder.questions.explainers.extra_help_income import CountedIncome, count_income, income_document
from finder.questions.explainers.extra_help_screen import (
    TERRITORIES,
    Facts,
    Institution,
    Likelihood,
    Limits,
    StateGroup,
    Verdict,
    limits_of,
    verdict_of,
)
from finder.rules.extra_help import income_at_or_below

NOT_SURE = "not_sure"
OLDEST_YEAR, LATEST_AFTER = 1965, 10  # of dates that are taken: Medicare began in 1965
REGIONS = range(1, 35)
PERCENT = 100  # basis points
_DAYS = (*Days._fields,)


def _open(value: object) -> object:
    """``"not_sure"`` is an answer: no value."""
    return None if value == NOT_SURE else value


def _savings(value: object) -> object:
    """The name of a Medicare savings programme is a yes, ``"none"`` a no."""
    return {"qmb": True, "slmb": True, "qi": True, "none": False}.get(value.lower(), _open(value)) if isinstance(value, str) else value


def _place(value: object) -> object:
    """Yes is a nursing home, no is neither."""
    return {True: "nursing_home", False: "none"}[value] if isinstance(value, bool) else _open(value)


YesNo = Annotated[bool | None, BeforeValidator(_open)]
Programme = Annotated[bool | None, BeforeValidator(_savings)]
Amount = Annotated[Money | None, BeforeValidator(_open)]
Care = Annotated[Literal["none", "nursing_home", "home_care"] | None, BeforeValidator(_place)]


class ExtraHelp(Input):
    """The document of ``finder extra-help``. ``null`` or ``"not_sure"`` is taken for every answer about the person; a field left out is
    not sure, but ``institution`` and ``retiree_coverage`` are no. Income is given in one of two forms: ``unearned_income`` and
    ``earned_income`` before tax, with ``income_period``, from which we take what is not counted; or ``income``, which is counted as it
    stands. ``income`` is of a year, unless ``income_period`` says month. Pay from work never belongs in ``income`` as it is."""

    year: PlanYear
    state: Annotated[str, Field(min_length=2, max_length=2)]
    household: Annotated[Whole, Field(ge=1, le=20)]
    income: Amount = None
    unearned_income: Amount = None
    earned_income: Amount = None
    resources: Amount = None
    medicaid: YesNo = None
    ssi: YesNo = None
    savings_programme: Programme = None
    institution: Care = "none"
    deemed_on: IsoDate | None = None
    income_period: Literal["year", "month"] = "year"
    couple: bool | None = None
    burial_funds: YesNo = None
    retiree_coverage: bool = False
    applied_on: IsoDate | None = None
    medicaid_on: IsoDate | None = None
    part_d_eligible_on: IsoDate | None = None
    determined_on: IsoDate | None = None
    change_requested_on: IsoDate | None = None
    status_changed_on: IsoDate | None = None
    notice_on: IsoDate | None = None

    @model_validator(mode="after")
    def _couple_lives_together(self) -> ExtraHelp:
        if self.couple and self.household == 1:
            raise ValueError("a household of 2 or more for a couple")
        return self

    @model_validator(mode="after")
    def _one_form_of_income(self) -> ExtraHelp:
        if self.in_parts and self.income is not None:
            raise ValueError("either income, or unearned_income and earned_income")
        if self.in_parts and "income_period" not in self.model_fields_set:
            raise ValueError("income_period (month or year) beside unearned_income and earned_income")
        return self

    @property
    def in_parts(self) -> bool:
        """Whether pay from work is told apart from other income."""
        return bool({"unearned_income", "earned_income"} & self.model_fields_set)


def extra_help(document: object) -> dict[str, Any]:
    """The screen of Extra Help. Raises Refusal."""
    asked = read(ExtraHelp, document)
    _refuse_dates(asked)
    facts = facts_of(asked)
    limits = limits_of(facts)
    verdict = verdict_of(facts, limits)
    days = Days(**{name: getattr(asked, name) for name in _DAYS})
    got = verdict.likelihood is not Likelihood.UNLIKELY
    dual, deemed = bool(facts.medicaid) and got, bool(facts.deemed) and got
    ways = Ways(dual, bool(facts.ssi) and got, bool(facts.savings_programme) and got)
    enrollment = enrollment_of(asked.year, ways, days)
    start = effective_from(asked.year, ways, enrollment, days) if got else None
    through = deemed_through(asked.year, start) if deemed and start else None
    warning = retiree_warning(asked.year, asked.retiree_coverage, dual, verdict.level)
    return {
        "year": asked.year,
        "level": verdict.level.key if verdict.level is not None else None,
        "likelihood": verdict.likelihood.key,
        "because": verdict.rule.says,
        "decided_by": rule_entry(verdict.rule),
        "still_open": list(verdict.open_questions),
        "effective_from": start and start.isoformat(),
        "deemed_through": through and through.isoformat(),
        "enrollment": _enrollment(enrollment) if got else None,
        "calendar": calendar(asked.year, through),
        "copays": copays_of(parameter_set(asked.year), verdict.level),
        "premium_subsidy": premium_subsidy_of(facts, limits, verdict.level, asked.state.upper()),
        "special_enrollment": special_enrollment(asked.year, dual, days) if got else [],
        "warnings": [rule_entry(warning)] if warning else [],
        "limits": _limits(facts, limits),
        **({"counted_income": income_document(_counted(asked))} if asked.in_parts else {}),
        "rules": rule_entries(_rules(asked.year, verdict, got, in_parts=asked.in_parts)),
        "parameters_version": parameter_set(asked.year).version,
    }


def facts_of(asked: ExtraHelp) -> Facts:
    """The person as the screen sees them. Raises Refusal for a state that is none."""
    income, at_least, unknown = _income_of(asked)
    return Facts(
        year=asked.year,
        group=state_group(asked.state),
        household=asked.household,
        couple=asked.household > 1 if asked.couple is None else asked.couple,
        income=income,
        income_at_least=at_least,
        open_income=unknown,
        exclusions_taken=asked.in_parts,
        resources=asked.resources,
        burial_funds=asked.burial_funds,
        medicaid=asked.medicaid,
        ssi=asked.ssi,
        savings_programme=asked.savings_programme,
        institution=None if asked.institution is None else Institution[asked.institution.upper()],
    )


def _income_of(asked: ExtraHelp) -> tuple[Cents | None, Cents, tuple[str, ...]]:
    """The year's income to compare with the limits (None: open), the part of it that is known, and the answers that are open."""
    if not asked.in_parts:
        income = _a_year(asked, asked.income)
        return income, income or 0, ("income",) if income is None else ()
    counted = _counted(asked)
    known = count_income(asked.year, _a_year(asked, asked.unearned_income) or 0, _a_year(asked, asked.earned_income) or 0)
    parts = {"unearned_income": asked.unearned_income, "earned_income": asked.earned_income}
    return counted and counted.counted, known.counted, tuple(name for name, amount in parts.items() if amount is None)


def _counted(asked: ExtraHelp) -> CountedIncome | None:
    """The count of income told in parts; None where one of them is open."""
    unearned, earned = _a_year(asked, asked.unearned_income), _a_year(asked, asked.earned_income)
    return None if unearned is None or earned is None else count_income(asked.year, unearned, earned)


def _a_year(asked: ExtraHelp, amount: Cents | None) -> Cents | None:
    return amount if amount is None or asked.income_period == "year" else amount * YEAR_MONTHS


def state_group(state: str) -> StateGroup:
    """The poverty line's group of a state by its two letters. Raises Refusal for another word."""
    code = state.upper()
    if code in TERRITORIES:
        return StateGroup.TERRITORY
    if region_of(code) is None:
        raise Refusal([Problem("$.state", "the two letters of a state, DC or a territory, such as MA", f'"{state}"')])
    return {"AK": StateGroup.ALASKA, "HI": StateGroup.HAWAII}.get(code, StateGroup.CONTIGUOUS)


def region_of(state: str) -> str | None:
    """The number of the PDP region that a state is in, two digits, or None."""
    return pdp_region_of(state)


def _refuse_dates(asked: ExtraHelp) -> None:
    first, last = date(OLDEST_YEAR, 1, 1), date(LAST_YEAR + LATEST_AFTER, 12, 31)
    problems = []
    for name in _DAYS:
        day: date | None = getattr(asked, name)
        begin = date(2006, 1, 1) if name in ("change_requested_on", "status_changed_on") else first
        if day is not None and not begin <= day <= last:
            problems.append(Problem(f"$.{name}", f"a day from {begin.isoformat()} to {last.isoformat()}", day.isoformat()))
    applied, determined = asked.applied_on, asked.determined_on
    if applied and determined and determined < applied and not (asked.medicaid or asked.ssi or asked.savings_programme):
        expected = f"a day on or after {applied.isoformat()}, when Extra Help was asked for (applied_on)"
        problems.append(Problem("$.determined_on", expected, determined.isoformat()))
    if problems:
        raise Refusal(problems)


def _enrollment(enrollment: Enrollment) -> dict[str, Any]:
    by = "no_later_than" if enrollment.rule.id == "effective_facilitated" else "on"
    starts = enrollment.starts and enrollment.starts.isoformat()
    return {"branch": enrollment.rule.id, "starts": starts, "starts_is": by, "needs": list(enrollment.missing), **_says(enrollment.rule)}


def _says(rule: Rule) -> dict[str, Any]:
    entry = rule_entry(rule)
    return {key: entry[key] for key in ("says", "citation", "law", "status")}


def copays_of(numbers: ParameterSet, level: LowIncomeSubsidy | None) -> dict[str, Any] | None:
    """What a level leaves to pay per fill, with the status of each number; None where there is no level or none is known."""
    if level is None or level is LowIncomeSubsidy.NONE:
        return None
    if level is LowIncomeSubsidy.FULL_INSTITUTIONAL:
        names = {"generic": "lis_copay.institutional_fbde", "other": "lis_copay.institutional_fbde"}
    elif level is LowIncomeSubsidy.PARTIAL:
        names = {"deductible": "lis_partial.deductible"}
        names |= {f"{kind}_above_threshold": f"lis_partial.copay_above_threshold.{word}" for kind, word in _KINDS.items()}
    else:
        dual = level is LowIncomeSubsidy.FULL_DUAL_AT_OR_BELOW_POVERTY
        prefix = "lis_copay.fbde_le100fpl" if dual else "lis_copay.other_full_subsidy"
        names = {kind: f"{prefix}.{word}" for kind, word in _KINDS.items()}
    if level is not LowIncomeSubsidy.PARTIAL:
        names["above_threshold"] = "lis_copay.full_subsidy_above_threshold"
    known = {key: name for key, name in names.items() if numbers.has(name)}
    amounts: dict[str, Any] = {key: dollars(numbers.cents(name)) for key, name in known.items()}
    if level is LowIncomeSubsidy.PARTIAL:
        amounts["coinsurance"] = fraction(numbers.basis_points("lis_partial.coinsurance_below_threshold"))
    return {**amounts, "status": {key: numbers.get(name).status for key, name in known.items()}}


_KINDS = {"generic": "generic_preferred", "other": "other"}


def premium_subsidy_of(facts: Facts, limits: Limits, level: LowIncomeSubsidy | None, state: str) -> dict[str, Any] | None:
    """The part of the premium that Extra Help pays, up to the region's benchmark; a benchmark that we lack is None."""
    if level is None or level is LowIncomeSubsidy.NONE:
        return None
    numbers = parameter_set(facts.year)
    percent, region = premium_step(facts, limits, level), region_of(state)
    benchmark = regional_benchmark(region or "", numbers)
    return {
        "percent": None if percent is None else fraction(percent),
        "region": region,
        "benchmark": None if benchmark is None else dollars(benchmark.amount),
        "benchmark_status": None if benchmark is None else numbers.get(benchmark.parameter).status,
    }


def premium_step(facts: Facts, limits: Limits, level: LowIncomeSubsidy) -> BasisPoints | None:
    """The part of the premium that a level pays: all of it for the full levels; for the partial one by steps of income. None: not known."""
    numbers = parameter_set(facts.year)
    if level is not LowIncomeSubsidy.PARTIAL:
        name = "lis_premium_subsidy_pct.lt150fpl"
        return numbers.basis_points(name if numbers.has(name) else "lis_premium_subsidy_pct.le135fpl")
    line = limits.poverty_line
    if facts.income is None or line is None:
        return None
    for step in ("le135fpl", "135_140fpl", "140_145fpl"):
        top = int(re.findall(r"[0-9]+", step)[-1]) * PERCENT  # the name of a step says up to which part of the poverty line it holds
        if income_at_or_below(facts.income, line, top):
            return numbers.basis_points(f"lis_premium_subsidy_pct.{step}")
    return numbers.basis_points("lis_premium_subsidy_pct.145_150fpl")


def _limits(facts: Facts, limits: Limits) -> dict[str, Any]:
    def money(amount: Cents | None) -> str | None:
        return None if amount is None else dollars(amount)

    def income(percent: int | None) -> str | None:
        return None if percent is None or limits.poverty_line is None else dollars(limits.poverty_line * percent // 10_000)

    return {
        "group": facts.group.key,
        "household": facts.household,
        "couple": facts.couple,
        "your_income": money(facts.income),
        "your_resources": money(facts.resources),
        "poverty_line": money(limits.poverty_line),
        "income_below_for_full": income(limits.income_full),
        "income_below_for_partial": income(limits.income_partial),
        "resources_at_most_for_full": money(limits.resources_full),
        "resources_at_most_for_partial": money(limits.resources_partial),
        "burial_allowance": money(limits.burial_allowance),
        "status": dict(limits.statuses),
        "missing": list(limits.missing) if facts.group is not StateGroup.TERRITORY else [],
    }


def _rules(year: int, verdict: Verdict, got: bool, *, in_parts: bool) -> list[Rule]:
    rules = rules_of(TOPIC, year)
    names = ["deemed", "full", "partial", "income_exclusion", *(["earnings_exclusion"] if in_parts else []), "burial"]
    names += ["deeming_period", "redeeming", "default_plan", "reassignment", "penalty_waived"] if got else []
    return [verdict.rule, *(rules[name] for name in names if name in rules)]


def states() -> tuple[str, ...]:
    """The two letters of every state, DC and territory that the screen knows, in order."""
    numbers = parameter_set(LAST_YEAR)
    known = [state for region in REGIONS for state in numbers.text(f"pdp_region_states.{region:02d}").split(",")]
    return tuple(sorted([*known, *TERRITORIES]))


def years() -> tuple[int, ...]:
    """The plan years of the screen, the latest first."""
    return tuple(range(LAST_YEAR, FIRST_YEAR - 1, -1))
