"""``finder catalog add``: a pack, from this machine or a web server, becomes one of the catalogs here."""

from __future__ import annotations

import re
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from finder.domain.errors import SourceError
from finder.domain.market import CatalogInfo
from finder.intake.limits import PACK
from finder.sources.catalog.choice import placed
from finder.sources.catalog.ownership import what_is
from finder.sources.catalog.places import read_places
from finder.sources.catalog.reading import MarketCatalog
from finder.sources.catalog.releases import CATALOG_TABLES, folder_name, info_of
from finder.sources.catalog.store import check_folder, read_manifest, recover, replacing
from finder.sources.download.folder import remove
from finder.sources.download.http_ranges import Web
from finder.sources.download.release import Report, fetch_file
from finder.sources.download.resource_list import file_name, safe_name
from finder.sources.packs.pack_file import read_pack, unpack

_RELEASE = re.compile(r"[A-Za-z0-9]{0,20}")
_YEARS = range(2006, 2100)
_UNREADABLE = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError, struct.error)
"""What reading a map raises that is sound by its checksums and yet no catalog."""


class Added(NamedTuple):
    """A catalog that came in a pack.

    ``replaced``: the catalog of the same year, release and states that was here before, or None.
    ``answers``: the states that it now answers for; those that a newer catalog here covers are not among them.
    """

    info: CatalogInfo
    replaced: CatalogInfo | None
    answers: tuple[str, ...]


def add(path_or_url: str | Path, folder: Path, report: Report = lambda progress: None, web: Web | None = None) -> Added:
    """Add a pack to a folder of catalogs; one at an address is downloaded first, beside that folder, and goes on where it stopped.

    Raises SourceError; then nothing was changed.
    """
    named = str(path_or_url)
    if not is_address(named):
        return _add(Path(path_or_url), folder)
    downloads = folder.parent / "downloads" / f"pack_{safe_name(file_name(named)) or 'file'}"
    path = fetch_file(web or Web(), named, downloads, report, most=PACK.bytes)
    try:
        return _add(path, folder)
    finally:
        remove(downloads)  # a bad pack is not kept: the next try gets it anew


def is_address(path_or_url: str) -> bool:
    """Whether a pack is to be downloaded."""
    return path_or_url.lower().startswith(("http://", "https://"))


def _add(path: Path, folder: Path) -> Added:
    manifest = read_pack(path)
    info = info_of(manifest)
    _refuse_odd(path.name, info)
    target = folder / folder_name(info.plan_year, info.release, info.states)
    recover(target)
    replaced = _known(target)
    try:
        with replacing(target, what_is(manifest["tables"], manifest)) as new:
            _unpack(path, manifest, new)
    except OSError as error:
        raise SourceError(f"{target}: the pack could not be added ({error.strerror}). What was there is unchanged.") from error
    answers = next((one.answers for one in placed(info.plan_year, (folder,)) if one.folder == target), None)
    return Added(info, replaced, tuple(sorted(answers or ())))


def _unpack(path: Path, manifest: Mapping[str, Any], new: Path) -> None:
    """Unpack, and read everything once: sound checksums tell that nothing changed, not that it is a catalog."""
    unpack(path, manifest, new)
    check_folder(new, manifest, CATALOG_TABLES, thorough=True)
    try:
        MarketCatalog(new).read_through()
    except (SourceError, *_UNREADABLE) as error:
        raise SourceError(f"{path.name}: the pack holds no catalog that this program can read. Nothing was added.") from error


def _refuse_odd(name: str, info: CatalogInfo) -> None:
    """Year, release and states name a folder: they are no more than that."""
    known = set(read_places().states.values())
    if info.plan_year not in _YEARS or not _RELEASE.fullmatch(info.release) or not info.states or not set(info.states) <= known:
        raise SourceError(f"{name}: expected a pack with a plan year, a release and states, found others. Nothing was added.")


def _known(target: Path) -> CatalogInfo | None:
    """What is at a place now; None if nothing is, or a damaged catalog."""
    try:
        return info_of(read_manifest(target)) if target.exists() else None
    except SourceError:
        return None
