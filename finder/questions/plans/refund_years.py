"""What comes back for a drug list that was paid without Extra Help, a year at a time: each year with its own plan, law and prices."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from finder.adjudication.terms import Choices, plan_year_terms, subsidy_terms, year_terms
from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.extra_help_refund import LOOK_BACK, Grant, PaidPremiums, PaidYear, Refund
from finder.domain.market import Catalog
from finder.domain.member import Member
from finder.domain.months import YEAR_MONTHS, first_of_month
from finder.domain.plan_cost import PlanCost, PremiumSubsidy
from finder.domain.prescription import Prescription
from finder.parameters import FIRST_YEAR
from finder.parameters.rule_sets import rule_of
from finder.questions.explainers.extra_help_refund import refund_of
from finder.questions.explainers.extra_help_screen import TOPIC
from finder.questions.plans.annual_change import whole_year
from finder.questions.plans.compare import plan_year
from finder.rules.extra_help import refund_look_back


def months_paid(compared_year: int, today: date) -> tuple[date, ...]:
    """The first days of the months that a refund may be for, in order: three years back, and not after today."""
    last = min(compared_year, today.year)
    first = max(last - LOOK_BACK, FIRST_YEAR)
    months = (date(year, month, 1) for year in range(first, last + 1) for month in range(1, YEAR_MONTHS + 1))
    return tuple(month for month in months if month <= today)


def refund_of_year(catalog: Catalog, member: Member, paid: PaidYear, grant: Grant, asked_on: date) -> Refund:
    """The refund of a year of a catalog: fills, then the premiums of the months with help. Raises Refusal."""
    year = catalog.info.plan_year
    alone, listed = _member_of(member, year, paid), [_of_year(drug, year) for drug in paid.drugs]
    levels = (LowIncomeSubsidy.NONE, paid.level)
    cost, helped = (plan_year(catalog, replace(alone, low_income_subsidy=level), listed, paid.plan_id) for level in levels)
    refund = _fills(cost, grant._replace(level=paid.level), paid.through, asked_on, alphabetical=member.alphabetical)
    return replace(
        refund,
        plan=cost.plan,
        premiums=_premiums(cost, helped, paid, grant, asked_on),
        not_counted=tuple(drug.drug.name for drug in cost.left_out),
    )


def _fills(cost: PlanCost, grant: Grant, through: date, asked_on: date, *, alphabetical: bool) -> Refund:
    year = cost.ledger.plan_year
    choices = Choices(same_day_order="alphabetical" if alphabetical else "as_listed")
    terms = plan_year_terms(year_terms(year), cost.plan.design, subsidy_terms(year, LowIncomeSubsidy.NONE), choices)
    claims = [row.claim for row in cost.ledger.rows if row.claim.date <= through]
    return refund_of(terms, claims, cost.ledger.opening, grant, asked_on)


def _member_of(member: Member, year: int, paid: PaidYear) -> Member:
    """The person in that year, with what had run up before where the year began as it was compared."""
    if paid.since == member.coverage_start:
        return replace(member, current_plan=paid.plan_id)
    return replace(whole_year(member, year, paid.plan_id), coverage_start=paid.since)


def _of_year(drug: Prescription, year: int) -> Prescription:
    """The prescription without days of another year."""
    return drug if all(day.year == year for day in drug.dates) else replace(drug, dates=())


def _premiums(cost: PlanCost, helped: PlanCost, paid: PaidYear, grant: Grant, asked_on: date) -> PaidPremiums | None:
    """The premiums of the months with help that were paid and are not too long ago; None where one of the two is not known."""
    if cost.premium is None or helped.premium_subsidy is PremiumSubsidy.UNKNOWN:
        return None
    back = rule_of(TOPIC, "refund_look_back", cost.ledger.plan_year).number("years")
    months = [
        month.month
        for month in cost.months
        if month.covered
        and first_of_month(grant.since) <= date(cost.ledger.plan_year, month.month, 1) <= paid.through
        and asked_on <= refund_look_back(date(cost.ledger.plan_year, month.month, 1), back)
    ]
    paid_a_month, should = (of.months[-1].premium for of in (cost, helped))
    return PaidPremiums(len(months), paid_a_month, should, helped.premium_subsidy is PremiumSubsidy.ESTIMATED)
