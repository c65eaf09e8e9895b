"""``finder catalog pack``: a catalog, or some states of it, as one file."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from finder.domain.errors import SourceError
from finder.domain.market import CatalogInfo
from finder.sources.catalog.ownership import is_ours, remove
from finder.sources.catalog.releases import CATALOG_TABLES, info_of
from finder.sources.catalog.store import check_folder, read_manifest
from finder.sources.packs.cut import cut_catalog
from finder.sources.packs.pack_file import is_pack, write_pack


class Packed(NamedTuple):
    """What a pack holds, its size, and the checksum of the whole file."""

    info: CatalogInfo
    size: int
    sha256: str


def pack(catalog: Path, states: Collection[str], out: Path) -> Packed:
    """Write the catalog in a folder as the pack ``out``; with ``states``, only what these need.

    Every byte is checked before it is packed. Raises SourceError for a damaged catalog, states that it lacks, or a place that holds
    another file. What was at ``out`` then stays.
    """
    manifest = read_manifest(catalog)
    check_folder(catalog, manifest, CATALOG_TABLES, thorough=True)
    info = info_of(manifest)
    missing = sorted(set(states) - set(info.states))
    if missing:
        raise SourceError(f"The catalog in {catalog} has no plans of {', '.join(missing)}.")
    _refuse_foreign(out)
    if not states or set(states) == set(info.states):
        return _write(catalog, manifest, out)
    part = out.with_name(f".{out.name}.partd-finder-cut")
    try:
        cut_catalog(catalog, states, part)
        return _write(part, read_manifest(part), out)
    except OSError as error:
        raise _not_written(out, error) from error
    finally:
        if is_ours(part):
            remove(part)


def _refuse_foreign(out: Path) -> None:
    if out.is_symlink() or (out.exists() and not is_pack(out)):
        raise SourceError(f"{out}: expected no file, or a pack to replace, found something else. Nothing was changed.")


def _write(catalog: Path, manifest: Mapping[str, Any], out: Path) -> Packed:
    """Write beside ``out`` and rename, so that half a pack is never there under its name."""
    new = out.with_name(f".{out.name}.partd-finder-pack")
    try:
        if new.is_symlink() or new.exists():
            new.unlink()  # what a killed one left: the name is ours
        sha256 = write_pack(catalog, manifest, new)
        _refuse_foreign(out)  # something may have come meanwhile
        new.replace(out)
    except OSError as error:
        raise _not_written(out, error) from error
    finally:
        new.unlink(missing_ok=True)
    return Packed(info_of(manifest), out.stat().st_size, sha256)


def _not_written(out: Path, error: OSError) -> SourceError:
    return SourceError(f"{out}: the pack could not be written ({error.strerror}). Nothing was changed.")
