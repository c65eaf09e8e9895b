"""The document of ``finder special-plans`` and its answer."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from finder.documents.fields import Input, Money, PlanYear, Whole, Word, dollars_or_null, read
from finder.documents.law import rule_entries
from finder.domain.money import dollars
from finder.domain.months import YEAR_MONTHS
from finder.domain.special_plans import Circumstances, CoverageNow, SavingsAccount, SpecialPlans, TwoLimits
from finder.parameters import version
from finder.questions.explainers.special_plans import others_beside, savings_account, special_plans, two_limits

_MOST_DAYS, _MOST_MEMBERS = 36_600, 1_000_000


class SavingsAccountInput(Input):
    """A savings account plan: what it pays in and its deductible for a whole year, and the month of joining."""

    joined: Annotated[Whole, Field(ge=1, le=YEAR_MONTHS)]
    deposit: Money
    deductible: Money | None = None


class LimitsInput(Input):
    """The plan's limit for doctors and hospitals, what was paid toward it, and what counts toward the limit for drugs."""

    medical_limit: Money | None = None
    medical_paid: Money = 0
    drug_paid: Money = 0


class SpecialPlansInput(Input):
    """The document of ``finder special-plans``. Every question about the person may be left out or null. ``new_members``: how many new
    members with special needs a special needs plan takes."""

    year: PlanYear
    part_a: bool | None = None
    part_b: bool | None = None
    in_area: bool | None = None
    in_jail: bool | None = None
    now: Annotated[CoverageNow, Word(CoverageNow)] | None = None
    drugs_in_plan: bool | None = None
    extra_help: bool | None = None
    medicaid: bool | None = None
    chronic_condition: bool | None = None
    institution_days: Annotated[Whole, Field(ge=0, le=_MOST_DAYS)] | None = None
    savings_account: SavingsAccountInput | None = None
    limits: LimitsInput | None = None
    new_members: Annotated[Whole, Field(ge=0, le=_MOST_MEMBERS)] | None = None


INPUT = SpecialPlansInput


def answer(document: object) -> dict[str, Any]:
    """The kinds of plan, what is wrong with the one at hand, the savings account and the two limits. Raises Refusal."""
    asked = read(INPUT, document)
    who = Circumstances(**{name: getattr(asked, name) for name in Circumstances._fields})
    found = special_plans(asked.year, who, _savings_asked(asked.savings_account), _limits_asked(asked.year, asked.limits))
    others = None if asked.new_members is None else others_beside(asked.new_members, asked.year)
    return _written(found) | ({} if others is None else {"others_allowed": others})


def _savings_asked(asked: SavingsAccountInput | None) -> SavingsAccount | None:
    return None if asked is None else savings_account(asked.joined, asked.deposit, asked.deductible)


def _limits_asked(year: int, asked: LimitsInput | None) -> TwoLimits | None:
    return None if asked is None else two_limits(year, asked.medical_limit, asked.medical_paid, asked.drug_paid)


def _written(found: SpecialPlans) -> dict[str, Any]:
    joins = [{"kind": one.plan_type.key, "may_join": one.may_join.key, "why": one.why, "rule": one.rule} for one in found.joins]
    return {
        "year": found.year,
        "kinds": joins,
        "wrong_plan": [one.key for one in found.wrong],
        "savings_account": None if found.savings is None else _savings(found.savings),
        "limits": None if found.limits is None else _limits(found.limits),
        "rules": rule_entries(found.rules),
        "parameters_version": version(),
    }


def _savings(savings: SavingsAccount) -> dict[str, Any]:
    amounts = {
        "deposit": savings.deposit,
        "deductible": savings.deductible,
        "deposit_left": savings.deposit_left,
        "deductible_left": savings.deductible_left,
    }
    return {"joined": savings.joined, "months": savings.months, **{name: dollars_or_null(amount) for name, amount in amounts.items()}}


def _limits(limits: TwoLimits) -> dict[str, Any]:
    return {
        "medical_limit": dollars_or_null(limits.medical_limit),
        "medical_left": dollars_or_null(limits.medical_left),
        "drug_limit": dollars(limits.drug_limit),
        "drug_left": dollars(limits.drug_left),
    }
