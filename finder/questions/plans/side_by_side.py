"""A few plans side by side, near-duplicates among them, and two people of one place, each with an answer of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from finder.domain.benefit import Channel, CostShare, ShareKind
from finder.domain.errors import Problem, Refusal
from finder.domain.market import Catalog, Plan, PlanKind, SpecialCoverages
from finder.domain.money import WHOLE, BasisPoints, Cents, ratio_half_up
from finder.domain.plan_cost import Comparison, PlanCost
from finder.domain.prescription import Prescription
from finder.domain.side_by_side import Couple, NearDuplicate, OneOfTwo, OnePlan, SideBySide
from finder.parameters.rule_sets import rule_of


def special_coverage(catalog: Catalog, costs: Iterable[PlanCost], prescriptions: Sequence[Prescription]) -> SpecialCoverages:
    """The excluded drugs that those plans add to Part D, and the drugs that they cover for some diseases alone, of this list."""
    return catalog.special_coverage([cost.plan.plan_id for cost in costs], [one.drug.rxcui for one in prescriptions])


LEAST, MOST = 2, 4
_PREFERRED_BRAND = 3
"""The tier of preferred brands in nearly every design of more than two tiers; the files give tiers no name."""
_MONTH_AT_RETAIL = (Channel.STANDARD_RETAIL, 30)
_TOPIC = "meaningful_differences"


def side_by_side(catalog: Catalog, comparison: Comparison, plan_ids: Sequence[str]) -> SideBySide:
    """Two to four plans of a comparison, in rank order. Raises Refusal for fewer, more, or a plan not compared."""
    asked = set(plan_ids)
    if not LEAST <= len(asked) <= MOST or len(asked) < len(plan_ids):
        raise Refusal([Problem("$.plans", f"{LEAST} to {MOST} different plans", str(len(plan_ids)))])
    unknown = sorted(asked - {cost.plan.plan_id for cost in comparison.plans})
    if unknown:
        raise Refusal([Problem("$.plans", "plans of this comparison", ", ".join(unknown))])
    plans = tuple(cost for cost in comparison.plans if cost.plan.plan_id in asked)
    special = special_coverage(catalog, plans, comparison.prescriptions)
    return SideBySide(comparison, plans, near_duplicates(catalog, comparison, asked), special)


def near_duplicates(catalog: Catalog, comparison: Comparison, plan_ids: set[str]) -> tuple[NearDuplicate, ...]:
    """Pairs of one sponsor and kind that differ less than CMS's examples in deductible, share of a preferred brand, gap coverage and drugs
    listed without approval or another drug first (a drug with such a rule is not the same access, 74 FR 54694); in rank order. At least
    one of each pair is among ``plan_ids``."""
    pairs = [
        (first, second)
        for first, second in combinations(comparison.plans, 2)
        if plan_ids & {first.plan.plan_id, second.plan.plan_id} and _one_sponsor(first.plan, second.plan)
    ]
    lists = _lists(catalog, {cost.plan.plan_id for pair in pairs for cost in pair})
    return tuple(_near(pairs, lists, comparison.info.plan_year))


def _near(pairs: Sequence[tuple[PlanCost, PlanCost]], lists: Mapping[str, DrugList], year: int) -> Iterator[NearDuplicate]:
    deductible = rule_of(_TOPIC, "deductible", year).number("dollars") * 100
    copay = rule_of(_TOPIC, "brand_copay", year).number("dollars") * 100
    coinsurance = rule_of(_TOPIC, "brand_coinsurance", year).number("percent") * 100
    drugs = rule_of(_TOPIC, "drugs_covered", year).number("percent") * 100
    for first, second in pairs:
        one, other = first.plan.design, second.plan.design
        apart = abs(one.deductible - other.deductible)
        brand = _brand_shares_apart(first.plan, second.plan)
        ours, theirs = lists[first.plan.plan_id], lists[second.plan.plan_id]
        listed, opened = _lists_apart(ours.covered, theirs.covered), _lists_apart(ours.open, theirs.open)
        if brand is None or listed is None or opened is None or apart >= deductible or opened >= drugs:
            continue
        if _gap(first.plan) != _gap(second.plan):
            continue
        kind, amount = brand
        if amount < (coinsurance if kind is ShareKind.COINSURANCE else copay):
            union = len(ours.covered | theirs.covered)
            yield NearDuplicate(first, second, apart, amount, kind is ShareKind.COINSURANCE, listed, union, opened)


def _one_sponsor(one: Plan, other: Plan) -> bool:
    """Whether one organization offers both as the same kind, drug plans or health plans, never special needs plans."""
    return bool(one.organization) and one.organization == other.organization and one.kind == other.kind and one.kind is not PlanKind.SNP


def _brand_shares_apart(one: Plan, other: Plan) -> tuple[ShareKind, int] | None:
    """How far apart the shares of a preferred brand are; None where one is not given, or one is a copay and the other a coinsurance."""
    shares = _brand_share(one), _brand_share(other)
    first, second = shares
    if first is None or second is None or first.kind != second.kind:
        return None
    return first.kind, abs(first.amount - second.amount)


def _brand_share(plan: Plan) -> CostShare | None:
    tier = plan.design.tiers.get(_PREFERRED_BRAND)
    return None if tier is None else tier.initial_coverage.get(_MONTH_AT_RETAIL)


def _gap(plan: Plan) -> bool:
    return any(tier.coverage_gap for tier in plan.design.tiers.values())


class DrugList(NamedTuple):
    """The ingredients that a plan lists, and those of them that have a product without prior authorization and step therapy."""

    covered: frozenset[str]
    open: frozenset[str]


def _lists(catalog: Catalog, plan_ids: set[str]) -> dict[str, DrugList]:
    """Plan id -> its list, of the ingredients of the catalog."""
    if not plan_ids:
        return {}
    ingredients = {drug.rxcui: drug.ingredient.casefold() for drug in catalog.drugs()}
    covered: dict[str, set[str]] = {plan_id: set() for plan_id in plan_ids}
    opened: dict[str, set[str]] = {plan_id: set() for plan_id in plan_ids}
    for (plan_id, rxcui), entry in catalog.formulary(sorted(plan_ids), sorted(ingredients)).items():
        covered[plan_id].add(ingredients[rxcui])
        if not (entry.prior_authorization or entry.step_therapy):
            opened[plan_id].add(ingredients[rxcui])
    return {plan_id: DrugList(frozenset(covered[plan_id]), frozenset(opened[plan_id])) for plan_id in plan_ids}


def _lists_apart(one: frozenset[str], other: frozenset[str]) -> BasisPoints | None:
    """The part of the ingredients on either list that is on one alone; None where both lists are empty."""
    either = len(one | other)
    return ratio_half_up(len(one ^ other) * WHOLE, either) if either else None


def couple(catalog: Catalog, first: Comparison, second: Comparison) -> Couple:
    """Both answers, and what both pay. Raises Refusal for two counties."""
    if first.county != second.county:
        found = f"{first.county.name} and {second.county.name} County"
        raise Refusal([Problem("$.second.county", "one county for both", found)])
    one, other = _one_of_two(catalog, first), _one_of_two(catalog, second)
    together = _together(one, other)
    differ = one.cost is not None and other.cost is not None and one.cost.plan.plan_id != other.cost.plan.plan_id
    return Couple(one, other, together, _one_plan(first, second) if differ and together is not None else None)


def _one_plan(first: Comparison, second: Comparison) -> OnePlan | None:
    """Of the plans that may be suggested to both, the one that costs least together."""
    theirs = {cost.plan.plan_id: cost for cost in second.leaders}
    pairs = [(cost, theirs[cost.plan.plan_id]) for cost in first.leaders if cost.plan.plan_id in theirs]
    found = [
        OnePlan(one, other, first.figure(one) + second.figure(other)) for one, other in pairs if not (_unknown(one) or _unknown(other))
    ]
    return min(found, key=lambda plan: (plan.together, plan.first.plan.plan_id), default=None)


def _one_of_two(catalog: Catalog, comparison: Comparison) -> OneOfTwo:
    chosen = comparison.recommendation.plan_id
    cost = comparison.plan_cost(chosen) if chosen else None
    return OneOfTwo(comparison, cost, special_coverage(catalog, [cost] if cost else [], comparison.prescriptions))


def _together(one: OneOfTwo, other: OneOfTwo) -> Cents | None:
    """What both pay in the months that each is covered; None where a premium or a price is not known."""
    if one.cost is None or other.cost is None or _unknown(one.cost) or _unknown(other.cost):
        return None
    return one.comparison.figure(one.cost) + other.comparison.figure(other.cost)


def _unknown(cost: PlanCost) -> bool:
    return cost.at_least or cost.uncertain
