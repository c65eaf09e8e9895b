"""Folders of Parquet tables with a manifest: written beside the old one and swapped in whole, the same bytes for the same facts, checked on
opening.

A folder that is damaged is said to be so (SourceError), never half read.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from finder.domain.errors import SourceError

if TYPE_CHECKING:
    import pyarrow as pa

MANIFEST = "manifest.json"
FORMAT = 1
"""The version of the tables' layout. A folder of another version is refused, with the way out: import it again."""
HASHED_ON_OPENING = 4 * 2**20
"""Larger tables are checked by size when a catalog is opened and by hash when it is checked, so that opening stays quick."""
_ROW_GROUP = 65_536


def write_folder(target: Path, tables: Mapping[str, pa.Table], facts: Mapping[str, Any]) -> None:
    """Write tables and manifest into a new folder beside ``target`` and put it in ``target``'s place; on any failure the old one stays."""
    target.parent.mkdir(parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(prefix=f".{target.name}.importing-", dir=target.parent))
    try:
        written = {name: _write_table(new / f"{name}.parquet", table) for name, table in sorted(tables.items())}
        manifest = {"format": FORMAT, **facts, "tables": written, "digest": digest_of(written)}
        _write_bytes(new / MANIFEST, (json.dumps(manifest, indent=1, sort_keys=True) + "\n").encode())
        new.chmod(0o755)  # mkdtemp makes it private; a catalog is for every user of the machine
        _sync(new)
        _swap(new, target)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _write_table(path: Path, table: pa.Table) -> dict[str, Any]:
    from pyarrow import parquet

    parquet.write_table(table.replace_schema_metadata(None), path, compression="zstd", row_group_size=_ROW_GROUP, store_schema=False)
    content = path.read_bytes()
    _sync(path)
    return {"rows": table.num_rows, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def _write_bytes(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    _sync(path)


def _sync(path: Path) -> None:
    """Have the disk hold it before it is put in place."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _replaced(target: Path) -> Path:
    return target.parent / f".{target.name}.replaced"


def _swap(new: Path, target: Path) -> None:
    """Two renames; if the second fails, the first is undone. Where the machine stops between them, ``recover`` undoes it."""
    recover(target)
    old = _replaced(target)
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    try:
        new.rename(target)
    except OSError:
        if old.exists():
            old.rename(target)
        raise
    _sync(target.parent)
    shutil.rmtree(old, ignore_errors=True)


def recover(target: Path) -> None:
    """Put back the folder that an import stopped between its two renames had moved aside."""
    old = _replaced(target)
    if not target.exists() and old.exists():
        old.rename(target)


def digest_of(tables: Mapping[str, Mapping[str, Any]]) -> str:
    """The sha256 over the tables' names and hashes."""
    lines = "".join(f"{name} {table['sha256']}\n" for name, table in sorted(tables.items()))
    return hashlib.sha256(lines.encode()).hexdigest()


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a folder. Raises SourceError where there is none or it cannot be read."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise SourceError(f"The catalog in {folder} is damaged: its manifest cannot be read. Import it again.") from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT or not isinstance(manifest.get("tables"), dict):
        raise SourceError(f"The catalog in {folder} was written by another version of this program. Import it again.")
    return manifest


def check_folder(folder: Path, manifest: Mapping[str, Any], needed: tuple[str, ...], *, thorough: bool = False) -> None:
    """Refuse a folder that lacks a table or holds another one than its manifest says. ``thorough`` hashes large tables too."""
    tables: Mapping[str, Mapping[str, Any]] = manifest["tables"]
    for name in needed:
        if name not in tables:
            raise SourceError(f"The catalog in {folder} is damaged: its manifest has no table {name}. Import it again.")
    if manifest.get("digest") != digest_of(tables):
        raise SourceError(f"The catalog in {folder} is damaged: its manifest does not agree with itself. Import it again.")
    for name, table in tables.items():
        path = folder / f"{name}.parquet"
        size = path.stat().st_size if path.is_file() else -1
        if size < 0:
            raise SourceError(f"The catalog in {folder} is damaged: the table {name} is missing. Import it again.")
        if size != table["bytes"] or ((thorough or size <= HASHED_ON_OPENING) and _hash(path) != table["sha256"]):
            raise SourceError(f"The catalog in {folder} is damaged: the table {name} is not the one that was imported. Import it again.")


def _hash(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
