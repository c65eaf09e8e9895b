"""A part of a batch and its answer as bytes: the unit that a process, a cluster, and a run that goes on after a stop work by."""

from __future__ import annotations

import hashlib
import struct
from typing import NamedTuple

_MARK = b"finder part 1\n"
_LENGTH = struct.Struct("<Q")
_CHECK = 16


class PartAnswer(NamedTuple):
    """The answer to one part.

    ``plans``, ``people``, ``questions``, ``rejects``: rows as Arrow streams, as ``finder.documents.batch.columns`` names them.
    ``answered``, ``asked``, ``rejected``: how many people were answered, wait for an answer to a question, and were refused.
    """

    plans: bytes
    people: bytes
    questions: bytes
    rejects: bytes
    answered: int
    asked: int
    rejected: int


def packed(answer: PartAnswer) -> bytes:
    """The answer as one text of bytes, with a checksum."""
    counts = b"".join(map(_LENGTH.pack, answer[4:]))
    body = b"".join(_LENGTH.pack(len(rows)) + rows for rows in answer[:4]) + counts
    return _MARK + hashlib.blake2b(body, digest_size=_CHECK).digest() + body


def unpacked(data: bytes) -> PartAnswer | None:
    """The answer of those bytes; None where they are damaged or cut off."""
    start = len(_MARK) + _CHECK
    body = memoryview(data)[start:]
    if data[: len(_MARK)] != _MARK or hashlib.blake2b(body, digest_size=_CHECK).digest() != data[len(_MARK) : start]:
        return None
    place = 0
    rows: list[bytes] = []
    for _ in range(4):
        end = place + _LENGTH.size + _LENGTH.unpack_from(body, place)[0]
        rows.append(bytes(body[place + _LENGTH.size : end]))
        place = end
    answered, asked, rejected = (_LENGTH.unpack_from(body, place + _LENGTH.size * count)[0] for count in range(3))
    plans, people, questions, rejects = rows
    return PartAnswer(plans, people, questions, rejects, answered, asked, rejected)
