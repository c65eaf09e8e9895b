"""Each person of a population under one policy: the year at the current plan and at the best one, with every payer.

With an engine of many years all plans are summed at once. Without one, plain Python makes ledgers at those two plans alone. Both rank by
the functions for one person.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from finder.adjudication.many_years import ManyYears, engine_for
from finder.adjudication.plan_year import YearAtPlan
from finder.domain.claim import PAYERS
from finder.domain.errors import Refusal
from finder.domain.market import Catalog, PlanKind
from finder.domain.member import Member
from finder.domain.plan_cost import PlanCost, PremiumSubsidy
from finder.domain.policy import Policy
from finder.domain.policy_effect import Payers, PersonUnder, Stand
from finder.domain.population import Person
from finder.parameters import ParameterSet, parameter_set
from finder.parameters.changed import policy_parameters
from finder.questions.plans.compare import for_member, plans_for, refuse_list, year_of_plans
from finder.questions.plans.ranking import may_lead, ranked
from finder.questions.population.compare_many import ManyComparisons
from finder.questions.population.help_under import IncomeLimits, income_limits, level_under
from finder.questions.population.policy_market import market_under
from finder.questions.population.years_at_plans import YearInMany
from finder.questions.progress import OnProgress, Steps

_CHUNK, _PLAIN_CHUNK = 250, 10
"""People between two looks at whether to go on."""
Compared = tuple[Sequence[PlanCost], Sequence[PlanCost]]
"""The plans compared, and those that may lead."""


def people_under(
    catalog: Catalog,
    people: Sequence[Person],
    policy: Policy,
    on_progress: OnProgress | None = None,
    *,
    engine: ManyYears | None = None,
) -> tuple[PersonUnder, ...] | None:
    """Every person under the policy, in order; None where the work was stopped. Raises Refusal for a policy that does not fit the catalog,
    and for a person whom it does not serve.

    ``engine``: of this catalog; a policy that changes prices gets one of its own. None: plain Python.
    """
    market, numbers = market_under(catalog, policy), policy_parameters(policy)
    if engine is not None and policy.changes_prices:
        engine = engine_for(market)
    many = None if engine is None else ManyComparisons(market, numbers, engine=engine)
    limits = income_limits(parameter_set(policy.plan_year)), income_limits(numbers)
    steps, found = Steps(len(people), on_progress), list[PersonUnder]()
    size = _PLAIN_CHUNK if many is None else _CHUNK
    for first in range(0, len(people), size):
        chunk = [_person_under(person, *limits) for person in people[first : first + size]]
        compared = _compared_plainly(market, chunk, numbers) if many is None else _compared(market, chunk, many)
        found += [_under(person, *costs) for person, costs in zip(chunk, compared, strict=True)]
        if not steps.go_on(len(chunk)):
            return None
    return tuple(found)


def _person_under(person: Person, law: IncomeLimits, policy: IncomeLimits) -> Person:
    """The person with the level of Extra Help under the policy."""
    level = level_under(person, law, policy)
    return person if level is None or level is person.level else replace(person, member=replace(person.member, low_income_subsidy=level))


def _compared(market: Catalog, people: Sequence[Person], many: ManyComparisons) -> Iterator[Compared]:
    narrowed = many.of([_of_own_sort(market, person) for person in people])
    for person, found in zip(people, narrowed, strict=True):
        comparison = found
        if isinstance(found, Refusal) or _leads_alone(person, found.leaders):
            (comparison,) = many.of([person])
        if isinstance(comparison, Refusal):
            raise comparison
        yield comparison.plans, comparison.leaders


def _compared_plainly(market: Catalog, people: Sequence[Person], numbers: ParameterSet) -> Iterator[Compared]:
    for person in people:
        costs = _costs(market, _of_own_sort(market, person), numbers)
        leaders = _leaders(person, costs)
        if _leads_alone(person, leaders):
            costs = _costs(market, person, numbers)
            leaders = _leaders(person, costs)
        yield costs, leaders


def _leaders(person: Person, costs: Sequence[PlanCost]) -> Sequence[PlanCost]:
    member = person.member
    return may_lead(costs, member.current_plan, health_plans=member.sees_health_plans, skip_uncovered=person.skip_uncovered)


def _leads_alone(person: Person, leaders: Sequence[PlanCost]) -> bool:
    """Whether no plan but the current one may lead, so that plans of the other sort must be looked at too."""
    return all(cost.plan.plan_id == person.member.current_plan for cost in leaders)


def _of_own_sort(market: Catalog, person: Person) -> Person:
    """The person asking only for plans that may lead, where there are any: those of the current plan's sort."""
    member = person.member
    current = market.plan(member.current_plan) if member.current_plan else None
    drugs_alone = not member.sees_health_plans if current is None else current.kind is PlanKind.PDP
    if current is None and not drugs_alone:
        return person
    kinds = tuple(kind for kind in member.plan_kinds if (kind is PlanKind.PDP) == drugs_alone)
    served = any(plan.kind in kinds for plan in market.plans_serving(member.county))
    return replace(person, member=_asking_for(member, kinds)) if served else person


def _asking_for(member: Member, kinds: tuple[PlanKind, ...]) -> Member:
    return member if kinds == member.plan_kinds else replace(member, plan_kinds=kinds)


def _costs(market: Catalog, person: Person, numbers: ParameterSet) -> Sequence[PlanCost]:
    """The plans compared, in rank order."""
    member, drugs = person.member, person.prescriptions
    refuse_list(drugs)
    plans = plans_for(market, member)
    shared = year_of_plans(market, member, drugs, numbers, plans)
    formulary = market.formulary([plan.plan_id for plan in plans], [one.drug.rxcui for one in drugs])
    costs = [for_member(YearAtPlan(shared, plan, formulary).cost(), member) for plan in plans]
    return ranked(costs, skip_uncovered=person.skip_uncovered)


def _under(person: Person, costs: Sequence[PlanCost], leaders: Sequence[PlanCost]) -> PersonUnder:
    current = next((cost for cost in costs if cost.plan.plan_id == person.member.current_plan), None)
    return PersonUnder(person.level, _stand(current) if current else None, _stand(leaders[0]) if leaders else None)


def _stand(cost: PlanCost) -> Stand:
    known = cost.premium is not None and cost.premium_subsidy is not PremiumSubsidy.UNKNOWN
    return Stand(cost.plan.plan_id, cost.total - cost.drug_cost, _payers(cost), cost.all_in - cost.total, known, cost.at_least)


def _payers(cost: PlanCost) -> Payers:
    if isinstance(cost.details, YearInMany):
        return Payers(*cost.details.payers[: len(Payers._fields)].tolist())
    rows = cost.ledger.rows
    payers = [sum(getattr(part, payer) for row in rows for part in row.segments) for payer in PAYERS]
    return Payers(sum(row.price for row in rows), *payers)
