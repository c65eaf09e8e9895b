"""Zips from outside: what reading a damaged one raises, and what is refused before a byte is unpacked."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from collections.abc import Sequence
from typing import IO

from finder.intake.limits import Limits
from finder.intake.texts import Unfit

DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)
"""What a damaged, encrypted or oddly packed archive raises, on opening and on reading. UnicodeError: a name that is not in
the encoding that it says."""
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 1


def opened_zip(stream: IO[bytes], limits: Limits, kind: str) -> zipfile.ZipFile:
    """The archive, once its directory is within the limits and everything in it can be unpacked bit by bit. Raises Unfit, which names the
    ``kind`` that was expected."""
    try:
        archive = zipfile.ZipFile(stream)
    except (*DAMAGED, ValueError) as error:
        raise Unfit(kind, "a damaged archive") from error
    parts = archive.infolist()
    if len(parts) > limits.parts:
        raise Unfit(f"{kind} with at most {limits.parts:,} files in it", f"{len(parts):,}")
    if sum(part.file_size for part in parts) > limits.expanded:
        raise Unfit(f"{kind} that unpacks to at most {limits.expanded // 1_000_000:,} MB", "far more")
    refuse_odd_members(parts, kind)
    return archive


def refuse_odd_members(parts: Sequence[zipfile.ZipInfo], kind: str) -> None:
    """Raise Unfit for a password, and for bzip2 and LZMA: a kilobyte of theirs may unpack to gigabytes at once."""
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise Unfit(f"{kind} without a password", "one with a password")
    if any(part.compress_type not in _METHODS for part in parts):
        raise Unfit(f"{kind} whose files are stored or deflated", "one packed otherwise")
