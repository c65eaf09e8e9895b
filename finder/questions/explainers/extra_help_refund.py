"""Fills already paid, then Extra Help from an earlier day: the same fills adjudicated again, and what is owed back for each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from finder.adjudication.engine import Part, adjudicate_parts, adjudicate_year
from finder.adjudication.terms import PlanYearTerms, SubsidyTerms, subsidy_terms
from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.claim import Accumulators, Claim, LedgerRow
from finder.domain.errors import Problem, Refusal
from finder.domain.extra_help_refund import Grant, Refund, RefundedFill, RefundInAll
from finder.domain.law import Rule
from finder.domain.money import Cents
from finder.parameters.rule_sets import rule_of, rules_of
from finder.questions.explainers.extra_help import LAST_DAY
from finder.questions.explainers.extra_help_screen import TOPIC
from finder.rules.extra_help import refund_due, refund_look_back


def refund_of(terms: PlanYearTerms, claims: Sequence[Claim], opening: Accumulators, grant: Grant, asked_on: date | None = None) -> Refund:
    """The same claims adjudicated as they were paid, and again with the granted level from its day on. A fill whose three years are over on
    the day of asking is too late; None: no day is looked at. Raises Refusal."""
    year = terms.year.plan_year
    refuse_days(year, grant)
    granted = terms._replace(subsidy=_granted(year, grant.level))
    before = adjudicate_year(terms, claims, opening).rows
    ledger, _ = adjudicate_parts([Part(date.min, terms), Part(grant.since, granted)], claims, opening)
    due, look_back = (rule_of(TOPIC, name, year) for name in ("refund", "refund_look_back"))
    return Refund(
        plan_year=year,
        paid_as=terms.subsidy.level,
        grant=grant,
        fills=tuple(_fill(paid, again, look_back, asked_on) for paid, again in zip(before, ledger.rows, strict=True)),
        due=_due(grant.complete_information_on, due),
        due_by_first_news=_due(grant.news_on, due),
        rules=(due, look_back, *(rule for rule in (rules_of("payer_order", year).get("all_counted_again"),) if rule)),
    )


def in_all(years: Sequence[Refund]) -> RefundInAll:
    """What is owed back over years; each is adjudicated for itself."""
    paid, should = sum(year.paid for year in years), sum(year.should_have_paid for year in years)
    premiums, others = sum(year.premiums_owed_back for year in years), sum(year.owed_back_to_others for year in years)
    return RefundInAll(paid, should, paid - should, premiums, others)


def refuse_days(year: int, grant: Grant) -> None:
    """Raises Refusal for days that a grant for fills of that year cannot have."""
    problems = []
    if grant.since.year > year:
        problems.append(Problem("$.granted_from", f"a day no later than {year}-12-31", grant.since.isoformat()))
    news, complete = grant.news_on, grant.complete_information_on
    for name, day in (("news_on", news), ("complete_information_on", complete)):
        if day is not None and not date(year, 1, 1) <= day <= LAST_DAY:
            problems.append(Problem(f"$.{name}", f"a day from {year}-01-01 to {LAST_DAY.isoformat()}", day.isoformat()))
    if news and complete and complete < news:
        problems.append(Problem("$.complete_information_on", "a day on or after the first news (news_on)", complete.isoformat()))
    if problems:
        raise Refusal(problems)


def _granted(year: int, level: LowIncomeSubsidy) -> SubsidyTerms:
    where = "$.granted_level"
    if level is LowIncomeSubsidy.NONE:
        raise Refusal([Problem(where, "the level of Extra Help that was granted", "none")])
    try:
        return subsidy_terms(year, level)
    except Refusal as refusal:
        raise Refusal(problem._replace(where=where) for problem in refusal.problems) from refusal


def _fill(paid: LedgerRow, again: LedgerRow, look_back: Rule, asked_on: date | None) -> RefundedFill:
    ask_until = refund_look_back(paid.claim.date, look_back.number("years"))
    return RefundedFill(
        day=paid.claim.date,
        drug=paid.claim.drug,
        price=paid.price,
        paid=paid.patient_pay,
        should_have_paid=again.patient_pay,
        others_paid=_others(paid),
        others_should_have_paid=_others(again),
        ask_until=ask_until,
        too_late=asked_on is not None and asked_on > ask_until,
    )


def _others(row: LedgerRow) -> Cents:
    return sum(segment.other_payer for segment in row.segments)


def _due(since: date | None, rule: Rule) -> date | None:
    return refund_due(since, rule.number("days")) if since else None
