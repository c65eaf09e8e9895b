"""The embedded tables of places and of drug names, where other readers need them whole."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from finder.domain.money import Quantity
from finder.paths import shipped
from finder.sources.catalog import geo


class Places(NamedTuple):
    """(state, county key) -> FIPS and spoken name; state key -> the two letters; all states with a county."""

    counties: Mapping[tuple[str, str], tuple[str, str]]
    states: Mapping[str, str]


class NameBook(NamedTuple):
    """RxCUI -> RxNorm name; (brand, mg/mL, volume of one) -> volume of its only package; volumes in thousandths of a millilitre."""

    rxnorm: Mapping[str, str]
    packages: Mapping[tuple[str, str, int], Quantity]


def read_places(folder: Path | None = None) -> Places:
    """The places of ``data/geo``."""
    base = folder or shipped("data") / "geo"
    counties = {(row["state"], row["place_key"]): (row["fips"], row["name"]) for row in _rows(base / "counties.parquet")}
    return Places(counties, {row["name_key"]: row["state"] for row in _rows(base / "states.parquet")})


def read_name_book(folder: Path | None = None) -> NameBook:
    """The drug names of ``data/drug_names``."""
    base = folder or shipped("data") / "drug_names"
    packages = {(row["brand"], row["concentration"], row["each"]): row["package"] for row in _rows(base / "packages.parquet")}
    return NameBook({row["rxcui"]: row["name"] for row in _rows(base / "rxnorm.parquet")}, packages)


def _rows(path: Path) -> list[dict[str, Any]]:
    from pyarrow import parquet

    with parquet.ParquetFile(path) as file:  # read_table would import datasets, and pandas with them
        rows: list[dict[str, Any]] = file.read().to_pylist()
    return rows


def state_of(places: Places, name: str) -> str | None:
    """The two letters of a state by its name, or None."""
    return places.states.get(geo.state_key(name))
