"""Fills already paid, then Extra Help from an earlier date: the same fills adjudicated again, what is owed back for each, and the clock."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, NamedTuple

from finder.adjudication.engine import Part, adjudicate_parts, adjudicate_year
from finder.adjudication.terms import Choices, PlanYearTerms, SubsidyTerms, plan_year_terms, subsidy_terms, year_terms
from finder.documents.adjudicate import Scenario, checked
from finder.documents.fields import IsoDate, Word, read
from finder.documents.rules import rule_entries
from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.claim import Accumulators, Claim, LedgerRow
from finder.domain.errors import Problem, Refusal
from finder.domain.law import Rule
from finder.domain.money import Cents, dollars
from finder.domain.months import last_of_month
from finder.domain.plan_cost import PlanCost
from finder.parameters import LAST_YEAR, parameter_set
from finder.parameters.rule_sets import rule_of
from finder.rules.extra_help import refund_due, refund_look_back

TOPIC = "extra_help"
LATEST_AFTER = 10  # years after the last plan year: later days are slips of the keyboard


class ExtraHelpRefund(Scenario):
    """The document of ``finder extra-help-refund``: that of ``finder adjudicate`` as the fills were paid, and the Extra Help that was
    granted later. ``news_on`` is when the plan first heard of it, ``complete_information_on`` when it had all it needs."""

    granted_level: Annotated[LowIncomeSubsidy, Word(LowIncomeSubsidy)]
    granted_from: IsoDate
    news_on: IsoDate | None = None
    complete_information_on: IsoDate | None = None


class Grant(NamedTuple):
    """Extra Help granted: its level, from when, and when the plan first heard of it and had all it needs (None: not given)."""

    level: LowIncomeSubsidy
    since: date
    news_on: date | None = None
    complete_information_on: date | None = None


def extra_help_refund(document: object) -> dict[str, Any]:
    """What each fill cost, what it should have cost, and the difference, owed back; the day by which it is due. Raises Refusal."""
    asked = read(ExtraHelpRefund, document)
    _refuse_days(asked)
    terms, claims, opening = checked(asked)
    grant = Grant(asked.granted_level, asked.granted_from, asked.news_on, asked.complete_information_on)
    return refund_of(terms, claims, opening, grant)


def refund_at_plan(cost: PlanCost, paid_as: LowIncomeSubsidy, grant: Grant, through: date, *, alphabetical: bool) -> dict[str, Any]:
    """The refund for the fills of a plan's year that were paid through a month."""
    year = cost.ledger.plan_year
    choices = Choices(same_day_order="alphabetical" if alphabetical else "as_listed")
    terms = plan_year_terms(year_terms(year), cost.plan.design, subsidy_terms(year, paid_as), choices)
    claims = [row.claim for row in cost.ledger.rows if row.claim.date <= last_of_month(through)]
    return refund_of(terms, claims, cost.ledger.opening, grant)


def paid_months(year: int) -> list[date]:
    """The first days of a plan year's months: from when a grant may hold, and through which fills were paid."""
    return [date(year, month, 1) for month in range(1, 13)]


def refund_of(terms: PlanYearTerms, claims: list[Claim], opening: Accumulators, grant: Grant) -> dict[str, Any]:
    """The answer of the refund: both adjudications of the same claims, fill by fill. Raises Refusal for a level that the year lacks."""
    year = terms.year.plan_year
    granted = terms._replace(subsidy=_granted(year, grant.level))
    before = adjudicate_year(terms, claims, opening).rows
    after = adjudicated_with_grant(terms, granted, claims, opening, grant.since)
    due, look_back = (rule_of(TOPIC, name, year) for name in ("refund", "refund_look_back"))
    pairs = list(zip(before, after, strict=True))
    return {
        "plan_year": year,
        "paid_as": terms.subsidy.level.key,
        "granted_level": grant.level.key,
        "granted_from": grant.since.isoformat(),
        "fills": [_fill(paid, again, look_back) for paid, again in pairs],
        "paid": dollars(sum(paid.patient_pay for paid, _ in pairs)),
        "should_have_paid": dollars(sum(again.patient_pay for _, again in pairs)),
        "owed_back": dollars(sum(paid.patient_pay - again.patient_pay for paid, again in pairs)),
        "owed_back_to_other_payers": dollars(sum(_other(paid) - _other(again) for paid, again in pairs)),
        "due": _due(grant.complete_information_on, due),
        "due_by_first_news": _due(grant.news_on, due),
        "rules": rule_entries([due, look_back]),
        "parameters_version": parameter_set(year).version,
    }


def adjudicated_with_grant(
    terms: PlanYearTerms, granted: PlanYearTerms, claims: list[Claim], opening: Accumulators, since: date
) -> tuple[LedgerRow, ...]:
    """The year again: claims before the day of the grant as they were, those from it on with the granted level, on the same
    accumulators."""
    ledger, _ = adjudicate_parts([Part(date.min, terms), Part(since, granted)], claims, opening)
    return ledger.rows


def _granted(year: int, level: LowIncomeSubsidy) -> SubsidyTerms:
    where = "$.granted_level"
    if level is LowIncomeSubsidy.NONE:
        raise Refusal([Problem(where, "the level of Extra Help that was granted", "none")])
    try:
        return subsidy_terms(year, level)
    except Refusal as refusal:
        raise Refusal(problem._replace(where=where) for problem in refusal.problems) from refusal


def _refuse_days(asked: ExtraHelpRefund) -> None:
    problems = []
    if asked.granted_from.year > asked.plan_year:
        expected = f"a day no later than {asked.plan_year}-12-31"
        problems.append(Problem("$.granted_from", expected, asked.granted_from.isoformat()))
    for name in ("news_on", "complete_information_on"):
        day: date | None = getattr(asked, name)
        if day is not None and not asked.plan_year <= day.year <= LAST_YEAR + LATEST_AFTER:
            expected = f"a day from {asked.plan_year}-01-01 to {LAST_YEAR + LATEST_AFTER}-12-31"
            problems.append(Problem(f"$.{name}", expected, day.isoformat()))
    if asked.news_on and asked.complete_information_on and asked.complete_information_on < asked.news_on:
        found = asked.complete_information_on.isoformat()
        problems.append(Problem("$.complete_information_on", "a day on or after the first news (news_on)", found))
    if problems:
        raise Refusal(problems)


def _fill(paid: LedgerRow, again: LedgerRow, look_back: Rule) -> dict[str, Any]:
    return {
        "date": paid.claim.date.isoformat(),
        "drug": paid.claim.drug,
        "price": dollars(paid.price),
        "paid": dollars(paid.patient_pay),
        "should_have_paid": dollars(again.patient_pay),
        "owed_back": dollars(paid.patient_pay - again.patient_pay),
        "owed_back_to_other_payers": dollars(_other(paid) - _other(again)),
        "ask_until": refund_look_back(paid.claim.date, look_back.number("years")).isoformat(),
    }


def _other(row: LedgerRow) -> Cents:
    return sum(segment.other_payer for segment in row.segments)


def _due(since: date | None, rule: Rule) -> str | None:
    return refund_due(since, rule.number("days")).isoformat() if since else None
