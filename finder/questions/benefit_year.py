"""The law's numbers of a plan year, each with where it was read: the question behind ``finder benefit`` and its page."""

from __future__ import annotations

from typing import Any

from finder.domain.money import dollars, fraction, scaled, to_cents
from finder.parameters import Kind, Parameter, parameter_set
from finder.questions._input import Input, PlanYear, read


class BenefitYearInput(Input):
    """``{"year": 2012}``."""

    year: PlanYear


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
    """``{"year"}`` in; ``year``, ``version`` and ``parameters`` out, by topic and then name. Raises Refusal."""
    asked = read(BenefitYearInput, document)
    numbers = parameter_set(asked.year)
    return {"year": asked.year, "version": numbers.version, "parameters": [_told(parameter) for parameter in numbers]}
