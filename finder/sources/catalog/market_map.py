"""One file of named sections, read through a memory map. Needs the standard library alone.

Layout, all integers little-endian:

    head      8 bytes PARTDMAP, u32 version, u32 length of the contents, u32 CRC-32 of the contents
    contents  JSON: ``{"bytes": size of the file, "data": where the data begins, "sections": {name: [at, bytes]}, "facts": {...}}``
    checks    u32 CRC-32 of each block of 64 KiB of the data
    data      the sections, each beginning at a multiple of 8, ``at`` counted from the beginning of the data

Opening reads the head and the contents. A block is checked when it is first read, so a file of 400 MB costs only what a question reads. A
damaged block is refused (SourceError). Two kinds of section build on that: ``Records`` (key -> bytes, by bisection) and ``Grid`` (rows of
integers of one width).
"""

from __future__ import annotations

import json
import mmap
import os
import struct
import sys
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from finder.domain.errors import SourceError

MAGIC = b"PARTDMAP"
VERSION = 1
BLOCK = 1 << 16
_HEAD = struct.Struct("<8sIII")
_ALIGNED = 8
_READ_AT_ONCE = 64 * BLOCK
Buffer = bytes | memoryview


def write_map(path: Path, sections: Mapping[str, Buffer], facts: Mapping[str, Any]) -> None:
    """Write the sections in order, synced to disk. Raises OSError if the disk is full."""
    places, at = {}, 0
    for name, content in sections.items():
        places[name] = [at, len(content)]
        at = _up(at + len(content), _ALIGNED)
    blocks = -(-at // BLOCK)
    contents = {"bytes": 0, "data": 0, "sections": places, "facts": dict(facts)}
    for _ in range(3):  # the contents' numbers depend on its length, and its length on the numbers
        text = json.dumps(contents, separators=(",", ":")).encode()
        data = _up(_HEAD.size + len(text) + 4 * blocks, _ALIGNED)
        contents |= {"data": data, "bytes": data + at}
    text = json.dumps(contents, separators=(",", ":")).encode()
    with path.open("wb") as stream:
        stream.write(_HEAD.pack(MAGIC, VERSION, len(text), zlib.crc32(text)) + text)
        stream.seek(data)
        checks = _write_data(stream, sections)
        stream.seek(_HEAD.size + len(text))
        stream.write(struct.pack(f"<{blocks}I", *checks))
        stream.flush()
        os.fsync(stream.fileno())


def _write_data(stream: IO[bytes], sections: Mapping[str, Buffer]) -> list[int]:
    """Write the sections, padded. Returns the CRC-32 of each block."""
    checks: list[int] = []
    rest = b""
    for content in sections.values():
        view = memoryview(content).cast("B")
        for start in range(0, len(view), _READ_AT_ONCE):
            rest += view[start : start + _READ_AT_ONCE]
            whole = len(rest) - len(rest) % BLOCK
            checks += [zlib.crc32(rest[at : at + BLOCK]) for at in range(0, whole, BLOCK)]
            stream.write(rest[:whole])
            rest = rest[whole:]
        rest += bytes(_up(len(view), _ALIGNED) - len(view))
    stream.write(rest)
    return checks + [zlib.crc32(rest[at : at + BLOCK]) for at in range(0, len(rest), BLOCK)]


def _up(number: int, to: int) -> int:
    return -(-number // to) * to


class MarketMap:
    """An open file. Safe to share between threads. ``facts`` is what its writer put beside the sections."""

    def __init__(self, path: Path) -> None:
        """Open it and check head, contents and size. Raises SourceError for a damaged file or another version."""
        self.path = path
        try:
            with path.open("rb") as stream:
                self._map = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            raise self.damaged("cannot be opened") from error
        self._view = memoryview(self._map)
        contents = self._contents()
        self.facts: dict[str, Any] = contents["facts"]
        self._sections: dict[str, list[int]] = contents["sections"]
        self._data: int = contents["data"]
        self._checked = bytearray(-(-(contents["bytes"] - self._data) // BLOCK))

    def _contents(self) -> dict[str, Any]:
        if len(self._view) < _HEAD.size:
            raise self.damaged("ends too early")
        magic, version, length, check = _HEAD.unpack_from(self._view)
        if magic == MAGIC and version != VERSION:
            raise SourceError(f"{self.path} was written by another version of this program. Import it again.")
        if sys.byteorder != "little":
            raise SourceError(f"{self.path}: this machine orders bytes in another way than the file. The program does not run here.")
        text = self._view[_HEAD.size : _HEAD.size + length]
        if magic != MAGIC or zlib.crc32(text) != check:
            raise self.damaged("does not begin as it should")
        contents: dict[str, Any] = json.loads(bytes(text))
        if contents["bytes"] != len(self._view):
            raise self.damaged(f"has {len(self._view):,} bytes instead of {contents['bytes']:,}")
        self._contents_end = _HEAD.size + length
        return contents

    def damaged(self, how: str) -> SourceError:
        """The sentence for a damaged file."""
        return SourceError(f"The catalog is damaged: {self.path} {how}. Import it again.")

    def __contains__(self, name: str) -> bool:
        return name in self._sections

    def size(self, name: str) -> int:
        """How many bytes a section has. Raises SourceError if it is missing."""
        if name not in self._sections:
            raise self.damaged(f"lacks its part {name}")
        return self._sections[name][1]

    def read(self, name: str, start: int = 0, stop: int | None = None) -> memoryview:
        """Bytes ``start`` to ``stop`` of a section, checked. Raises SourceError if a block is damaged."""
        size = self.size(name)
        at = self._sections[name][0]
        end = size if stop is None else stop
        if not 0 <= start <= end <= size:
            raise self.damaged(f"points outside its part {name}")
        first, last = at + start, at + end
        for block in range(first // BLOCK, -(-last // BLOCK)):
            if not self._checked[block]:
                self._check(block)
        return self._view[self._data + first : self._data + last]

    def _check(self, block: int) -> None:
        begin = self._data + block * BLOCK
        found = zlib.crc32(self._view[begin : begin + BLOCK])
        if found != struct.unpack_from("<I", self._view, self._contents_end + 4 * block)[0]:
            raise self.damaged(f"has a damaged block at byte {begin:,}")
        self._checked[block] = 1

    def check_all(self) -> None:
        """Check every block. Raises SourceError for the first damaged one."""
        for block in range(len(self._checked)):
            self._check(block)


def records(name: str, items: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    """The three sections of a table of records: sorted keys, where each record ends, and the records end to end."""
    ordered = sorted((key.encode(), content) for key, content in items)
    width = max((len(key) for key, _ in ordered), default=1)
    ends, end = [], 0
    for _, content in ordered:
        end += len(content)
        ends.append(end)
    yield f"{name}.keys", struct.pack("<I", width) + b"".join(key.ljust(width, b"\0") for key, _ in ordered)
    yield f"{name}.ends", struct.pack(f"<{len(ends)}I", *ends)
    yield f"{name}.records", b"".join(content for _, content in ordered)


class Records:
    """A table of records by key. A record has a place (0, 1, ...) by which other sections may point to it."""

    def __init__(self, market: MarketMap, name: str) -> None:
        self._market, self._name = market, name
        keys = market.read(f"{name}.keys")
        self._width: int = struct.unpack_from("<I", keys)[0]
        self._keys = keys[4:]
        self._ends = market.read(f"{name}.ends").cast("I")

    def __len__(self) -> int:
        return len(self._ends)

    def place(self, key: str) -> int | None:
        """The place of a key, or None."""
        wanted = key.encode().ljust(self._width, b"\0")
        low, width = self._first_from(wanted), self._width
        return low if low < len(self._ends) and self._keys[low * width : low * width + width] == wanted else None

    def first_with(self, beginning: str) -> memoryview | None:
        """The record of the first key with that beginning, or None."""
        wanted = beginning.encode()
        low = self._first_from(wanted)
        found = low < len(self._ends) and bytes(self._keys[low * self._width : low * self._width + len(wanted)]) == wanted
        return self.at(low) if found else None

    def _first_from(self, wanted: bytes) -> int:
        """The place of the first key that does not sort before those bytes."""
        low, high, width, keys = 0, len(self._ends), self._width, self._keys
        while low < high:
            middle = (low + high) // 2
            if bytes(keys[middle * width : middle * width + width]) < wanted:
                low = middle + 1
            else:
                high = middle
        return low

    def key(self, place: int) -> str:
        """The key at a place."""
        return bytes(self._keys[place * self._width : (place + 1) * self._width]).rstrip(b"\0").decode()

    def at(self, place: int) -> memoryview:
        """The record at a place."""
        return self._market.read(f"{self._name}.records", self._ends[place - 1] if place else 0, self._ends[place])

    def get(self, key: str) -> memoryview | None:
        """The record of a key, or None."""
        place = self.place(key)
        return None if place is None else self.at(place)


class Grid:
    """Rows of ``columns`` integers: ``code`` H, I, i or q of the module ``struct``."""

    def __init__(self, market: MarketMap, name: str, columns: int, code: str) -> None:
        self._market, self._name, self._code = market, name, code
        self._row = columns * struct.calcsize(f"<{code}")

    def row(self, number: int) -> memoryview:
        """The integers of a row."""
        return self._market.read(self._name, number * self._row, (number + 1) * self._row).cast(self._code)  # type: ignore[call-overload,no-any-return]

    def all(self) -> memoryview:
        """The integers of all rows."""
        return self._market.read(self._name).cast(self._code)  # type: ignore[call-overload,no-any-return]
