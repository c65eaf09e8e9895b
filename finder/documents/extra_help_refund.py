"""The document of ``finder extra-help-refund`` and its answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Annotated, Any

from pydantic import Field, model_validator

from finder.documents.adjudicate import Scenario, checked
from finder.documents.fields import Input, IsoDate, Money, Whole, Word, read
from finder.documents.law import rule_entries
from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.errors import Problem, Refusal
from finder.domain.extra_help_refund import LOOK_BACK, Grant, PaidPremiums, Refund, RefundedFill
from finder.domain.money import dollars
from finder.explain.explainers.extra_help_refund import letter_text
from finder.parameters import version
from finder.questions.explainers.extra_help_refund import in_all, refund_of, refuse_days


class PremiumsInput(Input):
    """Premiums that were paid in months with help: how many, what each was with any late fee, and what it should have been."""

    months: Annotated[Whole, Field(ge=1, le=12)]
    paid: Money
    should_have_paid: Money = 0

    @model_validator(mode="after")
    def _not_more(self) -> PremiumsInput:
        if self.should_have_paid > self.paid:
            raise ValueError("no more than what was paid (should_have_paid)")
        return self


class PaidScenario(Scenario):
    """A year as it was paid: its fills, and its premiums where they are told."""

    premiums: PremiumsInput | None = None


class EarlierYear(PaidScenario):
    """An earlier year's fills as they were paid, and the level of Extra Help in it where that was another one."""

    granted_level: Annotated[LowIncomeSubsidy, Word(LowIncomeSubsidy)] | None = None


class ExtraHelpRefundInput(PaidScenario, title="ExtraHelpRefund"):
    """The document of ``finder extra-help-refund``: that of ``finder adjudicate`` as the fills were paid, and the Extra Help that was
    granted later. ``news_on`` is when the plan first heard of it, ``complete_information_on`` when it had all it needs. ``asked_on``: a
    fill whose three years are over on that day is in no sum."""

    granted_level: Annotated[LowIncomeSubsidy, Word(LowIncomeSubsidy)]
    granted_from: IsoDate
    news_on: IsoDate | None = None
    complete_information_on: IsoDate | None = None
    asked_on: IsoDate | None = None
    earlier_years: Annotated[list[EarlierYear], Field(max_length=LOOK_BACK)] = Field(default_factory=list)


INPUT = ExtraHelpRefundInput


def answer(document: object) -> dict[str, Any]:
    """What each fill cost, what it should have cost, and the difference, owed back; the day by which it is due. Raises Refusal."""
    asked = read(INPUT, document)
    grant = Grant(asked.granted_level, asked.granted_from, asked.news_on, asked.complete_information_on)
    refuse_days(asked.plan_year, grant)  # before anything else that the document may have wrong
    latest = _with_premiums(refund_of(*checked(asked), grant, asked.asked_on), asked)
    _refuse_years(asked)
    if not asked.earlier_years:
        return _written(latest)
    earlier = [_earlier(of, grant, asked.asked_on, f"$.earlier_years[{place}]") for place, of in enumerate(asked.earlier_years)]
    years = sorted([*earlier, latest], key=lambda refund: refund.plan_year)
    found = in_all(years)
    return {
        **_written(latest),
        "earlier_years": [_written(refund) for refund in years[:-1]],
        "all_years": {name: dollars(amount) for name, amount in found._asdict().items()},
        "letter": letter_text(years),
    }


def _earlier(year: EarlierYear, grant: Grant, asked_on: date | None, where: str) -> Refund:
    """The refund of an earlier year, by its own law and opening. A problem is told at its place."""
    of_year = grant if year.granted_level is None else grant._replace(level=year.granted_level)
    terms, claims, opening = checked(year, where)
    try:
        return _with_premiums(refund_of(terms, claims, opening, of_year, asked_on), year)
    except Refusal as refusal:
        raise Refusal(problem._replace(where=problem.where.replace("$", where, 1)) for problem in refusal.problems) from refusal


def _with_premiums(refund: Refund, year: PaidScenario) -> Refund:
    paid = year.premiums
    return refund if paid is None else replace(refund, premiums=PaidPremiums(paid.months, paid.paid, paid.should_have_paid))


def _refuse_years(asked: ExtraHelpRefundInput) -> None:
    """Raises Refusal for an earlier year that is too early, not earlier, or given twice."""
    first, last = asked.plan_year - LOOK_BACK, asked.plan_year - 1
    years = [of.plan_year for of in asked.earlier_years]
    problems = [
        Problem(f"$.earlier_years[{place}].plan_year", f"a year from {first} to {last}, each once", str(year))
        for place, year in enumerate(years)
        if not first <= year <= last or year in years[:place]
    ]
    if problems:
        raise Refusal(problems)


def _written(refund: Refund) -> dict[str, Any]:
    return {
        "plan_year": refund.plan_year,
        "paid_as": refund.paid_as.key,
        "granted_level": refund.grant.level.key,
        "granted_from": refund.grant.since.isoformat(),
        "fills": [_fill(fill) for fill in refund.fills],
        "paid": dollars(refund.paid),
        "should_have_paid": dollars(refund.should_have_paid),
        "owed_back": dollars(refund.owed_back),
        "premiums_owed_back": refund.premiums and dollars(refund.premiums.owed_back),
        "owed_back_to_other_payers": dollars(refund.owed_back_to_others),
        "due": refund.due and refund.due.isoformat(),
        "due_by_first_news": refund.due_by_first_news and refund.due_by_first_news.isoformat(),
        "rules": rule_entries(refund.rules),
        "parameters_version": version(),
    }


def _fill(fill: RefundedFill) -> dict[str, Any]:
    return {
        "date": fill.day.isoformat(),
        "drug": fill.drug,
        "price": dollars(fill.price),
        "paid": dollars(fill.paid),
        "should_have_paid": dollars(fill.should_have_paid),
        "owed_back": dollars(fill.owed_back),
        "owed_back_to_other_payers": dollars(fill.owed_back_to_others),
        "ask_until": fill.ask_until.isoformat(),
        "too_late": fill.too_late,
    }
