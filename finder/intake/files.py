"""A file of this machine as bytes, read no further than its limit: a device or a pipe without an end is refused like any other."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from finder.intake.limits import Limits
from finder.intake.texts import Unfit

_PIECE = 1 << 16


def read_file(path: Path | str, limits: Limits) -> bytes:
    """The bytes of a file, or of standard input for ``-``. Raises Unfit."""
    try:
        if path == "-":
            data = at_most(sys.stdin.buffer, limits.bytes + 1)
        else:
            with Path(path).open("rb") as file:
                data = at_most(file, limits.bytes + 1)
    except (OSError, ValueError) as error:  # ValueError: a name with a zero byte
        raise Unfit("a file that can be read", getattr(error, "strerror", "") or "none") from error
    if len(data) > limits.bytes:
        raise Unfit(f"a file of at most {limits.bytes:,} bytes", "more")
    return data


def at_most(stream: IO[bytes], count: int) -> bytes:
    """The first bytes of a stream, so many at most. Piece by piece: Python sets aside all that a read may give, however little comes."""
    pieces: list[bytes] = []
    while count > 0 and (piece := stream.read(min(count, _PIECE))):
        pieces.append(piece)
        count -= len(piece)
    return b"".join(pieces)


def bounded_lines(file: IO[str], limits: Limits) -> Iterator[str]:
    """The lines of a text, so that one without an end is not held in memory. Raises Unfit."""
    while line := file.readline(limits.bytes):
        if len(line) >= limits.bytes:
            raise Unfit(f"lines of fewer than {limits.bytes:,} letters", "a longer one")
        yield line
