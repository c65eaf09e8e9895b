"""The file of a pack: a zip that holds a catalog's files as they are, its manifest first, and ends with its own checksum.

    members   manifest.json, market.map and the tables; the manifest has size and sha256 of each
    comment   ``partd-finder pack 1 sha256 `` and 64 hexadecimal digits: the sha256 of every byte before them

A pack is data from elsewhere. Its checksum is compared before anything in it is looked at; names are those of a catalog, never paths;
sizes are bounded before a byte is unpacked. Nothing in it is run. The same catalog gives the same bytes.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

from finder.domain.errors import SourceError
from finder.intake.archive import DAMAGED, opened_zip
from finder.intake.json_text import parse_json
from finder.intake.limits import MANIFEST as MANIFEST_LIMITS
from finder.intake.limits import PACK
from finder.intake.texts import Unfit
from finder.sources.catalog.ownership import MANIFEST, USUAL_NAMES
from finder.sources.catalog.store import FORMATS, check_folder, digest_of

VERSION = 1
_HEX = 64
_COMMENT = "partd-finder pack {} sha256 "
_SAYS = re.compile(rb"partd-finder pack (\d{1,9}) sha256 ([0-9a-f]{64})\Z")
_EPOCH = (1980, 1, 1, 0, 0, 0)
_AT_ONCE = 1 << 20


def write_pack(folder: Path, manifest: Mapping[str, Any], out: Path) -> str:
    """Write the files of a catalog's folder as a pack. Returns its sha256, which a publisher prints beside it."""
    names = [MANIFEST, *manifest.get("files", {}), *(f"{name}.parquet" for name in sorted(manifest["tables"]))]
    comment = _COMMENT.format(VERSION).encode() + b"0" * _HEX
    with out.open("w+b") as stream:
        with zipfile.ZipFile(stream, "w") as archive:
            archive.comment = comment
            for name in names:
                _add(archive, folder / name)
        stream.flush()
        size = stream.seek(0, 2)
        digits = _sha256(stream, size - _HEX).encode()
        stream.seek(size - _HEX)
        stream.write(digits)
        stream.flush()
        os.fsync(stream.fileno())
        return _sha256(stream, size)


def _add(archive: zipfile.ZipFile, path: Path) -> None:
    """A member without a date, owner or system of its own. Tables are compressed already."""
    member = zipfile.ZipInfo(path.name, _EPOCH)
    member.create_system, member.external_attr = 3, 0o644 << 16
    member.compress_type = zipfile.ZIP_STORED if path.suffix == ".parquet" else zipfile.ZIP_DEFLATED
    with path.open("rb") as stream, archive.open(member, "w", force_zip64=path.stat().st_size > 1 << 31) as out:
        shutil.copyfileobj(stream, out, _AT_ONCE)


def read_pack(path: Path) -> dict[str, Any]:
    """The manifest of a pack whose every byte is as it was written. Raises SourceError for another file or a changed one."""
    try:
        with path.open("rb") as stream:
            _check(stream, path.name)
            with opened_zip(stream, PACK, "a pack of plans") as archive:
                return _manifest(archive, path.name)
    except Unfit as unfit:
        raise SourceError(f"{path.name}: expected {unfit.expected}, found {unfit.found}. Get it again.") from unfit
    except OSError as error:
        raise SourceError(f"{path}: the pack cannot be read ({error.strerror}).") from error
    except DAMAGED as error:
        raise _damaged(path) from error


def unpack(path: Path, manifest: Mapping[str, Any], folder: Path) -> None:
    """Unpack a pack that ``read_pack`` checked into an empty folder. Raises SourceError if a file is not the one in the manifest."""
    try:
        with zipfile.ZipFile(path) as archive:
            for member in archive.infolist():
                with archive.open(member) as stream, (folder / member.filename).open("xb") as out:
                    shutil.copyfileobj(stream, out, _AT_ONCE)
    except OSError:
        raise
    except DAMAGED as error:
        raise _damaged(path) from error
    check_folder(folder, manifest, (), thorough=True)


def _damaged(path: Path) -> SourceError:
    return SourceError(f"{path.name}: expected a pack of plans, found a damaged one. Get it again.")


def is_pack(path: Path) -> bool:
    """Whether a file says that it is a pack, of any version, sound or not."""
    try:
        with path.open("rb") as stream:
            return _said(stream) is not None
    except OSError:
        return False


def _said(stream: IO[bytes]) -> re.Match[bytes] | None:
    size = stream.seek(0, 2)
    stream.seek(max(0, size - 128))
    return _SAYS.search(stream.read())


def _check(stream: IO[bytes], name: str) -> None:
    """Compare the checksum. Raises SourceError."""
    size = stream.seek(0, 2)
    if size > PACK.bytes:
        raise SourceError(f"{name}: expected a pack of at most {PACK.bytes >> 30} GB, found {size:,} bytes.")
    said = _said(stream)
    if said is None:
        raise SourceError(
            f"{name}: expected a pack of plans (a file that finder catalog pack wrote), found another kind of file, or half of one."
        )
    if int(said[1]) > VERSION:
        raise SourceError(f"{name}: this pack needs a newer program. Update this one and add the pack again.")
    if _sha256(stream, size - _HEX).encode() != said[2]:
        raise SourceError(f"{name}: the pack was changed or damaged on its way: its checksum is another. Get it again. Nothing was added.")


def _manifest(archive: zipfile.ZipFile, name: str) -> dict[str, Any]:
    """The manifest, if the members are exactly those that it names, each of the size that it says. Raises SourceError."""
    members = {member.filename: member for member in archive.infolist()}
    first = members.get(MANIFEST)
    if first is None or first.file_size > MANIFEST_LIMITS.bytes or len(members) != len(archive.infolist()):
        raise SourceError(f"{name}: expected a pack with one manifest, found none, a huge one or a file twice.")
    manifest = parse_json(archive.read(first), MANIFEST_LIMITS, controls=True)
    version = manifest.get("format") if isinstance(manifest, dict) else None
    if isinstance(version, int) and version > max(FORMATS):
        raise SourceError(f"{name}: this pack needs a newer program. Update this one and add the pack again.")
    if version not in FORMATS or not _described(manifest):
        raise SourceError(f"{name}: expected a pack of this program's catalogs, found another kind of manifest.")
    sizes = {**manifest.get("files", {}), **{f"{table}.parquet": of for table, of in manifest["tables"].items()}}
    wrong = next((own for own in {*sizes, *members} - {MANIFEST} if not _is_right(own, sizes, members)), None)
    if wrong is not None or sum(of["bytes"] for of in sizes.values()) > PACK.expanded:
        raise SourceError(f"{name}: expected the files that its manifest names, found {str(wrong)[:60]!r} otherwise. Nothing was added.")
    return manifest  # type: ignore[no-any-return]


def _described(manifest: Mapping[str, Any]) -> bool:
    """Whether tables and files each have a size and a checksum, which agree with the digest."""
    tables, files = manifest.get("tables"), manifest.get("files")
    if not (isinstance(tables, dict) and isinstance(files, dict)):
        return False
    every = {**tables, **files}.values()
    if not all(isinstance(of, dict) and isinstance(of.get("bytes"), int) and isinstance(of.get("sha256"), str) for of in every):
        return False
    return bool(manifest.get("digest") == digest_of({**tables, **files}))


def _is_right(own: str, sizes: Mapping[str, Mapping[str, Any]], members: Mapping[str, zipfile.ZipInfo]) -> bool:
    """Whether a file is one of a catalog's, is in manifest and zip, and has the size that both say."""
    return own in USUAL_NAMES and own in sizes and own in members and members[own].file_size == sizes[own]["bytes"]


def _sha256(stream: IO[bytes], length: int) -> str:
    hashed = hashlib.sha256()
    stream.seek(0)
    while length > 0 and (chunk := stream.read(min(length, _AT_ONCE))):
        hashed.update(chunk)
        length -= len(chunk)
    return hashed.hexdigest()
