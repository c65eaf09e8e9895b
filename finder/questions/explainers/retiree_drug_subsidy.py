"""The retiree drug subsidy: what Medicare pays an employer for each retiree whose drug coverage it keeps, and when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from finder.domain.errors import Problem, Refusal
from finder.domain.money import BasisPoints, Cents, dollars
from finder.domain.months import DAY, YEAR_MONTHS, Days, same_day_later, year_end
from finder.domain.retiree_drug_subsidy import Attestation, Retiree, RetireeCost, RetireeDrugSubsidy
from finder.parameters import FIRST_YEAR, LAST_YEAR, parameter_set
from finder.parameters.rule_sets import rule_of, rules_of
from finder.rules.retiree_drug_subsidy import (
    costs_in_corridor,
    final_costs_due,
    may_use_older_limits,
    rebates_in_corridor,
)
from finder.rules.retiree_drug_subsidy import retiree_drug_subsidy as subsidy_of

TOPIC = "retiree_drug_subsidy"
THRESHOLD, LIMIT, PERCENT = "rds_cost_threshold", "rds_cost_limit", "rds_subsidy_percent"
_FIRST_DAY = date(FIRST_YEAR, 1, 1)


def calendar_year(year: int) -> Days:
    """A plan year that is a calendar year."""
    return Days(date(year, 1, 1), year_end(year))


def retiree_drug_subsidy(
    plan_year: Days, retirees: Iterable[Retiree], attested_on: date | None = None, published_on: date | None = None
) -> RetireeDrugSubsidy:
    """The subsidy of an employer's plan year.

    ``attested_on``: the day on which the actuary signed. ``published_on``: the day on which the limits of the year in which the plan year
    ends were published. Raises Refusal.
    """
    retirees = tuple(retirees)
    problems = [*_plan_year_problems(plan_year), *_cost_problems(plan_year, retirees)]
    if problems:
        raise Refusal(problems)
    year = plan_year.last.year
    numbers = parameter_set(year)
    threshold, limit, rate = numbers.cents(THRESHOLD), numbers.cents(LIMIT), numbers.basis_points(PERCENT)
    return RetireeDrugSubsidy(
        year=year,
        plan_year=plan_year,
        threshold=threshold,
        limit=limit,
        rate=rate,
        retirees=tuple(_cost(retiree, threshold, limit, rate) for retiree in retirees),
        attestation=_attestation(plan_year, attested_on, published_on),
        final_costs_due=final_costs_due(plan_year.last, rule_of(TOPIC, "final_costs", year).number("months")),
        rules=tuple(rules_of(TOPIC, year).values()),
        parameters=(THRESHOLD, LIMIT, PERCENT),
    )


def _cost(retiree: Retiree, threshold: Cents, limit: Cents, rate: BasisPoints) -> RetireeCost:
    """All costs decide which lie in the corridor; those before 2006 come first and are not paid for."""
    gross = retiree.gross_cost
    in_corridor = costs_in_corridor(gross, threshold, limit) - costs_in_corridor(retiree.before_2006, threshold, limit)
    off = rebates_in_corridor(retiree.rebates, in_corridor, gross)
    fewest = max(retiree.rebates - (gross - in_corridor), 0)
    subsidies = (subsidy_of(in_corridor - min(rebates, in_corridor), rate) for rebates in (off, retiree.rebates, fewest))
    return RetireeCost(retiree, in_corridor, *subsidies)


def _attestation(plan_year: Days, attested_on: date | None, published_on: date | None) -> Attestation:
    first, last = plan_year.first.year, plan_year.last.year
    if first == last:
        return Attestation(first, None)
    days = rule_of(TOPIC, "older_limits", last).number("days")
    until = None if published_on is None else published_on + timedelta(days=days)
    if published_on is None or attested_on is None:
        return Attestation(None, until)
    return Attestation(first if may_use_older_limits(attested_on, published_on, days) else last, until)


def _plan_year_problems(plan_year: Days) -> Iterator[Problem]:
    first, last = plan_year
    longest = same_day_later(first, YEAR_MONTHS) - DAY
    if not first < last <= longest:
        yield Problem("$.plan_year.ends", f"a day after {first.isoformat()}, at most twelve months on", last.isoformat())
    elif not FIRST_YEAR <= last.year <= LAST_YEAR:
        yield Problem("$.plan_year.ends", f"a day in {FIRST_YEAR} to {LAST_YEAR}", last.isoformat())


def _cost_problems(plan_year: Days, retirees: tuple[Retiree, ...]) -> Iterator[Problem]:
    for place, retiree in enumerate(retirees):
        where = f"$.retirees[{place}]"
        if retiree.rebates > retiree.gross_cost:
            yield Problem(f"{where}.rebates", f"at most the cost, {dollars(retiree.gross_cost)}", dollars(retiree.rebates))
        if retiree.before_2006 > retiree.gross_cost:
            yield Problem(f"{where}.before_2006", f"at most the cost, {dollars(retiree.gross_cost)}", dollars(retiree.before_2006))
        elif retiree.before_2006 and plan_year.first >= _FIRST_DAY:
            yield Problem(f"{where}.before_2006", "nothing, as the plan year began in 2006 or later", dollars(retiree.before_2006))
