"""Places: ZIPs, counties and states as tables, and the way in which county names are compared."""

from __future__ import annotations

import csv
import json
import re
import struct
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from finder.sources.catalog.market_map import Buffer, records
from finder.sources.catalog.store import write_folder

if TYPE_CHECKING:
    import pyarrow as pa

_SUFFIX = re.compile(r"\b(county|parish|borough|census area|municipality|municipio|city and borough|island|district)$")
_SPOKEN = re.compile(r" (County|Parish|Municipio|City and Borough|Borough|Census Area|Municipality)$")
"""What a county's name is shown without: everything but the word that tells a city from a county."""
_RENAMED = {("SD", "shannon"): "oglalalakota", ("AK", "wadehampton"): "kusilvak"}
"""Counties that changed their name: whichever of both a table has, they meet under the new one."""


def place_key(state: str, county: str) -> str:
    """A county's name without accents, case, spaces and the word for county, as tables of different offices agree on it.

    ``city`` stays: in Maryland, Missouri and Virginia a city and a county share a name.
    """
    ascii_name = unicodedata.normalize("NFKD", county).encode("ascii", "ignore").decode().lower().strip()
    for _ in range(2):  # "city and borough": the borough first, then nothing more
        ascii_name = _SUFFIX.sub("", ascii_name).strip()
    words = re.sub(r"\b(saint|st\.?)\s", "st", ascii_name)
    words = re.sub(r"\b(sainte|ste\.?)\s", "ste", words)
    key = re.sub(r"[^a-z0-9]", "", words)
    return _RENAMED.get((state, key), key)


def state_key(name: str) -> str:
    """A state's name for comparison: letters alone, lower case."""
    return re.sub(r"[^a-z]", "", name.lower())


def state_names(states_file: Path) -> dict[str, list[str]]:
    """Two letters -> the names of the state or territory, the usual one first."""
    names: dict[str, list[str]] = yaml.safe_load(states_file.read_text("utf-8"))
    return names


def build_geo(folder: Path, states_file: Path, out: Path) -> None:
    """Write the tables of places from the ZIP, county and region files in ``folder`` and the states' names."""
    out_tables = geo_tables(folder, states_file)
    facts = {"source": "ZIP to county (HUD USPS crosswalk), county list of the Census, PDP regions of CMS"}
    write_folder(out, out_tables, facts, dict(place_sections(out_tables)))


def place_sections(tables: Mapping[str, pa.Table]) -> Iterator[tuple[str, Buffer]]:
    """The map of places: ``counties`` (FIPS code -> JSON: name, state) and ``zips`` (ZIP -> u16 a county: its place), by name and code."""
    names = {fips: (name, state) for fips, name, state in _columns(tables["counties"], "fips", "name", "state")}
    yield from records("counties", ((fips, json.dumps(facts, ensure_ascii=False).encode()) for fips, facts in names.items()))
    places = {fips: place for place, fips in enumerate(sorted(names))}
    by_zip: dict[str, list[str]] = {}
    for zip_code, fips in _columns(tables["zips"], "zip", "fips"):
        if fips in names:
            by_zip.setdefault(zip_code, []).append(fips)
    for found in by_zip.values():
        found.sort(key=lambda fips: (names[fips][0], fips))
    yield from records("zips", ((key, struct.pack(f"<{len(of)}H", *(places[fips] for fips in of))) for key, of in by_zip.items()))


def _columns(table: pa.Table, *names: str) -> Iterator[tuple[str, ...]]:
    return zip(*(table[name].to_pylist() for name in names), strict=True)


def geo_tables(folder: Path, states_file: Path) -> dict[str, pa.Table]:
    """``zips`` (zip, fips), ``counties`` (fips, name, state, place_key) and ``states`` (state, name_key, pdp_region), each sorted."""
    import pyarrow as pa

    zips = _rows(folder / "zip_county_fips.csv")
    counties = {row["county_fips"]: (row["county"], row["state"]) for row in _rows(folder / "us_counties_fips.csv")}
    named = [(fips, _SPOKEN.sub("", name), state, place_key(state, name)) for fips, (name, state) in sorted(counties.items())]
    regions = {row["state"]: row["pdp_region_code"] for row in _rows(folder / "pdp_regions.csv")}
    names = state_names(states_file)
    states = sorted((state, state_key(name), regions[state]) for state, spelled in names.items() for name in spelled)
    return {
        "zips": pa.table({"zip": [row["zip"] for row in zips], "fips": [row["county_fips"] for row in zips]}).sort_by(
            [("zip", "ascending"), ("fips", "ascending")]
        ),
        "counties": _table(named, ("fips", "name", "state", "place_key")),
        "states": _table(states, ("state", "name_key", "pdp_region")),
    }


def _table(rows: Sequence[tuple[str, ...]], names: tuple[str, ...]) -> pa.Table:
    import pyarrow as pa

    return pa.table({name: [row[index] for row in rows] for index, name in enumerate(names)})


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
