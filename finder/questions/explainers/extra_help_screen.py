"""Who gets Extra Help: the limits of a year, and a verdict (likely, maybe, unlikely) with the rule that decided. Not knowing is an answer:
each test is yes, no or open (None)."""

from __future__ import annotations

from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.errors import Problem, Refusal
from finder.domain.extra_help import (
    Answer,
    CountedIncome,
    Facts,
    HelpSeeker,
    HelpStep,
    IncomeParts,
    Institution,
    Likelihood,
    Limits,
    StateGroup,
    Verdict,
)
from finder.domain.money import Cents
from finder.domain.months import YEAR_MONTHS
from finder.parameters import parameter_set
from finder.parameters.regions import pdp_region_of
from finder.parameters.rule_sets import rule_of, rules_of
from finder.rules.extra_help import (
    counted_earnings,
    counted_income,
    general_exclusion_left,
    income_at_or_below,
    income_below,
    poverty_line,
    resources_within,
)

TOPIC = "extra_help"
PERCENT = 100
"""A percent in basis points."""
ALONE = ("medicaid", "spend_down", "ssi", "savings_programme")
"""What is enough alone, by the name of its question."""
TERRITORIES = ("AS", "GU", "MP", "PR", "VI")
_OWN_LINE = {"AK": StateGroup.ALASKA, "HI": StateGroup.HAWAII}


def facts_of(year: int, person: HelpSeeker) -> Facts:
    """The person as the limits of a year see them. Raises Refusal for a state that is none."""
    group = _state_group(person.state)
    couple = person.household > 1 if person.couple is None else person.couple
    told = person.income
    if not isinstance(told, IncomeParts):
        return Facts(year, person, group, couple, told, told or 0, ("income",) if told is None else (), None)
    known = count_income(year, told.unearned or 0, told.earned or 0)
    still_open = tuple(f"{name}_income" for name, amount in told._asdict().items() if amount is None)
    counted = None if still_open else known
    return Facts(year, person, group, couple, counted and counted.counted, known.counted, still_open, counted)


def count_income(year: int, unearned: Cents, earned: Cents) -> CountedIncome:
    """The year's income by the method of SSI: what is not counted comes off. A couple has each exclusion once, for both together."""
    general = rule_of(TOPIC, "income_exclusion", year).number("cents_a_month")
    of_pay = rule_of(TOPIC, "earnings_exclusion", year)
    left = general_exclusion_left(unearned, general)
    pay = counted_earnings(earned, left, of_pay.number("cents_a_month"), of_pay.number("percent_counted") * PERCENT)
    other = counted_income(unearned, general)
    off_pay = min(earned, left)
    earnings = min(earned - off_pay, YEAR_MONTHS * of_pay.number("cents_a_month"))
    return CountedIncome(unearned, earned, unearned - other + off_pay, earnings, earned - off_pay - earnings - pay, other + pay)


def _state_group(state: str) -> StateGroup:
    """The poverty line's group of a state by its two letters. Raises Refusal for other letters."""
    code = state.upper()
    if code in TERRITORIES:
        return StateGroup.TERRITORY
    if pdp_region_of(code) is None:
        raise Refusal([Problem("$.state", "the two letters of a state, DC or a territory, such as MA", f'"{state}"')])
    return _OWN_LINE.get(code, StateGroup.CONTIGUOUS)


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

    line = poverty_line(numbers.cents(lines[0]), numbers.cents(lines[1]), facts.person.household) if set(lines) <= set(known) else None
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
        missing=() if facts.group is StateGroup.TERRITORY else tuple(name for name in names if name not in known),
    )


def verdict_of(facts: Facts, limits: Limits) -> Verdict:
    """The verdict: territory, then who needs no application, then income and resources."""
    if facts.group is StateGroup.TERRITORY:
        return _verdict(facts, LowIncomeSubsidy.NONE, Likelihood.UNLIKELY, "territories")
    if facts.person.deemed:
        return _deemed(facts, limits)
    return _by_limits(facts, limits)


def _verdict(
    facts: Facts, level: LowIncomeSubsidy | None, likelihood: Likelihood, rule_id: str, open_questions: tuple[str, ...] = ()
) -> Verdict:
    return Verdict(level, likelihood, rule_of(TOPIC, rule_id, facts.year), open_questions)


def _deemed(facts: Facts, limits: Limits) -> Verdict:
    """Full Extra Help without an application; Medicaid decides which copays. Where income or care is open, the higher copays are shown."""
    full = LowIncomeSubsidy.FULL_OTHER
    if not facts.person.dual:
        return _verdict(facts, full, Likelihood.LIKELY, "deemed", _open_of(facts.person, "medicaid", "spend_down"))
    rule = rule_of(TOPIC, "institution", facts.year)
    home_care = facts.person.institution is Institution.HOME_CARE and bool(rule.numbers.get("home_care"))
    if facts.person.institution is Institution.NURSING_HOME or home_care:
        return _verdict(facts, LowIncomeSubsidy.FULL_INSTITUTIONAL, Likelihood.LIKELY, "institution")
    unsure = ("institution",) if facts.person.institution is None else ()
    if limits.poverty_line is None:
        return _verdict(facts, full, Likelihood.LIKELY, "deemed", (*unsure, *(facts.open_income or ("poverty_line",))))
    line = rule_of(TOPIC, "low_income_dual", facts.year).number("percent_of_poverty") * PERCENT
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
        told = facts.income is not None and facts.person.resources is not None
        rule = "limits_missing" if told else "partial" if limits.has_partial else "full"
        return _verdict(facts, None, Likelihood.MAYBE, rule, (*unsure, *(limits.missing if told else ())))
    return _over(facts, limits, unsure)


def _over(facts: Facts, limits: Limits, unsure: tuple[str, ...]) -> Verdict:
    """Over a limit as told: maybe, where what is not counted or an open answer could still decide; else unlikely."""
    income = _income(facts, limits, _widest(limits.income_full, limits.income_partial))
    near = rule_of(TOPIC, "income_exclusion", facts.year)
    if income is False and not facts.in_parts:
        less = counted_income(facts.income or 0, near.number("cents_a_month"))
        percent = _widest(limits.income_full, limits.income_partial)
        if limits.poverty_line is not None and percent is not None and income_below(less, limits.poverty_line, percent):
            return _verdict(facts, None, Likelihood.MAYBE, "income_exclusion", unsure)
    elif income is not False and _burial_could_decide(facts, limits, _widest(limits.resources_full, limits.resources_partial)):
        return _verdict(facts, None, Likelihood.MAYBE, "burial", (*unsure, "burial_funds"))
    if facts.person.deemed is None:
        return _verdict(facts, None, Likelihood.MAYBE, "deemed", unsure)
    rule = "income_too_high" if income is False else "resources_too_high"
    return _verdict(facts, LowIncomeSubsidy.NONE, Likelihood.UNLIKELY, rule)


def steps_of(facts: Facts, limits: Limits) -> tuple[HelpStep, ...]:
    """The steps toward Extra Help and how each stands; the limits only where none of the first is enough alone."""
    person = facts.person
    names = (name for name in ALONE if name != "spend_down" or person.spend_down is not False)
    alone = tuple(HelpStep(name, getattr(person, name)) for name in names)
    if person.deemed or facts.group is StateGroup.TERRITORY:
        return alone
    income = _income(facts, limits, _widest(limits.income_full, limits.income_partial))
    savings = _resources(facts, limits, _widest(limits.resources_full, limits.resources_partial))
    return (*alone, HelpStep("income", income), HelpStep("resources", savings))


def _income(facts: Facts, limits: Limits, percent: int | None) -> Answer:
    if limits.poverty_line is None or percent is None:
        return None
    if facts.income is None:  # what is known of it may be too much already
        return None if income_below(facts.income_at_least, limits.poverty_line, percent) else False
    return income_below(facts.income, limits.poverty_line, percent)


def _resources(facts: Facts, limits: Limits, limit: Cents | None) -> Answer:
    if facts.person.resources is None or limit is None:
        return None
    allowance = limits.burial_allowance or 0 if facts.person.burial_funds else 0
    return resources_within(facts.person.resources, limit + allowance)


def _burial_could_decide(facts: Facts, limits: Limits, limit: Cents | None) -> bool:
    if facts.person.burial_funds is not None or facts.person.resources is None or limit is None or limits.burial_allowance is None:
        return False
    return resources_within(facts.person.resources, limit + limits.burial_allowance)


def _both(one: Answer, other: Answer) -> Answer:
    return False if one is False or other is False else None if one is None or other is None else True


def _open_of(person: HelpSeeker, *names: str) -> tuple[str, ...]:
    return tuple(name for name in names if getattr(person, name) is None)


def _widest(full: int | None, partial: int | None) -> int | None:
    known = [limit for limit in (full, partial) if limit is not None]
    return max(known, default=None)


def _unsure(facts: Facts) -> tuple[str, ...]:
    helps = _open_of(facts.person, *ALONE)
    return (*helps, *facts.open_income, *(("resources",) if facts.person.resources is None else ()))
