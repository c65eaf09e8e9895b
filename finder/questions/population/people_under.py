"""Each person of a population under one policy: the year at the current plan and at the best one, with every payer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from finder.adjudication.plan_year import YearAtPlan
from finder.domain.claim import PAYERS
from finder.domain.market import Catalog, PlanKind
from finder.domain.member import Member
from finder.domain.money import Cents
from finder.domain.plan_cost import PlanCost, PremiumSubsidy
from finder.domain.policy import Policy
from finder.domain.policy_effect import Payers, PersonUnder, Stand
from finder.domain.population import Person
from finder.parameters import ParameterSet, parameter_set
from finder.parameters.changed import policy_parameters
from finder.questions.plans.compare import for_member, plans_for, refuse_list, year_of_plans
from finder.questions.plans.ranking import may_lead, ranked
from finder.questions.population.help_under import level_under
from finder.questions.population.policy_market import market_under
from finder.questions.progress import OnProgress, Steps

CHUNK = 100
"""People between two looks at whether to go on."""


def people_under(
    catalog: Catalog, people: Sequence[Person], policy: Policy, on_progress: OnProgress | None = None
) -> tuple[PersonUnder, ...] | None:
    """Every person under the policy, in order; None where the work was stopped. Raises Refusal for a policy that does not fit the catalog,
    and for a person whom it does not serve."""
    market, numbers = market_under(catalog, policy), policy_parameters(policy)
    law, steps = parameter_set(policy.plan_year), Steps(len(people), on_progress)
    found: list[PersonUnder] = []
    for first in range(0, len(people), CHUNK):
        chunk = people[first : first + CHUNK]
        found += [_person_under(market, person, law, numbers) for person in chunk]
        if not steps.go_on(len(chunk)):
            return None
    return tuple(found)


def _person_under(market: Catalog, person: Person, law: ParameterSet, numbers: ParameterSet) -> PersonUnder:
    level = level_under(person, law, numbers)
    member = person.member if level is None or level is person.level else replace(person.member, low_income_subsidy=level)
    # plans of the other sort cannot lead unless there are no others, so they are looked at only then
    for asked in (_of_own_sort(market, member), member):
        costs = _costs(market, replace(person, member=asked), numbers)
        leaders = may_lead(costs, member.current_plan, health_plans=member.sees_health_plans, skip_uncovered=person.skip_uncovered)
        if any(cost.plan.plan_id != member.current_plan for cost in leaders):
            break
    current = next((cost for cost in costs if cost.plan.plan_id == member.current_plan), None)
    return PersonUnder(member.low_income_subsidy, _stand(current) if current else None, _stand(leaders[0]) if leaders else None)


def _of_own_sort(market: Catalog, member: Member) -> Member:
    """The member asking for no plans but those that may lead: of the current plan's sort, drug plans or health plans."""
    current = market.plan(member.current_plan) if member.current_plan else None
    drugs_alone = not member.sees_health_plans if current is None else current.kind is PlanKind.PDP
    if current is None and not drugs_alone:
        return member
    kinds = tuple(kind for kind in member.plan_kinds if (kind is PlanKind.PDP) == drugs_alone)
    served = any(plan.kind in kinds for plan in market.plans_serving(member.county))
    return replace(member, plan_kinds=kinds) if served else member


def _costs(market: Catalog, person: Person, numbers: ParameterSet) -> Sequence[PlanCost]:
    """The plans compared, in rank order."""
    member, drugs = person.member, person.prescriptions
    refuse_list(drugs)
    plans = plans_for(market, member)
    shared = year_of_plans(market, member, drugs, numbers, plans)
    formulary = market.formulary([plan.plan_id for plan in plans], [one.drug.rxcui for one in drugs])
    costs = [for_member(YearAtPlan(shared, plan, formulary).cost(), member) for plan in plans]
    return ranked(costs, skip_uncovered=person.skip_uncovered)


def _stand(cost: PlanCost) -> Stand:
    payers = [sum(getattr(part, payer) for row in cost.ledger.rows for part in row.segments) for payer in PAYERS]
    gross: Cents = sum(row.price for row in cost.ledger.rows)
    premium = cost.total - cost.drug_cost
    known = cost.premium is not None and cost.premium_subsidy is not PremiumSubsidy.UNKNOWN
    return Stand(cost.plan.plan_id, premium, Payers(gross, *payers), cost.all_in - cost.total, known)
