"""``finder catalog add``: a pack, from this machine or a web server, becomes one of the catalogs here."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from finder.domain.errors import SourceError
from finder.domain.market import CatalogInfo
from finder.sources.catalog.ownership import what_is
from finder.sources.catalog.releases import CATALOG_TABLES, folder_name, info_of
from finder.sources.catalog.store import check_folder, read_manifest, recover, replacing
from finder.sources.packs.pack_file import read_pack, unpack


class Added(NamedTuple):
    """A catalog that came in a pack.

    ``replaced``: the catalog of the same year, release and states that was here before, or None.
    """

    info: CatalogInfo
    replaced: CatalogInfo | None


def add(path_or_url: str | Path, folder: Path) -> Added:
    """Add a pack to a folder of catalogs. Raises SourceError; then nothing was changed."""
    path = Path(path_or_url)
    manifest = read_pack(path)
    info = info_of(manifest)
    target = folder / folder_name(info.plan_year, info.release, info.states)
    recover(target)
    replaced = info_of(read_manifest(target)) if target.exists() else None
    try:
        with replacing(target, what_is(manifest["tables"], manifest)) as new:
            unpack(path, manifest, new)
            check_folder(new, manifest, CATALOG_TABLES, thorough=True)
    except OSError as error:
        raise SourceError(f"{target}: the pack could not be added ({error.strerror}). What was there is unchanged.") from error
    return Added(info, replaced)
