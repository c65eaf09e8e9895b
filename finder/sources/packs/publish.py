"""``finder catalog pack``: a catalog, or some states of it, as one file."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

from finder.domain.errors import SourceError
from finder.domain.market import CatalogInfo
from finder.sources.catalog.releases import CATALOG_TABLES, info_of
from finder.sources.catalog.store import check_folder, read_manifest
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
    if states and set(states) != set(info.states):
        raise SourceError("not yet")
    return _write(catalog, out)


def _write(catalog: Path, out: Path) -> Packed:
    """Write beside ``out`` and rename, so that half a pack is never there under its name."""
    if out.is_symlink() or (out.exists() and not is_pack(out)):
        raise SourceError(f"{out}: expected no file, or a pack to replace, found something else. Nothing was changed.")
    manifest = read_manifest(catalog)
    handle, name = -1, ""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{out.name}.", suffix=".packing", dir=out.parent)
        os.close(handle)
        sha256 = write_pack(catalog, manifest, Path(name))
        os.chmod(name, 0o644)
        os.replace(name, out)
    except OSError as error:
        raise SourceError(f"{out}: the pack could not be written ({error.strerror}). Nothing was changed.") from error
    finally:
        Path(name).unlink(missing_ok=True) if name else None
    return Packed(info_of(manifest), out.stat().st_size, sha256)
