"""The folder of a download: a note says which zip it is of and which files we write, and only those are ever changed or deleted."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from finder.domain.errors import SourceError
from finder.sources.catalog.ownership import SYSTEM_FILES

NOTE = "fetch.json"
LOCK = ".lock"
WHOLE = "release.zip"


def refuse_foreign(folder: Path) -> None:
    """Refuse to write to a place unless nothing is there, an empty folder, or an earlier download and nothing else."""
    found = _foreign(folder)
    if found:
        raise SourceError(f"{folder}: expected no folder, an empty one or an earlier download, found {found}. Nothing was changed.")


def _foreign(folder: Path) -> str:
    if folder.is_symlink():
        return "a symbolic link"
    if not folder.exists():
        return ""
    if not folder.is_dir():
        return "a file"
    own = _own(folder)
    other = next((path.name for path in sorted(folder.iterdir()) if not _is_own(path, own)), None)
    return "" if other is None else f"one with {other!r}"


def noted_zip(folder: Path) -> Any:
    """What the note says about the zip, or None."""
    note = _note(folder)
    return note["zip"] if note else None


def note(folder: Path, described: Mapping[str, Any], names: Iterable[str] = ()) -> None:
    """Write down the zip, and the files that are about to come from it. A process that ends meanwhile leaves the old note."""
    known = _note(folder)
    files = sorted({*(known["files"] if known else ()), *names})
    beside = folder / f"{NOTE}.new"
    beside.write_text(json.dumps({"zip": described, "files": files}), "utf-8")
    os.replace(beside, folder / NOTE)


def forget(folder: Path) -> None:
    """Delete what came, the note last. What is not of the download stays."""
    own = _own(folder)
    for path in sorted(folder.iterdir(), key=lambda path: path.name == NOTE):
        if path.name != LOCK and _is_own(path, own):
            path.unlink()


def remove(folder: Path) -> None:
    """Delete the download, and the folder if nothing else is in it."""
    forget(folder)
    lock = folder / LOCK
    if _is_own(lock, {LOCK}):
        lock.unlink()
    if not any(folder.iterdir()):
        folder.rmdir()


def _note(folder: Path) -> dict[str, Any] | None:
    try:
        found = json.loads((folder / NOTE).read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and isinstance(found.get("zip"), dict) and isinstance(found.get("files"), list) else None


def _own(folder: Path) -> set[str]:
    """The names that the download has written or may be writing."""
    found = _note(folder)
    if found is None:
        return {LOCK, f"{NOTE}.new"}
    return {LOCK, WHOLE, *(f"{name}{ending}" for name in (NOTE, *map(str, found["files"])) for ending in ("", ".part", ".new"))}


def _is_own(path: Path, own: set[str]) -> bool:
    if path.name == LOCK and path.is_file() and path.stat().st_size:
        return False  # ours is empty
    return (path.name in own or path.name in SYSTEM_FILES) and path.is_file() and not path.is_symlink()
