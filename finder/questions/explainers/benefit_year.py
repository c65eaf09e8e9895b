"""A plan year's benefit: the law's numbers with where they were read and, for a yearly drug cost, who pays what in each phase. The
question behind ``finder benefit`` and its page."""

from __future__ import annotations

from typing import Any

from pydantic import model_validator

from finder.documents.fields import Input, Money, PlanYear, Rate, read
from finder.domain.money import dollars, fraction, scaled, to_cents
from finder.parameters import FIRST_YEAR, LAST_YEAR, Kind, Parameter, parameter_set
from finder.questions.explainers.benefit_picture import coverage_gap_life, picture


class BenefitYearInput(Input):
    """``{"year": 2012}``; with ``yearly_drug_cost`` and ``brand_share`` (the part of it for brands) also who pays what, and the same cost
    in the year ``against``."""

    year: PlanYear
    yearly_drug_cost: Money | None = None
    brand_share: Rate | None = None
    against: PlanYear | None = None

    @model_validator(mode="after")
    def _cost_and_mix(self) -> BenefitYearInput:
        if (self.yearly_drug_cost is None) != (self.brand_share is None):
            raise ValueError("yearly_drug_cost and brand_share together, or neither")
        if self.against is not None and self.yearly_drug_cost is None:
            raise ValueError("yearly_drug_cost and brand_share beside against")
        return self


def plan_years() -> tuple[int, ...]:
    """Every plan year that the law's numbers know, the latest first."""
    return tuple(range(LAST_YEAR, FIRST_YEAR - 1, -1))


def _value(parameter: Parameter) -> str:
    """Money with two decimals, rates as fractions, everything else as printed."""
    if parameter.kind == Kind.MONEY:
        return dollars(to_cents(parameter.value))
    if parameter.kind == Kind.RATE:
        return fraction(scaled(parameter.value, 100, unit="percent"))
    return parameter.value


def _told(parameter: Parameter) -> dict[str, Any]:
    """One parameter as the contract writes it. ``printed`` and ``unit`` are the source's; ``kind`` says how to read ``value``."""
    return {
        "topic": parameter.topic,
        "name": parameter.name,
        "description": parameter.description,
        "kind": parameter.kind,
        "value": _value(parameter),
        "printed": parameter.value,
        "unit": parameter.unit,
        "status": parameter.status,
        "sources": list(parameter.sources),
        "note": parameter.note,
    }


def benefit_year(document: object) -> dict[str, Any]:
    """``{"year"}`` in; ``year``, ``version`` and ``parameters`` out, by topic and then name. With a yearly drug cost also ``picture``,
    ``against`` (where asked for) and ``coverage_gap_by_year``. Raises Refusal."""
    asked = read(BenefitYearInput, document)
    numbers = parameter_set(asked.year)
    answer = {"year": asked.year, "version": numbers.version, "parameters": [_told(parameter) for parameter in numbers]}
    if asked.yearly_drug_cost is not None and asked.brand_share is not None:
        answer["picture"] = picture(asked.year, asked.yearly_drug_cost, asked.brand_share)
        if asked.against is not None:
            answer["against"] = picture(asked.against, asked.yearly_drug_cost, asked.brand_share)
        answer["coverage_gap_by_year"] = coverage_gap_life()
    return answer
