"""The document of ``finder formulary-map`` and its answer."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from finder.documents.fields import Input, PlanYear, Word, dollars_or_null, read
from finder.documents.law import rule_entries
from finder.domain.errors import Problem, Refusal
from finder.domain.formulary_map import ClassOnPlan, FormularyMap, PlanOnMap
from finder.domain.market import Catalog, County, PlanKind
from finder.parameters import version
from finder.questions.plans.formulary_map import formulary_map

_KINDS = [PlanKind.PDP]


class FormularyMapInput(Input):
    """The document of ``finder formulary-map``: the plans of a year at a ZIP code; ``county`` settles one in several."""

    plan_year: PlanYear
    zip: Annotated[str, Field(pattern=r"^[0-9]{5}$")]
    county: str | None = None
    plan_kinds: Annotated[list[Annotated[PlanKind, Word(PlanKind)]], Field(min_length=1)] = _KINDS


INPUT = FormularyMapInput


def answer(document: object) -> dict[str, Any]:
    """Each plan with each class: what it lists, restricts, puts on its specialty tier, and what stands out. Raises Refusal."""
    from finder.sources.catalog.reading import open_catalog_at
    from finder.sources.names.drug_classes import drug_classes, protected_classes

    asked = read(INPUT, document)
    catalog = open_catalog_at(asked.plan_year, asked.zip, asked.county)
    county = _county(catalog, asked)
    specialty = catalog.specialty_tiers([plan.plan_id for plan in catalog.plans_serving(county)])
    protected, common = protected_classes(), drug_classes()
    return _written(formulary_map(catalog, county, asked.plan_kinds, protected.classes_of, common.classes_of, specialty, protected.source))


def _county(catalog: Catalog, asked: FormularyMapInput) -> County:
    counties = catalog.counties(asked.zip)
    named = (asked.county or "").strip().casefold().removesuffix(" county")
    found = [one for one in counties if named in ("", one.fips, one.name.casefold())]
    if not counties:
        raise Refusal([Problem("$.zip", "a ZIP code of the United States", asked.zip)])
    if len(found) != 1:
        expected = f"one of {', '.join(one.name for one in counties)}"
        raise Refusal([Problem("$.county", expected, "nothing" if asked.county is None else asked.county)])
    return found[0]


def _written(found: FormularyMap) -> dict[str, Any]:
    return {
        "plan_year": found.info.plan_year,
        "county": found.county.name,
        "classes": [{"name": of.name, "protected": of.protected, "ingredients": list(of.ingredients)} for of in found.classes],
        "class_source": found.source,
        "specialty_tier_threshold": dollars_or_null(found.specialty_threshold),
        "plans": [_plan(one) for one in found.plans],
        "rules": rule_entries(found.rules),
        "parameters_version": version(),
    }


def _plan(one: PlanOnMap) -> dict[str, Any]:
    plan = one.plan
    facts = {"plan_id": plan.plan_id, "name": plan.name, "benefit_type": plan.design.benefit_type.key}
    return {**facts, "classes": [_class(of) for of in one.classes]}


def _class(of: ClassOnPlan) -> dict[str, Any]:
    sets = {"missing": of.missing, "restricted": of.restricted, "specialty": of.specialty}
    return {"name": of.of.name, "listed": len(of.listed), **{name: sorted(drugs) for name, drugs in sets.items()}} | {
        "flags": [flag.key for flag in of.flags]
    }
