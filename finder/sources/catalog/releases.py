"""Which release a catalog is: what file names, folder names and manifests tell.

A folder of catalogs holds one folder per catalog, named by plan year (``2012``) or by plan year and release (``2026-2026Q2``,
``2026-202607``); one cut to some states names them too (``2026-2026Q2-OH``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from finder.domain.errors import SourceError
from finder.domain.market import Assumed, CatalogInfo
from finder.domain.months import last_of_month
from finder.sources.catalog.look import once_a_look
from finder.sources.catalog.store import read_manifest, recover

GEO_TABLES = ("counties", "states", "zips")
NAME_TABLES = ("brands", "ingredients")
CATALOG_TABLES = ("plans", "service_areas", "counties", "formulary", "ndcs", "prices", "tiers", "cost_shares", "insulin", "drugs")
_FOLDER = re.compile(r"\.?(\d{4})((?:-[A-Za-z0-9]+)*)(\.replaced)?")
_QUARTER = re.compile(r"(20\d\d)Q([1-4])", re.IGNORECASE)
_MONTH = re.compile(r"(20\d\d)(0[1-9]|1[0-2])")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMED_MONTH = re.compile(rf"(?<![a-z])({'|'.join(_MONTHS)})[a-z]*[ _-]?(20\d\d)", re.IGNORECASE)
_STATE = re.compile(r"[A-Z]{2}")
_COUNTRY = 50
"""So many states are the country: their names would make too long a name."""
_UNKNOWN = date.max.isoformat()


class Release(NamedTuple):
    """A release of the public use file: its short name, its title, and the date of its facts."""

    name: str
    title: str
    day: date


def release_of(names: Iterable[str]) -> Release | None:
    """The release that file names tell, a quarter rather than a month, or None."""
    known = list(names)
    for quarter in filter(None, map(_QUARTER.search, known)):
        year, number = int(quarter[1]), int(quarter[2])
        day = last_of_month(date(year, 3 * number, 1))
        return Release(f"{year}Q{number}", f"CMS public use file of {year}, quarter {number}", day)
    for month in filter(None, map(month_in, known)):
        return Release(f"{month:%Y%m}", f"CMS public use file of {month:%Y-%m}", month)
    return None


def month_in(name: str) -> date | None:
    """The month in a name, such as Nov2024 or 202609, or None. ``2025_20241219_Nov2024`` is of November, published in December."""
    named = _NAMED_MONTH.search(name)
    if named:
        return date(int(named[2]), _MONTHS.index(named[1].lower()) + 1, 1)
    found = _MONTH.search(name)
    return date(int(found[1]), int(found[2]), 1) if found else None


def folder_name(year: int, release: str, states: Iterable[str] = ()) -> str:
    """The name of a catalog's folder. ``states``: those that it was cut to, if it is not the whole of what the files have."""
    cut = sorted(set(states))
    return "-".join([str(year), *([release] if release else []), *(cut if len(cut) < _COUNTRY else [])])


def states_in_name(name: str) -> list[str]:
    """The states that a folder's name tells; empty if the catalog was not cut to some."""
    return [part for part in name.split("-")[1:] if _STATE.fullmatch(part)]


def years_in(folder: Path) -> set[int]:
    """The plan years that have a catalog in a folder of catalogs."""
    return {year for year, _ in _catalogs(folder)}


def folders_of(year: int, folder: Path) -> list[Path]:
    """The catalogs of a plan year, newest release first. If a manifest cannot be read, the folder's name tells the age; if that tells
    none either, the catalog comes first, since no other is known to be newer."""
    names = sorted({name for of, name in _catalogs(folder) if of == year})
    for name in names:
        recover(folder / name)
    found = [folder / name for name in names if (folder / name).is_dir()]
    return sorted(found, key=_age, reverse=True) if len(found) > 1 else found


@once_a_look
def _catalogs(folder: Path) -> tuple[tuple[int, str], ...]:
    """Plan year and folder name of each catalog, including one that a stopped import moved aside."""
    found = map(_FOLDER.fullmatch, (path.name for path in folder.iterdir())) if folder.is_dir() else ()
    return tuple((int(match[1]), f"{match[1]}{match[2] or ''}") for match in found if match)


def _age(folder: Path) -> tuple[str, str, str]:
    try:
        manifest: dict[str, Any] = read_manifest(folder)
    except SourceError:
        release = release_of([folder.name])
        return release.day.isoformat() if release else _UNKNOWN, _UNKNOWN, folder.name
    return str(manifest.get("released") or manifest.get("as_of")), str(manifest.get("as_of")), folder.name


def info_of(manifest: Mapping[str, Any]) -> CatalogInfo:
    """The CatalogInfo of a manifest. Raises SourceError if a part is missing."""
    try:
        return CatalogInfo(
            plan_year=int(manifest["plan_year"]),
            source=str(manifest["source"]),
            as_of=date.fromisoformat(manifest["as_of"]),
            prices_as_of=date.fromisoformat(manifest["prices_as_of"]),
            price_source=str(manifest["price_source"]),
            covers=str(manifest["covers"]),
            states=tuple(manifest["states"]),
            example=bool(manifest["example"]),
            digest=str(manifest["digest"]),
            rows={name: int(table["rows"]) for name, table in manifest["tables"].items() if not name.startswith("cms_")},
            release=str(manifest.get("release", "")),
            assumes=tuple(Assumed[str(key).upper()] for key in manifest.get("assumes", ())),
            warnings={name: int(count) for name, count in manifest.get("warnings", {}).items()},
            price_origins={name: int(count) for name, count in manifest.get("price_origins", {}).items()},
            without_prices=bool(manifest.get("without_prices", False)),
            landscape=bool(manifest.get("landscape", True)),
            left_out={name: tuple(map(str, places)) for name, places in manifest.get("left_out", {}).items()},
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise SourceError(f"The catalog's manifest is damaged ({error}). Import it again.") from error
