"""Which kinds of plan a person may join, what a savings account plan pays in, and which limit counts what."""

from __future__ import annotations

from collections.abc import Iterator

from finder.domain.choosing import MayJoin
from finder.domain.errors import Problem, Refusal
from finder.domain.money import Cents, dollars
from finder.domain.months import YEAR_MONTHS
from finder.domain.special_plans import Circumstances, CoverageNow, Joins, PlanType, SavingsAccount, SpecialPlans, TwoLimits, WrongPlan
from finder.parameters import parameter_set
from finder.parameters.rule_sets import rule_of, rules_of
from finder.rules.special_plans import long_stay, others_allowed, part_of_a_year

TOPIC = "special_plans"
_BESIDE = (CoverageNow.FEE_PLAN, CoverageNow.SAVINGS_ACCOUNT, CoverageNow.COST_PLAN)
"""Health coverage beside which a drug plan may stand, if it has no drugs."""
_NEEDS = {
    PlanType.MEDICAID_PLAN: "medicaid",
    PlanType.ILLNESS_PLAN: "chronic_condition",
    PlanType.NURSING_HOME_PLAN: "institution",
}


def special_plans(year: int, who: Circumstances, savings: SavingsAccount | None = None, limits: TwoLimits | None = None) -> SpecialPlans:
    """What a person may join in a year, and what is wrong with what they have. Raises UnknownPlanYear."""
    rules = rules_of(TOPIC, year)
    joins = tuple(_joins(year, who, plan_type) for plan_type in PlanType)
    return SpecialPlans(year, who, joins, tuple(_wrong(who)), savings, limits, tuple(rules.values()))


def savings_account(joined: int, deposit: Cents, deductible: Cents | None) -> SavingsAccount:
    """A savings account plan joined on the first of the month ``joined`` (1 to 12). A deductible that was not told stays unknown."""
    months = YEAR_MONTHS + 1 - joined
    left = None if deductible is None else part_of_a_year(deductible, months)
    return SavingsAccount(joined, months, deposit, deductible, part_of_a_year(deposit, months), left)


def two_limits(year: int, medical_limit: Cents | None, medical_paid: Cents, drug_paid: Cents) -> TwoLimits:
    """The medical limit beside the year's limit for drugs. Raises Refusal for more paid than the medical limit."""
    if medical_limit is not None and medical_paid > medical_limit:
        raise Refusal([Problem("$.medical_paid", f"at most the limit, {dollars(medical_limit)}", dollars(medical_paid))])
    return TwoLimits(medical_limit, medical_paid, parameter_set(year).cents("oop_threshold"), drug_paid)


def others_beside(special: int, year: int) -> int:
    """How many new members without special needs a special needs plan might take beside those."""
    rule = rule_of(TOPIC, "new_members", year)
    return others_allowed(special, rule.number("special"), rule.number("others"))


def _joins(year: int, who: Circumstances, plan_type: PlanType) -> Joins:
    if plan_type is PlanType.EMPLOYER_PLAN:
        return Joins(plan_type, MayJoin.ASK, "employer", "employer")
    if plan_type is PlanType.PACE:
        return Joins(plan_type, MayJoin.ASK, "pace", "pace")
    if plan_type is PlanType.DRUG_PLAN:
        return _drug_plan(who)
    medicare = _with_both_parts(who)
    if medicare is not MayJoin.YES:
        return Joins(plan_type, medicare, "both_parts", "health_plan")
    if plan_type in _NEEDS:
        need = _need(year, who, plan_type)
        return Joins(plan_type, need, _NEEDS[plan_type], "special_needs")
    if plan_type is PlanType.SAVINGS_ACCOUNT:
        return Joins(plan_type, MayJoin.ASK, "savings_account", "savings_account")
    return Joins(plan_type, MayJoin.YES, "both_parts", "health_plan")


def _drug_plan(who: Circumstances) -> Joins:
    lives = _lives_there(who)
    if lives is MayJoin.NO:
        return Joins(PlanType.DRUG_PLAN, lives, "in_jail" if who.in_jail else "not_in_area", "drug_plan")
    medicare = _either(who.part_a, who.part_b)
    if medicare is not MayJoin.YES:
        return Joins(PlanType.DRUG_PLAN, medicare, "one_part", "drug_plan")
    if who.now is CoverageNow.HEALTH_PLAN or (who.now in _BESIDE and who.drugs_in_plan):
        return Joins(PlanType.DRUG_PLAN, MayJoin.NO, "one_plan", "one_plan")
    if who.now in _BESIDE and who.drugs_in_plan is None:
        return Joins(PlanType.DRUG_PLAN, MayJoin.ASK, "one_plan", "one_plan")
    if who.now is CoverageNow.PACE:
        return Joins(PlanType.DRUG_PLAN, MayJoin.ASK, "pace", "pace")
    return Joins(PlanType.DRUG_PLAN, lives, "one_part" if lives is MayJoin.YES else "not_in_area", "drug_plan")


def _with_both_parts(who: Circumstances) -> MayJoin:
    lives = _lives_there(who)
    if False in (who.part_a, who.part_b) or lives is MayJoin.NO:
        return MayJoin.NO
    return lives if who.part_a and who.part_b else MayJoin.ASK


def _lives_there(who: Circumstances) -> MayJoin:
    if who.in_jail or who.in_area is False:
        return MayJoin.NO
    return MayJoin.YES if who.in_area and who.in_jail is False else MayJoin.ASK


def _either(one: bool | None, other: bool | None) -> MayJoin:
    if one or other:
        return MayJoin.YES
    return MayJoin.NO if one is False and other is False else MayJoin.ASK


def _need(year: int, who: Circumstances, plan_type: PlanType) -> MayJoin:
    """Whether the person has the need that the plan is for. Fewer days than the rule's may be expected to become more: ask."""
    if plan_type is PlanType.NURSING_HOME_PLAN:
        days, least = who.institution_days, rule_of(TOPIC, "special_needs", year).number("days")
        if not days:
            return MayJoin.ASK if days is None else MayJoin.NO
        return MayJoin.YES if long_stay(days, least) else MayJoin.ASK
    has = who.medicaid if plan_type is PlanType.MEDICAID_PLAN else who.chronic_condition
    return MayJoin.ASK if has is None else MayJoin.YES if has else MayJoin.NO


def _wrong(who: Circumstances) -> Iterator[WrongPlan]:
    if who.now is CoverageNow.PACE:
        yield WrongPlan.DRUG_PLAN_NOT_NEEDED
    elif who.now is CoverageNow.EMPLOYER_PLAN:
        yield WrongPlan.EMPLOYER_MAY_END
    elif who.now is CoverageNow.HEALTH_PLAN:
        yield WrongPlan.NO_DRUGS if who.drugs_in_plan is False else WrongPlan.DRUG_PLAN_ENDS_IT
    elif who.now in _BESIDE and who.drugs_in_plan is False:
        yield WrongPlan.MEDICARE_ENROLLS if who.extra_help else WrongPlan.DRUG_PLAN_BESIDE
    elif who.now in _BESIDE and who.drugs_in_plan:
        yield WrongPlan.DRUG_PLAN_ENDS_IT
