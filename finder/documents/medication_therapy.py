"""The document of ``finder mtm`` and its answer."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from finder.documents.downloads import calendar_file
from finder.documents.fields import Input, IsoDate, Money, PlanYear, Whole, read
from finder.documents.law import rule_entries
from finder.domain.medication_therapy import Criterion, Range, ReviewDate, Test, Therapy, TherapyCase
from finder.domain.medication_therapy import Sponsor as Asked
from finder.domain.money import dollars
from finder.explain.explainers import medication_therapy as words
from finder.parameters import version
from finder.questions.explainers.medication_therapy import medication_therapy

_MOST = 50

Condition = Annotated[str, Field(min_length=1, max_length=80)]


class Sponsor(Input):
    """What a plan asks for, as far as it is known. ``targeted_conditions`` left out: not known."""

    minimum_conditions: Annotated[Whole, Field(ge=1, le=_MOST)] | None = None
    minimum_drugs: Annotated[Whole, Field(ge=1, le=_MOST)] | None = None
    targeted_conditions: Annotated[list[Condition], Field(min_length=1, max_length=_MOST)] | None = None

    @property
    def asked(self) -> Asked:
        """The sponsor as the question takes it."""
        targeted = self.targeted_conditions
        return Asked(self.minimum_conditions, self.minimum_drugs, None if targeted is None else tuple(targeted))


class MtmInput(Input):
    """The document of ``finder mtm``. A cost left out is not known. ``rule`` may ask for the proposal of 2009 in place of the law in
    force."""

    year: PlanYear
    conditions: Annotated[list[Condition], Field(max_length=_MOST)]
    part_d_drugs: Annotated[Whole, Field(ge=0, le=200)]
    maintenance_drugs: Annotated[Whole, Field(ge=0, le=200)] | None = None
    annual_drug_cost: Money | None = None
    long_term_care: bool = False
    at_risk: bool = False
    sponsor: Sponsor | None = None
    enrolled_on: IsoDate | None = None
    rule: Literal["in_force", "proposed_2009"] = "in_force"

    @property
    def case(self) -> TherapyCase:
        """The document as the question takes it."""
        given = {name: value for name, value in self if name != "rule"}
        sponsor = (self.sponsor or Sponsor()).asked
        return TherapyCase(**{**given, "conditions": tuple(self.conditions), "sponsor": sponsor}, proposal=self.rule == "proposed_2009")


INPUT = MtmInput


def answer(document: object) -> dict[str, Any]:
    """``eligible`` (yes, no, plan_decides) with the criteria behind it, what the program gives, and its dates. Raises Refusal."""
    asked = read(INPUT, document)
    found = medication_therapy(asked.case)
    return {
        "year": asked.year,
        "rule": asked.rule,
        "eligible": found.eligible.key,
        "because": ["at_risk"] if found.at_risk else [test.key for test in found.decided_by],
        "criteria": [_criterion(criterion) for criterion in found.criteria],
        "conditions": [
            {"condition": condition.name, "listed": condition.listed, "listed_this_year": condition.listed_this_year}
            for condition in found.conditions
        ],
        "services": _services(found),
        "schedule": [_review(entry) for entry in found.schedule],
        "notes": list(words.notes(found)),
        "rules": rule_entries(found.rules),
        "calendar": calendar_file(words.dues(found)),
        "parameters_version": version(),
    }


def _criterion(criterion: Criterion) -> dict[str, Any]:
    rule = criterion.rule
    return {
        "criterion": criterion.test.key,
        "met": criterion.met.key,
        "yours": "unknown" if criterion.yours is None else _span(criterion.test, criterion.yours),
        "asked": _span(criterion.test, criterion.asked),
        "because": "cost_unknown" if criterion.yours is None else criterion.asks.key,
        "says": rule.says,
        "citation": rule.citation,
        "law": rule.law,
        "status": rule.status,
        "amount_status": criterion.amount_status or None,
    }


def _span(test: Test, span: Range) -> str:
    """``3``, ``2 to 3``, ``2 or more``, ``1276.00``."""
    least = dollars(span.least) if test is Test.COST else str(span.least)
    if span.most is None:
        return f"{least} or more"
    return least if span.least == span.most else f"{least} to {span.most}"


def _services(found: Therapy) -> list[dict[str, Any]]:
    services: list[dict[str, Any]] = [
        {"service": rule.id, "every_months": rule.number("months"), "says": rule.says} for rule in found.services
    ]
    return [{**services[0], "interactive": found.talk.key, "written_summary": True}, *services[1:]] if services else []


def _review(entry: ReviewDate) -> dict[str, Any]:
    title, says = words.review_words(entry.review)
    return {"what": entry.review.key, "by": entry.by.isoformat(), "title": title, "says": says}
