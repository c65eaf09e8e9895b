"""The document of ``finder plan-payments`` and its answer."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from finder.adjudication.engine import adjudicate_year
from finder.documents.adjudicate import Scenario, checked
from finder.documents.fields import Input, Money, Rate, Whole, read
from finder.documents.law import parameter_entries, rule_entries
from finder.domain.errors import Problem, Refusal
from finder.domain.money import WHOLE, BasisPoints, dollars, fraction
from finder.domain.months import YEAR_MONTHS
from finder.domain.plan_payments import MemberYear, PlanFacts, PlanPayments, RiskCorridor
from finder.parameters import parameter_set, version
from finder.questions.explainers.plan_payments import member_year, plan_payments

_MOST_MEMBERS, _MOST_RISK = 10_000, 1_000
_PERCENT = WHOLE // 100


class MemberOfPlan(Scenario):
    """A member: the document of ``finder adjudicate``, how many months they are members, and what Extra Help pays of a month's premium."""

    months: Annotated[Whole, Field(ge=1, le=YEAR_MONTHS)] = YEAR_MONTHS
    premium_help: Money = 0


class PlanPaymentsInput(Input):
    """The document of ``finder plan-payments``. ``risk_percent``: how costly the members are beside the average. ``running_share``: the
    part of its money that the plan keeps for running itself and as gain. ``rebate_share``: the part of the drug costs that comes back."""

    basic_premium: Money
    supplemental_premium: Money = 0
    risk_percent: Annotated[Whole, Field(ge=1, le=_MOST_RISK)] = 100
    running_share: Rate | None = None
    rebate_share: Rate = 0
    members: Annotated[list[MemberOfPlan], Field(min_length=1, max_length=_MOST_MEMBERS)]


INPUT = PlanPaymentsInput


def answer(document: object) -> dict[str, Any]:
    """The plan's money for these members, with rules and numbers. Raises Refusal."""
    asked = read(INPUT, document)
    _refuse(asked)
    risk: BasisPoints = asked.risk_percent * _PERCENT
    facts = PlanFacts(asked.basic_premium, asked.supplemental_premium, risk, asked.running_share, asked.rebate_share)
    return _written(plan_payments(facts, [_member(member, f"$.members[{place}]") for place, member in enumerate(asked.members)]))


def _refuse(asked: PlanPaymentsInput) -> None:
    year, problems = asked.members[0].plan_year, []
    for place, member in enumerate(asked.members):
        if member.plan_year != year:
            problems.append(Problem(f"$.members[{place}].plan_year", f"the first member's year, {year}", str(member.plan_year)))
        if member.premium_help > asked.basic_premium:
            most = f"at most the basic premium, {dollars(asked.basic_premium)}"
            problems.append(Problem(f"$.members[{place}].premium_help", most, dollars(member.premium_help)))
    if problems:
        raise Refusal(problems)


def _member(member: MemberOfPlan, where: str) -> MemberYear:
    terms, claims, opening = checked(member, where)
    level = terms.subsidy.level
    ledger = adjudicate_year(terms, claims, opening)
    return member_year(ledger, member.months, terms.design.benefit_type, level, member.months * member.premium_help)


def _written(found: PlanPayments) -> dict[str, Any]:
    return {
        "plan_year": found.year,
        "members": found.members,
        "months": found.months,
        "national_average_bid": dollars(found.average_bid),
        "base_premium": dollars(found.base_premium),
        "bid": dollars(found.bid),
        "bid_at_most": found.bid_at_most,
        "drug_costs": {"total": dollars(found.drug_costs), **{payer: dollars(amount) for payer, amount in found.drugs.items()}},
        "not_covered": dollars(found.not_covered),
        "premiums": dollars(found.premiums),
        "premium_help": dollars(found.premium_help),
        "direct_subsidy": dollars(found.direct_subsidy),
        "reinsurance": dollars(found.reinsurance),
        "medicare_below_the_limit": dollars(found.medicare_below),
        "rebates": dollars(found.rebates),
        "rebates_to_medicare": dollars(found.rebates_to_medicare),
        "basic_cost": dollars(found.basic_cost),
        "supplemental_cost": dollars(found.supplemental_cost),
        "left_to_the_plan": dollars(found.left),
        "risk_corridor": _corridor(found.corridor) if isinstance(found.corridor, RiskCorridor) else None,
        "no_risk_corridor": None if isinstance(found.corridor, RiskCorridor) else found.corridor.key,
        "paid_by": {"members": dollars(found.person), "extra_help": dollars(found.extra_help), "medicare": dollars(found.medicare)},
        "rules": rule_entries(found.rules),
        "parameters": parameter_entries(parameter_set(found.year), found.parameters),
        "parameters_version": version(),
    }


def _corridor(corridor: RiskCorridor) -> dict[str, Any]:
    return {
        "target": dollars(corridor.target),
        "costs": dollars(corridor.costs),
        "first_threshold": fraction(corridor.first),
        "second_threshold": fraction(corridor.second),
        "share_between": fraction(corridor.between),
        "share_beyond": fraction(corridor.beyond),
        "paid_to_the_plan": dollars(corridor.payment),
        "at_most": corridor.at_most,
    }
