"""Who is hurt when a plan drops a drug: the same people before and after."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from finder.domain.caseload import DrugDropped, DrugName, Hurt, PersonAnswer
from finder.domain.errors import Problem, Refusal
from finder.domain.market import Catalog, Drug, Plan
from finder.domain.money import Cents, ratio_half_up
from finder.questions.plans.changed_prices import WithoutDrug
from finder.questions.population.answers import compared
from finder.questions.population.groups import enough, joined, split
from finder.questions.progress import OnProgress, Steps

PlanOf = Callable[[PersonAnswer], str | None]


def current_of(one: PersonAnswer) -> str | None:
    """The plan that a person has, where we know what it costs."""
    return None if one.current_cost is None else one.person.member.current_plan


def best_of(one: PersonAnswer) -> str | None:
    """The plan that is best for a person."""
    return one.best_id


def droppable(catalog: Catalog, people: Sequence[PersonAnswer]) -> dict[str, tuple[DrugName, ...]]:
    """Plan id -> the drugs on its list that enough of its people take to be told of. Its people have it, or it is best for them."""
    pairs = _told_apart(people, current_of) | _told_apart(people, best_of)
    products: dict[str, set[str]] = defaultdict(set)
    for drug in {taken.drug for one in people for taken in one.person.prescriptions}:
        products[drug_name(drug)].add(drug.rxcui)
    found: dict[str, list[DrugName]] = defaultdict(list)
    for plan_id, name in sorted(pairs):
        listed = catalog.formulary([plan_id], sorted(products[name]))
        if listed:
            found[plan_id].append(DrugName(name, frozenset(rxcui for _, rxcui in listed)))
    return {plan_id: tuple(drugs) for plan_id, drugs in found.items()}


def drug_name(drug: Drug) -> str:
    """What a drug is called in all its strengths: its brand, or its ingredient."""
    if not drug.brand:
        return drug.ingredient.casefold()
    return drug.brand.title() if drug.brand.isupper() or drug.brand.islower() else drug.brand


def _told_apart(people: Sequence[PersonAnswer], plan_of: PlanOf) -> set[tuple[str, str]]:
    """The pairs of a plan and a drug whose people can be counted: neither they, nor the plan's others, nor those of other plans who take
    the drug, follow as a count below 11. A plan that is counted together with others elsewhere is asked about nowhere."""
    of_plan: Counter[str] = Counter()
    takers: dict[str, Counter[str]] = defaultdict(Counter)
    for one in people:
        plan_id = plan_of(one)
        if plan_id is not None:
            of_plan[plan_id] += 1
            for name in {drug_name(taken.drug) for taken in one.person.prescriptions}:
                takers[name][plan_id] += 1
    alone = {of[0] for of in joined({plan_id: (count,) for plan_id, count in sorted(of_plan.items())}) if len(of) == 1}
    pairs = set()
    for name, by_plan in takers.items():
        parts = {plan_id: (by_plan[plan_id], of_plan[plan_id] - by_plan[plan_id]) for plan_id in sorted(of_plan)}
        pairs |= {(of[0], name) for of in joined(parts) if len(of) == 1 and of[0] in alone and by_plan[of[0]]}
    return pairs


class _After(NamedTuple):
    """What a person pays more after the drug is dropped, whether another plan is then the best, and whether some price is not known."""

    more: Cents
    moved: bool
    at_least: bool


def drug_dropped(
    catalog: Catalog,
    people: Sequence[PersonAnswer],
    plan: Plan,
    drug: DrugName,
    today: date | None,
    on_progress: OnProgress | None = None,
) -> DrugDropped | None:
    """The people of a plan who take a drug, before and after the plan drops it. None if stopped. Raises Refusal where they are too few."""
    asked: dict[PlanOf, bool] = {plan_of: (plan.plan_id, drug.name) in _told_apart(people, plan_of) for plan_of in (current_of, best_of)}
    if not any(asked.values()):
        raise Refusal([Problem("drug", "a drug that at least 11 of the plan's people take", "fewer")])
    reached = [
        one
        for one in people
        if any(asked[plan_of] and plan_of(one) == plan.plan_id for plan_of in asked)
        and any(taken.drug.rxcui in drug.rxcuis for taken in one.person.prescriptions)
    ]
    steps, without = Steps(len(reached), on_progress), WithoutDrug(catalog, plan.plan_id, drug.rxcuis)
    after: dict[PlanOf, list[_After]] = {current_of: [], best_of: []}
    for one in reached:
        for plan_of, found in _after(without, one, plan.plan_id, today).items():
            if asked[plan_of] and plan_of(one) == plan.plan_id:
                after[plan_of].append(found)
        if not steps.go_on():
            return None
    return DrugDropped(plan, drug, _hurt(after[current_of]), _hurt(after[best_of]))


def _hurt(after: Sequence[_After]) -> Hurt | None:
    if not after or not enough((len(after),)):
        return None
    more = ratio_half_up(sum(one.more for one in after), len(after))
    return Hurt(len(after), more, split(sum(one.moved for one in after), len(after)), any(one.at_least for one in after))


def _after(catalog: Catalog, one: PersonAnswer, plan_id: str, today: date | None) -> dict[PlanOf, _After]:
    """What one person pays more: at the plan itself, and at the plan that is then the best."""
    after = compared(catalog, one.person, today)
    named = after.plan_cost(after.recommendation.plan_id) if after.recommendation.plan_id else None
    moved = named is not None and named.plan.plan_id != one.best_id
    found: dict[PlanOf, _After] = {}
    now = after.plan_cost(plan_id)
    if now is not None and one.current_cost is not None:
        found[current_of] = _After(after.figure(now) - one.current_cost, moved, now.at_least)
    if named is not None and one.best_cost is not None:
        found[best_of] = _After(after.figure(named) - one.best_cost, moved, named.at_least)
    return found
