"""The reach of pharmacies: points of ZIP codes with their people, and how many of these live near a pharmacy of each plan's network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from finder.domain.benefit import Named
from finder.domain.law import Rule
from finder.domain.market import County, Plan


class Area(Named):
    """The kind of area, which the law's distance depends on."""

    URBAN = 0
    SUBURBAN = 1
    RURAL = 2


class MapPoint(NamedTuple):
    """The middle of a ZIP code in degrees, its people, and its kind of area (None: not known)."""

    zip_code: str
    latitude: float
    longitude: float
    people: int
    area: Area | None = None


class AreaReach(NamedTuple):
    """The people of a kind of area, how many of them live within its miles, and whether these are as many as the law asks of a state."""

    area: Area
    people: int
    near: int
    enough: bool


class PlanReach(NamedTuple):
    """A plan's reach.

    ``near``: people within each of the law's distances, the shortest first.
    ``unplaced`` are ZIP codes with stores of which no point was given, so that more people may live near; None for the stores: unknown.
    """

    plan: Plan
    near: tuple[int, ...]
    areas: tuple[AreaReach, ...]
    unplaced: int


@dataclass(frozen=True, slots=True)
class PharmacyReach:
    """The answer for a county, or for one ZIP code of it (``zip_code``).

    ``plans``: the widest reach first. ``unknown`` are plans whose networks were not imported.
    """

    year: int
    county: County
    zip_code: str | None
    people: int
    miles: tuple[int, ...]
    plans: tuple[PlanReach, ...]
    unknown: tuple[Plan, ...]
    rules: Mapping[Area, Rule]
