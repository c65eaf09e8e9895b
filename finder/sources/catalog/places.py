"""Places: which counties a ZIP is in, and how the names of counties and states are compared."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

import yaml

from finder.domain.market import County
from finder.domain.population import Place
from finder.paths import shipped
from finder.sources.catalog.market_map import MarketMap, Records
from finder.sources.catalog.ownership import MAP
from finder.sources.catalog.releases import GEO_TABLES
from finder.sources.catalog.store import check_folder, read_manifest, read_rows

_SUFFIX = re.compile(r"\b(county|parish|borough|census area|municipality|municipio|city and borough|island|district)$")
_REGIONS = 34
_EAST_OR_WEST = {"e": "east ", "w": "west "}
_RENAMED = {
    ("SD", "shannon"): "oglalalakota",
    ("AK", "wadehampton"): "kusilvak",
    ("LA", "stjohnbaptist"): "stjohnthebaptist",
    ("DC", "the"): "districtofcolumbia",
    ("VA", "poquoson"): "poquosoncity",
    ("MN", "lakeofwoods"): "lakeofthewoods",
}
"""Counties that changed their name, and names that CMS writes in its own way: all become one."""


def place_key(state: str, county: str) -> str:
    """A county's name without accents, case, spaces and the word for county, so that tables of different offices agree.

    ``city`` stays: in Maryland, Missouri and Virginia a city and a county share a name.
    """
    ascii_name = unicodedata.normalize("NFKD", county).encode("ascii", "ignore").decode().lower().strip()
    for _ in range(2):  # "city and borough": the borough first, then nothing more
        ascii_name = _SUFFIX.sub("", ascii_name).strip()
    ascii_name = re.sub(r"^([ew])\.\s*", lambda found: _EAST_OR_WEST[found[1]], ascii_name)
    words = re.sub(r"\b(saint|st\.?)\s", "st", ascii_name)
    words = re.sub(r"\b(sainte|ste\.?)\s", "ste", words)
    key = re.sub(r"[^a-z0-9]", "", words)
    return _RENAMED.get((state, key), key)


def state_key(name: str) -> str:
    """A state's name for comparison: lower-case letters."""
    return re.sub(r"[^a-z]", "", name.lower())


@cache
def state_names(states_file: Path) -> Mapping[str, list[str]]:
    """Two letters -> the names of the state or territory, the usual one first. Read once: a list of states to choose from asks for each."""
    names: dict[str, list[str]] = yaml.safe_load(states_file.read_text("utf-8"))
    return names


class Places(NamedTuple):
    """``counties``: (state, county key) -> FIPS code and name as shown.
    ``states``: state key -> two letters.
    """

    counties: Mapping[tuple[str, str], tuple[str, str]]
    states: Mapping[str, str]


def read_places(folder: Path | None = None) -> Places:
    """The places of ``data/geo``."""
    base = folder or shipped("data") / "geo"
    counties = {(row["state"], row["place_key"]): (row["fips"], row["name"]) for row in read_rows(base / "counties.parquet")}
    return Places(counties, {row["name_key"]: row["state"] for row in read_rows(base / "states.parquet")})


def states_by_region(folder: Path | None = None) -> dict[str, tuple[str, ...]]:
    """The 34 regions of stand-alone plans, two digits, and the states of each. The territories' regions come after them."""
    rows = read_rows((folder or shipped("data") / "geo") / "states.parquet")
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row["pdp_region"].zfill(2), set()).add(row["state"])
    return {region: tuple(sorted(states)) for region, states in sorted(found.items()) if region.isdigit() and 1 <= int(region) <= _REGIONS}


def state_of(places: Places, name: str) -> str | None:
    """The two letters of a state by its name, or None."""
    return places.states.get(state_key(name))


class ZipCodes:
    """The counties of every ZIP in the country."""

    def __init__(self, folder: Path) -> None:
        check_folder(folder, read_manifest(folder), GEO_TABLES)
        self._map = MarketMap(folder / MAP)

    @cached_property
    def _zips(self) -> Records:
        return Records(self._map, "zips")

    @cached_property
    def _counties(self) -> Records:
        return Records(self._map, "counties")

    def counties(self, zip_code: str) -> list[County]:
        """The counties of a ZIP, by name."""
        record = self._zips.get(zip_code)
        places = record.cast("H") if record is not None else ()
        return [self._county(place) for place in places]

    def of_state(self, state: str) -> list[Place]:
        """Every ZIP of a state with each of its counties there, by ZIP."""
        counties = {place: self._county(place) for place in range(len(self._counties))}
        there = {place: county for place, county in counties.items() if county.state == state}
        return [
            Place(self._zips.key(number), there[place])
            for number in range(len(self._zips))
            for place in self._zips.at(number).cast("H")
            if place in there
        ]

    def _county(self, place: int) -> County:
        return County(self._counties.key(place), *json.loads(bytes(self._counties.at(place))))
