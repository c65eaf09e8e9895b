"""``finder catalog pack``: a catalog, or some states of it, as one file."""

from __future__ import annotations

import fcntl
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple

from finder.domain.errors import SourceError
from finder.domain.market import CatalogInfo
from finder.sources.catalog.ownership import remove
from finder.sources.catalog.releases import CATALOG_TABLES, info_of
from finder.sources.catalog.store import check_folder, read_manifest, remove_leftovers
from finder.sources.packs.cut import cut_catalog
from finder.sources.packs.pack_file import is_pack, write_pack

_NEW = ".partd-finder-pack"
"""The ending of a pack that is being written, and of the lock on all that belongs to it."""


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
    with _writing(out) as new:
        if not states or set(states) == set(info.states):
            sha256 = write_pack(catalog, manifest, new)
        else:
            cut_catalog(catalog, states, part := _cut_of(out))
            manifest = read_manifest(part)
            sha256 = write_pack(part, manifest, new)
            remove(part)
        _refuse_foreign(out)  # something may have come meanwhile
        new.replace(out)
    return Packed(info_of(manifest), out.stat().st_size, sha256)


def _refuse_foreign(out: Path) -> None:
    if out.is_symlink() or (out.exists() and not is_pack(out)):
        raise SourceError(f"{out}: expected no file, or a pack to replace, found something else. Nothing was changed.")


@contextmanager
def _writing(out: Path) -> Iterator[Path]:
    """The file beside ``out`` that becomes it, so that half a pack is never there under its name. It is held, so that another pack knows
    that it is in use; what killed ones left in the folder goes first.

    Raises SourceError if the place can't be written, or another pack is being written there.
    """
    new = _new_of(out)
    try:
        for other in out.parent.glob(f".*{_NEW}"):
            _clear(other.with_name(other.name[1 : -len(_NEW)]))
        with new.open("ab") as held:
            if not _is_free(held):
                raise SourceError(f"{out}: another pack is being written there. Try again when it has ended.", "busy")
            yield new
    except OSError as error:
        raise _not_written(out, error) from error
    finally:
        _clear(out)


def _clear(out: Path) -> None:
    """Delete what a killed pack left beside ``out``, unless one is being written now. The names are ours."""
    new, part = _new_of(out), _cut_of(out)
    if new.is_symlink():
        new.unlink()
    if not new.is_file():
        return
    with new.open("rb") as held:
        if _is_free(held):
            remove_leftovers(part)
            new.unlink()


def _is_free(held: IO[bytes]) -> bool:
    """Whether no other process holds the file; from now on this one does."""
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _new_of(out: Path) -> Path:
    return out.with_name(f".{out.name}{_NEW}")


def _cut_of(out: Path) -> Path:
    return out.with_name(f".{out.name}.partd-finder-cut")


def _not_written(out: Path, error: OSError) -> SourceError:
    return SourceError(f"{out}: the pack could not be written ({error.strerror}). Nothing was changed.")
