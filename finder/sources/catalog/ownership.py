"""Which folders are ours, so that nothing else is ever moved, changed or deleted.

A folder is ours if it holds nothing but the files that its manifest names. If disk damage took the manifest, the map's first bytes and the
names of files tell. A folder that an import is still writing carries a mark.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from finder.domain.errors import SourceError
from finder.intake.files import read_file
from finder.intake.json_text import parse_json
from finder.intake.limits import MANIFEST as LIMITS
from finder.intake.texts import Unfit
from finder.sources.catalog.market_map import MAGIC

MANIFEST = "manifest.json"
MAP = "market.map"
MARK = ".partd-finder-import"
"""The first file in a folder that an import writes, and the last to go before the folder gets its name."""
SYSTEM_FILES = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
"""What other programs put into any folder that is looked at. They hold nothing of anybody: they count as ours, and go with the rest."""
_CATALOG = (
    *("plans", "service_areas", "counties", "formulary", "ndcs", "prices", "prices_of_other_ndcs", "tiers", "cost_shares", "insulin"),
    *("drugs", "excluded", "indications"),
)
_CMS = ("plan", "formulary", "cost", "insulin", "excluded", "indication", "locator", "landscape", "names")
USUAL_NAMES = {MANIFEST, MAP, *(f"{name}.parquet" for name in (*_CATALOG, *(f"cms_{kind}" for kind in _CMS), "products"))}
"""The names that files of ours have."""


def what_is(tables: Iterable[str], facts: Mapping[str, Any]) -> str:
    """What a folder holds, in words: a catalog and networks with their plan year."""
    names = set(tables)
    if "plans" in names:
        return f"a catalog of {facts.get('plan_year')}"
    if "states" in facts:
        return f"pharmacy networks of {facts.get('plan_year')}"
    return "drug names" if names & {"products", "brands"} else "places"


def refuse_foreign(folder: Path, what: str) -> None:
    """Refuse to write to a place unless nothing is there, or an empty folder, or ``what`` we wrote before."""
    found = _foreign(folder, what)
    if found:
        raise SourceError(f"{folder}: expected no folder, an empty one or {what}, found {found}. Nothing was changed.")


def _foreign(folder: Path, what: str) -> str:
    """What is there that is not ours to replace; empty if nothing is."""
    if folder.is_symlink():
        return "a symbolic link"
    if not folder.exists():
        return ""
    if not folder.is_dir():
        return "a file"
    manifest = _manifest(folder)
    own = _own_names(folder, manifest)
    other = next((path.name for path in sorted(folder.iterdir()) if not _is_own(path, own)), None)
    if other is not None:
        return f"one with {other!r}"
    held = what_is(manifest["tables"], manifest) if manifest else what
    return "" if held == what else held


def is_ours(folder: Path) -> bool:
    """Whether a folder is one that we wrote whole, and holds nothing else."""
    if folder.is_symlink() or not folder.is_dir():
        return False
    own = _own_names(folder, _manifest(folder))
    return bool(own) and all(_is_own(path, own) for path in folder.iterdir())


def remove(folder: Path) -> None:
    """Delete a folder of ours. Whatever else is in it stays. The file by which it is known goes last."""
    own = _own_names(folder, _manifest(folder))
    for path in sorted(folder.iterdir(), key=lambda path: (path.name == MANIFEST, path.name == MAP)):
        if _is_own(path, own):
            path.unlink()
    _remove_empty(folder)


def begin(folder: Path) -> None:
    """Mark an empty folder as one that an import is writing."""
    (folder / MARK).touch()


def end(folder: Path) -> None:
    """Take the mark away: the folder is whole."""
    (folder / MARK).unlink()


def remove_unfinished(folder: Path) -> None:
    """Delete a folder that an import began and did not end; one without mark or manifest of ours stays, unless it is empty."""
    if folder.is_symlink() or not folder.is_dir():
        return
    import shutil  # here, for a question never writes and must not pay for it

    mark = folder / MARK
    if mark.is_file() and not mark.is_symlink():
        for path in folder.iterdir():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            elif path != mark:
                path.unlink()
        mark.unlink()
    elif is_ours(folder):
        remove(folder)
    _remove_empty(folder)


def _remove_empty(folder: Path) -> None:
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()


def _manifest(folder: Path) -> dict[str, Any] | None:
    """The manifest if it is one of ours, of any version; None if it is another file, damaged or missing."""
    try:
        manifest = parse_json(read_file(folder / MANIFEST, LIMITS), LIMITS, controls=True)
    except Unfit:
        return None
    known = isinstance(manifest, dict) and isinstance(manifest.get("format"), int) and isinstance(manifest.get("tables"), dict)
    return manifest if known and isinstance(manifest.get("files", {}), dict) else None


def _own_names(folder: Path, manifest: Mapping[str, Any] | None) -> set[str]:
    if manifest is not None:
        return {MANIFEST, *(f"{name}.parquet" for name in manifest["tables"]), *manifest.get("files", {})}
    try:
        with (folder / MAP).open("rb") as stream:
            return USUAL_NAMES if stream.read(len(MAGIC)) == MAGIC else set()
    except OSError:
        return set()


def _is_own(path: Path, own: set[str]) -> bool:
    return (path.name in own or path.name in SYSTEM_FILES) and path.is_file() and not path.is_symlink()
