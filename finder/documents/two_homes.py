"""The document of ``finder two-homes`` and its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from finder.documents.downloads import calendar_file
from finder.documents.fields import Input, IsoDate, PlanYear, iso_or_null, read
from finder.documents.law import rule_entries
from finder.documents.rights import date_entry
from finder.domain.errors import Problem, Refusal
from finder.domain.market import Catalog, Plan, PlanKind
from finder.domain.rights import AwayPlan
from finder.domain.two_homes import Place, TimeAway, TwoHomes
from finder.explain.explainers import two_homes as words
from finder.parameters import version
from finder.questions.explainers.two_homes import two_homes
from finder.questions.plans.two_homes import serves

if TYPE_CHECKING:
    from finder.sources.catalog.pharmacy_networks import PharmacyNetworks

ZipCode = Annotated[str, Field(pattern=r"[0-9]{5}")]


class TwoHomesInput(Input, title="TwoHomes"):
    """The document of ``finder two-homes``. With ``plan_id`` the plan's kind is its own, its area is looked up, and its stores are counted
    near both places where the networks of ``plan_year`` are at hand."""

    plan_year: PlanYear
    zip: ZipCode
    away_zip: ZipCode
    leaves_on: IsoDate
    back_on: IsoDate | None = None
    plan_id: Annotated[str, Field(pattern=r"[A-Za-z][0-9]{4}-[0-9]{3}-[0-9]{3}")] | None = None
    plan_kind: Literal["PDP", "MA-PD"] = "PDP"
    travel_benefit: bool = False


INPUT = TwoHomesInput


def answer(document: object) -> dict[str, Any]:
    """How long the person may be away, the stores at both places, and the refills. Raises Refusal."""
    from finder.sources.catalog.pharmacy_networks import PharmacyNetworks
    from finder.sources.catalog.reading import open_catalog_at

    asked = read(INPUT, document)
    catalog, networks = open_catalog_at(asked.plan_year, asked.zip), PharmacyNetworks(asked.plan_year)
    plan = catalog.plan(asked.plan_id.upper()) if asked.plan_id else None
    if asked.plan_id and plan is None:
        raise Refusal([Problem("$.plan_id", f"a plan of {asked.plan_year}", asked.plan_id)])
    home, away = (_place(catalog, networks, plan, zip_code) for zip_code in (asked.zip, asked.away_zip))
    told = TimeAway(home, away, asked.leaves_on, asked.back_on, _kind(asked, plan), plan)
    return _written(two_homes(told, serves(catalog, plan, catalog.counties(asked.away_zip))))


def _place(catalog: Catalog, networks: PharmacyNetworks, plan: Plan | None, zip_code: str) -> Place:
    states = tuple(sorted({county.state for county in catalog.counties(zip_code)}))
    return Place(zip_code, states, networks.stores_near(plan.plan_id, zip_code) if plan else None)


def _kind(asked: TwoHomesInput, plan: Plan | None) -> AwayPlan:
    """The kind of the plan named, else the kind given."""
    drug_plan = plan.kind is PlanKind.PDP if plan else asked.plan_kind == "PDP"
    if drug_plan:
        return AwayPlan.DRUG_PLAN
    return AwayPlan.HEALTH_PLAN_WITH_TRAVEL_BENEFIT if asked.travel_benefit else AwayPlan.HEALTH_PLAN


def _written(found: TwoHomes) -> dict[str, Any]:
    return {
        "in_area": found.in_area,
        "days_away": found.days_away,
        "longest": iso_or_null(found.longest),
        "back_by": iso_or_null(found.back_by),
        "out_on": iso_or_null(found.out_on),
        "dates": [date_entry(entry) for entry in found.clock],
        "stores": {"home": _stores(found.asked.home), "away": _stores(found.asked.away)},
        "refills": [{"days_supply": one.days_supply, "dates": [day.isoformat() for day in one.days]} for one in found.refills],
        "says": [words.headline(found), *words.absence_sentences(found), words.stores_sentence(found)],
        "rules": rule_entries(found.rules),
        "calendar": calendar_file(words.dues(found)),
        "parameters_version": version(),
    }


def _stores(place: Place) -> dict[str, int] | None:
    """The stores near a place that are in the plan's network; None where they are not known."""
    return place.stores._asdict() if place.stores else None
