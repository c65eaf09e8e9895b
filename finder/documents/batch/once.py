"""Whether nobody's rows stand at two places of a file. Memory stays bounded: digests of labels go to temporary files, in buckets."""

from __future__ import annotations

import hashlib
import secrets
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import numpy as np

from finder.documents.batch.entries import Entry
from finder.domain.errors import Problem, SourceError

_BUCKETS = 64
_DIGEST = 16
_HELD = 8_192
"""Digests of a bucket that are held in memory before they are written."""
_PAIR = np.dtype([("first", "<u8"), ("second", "<u8")])
Digest = Callable[[str], bytes]


def counted_once(name: str, entries: Callable[[], Iterator[Entry]]) -> int:
    """How many people a file has. Raises SourceError where the rows of one stand at two places."""
    key = secrets.token_bytes(_DIGEST)  # of this run: the temporary files tell nothing

    def digest(label: str) -> bytes:
        return hashlib.blake2b(label.encode("utf-8", "replace"), key=key, digest_size=_DIGEST).digest()

    count, twice = _counted(entries(), digest)
    if twice is not None:
        rows = [entry.rows[0] for entry in entries() if entry.label and digest(entry.label) == twice]
        found = f"the member of row {rows[0]:,} again in row {rows[1]:,}"
        raise SourceError([Problem(name[:60], "each member once, with all rows together (sort the file by member)", found)])
    return count


def _counted(entries: Iterator[Entry], digest: Digest) -> tuple[int, bytes | None]:
    """How many entries, and the digest of a label that comes twice."""
    with ExitStack() as files:
        held = [bytearray() for _ in range(_BUCKETS)]
        written = [files.enter_context(tempfile.TemporaryFile()) for _ in held]
        count = 0
        for entry in entries:
            count += 1
            if entry.label:
                of = digest(entry.label)
                bucket = of[0] % _BUCKETS
                held[bucket] += of
                if len(held[bucket]) >= _HELD * _DIGEST:
                    written[bucket].write(held[bucket])
                    held[bucket].clear()
        for file, rest in zip(written, held, strict=True):
            file.write(rest)
            file.seek(0)
            twice = _twice(file.read())
            if twice is not None:
                return count, twice
    return count, None


def _twice(digests: bytes) -> bytes | None:
    ordered = np.sort(np.frombuffer(digests, _PAIR), order=("first", "second"))
    same = np.flatnonzero(ordered[1:] == ordered[:-1])
    return ordered[same[0]].tobytes() if len(same) else None
