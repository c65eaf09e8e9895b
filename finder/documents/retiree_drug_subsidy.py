"""The document of ``finder retiree-subsidy`` and its answer."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from finder.documents.fields import Input, IsoDate, Money, PlanYear, iso_or_null, read
from finder.documents.law import parameter_entries, rule_entries
from finder.domain.errors import Problem, Refusal
from finder.domain.money import dollars, fraction
from finder.domain.months import Days
from finder.domain.retiree_drug_subsidy import Retiree, RetireeCost, RetireeDrugSubsidy
from finder.parameters import parameter_set, version
from finder.questions.explainers.retiree_drug_subsidy import calendar_year, retiree_drug_subsidy
from finder.rules.registry import rule_text

_MOST_RETIREES = 10_000


class PlanYearDays(Input):
    """An employer's plan year."""

    starts: IsoDate
    ends: IsoDate


class RetireeInput(Input):
    """A retiree's drug costs before rebates; ``before_2006``: what of them was bought before January 1, 2006."""

    gross_cost: Money
    rebates: Money = 0
    before_2006: Money = 0


class RetireeSubsidyInput(Input):
    """``year``, or ``plan_year`` where it is not a calendar year. ``gross_costs``: what each retiree's drugs cost in it, paid by the
    retiree or the employer's plan, before rebates; or ``retirees``, with their rebates. ``attested_on``: the day on which the actuary
    signed; ``limits_published_on``: the day on which the limits of the year in which the plan year ends were published."""

    year: PlanYear | None = None
    plan_year: PlanYearDays | None = None
    gross_costs: Annotated[list[Money], Field(min_length=1, max_length=_MOST_RETIREES)] | None = None
    retirees: Annotated[list[RetireeInput], Field(min_length=1, max_length=_MOST_RETIREES)] | None = None
    attested_on: IsoDate | None = None
    limits_published_on: IsoDate | None = None


INPUT = RetireeSubsidyInput


def answer(document: object) -> dict[str, Any]:
    """The subsidy for each retiree and in all, the day that final costs are due, the rules and the numbers of the year. Raises Refusal."""
    asked = read(INPUT, document)
    _refuse(asked)
    days = calendar_year(asked.year) if asked.year is not None else _days(asked.plan_year)
    retirees = [Retiree(cost) for cost in asked.gross_costs or ()]
    retirees += [Retiree(one.gross_cost, one.rebates, one.before_2006) for one in asked.retirees or ()]
    return _written(retiree_drug_subsidy(days, retirees, asked.attested_on, asked.limits_published_on), detailed=asked.retirees is not None)


def _refuse(asked: RetireeSubsidyInput) -> None:
    problems = []
    for one, other in (("year", "plan_year"), ("gross_costs", "retirees")):
        given = [name for name in (one, other) if getattr(asked, name) is not None]
        if len(given) != 1:
            problems.append(Problem(f"$.{one}", f"either {one} or {other}", "both" if given else "nothing"))
    if problems:
        raise Refusal(problems)


def _days(given: PlanYearDays | None) -> Days:
    assert given is not None
    return Days(given.starts, given.ends)


def _written(found: RetireeDrugSubsidy, *, detailed: bool) -> dict[str, Any]:
    rule = rule_text("retiree_drug_subsidy")
    return {
        "year": found.year,
        "plan_year": {"starts": found.plan_year.first.isoformat(), "ends": found.plan_year.last.isoformat()},
        "cost_threshold": dollars(found.threshold),
        "cost_limit": dollars(found.limit),
        "rate": fraction(found.rate),
        "retirees": [_retiree(one, detailed=detailed) for one in found.retirees],
        "total": dollars(found.total),
        "total_least": dollars(found.least),
        "total_most": dollars(found.most),
        "attestation": {"limits_of": found.attestation.year, "older_limits_until": iso_or_null(found.attestation.older_until)},
        "final_costs_due": found.final_costs_due.isoformat(),
        "rules": [{"id": rule.id, "citation": rule.citation, "sentence": rule.sentence}, *rule_entries(found.rules)],
        "parameters": parameter_entries(parameter_set(found.year), found.parameters),
        "parameters_version": version(),
    }


def _retiree(one: RetireeCost, *, detailed: bool) -> dict[str, Any]:
    entry = {"gross_cost": dollars(one.gross_cost), "subsidy": dollars(one.subsidy)}
    if not detailed:
        return entry
    more = {"rebates": one.retiree.rebates, "in_corridor": one.in_corridor, "subsidy_least": one.least, "subsidy_most": one.most}
    return entry | {name: dollars(amount) for name, amount in more.items()}
