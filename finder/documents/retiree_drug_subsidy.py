"""The document of ``finder retiree-subsidy`` and its answer."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from finder.documents.fields import Input, Money, PlanYear, read
from finder.documents.law import parameter_entries
from finder.domain.money import dollars, fraction
from finder.parameters import parameter_set, version
from finder.questions.explainers.retiree_drug_subsidy import retiree_drug_subsidy
from finder.rules.registry import rule_text

_MOST_RETIREES = 10_000


class RetireeSubsidyInput(Input):
    """``gross_costs``: what each retiree's drugs cost in the plan year, paid by the retiree or the employer's plan, before rebates."""

    year: PlanYear
    gross_costs: Annotated[list[Money], Field(min_length=1, max_length=_MOST_RETIREES)]


INPUT = RetireeSubsidyInput


def answer(document: object) -> dict[str, Any]:
    """The subsidy for each retiree and in all, with the numbers of the year and the rule. Raises Refusal."""
    asked = read(INPUT, document)
    found = retiree_drug_subsidy(asked.year, asked.gross_costs)
    rule = rule_text("retiree_drug_subsidy")
    return {
        "year": found.year,
        "cost_threshold": dollars(found.threshold),
        "cost_limit": dollars(found.limit),
        "rate": fraction(found.rate),
        "retirees": [{"gross_cost": dollars(retiree.gross_cost), "subsidy": dollars(retiree.subsidy)} for retiree in found.retirees],
        "total": dollars(found.total),
        "rules": [{"id": rule.id, "citation": rule.citation, "sentence": rule.sentence}],
        "parameters": parameter_entries(parameter_set(found.year), found.parameters),
        "parameters_version": version(),
    }
