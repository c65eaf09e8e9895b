"""The document of ``finder income-related`` and its answer."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from finder.documents.fields import Input, Money, Whole, Word, dollars_or_null, read
from finder.documents.law import rule_entries
from finder.domain.income_related import FilingStatus, IncomeTier, LifeEvent
from finder.domain.money import dollars
from finder.domain.months import YEAR_MONTHS
from finder.parameters import LAST_YEAR, version
from finder.questions.explainers.income_related import FIRST_YEAR, income_related


class IncomeRelatedInput(Input):
    """The document of ``finder income-related``. ``income`` is of the tax return of two years before ``year``, tax-free interest added;
    left out or ``null``: the brackets alone. ``filing``: ``separate`` is for a married person who filed apart and lived with the spouse
    at any time of that year; one who lived apart all year is ``single``."""

    year: Annotated[Whole, Field(ge=FIRST_YEAR, le=LAST_YEAR)]
    filing: Annotated[FilingStatus, Word(FilingStatus)]
    income: Money | None = None


INPUT = IncomeRelatedInput


def answer(document: object) -> dict[str, Any]:
    """The bracket, its monthly amount, every bracket of the year, and the ways to a lower one. Raises Refusal."""
    asked = read(INPUT, document)
    found = income_related(asked.year, asked.filing, asked.income)
    return {
        "year": found.year,
        "tax_year": found.tax_year,
        "filing": found.filing.key,
        "income": dollars_or_null(found.income),
        "bracket": found.bracket,
        "monthly_amount": dollars_or_null(found.amount),
        "yearly_amount": None if found.amount is None else dollars(found.amount * YEAR_MONTHS),
        "brackets": [_tier(tier) for tier in found.tiers],
        "missing": list(found.missing),
        "life_changing_events": list(LifeEvent.keys()),
        "rules": rule_entries(found.rules),
        "parameters_version": version(),
    }


def _tier(tier: IncomeTier) -> dict[str, Any]:
    begins = dollars_or_null(tier.begins)
    return {
        "bracket": tier.bracket,
        "income_above": None if tier.at_least else begins,
        "income_at_least": begins if tier.at_least else None,
        "monthly_amount": dollars_or_null(tier.amount),
        "status": tier.status,
    }
