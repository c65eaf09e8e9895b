"""Will I be moved? Next year's premium of the plan against next year's benchmark, what Medicare does by default, and the best choice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from finder.adjudication.premiums import monthly_premiums
from finder.domain.errors import Problem, Refusal
from finder.domain.helped_plans import HelpedPlan
from finder.domain.market import Catalog, PlanKind
from finder.domain.member import Member
from finder.domain.plan_cost import PremiumSubsidy
from finder.domain.prescription import Prescription
from finder.domain.will_be_moved import Fate, WillBeMoved
from finder.parameters import parameter_set
from finder.parameters.rule_sets import rules_of
from finder.questions.plans.annual_change import whole_year
from finder.questions.plans.helped_plans import helped_plans

_RULES = ("reassignment", "chosen_yourself", "reassignment_letter", "default_plan", "lowest_premium_plan", "special_enrollment")


def will_be_moved(
    this_year: Catalog, next_year: Catalog, member: Member, prescriptions: Sequence[Prescription], plan_id: str, picked: bool | None = None
) -> WillBeMoved:
    """What becomes of the plan of a person with Extra Help who does nothing, and the best choice.

    ``picked``: whether the person picked the plan; None: not asked, or not sure.
    Raises Refusal without Extra Help, for a plan that this year lacks, and what helped_plans raises.
    """
    plan = this_year.plan(plan_id)
    if plan is None:
        raise Refusal([Problem("$.current_plan", f"a plan of {this_year.info.plan_year}", plan_id)])
    year = next_year.info.plan_year
    health = member.health_plans_chosen or plan.kind is not PlanKind.PDP
    person = replace(whole_year(member, year, plan_id), health_plans_chosen=health)
    listed = [replace(prescription, dates=()) for prescription in prescriptions]
    helped = helped_plans(next_year, person, listed, member.low_income_subsidy)
    stay = next((one for one in helped.plans if one.plan.plan_id == plan_id), None)
    premiums = monthly_premiums(stay.plan, person, parameter_set(year)) if stay else None
    known = premiums is not None and premiums.subsidy in (PremiumSubsidy.KNOWN, PremiumSubsidy.ESTIMATED)
    rules = rules_of("extra_help", year)
    return WillBeMoved(
        plan=plan,
        picked=picked,
        fate=_fate(stay, premiums.part_d_premium if premiums and known else None, picked),
        premium=stay.plan.part_d_premium if stay else None,
        left=premiums.part_d_premium if premiums and known else None,
        left_estimated=premiums is not None and premiums.subsidy is PremiumSubsidy.ESTIMATED,
        stay=stay,
        helped=helped,
        rules=tuple(rules[name] for name in _RULES if name in rules),
    )


def _fate(stay: HelpedPlan | None, left: int | None, picked: bool | None) -> Fate:
    """What Medicare does by default: it moves whom it placed, where the plan is gone or leaves a premium. 42 CFR 423.34(c)."""
    if stay is None:
        return Fate.GONE
    if left is None:
        return Fate.STAYS if stay.default else Fate.UNKNOWN
    if left == 0:
        return Fate.STAYS
    if picked or stay.plan.kind is not PlanKind.PDP:
        return Fate.STAYS_AND_PAYS
    return Fate.ASK if picked is None else Fate.MOVED
