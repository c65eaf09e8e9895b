"""Who gets Extra Help: the limits of a year, and a verdict (likely, maybe, unlikely) with the rule that decided. Not knowing is an answer:
each test is yes, no or open (None)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from finder.domain.benefit import LowIncomeSubsidy, Named
from finder.domain.law import Rule
from finder.domain.money import Cents
from finder.parameters import parameter_set
from finder.parameters.rule_sets import rule_of, rules_of
from finder.rules.extra_help import counted_income, income_at_or_below, income_below, poverty_line, resources_within

TOPIC = "extra_help"
Answer = bool | None


class Likelihood(Named):
    """How sure a person may be of getting Extra Help."""

    LIKELY = 0
    MAYBE = 1
    UNLIKELY = 2


class StateGroup(Named):
    """The poverty line that holds where a person lives; the territories have no Extra Help."""

    CONTIGUOUS = 0
    ALASKA = 1
    HAWAII = 2
    TERRITORY = 3


class Institution(Named):
    """Where Medicaid pays for care, if it does."""

    NONE = 0
    NURSING_HOME = 1
    HOME_CARE = 2


TERRITORIES = ("AS", "GU", "MP", "PR", "VI")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a person told us. Income is of a year, in cents; None is "I'm not sure". ``income`` is what is to be compared with the limits,
    ``income_at_least`` what is known of it where a part is open (``open_income``). ``exclusions_taken`` says that the amounts that are not
    counted are off already."""

    year: int
    group: StateGroup
    household: int
    couple: bool
    income: Cents | None
    income_at_least: Cents
    open_income: tuple[str, ...]
    exclusions_taken: bool
    resources: Cents | None
    burial_funds: Answer
    medicaid: Answer
    ssi: Answer
    savings_programme: Answer
    institution: Institution | None

    @property
    def deemed(self) -> Answer:
        """Whether one of the three that need no application holds; open where one of them is open and none holds."""
        answers = (self.medicaid, self.ssi, self.savings_programme)
        return True if True in answers else None if None in answers else False


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of a year, state group and household in cents; None where we don't have one. ``statuses`` and ``missing`` name the
    parameters behind them."""

    poverty_line: Cents | None
    income_full: int | None
    income_partial: int | None
    resources_full: Cents | None
    resources_partial: Cents | None
    burial_allowance: Cents | None
    has_partial: bool
    statuses: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]


class Verdict(NamedTuple):
    """The answer: level (None where it is open), likelihood, the rule that decided, and what is still open."""

    level: LowIncomeSubsidy | None
    likelihood: Likelihood
    rule: Rule
    open_questions: tuple[str, ...]


def limits_of(facts: Facts) -> Limits:
    """The year's limits for that group and household. A limit that we lack is None and named in ``missing``."""
    numbers = parameter_set(facts.year)
    size = "couple" if facts.couple else "single"
    lines = [f"fpl.{facts.group.key}.{people}" for people in (1, 2)]
    rules = rules_of(TOPIC, facts.year)
    partial = "partial" in rules
    names = [*lines, "lis_income_limit_pct.full", f"lis_resource_limit.full.{size}", "lis_resource_burial_allowance_per_person"]
    names += ["lis_income_limit_pct.partial", f"lis_resource_limit.partial.{size}"] if partial else []
    known = {name: numbers.get(name) for name in names if numbers.has(name)}

    def cents(name: str) -> Cents | None:
        return numbers.cents(name) if name in known else None

    def rate(name: str) -> int | None:
        return numbers.basis_points(name) if name in known else None

    line = poverty_line(numbers.cents(lines[0]), numbers.cents(lines[1]), facts.household) if set(lines) <= set(known) else None
    allowance = cents("lis_resource_burial_allowance_per_person")
    return Limits(
        poverty_line=line,
        income_full=rate("lis_income_limit_pct.full"),
        income_partial=rate("lis_income_limit_pct.partial"),
        resources_full=cents(f"lis_resource_limit.full.{size}"),
        resources_partial=cents(f"lis_resource_limit.partial.{size}"),
        burial_allowance=None if allowance is None else allowance * (2 if facts.couple else 1),
        has_partial=partial,
        statuses=tuple((name, parameter.status) for name, parameter in known.items()),
        missing=tuple(name for name in names if name not in known),
    )


def verdict_of(facts: Facts, limits: Limits) -> Verdict:
    """The verdict: territory, then who needs no application, then income and resources."""
    if facts.group is StateGroup.TERRITORY:
        return _verdict(facts, LowIncomeSubsidy.NONE, Likelihood.UNLIKELY, "territories")
    if facts.deemed:
        return _deemed(facts, limits)
    return _by_limits(facts, limits)


def _verdict(
    facts: Facts, level: LowIncomeSubsidy | None, likelihood: Likelihood, rule_id: str, open_questions: tuple[str, ...] = ()
) -> Verdict:
    return Verdict(level, likelihood, rule_of(TOPIC, rule_id, facts.year), open_questions)


def _deemed(facts: Facts, limits: Limits) -> Verdict:
    """Full Extra Help without an application; Medicaid decides which copays. Where income or care is open, the higher copays are shown."""
    full = LowIncomeSubsidy.FULL_OTHER
    if not facts.medicaid:
        return _verdict(facts, full, Likelihood.LIKELY, "deemed", ("medicaid",) if facts.medicaid is None else ())
    rule = rule_of(TOPIC, "institution", facts.year)
    home_care = facts.institution is Institution.HOME_CARE and bool(rule.numbers.get("home_care"))
    if facts.institution is Institution.NURSING_HOME or home_care:
        return _verdict(facts, LowIncomeSubsidy.FULL_INSTITUTIONAL, Likelihood.LIKELY, "institution")
    unsure = ("institution",) if facts.institution is None else ()
    if limits.poverty_line is None:
        return _verdict(facts, full, Likelihood.LIKELY, "deemed", (*unsure, *(facts.open_income or ("poverty_line",))))
    line = rule_of(TOPIC, "low_income_dual", facts.year).number("percent_of_poverty") * 100
    if facts.income is None and income_at_or_below(facts.income_at_least, limits.poverty_line, line):
        return _verdict(facts, full, Likelihood.LIKELY, "deemed", (*unsure, *facts.open_income))
    if facts.income is not None and income_at_or_below(facts.income, limits.poverty_line, line):
        return _verdict(facts, LowIncomeSubsidy.FULL_DUAL_AT_OR_BELOW_POVERTY, Likelihood.LIKELY, "low_income_dual", unsure)
    return _verdict(facts, full, Likelihood.LIKELY, "deemed", unsure)


def _by_limits(facts: Facts, limits: Limits) -> Verdict:
    """By income and resources: full, else partial where the year has it, else what could still make it true, else no."""
    unsure = _unsure(facts)
    full = _both(_income(facts, limits, limits.income_full), _resources(facts, limits, limits.resources_full))
    if full:
        return _verdict(facts, LowIncomeSubsidy.FULL_OTHER, Likelihood.LIKELY, "full", unsure)
    partial: Answer = False
    if limits.has_partial:
        partial = _both(_income(facts, limits, limits.income_partial), _resources(facts, limits, limits.resources_partial))
    if partial and full is False:
        lifted = _income(facts, limits, limits.income_full) and _burial_could_decide(facts, limits, limits.resources_full)
        return _verdict(facts, LowIncomeSubsidy.PARTIAL, Likelihood.LIKELY, "partial", (*unsure, "burial_funds") if lifted else unsure)
    if full is None or partial is None:
        told = facts.income is not None and facts.resources is not None
        rule = "limits_missing" if told else "partial" if limits.has_partial else "full"
        return _verdict(facts, None, Likelihood.MAYBE, rule, (*unsure, *(limits.missing if told else ())))
    return _over(facts, limits, unsure)


def _over(facts: Facts, limits: Limits, unsure: tuple[str, ...]) -> Verdict:
    """Over a limit as told: maybe, where what is not counted or an open answer could still decide; else unlikely."""
    income = _income(facts, limits, _widest(limits.income_full, limits.income_partial))
    near = rule_of(TOPIC, "income_exclusion", facts.year)
    if income is False and not facts.exclusions_taken:
        less = counted_income(facts.income or 0, near.number("cents_a_month"))
        percent = _widest(limits.income_full, limits.income_partial)
        if limits.poverty_line is not None and percent is not None and income_below(less, limits.poverty_line, percent):
            return _verdict(facts, None, Likelihood.MAYBE, "income_exclusion", unsure)
    elif income is not False and _burial_could_decide(facts, limits, _widest(limits.resources_full, limits.resources_partial)):
        return _verdict(facts, None, Likelihood.MAYBE, "burial", (*unsure, "burial_funds"))
    if facts.deemed is None:
        return _verdict(facts, None, Likelihood.MAYBE, "deemed", unsure)
    rule = "income_too_high" if income is False else "resources_too_high"
    return _verdict(facts, LowIncomeSubsidy.NONE, Likelihood.UNLIKELY, rule)


def _income(facts: Facts, limits: Limits, percent: int | None) -> Answer:
    if limits.poverty_line is None or percent is None:
        return None
    if facts.income is None:  # what is known of it may be too much already
        return None if income_below(facts.income_at_least, limits.poverty_line, percent) else False
    return income_below(facts.income, limits.poverty_line, percent)


def _resources(facts: Facts, limits: Limits, limit: Cents | None) -> Answer:
    if facts.resources is None or limit is None:
        return None
    allowance = limits.burial_allowance or 0 if facts.burial_funds else 0
    return resources_within(facts.resources, limit + allowance)


def _burial_could_decide(facts: Facts, limits: Limits, limit: Cents | None) -> bool:
    if facts.burial_funds is not None or facts.resources is None or limit is None or limits.burial_allowance is None:
        return False
    return resources_within(facts.resources, limit + limits.burial_allowance)


def _both(one: Answer, other: Answer) -> Answer:
    return False if one is False or other is False else None if one is None or other is None else True


def _widest(full: int | None, partial: int | None) -> int | None:
    known = [limit for limit in (full, partial) if limit is not None]
    return max(known, default=None)


def _unsure(facts: Facts) -> tuple[str, ...]:
    helps = tuple(name for name in ("medicaid", "ssi", "savings_programme") if getattr(facts, name) is None)
    return (*helps, *facts.open_income, *(("resources",) if facts.resources is None else ()))
