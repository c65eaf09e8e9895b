"""How many people of a place live near a pharmacy of each plan's network? Stores stand in the middle of their ZIP code."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from finder.domain.errors import Problem, Refusal
from finder.domain.market import Catalog, County, Plan
from finder.domain.pharmacy_reach import Area, AreaReach, MapPoint, PharmacyReach, PlanReach
from finder.parameters.rule_sets import rule_of
from finder.rules.pharmacy_access import enough_live_near

_EARTH = 3958.8
"""Miles from the middle of the earth to its face, on average."""


def miles_between(one: MapPoint, other: MapPoint) -> float:
    """Miles as the crow flies, by the haversine formula."""
    lat, other_lat = math.radians(one.latitude), math.radians(other.latitude)
    half_lat, half_lon = (other_lat - lat) / 2, math.radians(other.longitude - one.longitude) / 2
    chord = math.sin(half_lat) ** 2 + math.cos(lat) * math.cos(other_lat) * math.sin(half_lon) ** 2
    return 2 * _EARTH * math.asin(min(1.0, math.sqrt(chord)))


def pharmacy_reach(
    catalog: Catalog,
    county: County,
    points: Sequence[MapPoint],
    store_zips: Mapping[str, frozenset[str]],
    zip_code: str | None = None,
) -> PharmacyReach:
    """The reach of each plan that serves the county. ``store_zips``: plan id -> ZIP codes with a store of its network; a plan whose network
    is not known is left out of it. Raises Refusal where networks, points or people are missing."""
    plans, at = catalog.plans_serving(county), {point.zip_code: point for point in points}
    here = [one for one in points if (zip_code or one.zip_code) == one.zip_code and county in catalog.counties(one.zip_code)]
    people = sum(point.people for point in here)
    year = catalog.info.plan_year
    problems = []
    if not any(plan.plan_id in store_zips for plan in plans):
        problems.append(Problem("$.plan_year", "the drug stores of the plans here", "none"))
    if not people:
        problems.append(Problem("$.points", "points of ZIP codes of this place, with people", "none"))
    if problems:
        raise Refusal(problems)
    rules = {area: rule_of("pharmacy_access", area.key, year) for area in Area}
    miles = {area: rule.number("miles") for area, rule in rules.items()}
    percents = {area: rule.number("percent") for area, rule in rules.items()}
    found = [_of_plan(plan, here, at, store_zips[plan.plan_id], miles, percents) for plan in plans if plan.plan_id in store_zips]
    return PharmacyReach(
        year=year,
        county=county,
        zip_code=zip_code,
        people=people,
        miles=tuple(sorted(miles.values())),
        plans=tuple(sorted(found, key=lambda one: (*(-near for near in one.near), one.plan.plan_id))),
        unknown=tuple(plan for plan in plans if plan.plan_id not in store_zips),
        rules=rules,
    )


def _of_plan(
    plan: Plan,
    here: Sequence[MapPoint],
    at: Mapping[str, MapPoint],
    zips: frozenset[str],
    miles: Mapping[Area, int],
    percents: Mapping[Area, int],
) -> PlanReach:
    stores = [at[one] for one in sorted(zips) if one in at]
    nearest = [(point, min((miles_between(point, store) for store in stores), default=math.inf)) for point in here]
    near = tuple(sum(point.people for point, far in nearest if far <= limit) for limit in sorted(miles.values()))
    areas = (_of_area(area, nearest, miles[area], percents[area]) for area in Area)
    return PlanReach(plan, near, tuple(one for one in areas if one.people), len(zips) - len(stores))


def _of_area(area: Area, nearest: Sequence[tuple[MapPoint, float]], miles: int, percent: int) -> AreaReach:
    people = sum(point.people for point, _ in nearest if point.area is area)
    near = sum(point.people for point, far in nearest if point.area is area and far <= miles)
    return AreaReach(area, people, near, enough_live_near(near, people, percent))
