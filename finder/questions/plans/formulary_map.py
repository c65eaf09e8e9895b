"""Which drugs of a class does each plan list, restrict or put on its specialty tier? Of the protected classes and the common ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from finder.domain.errors import Problem, Refusal
from finder.domain.formulary_map import ClassOnPlan, DrugClass, FormularyMap, PlanOnMap
from finder.domain.market import Catalog, County, Drug, FormularyEntry, Plan, PlanKind
from finder.parameters import parameter_set
from finder.parameters.rule_sets import rules_of

TOPIC, THRESHOLD = "formulary", "specialty_tier_threshold"
ClassesOf = Callable[[Drug], Iterable[str]]
"""The names of the classes that a drug is in."""


def formulary_map(
    catalog: Catalog,
    county: County,
    kinds: Sequence[PlanKind],
    protected: ClassesOf,
    common: ClassesOf,
    specialty: Mapping[str, frozenset[int]],
    source: str,
) -> FormularyMap:
    """The map of a county's plans. ``specialty``: plan id -> its specialty tiers. Raises Refusal where no plan of the kinds serves it."""
    plans = [plan for plan in catalog.plans_serving(county) if plan.kind in kinds]
    if not plans:
        raise Refusal([Problem("$.county", "a county with plans of those kinds in this catalog", f"{county.name} County")])
    numbers = parameter_set(catalog.info.plan_year)
    drugs = classified(catalog, protected, common)
    rxcuis = sorted({drug.rxcui for group in drugs.values() for drug in group})
    entries = catalog.formulary([plan.plan_id for plan in plans], rxcuis)
    return FormularyMap(
        info=catalog.info,
        county=county,
        classes=tuple(drugs),
        plans=tuple(_on_map(plan, drugs, entries, specialty.get(plan.plan_id, frozenset())) for plan in plans),
        specialty_threshold=numbers.cents(THRESHOLD) if numbers.has(THRESHOLD) else None,
        source=source,
        rules=tuple(rules_of(TOPIC, catalog.info.plan_year).values()),
    )


def classified(catalog: Catalog, protected: ClassesOf, common: ClassesOf) -> dict[DrugClass, tuple[Drug, ...]]:
    """Each class with its products in the catalog: the protected ones by name, then the common ones by name."""
    groups: dict[tuple[bool, str], list[Drug]] = {}
    for drug in catalog.drugs():
        for name in protected(drug):
            groups.setdefault((False, name), []).append(drug)
        for name in common(drug):
            groups.setdefault((True, name), []).append(drug)
    found = {}
    for (is_common, name), drugs in sorted(groups.items(), key=lambda group: group[0]):
        ingredients = tuple(sorted({drug.ingredient.casefold() for drug in drugs}))
        found[DrugClass(name, not is_common, ingredients)] = tuple(drugs)
    return found


def class_on_plan(of: DrugClass, products: Iterable[tuple[str, FormularyEntry]], specialty: frozenset[int]) -> ClassOnPlan:
    """A class at a plan from its listed products, each with its ingredient."""
    listed = list(products)
    eased = {ingredient for ingredient, entry in listed if not (entry.prior_authorization or entry.step_therapy)}
    cheaper = {ingredient for ingredient, entry in listed if entry.tier not in specialty}
    ingredients = frozenset(ingredient for ingredient, _ in listed)
    return ClassOnPlan(of, ingredients, ingredients - eased, ingredients - cheaper)


def _on_map(
    plan: Plan,
    classes: Mapping[DrugClass, tuple[Drug, ...]],
    entries: Mapping[tuple[str, str], FormularyEntry],
    specialty: frozenset[int],
) -> PlanOnMap:
    found = []
    for of, drugs in classes.items():
        products = [
            (drug.ingredient.casefold(), entries[plan.plan_id, drug.rxcui]) for drug in drugs if (plan.plan_id, drug.rxcui) in entries
        ]
        found.append(class_on_plan(of, products, specialty))
    return PlanOnMap(plan, tuple(found))
