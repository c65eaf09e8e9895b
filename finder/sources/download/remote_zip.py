"""Single members of a zip on a web server: read its directory by spans, download a member, resume, verify.

A member comes, still compressed, into ``NAME.part``. When complete it is expanded, and gets its name once its length and CRC match the
directory. A member that is itself a zip stays one: the importer reads zips inside zips.
"""

from __future__ import annotations

import io
import os
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NamedTuple, Protocol, cast

from finder.domain.errors import SourceError
from finder.intake.archive import DAMAGED
from finder.intake.texts import shortened
from finder.sources.download.http_ranges import Interrupted, RemoteFile, Web, gave_up

TAIL = 1 << 17
"""Bytes at the end of a zip that are read at once. The directory is there: a few kilobytes for a release's twenty members."""
LARGEST_READ = 64 << 20
LARGEST_MEMBER = 16 << 30
_LOCAL = struct.Struct("<4s5H3L2H")
_ENCRYPTED = 1


class Arrived(Protocol):
    """Called for each piece with the bytes that came, or were ``kept`` from an earlier run; negative if a try starts over."""

    def __call__(self, count: int, *, kept: bool = False) -> None: ...


class Member(NamedTuple):
    """A member of the zip: its name without folders, where its entry begins, and what the directory says about it."""

    name: str
    offset: int
    packed: int
    size: int
    crc: int
    stored: bool


class _Spans(io.RawIOBase):
    """The remote file as a stream that ``zipfile`` can seek in. Only the directory is read through it."""

    def __init__(self, web: Web, file: RemoteFile, length: int) -> None:
        self._web, self._file, self._length, self._at = web, file, length, 0
        self._tail_at = max(length - TAIL, 0)
        self._tail = web.span(file, self._tail_at, length - self._tail_at)

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        self._at = max({os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._length}[whence] + offset, 0)
        return self._at

    def read(self, size: int | None = -1) -> bytes:
        left = max(self._length - self._at, 0)
        wanted = left if size is None or size < 0 else min(size, left)
        if wanted > LARGEST_READ:
            raise zipfile.BadZipFile(f"its directory would have {wanted:,} bytes")
        first = self._at
        self._at += wanted
        if first >= self._tail_at:
            return self._tail[first - self._tail_at : first - self._tail_at + wanted]
        return self._web.span(self._file, first, wanted) if wanted else b""


def members(web: Web, file: RemoteFile, length: int) -> list[Member]:
    """The zip's members without folders. Raises SourceError if it is not a zip, Changed if it has changed."""
    if not length:
        raise SourceError(f"{file.url}: expected a zip, found an empty file.", "damaged")
    return _listed(_Spans(web, file, length), file.url)


def local_members(path: Path) -> list[Member]:
    """The members of a zip on this machine. Raises SourceError if it is not a zip."""
    with path.open("rb") as stream:
        return _listed(stream, path.name)


def _listed(stream: IO[bytes] | io.RawIOBase, name: str) -> list[Member]:
    try:
        with zipfile.ZipFile(cast(IO[bytes], stream)) as archive:
            return [_member(entry, name) for entry in archive.infolist() if not entry.is_dir()]
    except (*DAMAGED, ValueError) as error:
        raise SourceError(f"{name}: expected a zip, found a damaged one ({shortened(str(error))}).", "damaged") from error


def _member(entry: zipfile.ZipInfo, zip_name: str) -> Member:
    own = entry.filename.replace("\\", "/").rsplit("/", 1)[-1]
    if not own or own in (".", "..") or any(ord(letter) < 32 or letter == ":" for letter in own):
        raise SourceError(f"{zip_name}: expected names of files, found {entry.filename[:60]!r}.")
    return Member(own, entry.header_offset, entry.compress_size, entry.file_size, entry.CRC, entry.compress_type == zipfile.ZIP_STORED)


def bring(web: Web, file: RemoteFile, member: Member, folder: Path, arrived: Arrived) -> Path:
    """Download a member by spans to ``folder/NAME``, verified; resumes an earlier try. Raises SourceError or Changed."""
    target, part = folder / member.name, folder / f"{member.name}.part"
    if is_whole(target, member):
        arrived(member.packed, kept=True)
        return target
    first = _data_at(web.span(file, member.offset, _LOCAL.size), member, file.url)
    have = min(part.stat().st_size, member.packed) if part.exists() else 0
    arrived(have, kept=True)
    _append(web, file, part, first, have, member.packed, arrived)
    _expand(part, target, member)
    return target


def _data_at(header: bytes, member: Member, url: str) -> int:
    """Where a member's bytes begin, by its local header. Raises SourceError if we can't read it."""
    signature, _, flags, method, *_, name_length, extra_length = _LOCAL.unpack(header)
    if signature != b"PK\x03\x04":
        raise SourceError(f"{url}, {member.name}: expected a member of a zip, found other bytes.", "damaged")
    if flags & _ENCRYPTED or method not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise SourceError(f"{url}, {member.name}: expected a member stored or deflated, found one encrypted or packed otherwise.")
    if max(member.size, member.packed) > LARGEST_MEMBER:
        raise SourceError(f"{url}, {member.name}: expected at most {LARGEST_MEMBER >> 30} GB, found {member.size:,} bytes.", "too_large")
    return int(member.offset + _LOCAL.size + name_length + extra_length)


def _append(web: Web, file: RemoteFile, part: Path, first: int, have: int, length: int, arrived: Arrived) -> None:
    """Download the missing bytes. Gives up after too many tries in a row without a byte."""
    idle = 0
    with part.open("ab") as stream:
        stream.truncate(have)
        while have < length:
            before, why = have, Interrupted(f"{have:,} of {length:,} bytes came")
            try:
                for chunk in web.stream(file, first + have, length - have):
                    stream.write(chunk)
                    have += len(chunk)
                    arrived(len(chunk))
            except Interrupted as interrupted:
                why = interrupted
            idle = 0 if have > before else idle + 1
            if have < length and idle >= web.tries:
                raise gave_up(file.url, why)
            if have < length:
                web.wait(idle, why)


def bring_whole(web: Web, file: RemoteFile, target: Path, arrived: Arrived) -> Path:
    """Download the whole file from a server that doesn't send spans. Each try starts over. Raises SourceError or Changed."""

    def attempt() -> Path:
        have = 0
        with target.open("wb") as stream:
            for chunk in web.stream_whole(file):
                stream.write(chunk)
                have += len(chunk)
                arrived(len(chunk))
        if file.length is not None and have != file.length:
            arrived(-have)
            raise Interrupted(f"{have:,} of {file.length:,} bytes came, and it cannot go on where it stopped")
        return target

    return web.again(file.url, attempt)


def bring_file(web: Web, file: RemoteFile, target: Path, arrived: Arrived) -> Path:
    """Download a whole file to ``target``. It goes on where an earlier try stopped, if the server sends spans.

    Raises SourceError or Changed.
    """
    part = target.with_name(f"{target.name}.part")
    if file.ranges and file.length is not None:
        have = min(part.stat().st_size, file.length) if part.exists() else 0
        arrived(have, kept=True)
        _append(web, file, part, 0, have, file.length, arrived)
    else:
        bring_whole(web, file, part, arrived)
    part.replace(target)
    return target


def unpack_local(path: Path, member: Member, folder: Path) -> Path:
    """Unpack a member of a zip on this machine to ``folder/NAME``, verified. Raises SourceError."""
    target, part = folder / member.name, folder / f"{member.name}.part"
    with path.open("rb") as stream:
        stream.seek(member.offset)
        stream.seek(_data_at(stream.read(_LOCAL.size), member, path.name))
        with part.open("wb") as copy:
            left = member.packed
            while left and (chunk := stream.read(min(left, 1 << 20))):
                copy.write(chunk)
                left -= len(chunk)
    _expand(part, target, member)
    return target


def is_whole(path: Path, member: Member) -> bool:
    """Whether a file is the member, by length and CRC."""
    if not path.is_file() or path.stat().st_size != member.size:
        return False
    crc = 0
    with path.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            crc = zlib.crc32(chunk, crc)
    return crc == member.crc


def _expand(part: Path, target: Path, member: Member) -> None:
    """Expand ``part`` to ``target``. If length or CRC is wrong, delete ``part`` and raise SourceError."""
    new = target.with_name(f"{target.name}.new")
    try:
        _write_expanded(part, new, member)
        matches = is_whole(new, member)
        if matches:
            new.replace(target)
    except zlib.error:
        matches = False
    finally:
        new.unlink(missing_ok=True)
    part.unlink()
    if not matches:
        expected = f"{member.size:,} bytes with the checksum of the zip"
        raise SourceError(f"{member.name}: expected {expected}, found others. Fetch it again.", "damaged")


def _write_expanded(part: Path, new: Path, member: Member) -> None:
    """Write at most one byte more than the directory promises."""
    left = member.size + 1
    with part.open("rb") as stream, new.open("wb") as out:
        for chunk in _stored(stream) if member.stored else _inflated(stream):
            out.write(chunk[:left])
            left -= len(chunk)
            if left <= 0:
                break
        out.flush()
        os.fsync(out.fileno())


def _stored(stream: IO[bytes]) -> Iterator[bytes]:
    while chunk := stream.read(1 << 20):
        yield chunk


def _inflated(stream: IO[bytes]) -> Iterator[bytes]:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    while chunk := stream.read(1 << 18):
        while chunk:
            yield inflater.decompress(chunk, 1 << 20)
            chunk = inflater.unconsumed_tail
    yield inflater.flush()
