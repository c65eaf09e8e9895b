"""The document of ``finder extra-help-refund`` and its answer."""

from __future__ import annotations

from typing import Annotated, Any

from finder.documents.adjudicate import Scenario, checked
from finder.documents.fields import IsoDate, Word, read
from finder.documents.law import rule_entries
from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.extra_help_refund import Grant, Refund, RefundedFill
from finder.domain.money import dollars
from finder.parameters import version
from finder.questions.explainers.extra_help_refund import refund_of, refuse_days


class ExtraHelpRefundInput(Scenario, title="ExtraHelpRefund"):
    """The document of ``finder extra-help-refund``: that of ``finder adjudicate`` as the fills were paid, and the Extra Help that was
    granted later. ``news_on`` is when the plan first heard of it, ``complete_information_on`` when it had all it needs."""

    granted_level: Annotated[LowIncomeSubsidy, Word(LowIncomeSubsidy)]
    granted_from: IsoDate
    news_on: IsoDate | None = None
    complete_information_on: IsoDate | None = None


INPUT = ExtraHelpRefundInput


def answer(document: object) -> dict[str, Any]:
    """What each fill cost, what it should have cost, and the difference, owed back; the day by which it is due. Raises Refusal."""
    asked = read(INPUT, document)
    grant = Grant(asked.granted_level, asked.granted_from, asked.news_on, asked.complete_information_on)
    refuse_days(asked.plan_year, grant)  # before anything else that the document may have wrong
    return _written(refund_of(*checked(asked), grant))


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
    }
