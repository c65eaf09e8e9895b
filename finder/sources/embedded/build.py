"""Rebuild everything embedded in ``data/``: ``python -m finder.sources.embedded.build FACTS``.

FACTS is a folder with the facts given with the project: ``geo``, ``drug_names``, ``cms_puf_2026_ma`` and ``partd_spending_2011_2015``.
"""

from __future__ import annotations

import json
import re
import shutil
import struct
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from finder.domain.errors import SourceError
from finder.paths import shipped
from finder.sources.catalog.market_map import Buffer, records
from finder.sources.catalog.places import place_key, state_key, state_names
from finder.sources.catalog.store import write_folder
from finder.sources.cms.example_market import SPENDING_FILE
from finder.sources.cms.gap_market import PLANS_FILE
from finder.sources.cms.importer import import_catalog
from finder.sources.embedded.brand_names import build_drug_names, rows_of, table_of
from finder.sources.embedded.drug_users import write_drug_users
from finder.sources.embedded.market_drugs import write_market_drugs
from finder.sources.embedded.ndc_names import build_ndc_names

if TYPE_CHECKING:
    import pyarrow as pa

_SPOKEN = re.compile(r" (County|Parish|Municipio|City and Borough|Borough|Census Area|Municipality)$")
"""Words dropped from a county's shown name. ``city`` stays: it tells a city from a county."""
_NAMES_TODAY = {"02270": "Kusilvak Census Area", "46113": "Oglala Lakota County"}
"""Counties that the tables know by a former name: Wade Hampton (Kusilvak, 02158, since July 1, 2015) and Shannon (Oglala Lakota, 46102,
since May 1, 2015). Census Bureau, Substantial Changes to Counties and County Equivalent Entities: 1970 to Present. The former codes stay:
the ZIP table, session files and imported catalogs have them."""


MARKET_DRUGS = "market_drugs_2011.yaml"


def build(facts: Path, data: Path) -> None:
    """Build places and names first, since the importer reads them; then import each catalog."""
    build_geo(facts / "geo", data / "states.yaml", data / "geo")
    build_drug_names(facts / "drug_names", facts / "cms_puf_2026_ma", data / "drug_names")
    build_ndc_names(facts / "drug_names", data / "ndc_names")
    import_catalog(facts / "cms_puf_2026_ma", 2026, data / "catalogs" / "2026")
    spending = facts / "partd_spending_2011_2015" / SPENDING_FILE
    write_drug_users(facts / "drug_names", spending, data)
    write_market_drugs(facts, data / "example_designs_2012.yaml", spending, data / MARKET_DRUGS)
    for file in sorted(data.glob("gap_market_*.yaml")):
        with tempfile.TemporaryDirectory() as folder:
            for each in (facts / "pdp_market_2006_2010" / PLANS_FILE, spending, data / MARKET_DRUGS, file):
                shutil.copy(each, folder)
            import_catalog(Path(folder), int(file.stem[-4:]), data / "catalogs" / file.stem[-4:])
    for designs in sorted(data.glob("example_designs_*.yaml")):
        with tempfile.TemporaryDirectory() as folder:
            shutil.copy(designs, folder)
            shutil.copy(facts / "partd_spending_2011_2015" / SPENDING_FILE, folder)
            year = designs.stem[-4:]
            import_catalog(Path(folder), int(year), data / "catalogs" / year)


def build_geo(folder: Path, states_file: Path, out: Path) -> None:
    """Write the tables of places from the ZIP, county and region files in ``folder`` and the states' names."""
    tables = geo_tables(folder, states_file)
    facts = {"source": "ZIP to county (HUD USPS crosswalk), county list of the Census, PDP regions of CMS"}
    write_folder(out, tables, facts, dict(place_sections(tables)))


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

    zips = rows_of(folder / "zip_county_fips.csv")
    listed = {row["county_fips"]: (row["county"], row["state"]) for row in rows_of(folder / "us_counties_fips.csv")}
    counties = {fips: (_NAMES_TODAY.get(fips, name), state) for fips, (name, state) in listed.items()}
    named = [(fips, _SPOKEN.sub("", name), state, place_key(state, name)) for fips, (name, state) in sorted(counties.items())]
    regions = {row["state"]: row["pdp_region_code"] for row in rows_of(folder / "pdp_regions.csv")}
    names = state_names(states_file)
    states = sorted((state, state_key(name), regions[state]) for state, spelled in names.items() for name in spelled)
    return {
        "zips": pa.table({"zip": [row["zip"] for row in zips], "fips": [row["county_fips"] for row in zips]}).sort_by(
            [("zip", "ascending"), ("fips", "ascending")]
        ),
        "counties": table_of(named, ("fips", "name", "state", "place_key")),
        "states": table_of(states, ("state", "name_key", "pdp_region")),
    }


def main() -> int:
    """The command."""
    if len(sys.argv) != 2:
        print("usage: python -m finder.sources.embedded.build FACTS", file=sys.stderr)
        return 2
    try:
        build(Path(sys.argv[1]), shipped("data"))
    except SourceError as refused:
        print(refused, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
