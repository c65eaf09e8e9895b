"""The document of ``finder benefit`` and its answer."""

from __future__ import annotations

from typing import Any

from pydantic import model_validator

from finder.documents.fields import Input, Money, PlanYear, Rate, iso_or_null, read
from finder.documents.law import parameter_entry
from finder.documents.ledger import by_phase, months, totals
from finder.domain.benefit_year import AtThreshold, BenefitYear, GapYear, PhaseOfYear, Thresholds
from finder.domain.law import Rule
from finder.domain.money import dollars, fraction, scaled, to_cents
from finder.parameters import Kind, Parameter, parameter_set
from finder.parameters.rule_sets import rules_of, topics
from finder.questions.explainers.benefit_year import PRINTED_TOTAL, benefit_year, coverage_gap_by_year


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


INPUT = BenefitYearInput


def answer(document: object) -> dict[str, Any]:
    """``year``, ``version``, ``parameters``, by topic and then name, and the ``rules`` with numbers of their own. With a yearly drug cost
    also ``picture``, ``against`` (where asked for) and ``coverage_gap_by_year``. Raises Refusal."""
    asked = read(INPUT, document)
    numbers = parameter_set(asked.year)
    told: dict[str, Any] = {"year": asked.year, "version": numbers.version, "parameters": [_parameter(parameter) for parameter in numbers]}
    told["rules"] = [_rule(rule) for topic in topics() for rule in rules_of(topic, asked.year).values() if rule.numbers]
    if asked.yearly_drug_cost is not None and asked.brand_share is not None:
        told["picture"] = _picture(benefit_year(asked.year, asked.yearly_drug_cost, asked.brand_share))
        if asked.against is not None:
            told["against"] = _picture(benefit_year(asked.against, asked.yearly_drug_cost, asked.brand_share))
        told["coverage_gap_by_year"] = [_gap(entry) for entry in coverage_gap_by_year()]
    return told


def _rule(rule: Rule) -> dict[str, Any]:
    """A rule of the year that has numbers of its own: days, months, percents."""
    known = {"topic": rule.topic, "id": rule.id, "numbers": dict(rule.numbers), "citation": rule.citation}
    return known | {"law": rule.law, "since": rule.since, "status": rule.status, "sources": list(rule.sources)}


def _parameter(parameter: Parameter) -> dict[str, Any]:
    """One parameter. ``printed`` and ``unit`` are the source's; ``kind`` says how to read ``value``."""
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


def _value(parameter: Parameter) -> str:
    """Money with two decimals, rates as fractions, everything else as printed."""
    if parameter.kind == Kind.MONEY:
        return dollars(to_cents(parameter.value))
    if parameter.kind == Kind.RATE:
        return fraction(scaled(parameter.value, 100, unit="percent"))
    return parameter.value


def _picture(found: BenefitYear) -> dict[str, Any]:
    sums = by_phase(found.ledger.rows)
    return {
        "year": found.year,
        "yearly_drug_cost": dollars(found.cost),
        "brand_share": fraction(found.brand_share),
        "totals": totals(found.ledger.rows, found.ledger.opening),
        "phases": [_phase(phase, sums[phase.phase.key]) for phase in found.phases],
        "months": months(found.ledger, found.opening),
        "threshold_reached_on": iso_or_null(found.threshold_reached_on),
        "total_at_threshold": _thresholds(found.year, found.thresholds),
    }


def _phase(found: PhaseOfYear, sums: dict[str, Any]) -> dict[str, Any]:
    """A phase; each payer's part of it also in percent, to a tenth."""
    shares = {payer: f"{found.tenths(payer) / 10:.1f}" for payer, part in found.paid.items() if part}
    return {"phase": found.phase.key, "from": dollars(found.begins), "to": dollars(found.ends), **sums, "shares": shares}


def _thresholds(year: int, found: Thresholds) -> dict[str, Any]:
    return {
        "brands_alone": _at_threshold(found.brands),
        "generics_alone": _at_threshold(found.generics),
        "with_full_extra_help": {"total": dollars(found.with_full_extra_help)},
        "printed": None if found.printed is None else parameter_entry(parameter_set(year), PRINTED_TOTAL),
    }


def _at_threshold(found: AtThreshold) -> dict[str, str]:
    return {"total": dollars(found.total), "patient_pay": dollars(found.patient_pay)}


def _gap(entry: GapYear) -> dict[str, Any]:
    gap = entry.gap
    if gap is None:
        names = ("brand", "generic", "manufacturer_discount", "begins", "ends_brands", "ends_generics", "status")
        return {"year": entry.year, **dict.fromkeys(names)}
    return {
        "year": entry.year,
        "brand": fraction(gap.brand),
        "generic": fraction(gap.generic),
        "manufacturer_discount": fraction(gap.discount),
        "begins": dollars(gap.begins),
        "ends_brands": dollars(gap.ends_brands),
        "ends_generics": dollars(gap.ends_generics),
        "status": gap.status,
    }
