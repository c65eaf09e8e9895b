"""Folders of files with a manifest: replaced whole or not at all, checked on opening. The same facts give the same bytes.

One import at a time writes into a folder of catalogs. The system releases its lock however the process ends, and the next import clears
what a killed one left behind. A damaged folder is refused (SourceError), never half read.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from finder.domain.errors import SourceError
from finder.intake.files import read_file
from finder.intake.json_text import parse_json
from finder.intake.limits import MANIFEST as LIMITS
from finder.intake.texts import Unfit
from finder.sources.catalog import ownership
from finder.sources.catalog.look import look_again
from finder.sources.catalog.market_map import Buffer, write_map
from finder.sources.catalog.ownership import MANIFEST, MAP

if TYPE_CHECKING:
    import pyarrow as pa

try:
    import fcntl
except ImportError:  # Windows has no such lock: two imports at once are possible there
    fcntl = None  # type: ignore[assignment]

FORMAT = 3
"""The version of the folder's layout. 3 may hold prices above 32 bits, which a program that knows 2 would misread."""
FORMATS = (2, FORMAT)
"""The versions that are read: a folder of 2 is one of 3 without large prices. Another is refused: import it again."""
HASHED_ON_OPENING = 2**18
"""Opening a catalog checks larger files by size only, to stay quick; ``thorough`` hashes them too. A map checks each block it reads."""
_ROW_GROUP = 65_536
_LEVEL = 15
_PACKED = {"row": "DELTA_BINARY_PACKED", "unit_price": "BYTE_STREAM_SPLIT"}
"""Columns of numbers that differ in every row: a state's folder is a seventh smaller by them, at some seconds for the whole country."""
_IMPORTING, _REPLACED = ".importing-", ".replaced"
_A_MOMENT = 2.0
"""Seconds that a reader waits while an import is between its two renames. They take microseconds."""

Tables = Mapping[str, "pa.Table | Iterable[pa.Table]"]


@contextmanager
def replacing(target: Path, what: str) -> Iterator[Path]:
    """A new folder beside ``target`` that replaces it when the block ends well. On any failure the old one stays.

    ``what`` it holds, as ``ownership.what_is`` says it: only that, an empty folder or none is replaced.
    Raises SourceError for another place, or if another import is writing there.
    """
    import shutil  # both late: a question never writes, and must not pay for them
    import tempfile

    target = _named(target)
    for place in (target, _replaced(target)):
        ownership.refuse_foreign(place, what)
    made = not target.parent.exists()
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with _locked(target.parent):
            _clear_leftovers(target.parent)
            new = Path(tempfile.mkdtemp(prefix=f".{target.name}{_IMPORTING}", dir=target.parent))
            try:
                ownership.begin(new)
                yield new
                new.chmod(0o755)  # mkdtemp makes it private; every user of the machine may read a catalog
                ownership.end(new)
                _sync(new)
                _swap(new, target, what)
                look_again()
            except BaseException:
                shutil.rmtree(new, ignore_errors=True)  # made here, for this import alone
                raise
    finally:
        if made and not any(target.parent.iterdir()):
            target.parent.rmdir()


def version_of(folder: Path) -> str:
    """A text that is another one once the folder was replaced, changed or deleted. Reads nothing."""
    try:
        found = (folder / MANIFEST).stat()
    except OSError:
        return ""
    return f"{found.st_ino}-{found.st_mtime_ns}-{found.st_size}"


def _named(target: Path) -> Path:
    """The same place by its own name, for ``.`` and ``..`` have none. A symbolic link stays one."""
    return target.resolve() if target.name in ("", "..") else target


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the folder's lock. Raises SourceError if another process holds it. Without locks in the file system, nothing is locked."""
    handle = os.open(folder, os.O_RDONLY) if fcntl else -1
    try:
        if fcntl:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise SourceError(f"Another import is writing to {folder}. Try again when it has ended.", "busy") from error
            except OSError:  # network file systems without locks
                pass
        yield
    finally:
        if handle >= 0:
            os.close(handle)


def _clear_leftovers(folder: Path) -> None:
    """Remove what killed imports left behind. The lock is held, so none of it is in use."""
    for path in folder.glob(f".*{_IMPORTING}*"):
        ownership.remove_unfinished(path)
    for path in folder.glob(f".*{_REPLACED}"):
        target = folder / path.name[1 : -len(_REPLACED)]
        _put_back(target)
        if path.exists() and target.exists() and ownership.is_ours(path):
            ownership.remove(path)


def remove_leftovers(target: Path) -> None:
    """Delete ``target`` and what a killed ``replacing`` of it left beside it. The caller knows that nothing is writing it."""
    for path in (target, _replaced(target)):
        if ownership.is_ours(path):
            ownership.remove(path)
    for path in target.parent.iterdir():
        if path.name.startswith(f".{target.name}{_IMPORTING}"):
            ownership.remove_unfinished(path)


def remove_folder(folder: Path) -> bool:
    """Delete a folder of ours; False if none is there. Who looks sees all of it or nothing: it gets another name first.

    Raises SourceError if it holds anything else, or an import is writing beside it.
    """
    if not folder.exists() and not folder.is_symlink():
        return False
    with _locked(folder.parent):
        if not ownership.is_ours(folder):
            raise SourceError(f"{folder}: expected a folder that this program wrote, found another one. Nothing was deleted.")
        aside = folder.with_name(f".{folder.name}{_IMPORTING}removed")
        folder.rename(aside)
        look_again()
        ownership.remove(aside)
    return True


def write_folder(target: Path, tables: Tables, facts: Mapping[str, Any], sections: Mapping[str, Buffer] | None = None) -> None:
    """Replace ``target`` by a folder with the tables, a map of ``sections`` if given, and the manifest."""
    with replacing(target, ownership.what_is(tables, facts)) as new:
        write_contents(new, tables, facts, sections)


def write_contents(
    new: Path,
    tables: Tables,
    facts: Mapping[str, Any],
    sections: Mapping[str, Buffer] | None = None,
    map_facts: Mapping[str, Any] | None = None,
) -> None:
    """Write a catalog's files into a folder that ``replacing`` gave."""
    written = {name: _write_table(new / f"{name}.parquet", table) for name, table in sorted(tables.items())}
    files = {}
    if sections is not None:
        write_map(new / MAP, sections, map_facts or {})
        files[MAP] = _described(new / MAP)
    manifest = {"format": FORMAT, **facts, "tables": written, "files": files, "digest": digest_of({**written, **files})}
    _write_bytes(new / MANIFEST, (json.dumps(manifest, indent=1, sort_keys=True) + "\n").encode())


def _write_table(path: Path, table: pa.Table | Iterable[pa.Table]) -> dict[str, Any]:
    """Write a table, or its parts one by one if it is too large for memory."""
    import pyarrow as pa
    from pyarrow import parquet

    parts = iter([table] if isinstance(table, pa.Table) else table)
    first = next(parts).replace_schema_metadata(None)
    rows = 0
    packed = {name: how for name, how in _PACKED.items() if name in first.schema.names}
    texts = [name for name in first.schema.names if name not in packed]
    options = {"use_dictionary": texts, "column_encoding": packed} if packed else {}
    with parquet.ParquetWriter(path, first.schema, compression="zstd", compression_level=_LEVEL, store_schema=False, **options) as writer:
        for part in _then(first, parts):
            writer.write_table(part.replace_schema_metadata(None), row_group_size=_ROW_GROUP)
            rows += part.num_rows
    _sync(path)
    return {"rows": rows, **_described(path)}


def _then(first: pa.Table, rest: Iterator[pa.Table]) -> Iterator[pa.Table]:
    yield first
    yield from rest


def _described(path: Path) -> dict[str, Any]:
    return {"bytes": path.stat().st_size, "sha256": _hash(path)}


def _write_bytes(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    _sync(path)


def _sync(path: Path) -> None:
    """Sync to disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _replaced(target: Path) -> Path:
    return target.parent / f".{target.name}{_REPLACED}"


def _swap(new: Path, target: Path, what: str) -> None:
    """Two renames. If the second fails, the first is undone. If the machine stops between them, ``recover`` undoes it."""
    _put_back(target)
    old = _replaced(target)
    for place in (target, old):
        ownership.refuse_foreign(place, what)  # an import takes minutes, and something may have come meanwhile
    if old.exists():
        ownership.remove(old)
    if target.exists():
        target.rename(old)
    try:
        new.rename(target)
    except OSError:
        if old.exists():
            old.rename(target)
        raise
    _sync(target.parent)
    if old.exists():
        ownership.remove(old)


def recover(target: Path) -> None:
    """Put back a folder that a stopped import moved aside. If an import is just between its two renames, wait for it."""
    until = time.monotonic() + _A_MOMENT
    while _is_aside(target) and time.monotonic() < until:
        try:
            with _locked(target.parent):
                _put_back(target)
        except SourceError:
            time.sleep(0.01)


def _put_back(target: Path) -> None:
    if _is_aside(target):
        _replaced(target).rename(target)


def _is_aside(target: Path) -> bool:
    """Whether a catalog was moved aside and nothing has taken its place."""
    old = _replaced(target)
    return not target.exists() and not target.is_symlink() and old.exists() and ownership.is_ours(old)


def digest_of(files: Mapping[str, Mapping[str, Any]]) -> str:
    """The sha256 over the files' names and hashes."""
    import hashlib

    lines = "".join(f"{name} {file['sha256']}\n" for name, file in sorted(files.items()))
    return hashlib.sha256(lines.encode()).hexdigest()


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a folder. Raises SourceError if it is missing or cannot be read."""
    try:
        manifest = parse_json(read_file(folder / MANIFEST, LIMITS), LIMITS, controls=True)
    except Unfit as error:
        raise SourceError(f"The catalog in {folder} is damaged: its manifest cannot be read. Import it again.") from error
    if not isinstance(manifest, dict) or manifest.get("format") not in FORMATS or not isinstance(manifest.get("tables"), dict):
        raise SourceError(f"The catalog in {folder} was written by another version of this program. Import it again.")
    return manifest


def read_rows(path: Path) -> list[dict[str, Any]]:
    """Every row of a small table."""
    from pyarrow import parquet

    with parquet.ParquetFile(path) as file:  # read_table would import datasets, and pandas with them
        rows: list[dict[str, Any]] = file.read().to_pylist()
    return rows


def check_folder(folder: Path, manifest: Mapping[str, Any], needed: tuple[str, ...], *, thorough: bool = False) -> None:
    """Refuse a folder if a file is missing or is not the one in the manifest. ``thorough`` hashes large files too."""
    tables: Mapping[str, Mapping[str, Any]] = manifest["tables"]
    files: Mapping[str, Mapping[str, Any]] = manifest.get("files", {})
    if not (_describes(tables) and _describes(files)):
        raise SourceError(f"The catalog in {folder} is damaged: its manifest does not describe its files. Import it again.")
    for name in needed:
        if name not in tables:
            raise SourceError(f"The catalog in {folder} is damaged: its manifest has no table {name}. Import it again.")
    if manifest.get("digest") != digest_of({**tables, **files}):
        raise SourceError(f"The catalog in {folder} is damaged: its manifest does not agree with itself. Import it again.")
    for name, table in tables.items():
        _check_file(folder, f"{name}.parquet", f"table {name}", table, thorough)
    for name, file in files.items():
        _check_file(folder, name, f"file {name}", file, thorough)


def _describes(files: object) -> bool:
    """Whether every name has a size and a hash."""
    return isinstance(files, dict) and all(isinstance(file, dict) and {"bytes", "sha256"} <= set(file) for file in files.values())


def _check_file(folder: Path, name: str, called: str, described: Mapping[str, Any], thorough: bool) -> None:
    path = folder / name
    size = path.stat().st_size if path.is_file() else -1
    if size < 0:
        raise SourceError(f"The catalog in {folder} is damaged: the {called} is missing. Import it again.")
    try:
        found = _hash(path) if thorough or size <= HASHED_ON_OPENING else described["sha256"]
    except OSError as error:
        raise SourceError(f"The catalog in {folder} is damaged: the {called} cannot be read. Import it again.") from error
    if size != described["bytes"] or found != described["sha256"]:
        raise SourceError(f"The catalog in {folder} is damaged: the {called} is not the one that was imported. Import it again.")


def _hash(path: Path) -> str:
    import hashlib

    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
