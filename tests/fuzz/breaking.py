"""Breaks valid inputs: bytes of any kind, values of a JSON document, parts of a zip."""

from __future__ import annotations

import copy
import io
import json
import zipfile
from collections.abc import Callable
from random import Random
from typing import Any

TEXTS = (
    "", " ", "\0", "\x1b[31mred\x1b[0m", "\x9b31m", "\ud800", "\u202eevil", "=cmd()", "NaN", "1e400", "-0", "9" * 400, "x" * 5_000,
    "☃" * 50,     "2026-02-30", "9999-12-31", "0000-00-00", "01604", "99999", "H0001-001-000", "617311",
    "../../etc/passwd", "<script>", "a\nb\r\nc",
    "' OR 1=1 --", "{}", "[]", "null", "true", "-1", "0.001", "$12.34", "١٢٣", "%s%n", "{0.__class__}",
)  # fmt: skip
VALUES = (None, True, False, 0, -1, 1, 2**31, 2**63, 10**30, 0.1, 1e308, -1e-300, [], {}, [[]], [{}], {"": {}}, [None] * 70, *TEXTS)
MARKS = tuple(
    b"\0 \xff \xfe\xff \x1b[2J \xed\xa0\x80 \\ud800 \" ' , ; | \t \r \n { } [ ] : < > & = - --- ... << * & ! ? <!DOCTYPE PK".split(b" ")
)


def broken_bytes(chance: Random, data: bytes) -> bytes:
    """Bytes flipped, cut out, repeated, moved or put in, once or several times."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5))):
        chance.choice((_flip, _cut, _repeat, _put, _end))(chance, changed)
    return bytes(changed[:2_000_000])


def _place(chance: Random, data: bytearray) -> int:
    return chance.randrange(len(data) + 1)


def _flip(chance: Random, data: bytearray) -> None:
    if data:
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _cut(chance: Random, data: bytearray) -> None:
    at = _place(chance, data)
    del data[at : at + chance.choice((1, 4, 60))]


def _repeat(chance: Random, data: bytearray) -> None:
    at = _place(chance, data)
    piece = data[at : at + chance.choice((1, 8, 200))]
    data[at:at] = piece * chance.choice((1, 3, 200))


def _put(chance: Random, data: bytearray) -> None:
    at = _place(chance, data)
    data[at:at] = chance.choice(MARKS) * chance.choice((1, 1, 2, 500))


def _end(chance: Random, data: bytearray) -> None:
    del data[_place(chance, data) :]


def broken_value(chance: Random, document: Any) -> Any:
    """A copy of a JSON document with one to three of its values, names or places broken."""
    changed = {"": copy.deepcopy(document)}
    for _ in range(chance.choice((1, 1, 2, 3))):
        holder: Any = changed
        while True:
            key = chance.choice(list(holder) if isinstance(holder, dict) else range(len(holder)))
            inner = holder[key]
            if not (isinstance(inner, dict | list) and inner) or chance.random() < 0.25:
                break
            holder = inner
        _break_at(chance, holder, key)
    return changed.get("")


def _break_at(chance: Random, holder: Any, key: Any) -> None:
    kind = chance.randrange(5)
    if kind == 0 and key != "":  # the document itself stands under an empty name
        del holder[key]
    elif kind == 1 and isinstance(holder, dict) and key:
        holder[chance.choice(TEXTS)] = holder[key]
    elif kind == 2 and isinstance(holder, list):
        holder[key:key] = [holder[key]] * chance.choice((1, 3, 80))
    elif kind == 3 and isinstance(holder[key], str):
        holder[key] = holder[key] + chance.choice(TEXTS)
    else:
        holder[key] = copy.deepcopy(chance.choice(VALUES))


def as_json(chance: Random, document: Any) -> bytes:
    """The document as JSON, sometimes with its bytes broken too. Half characters are escapes, as JSON may have them."""
    data = json.dumps(document, ensure_ascii=chance.random() < 0.9 or "\\ud" in json.dumps(document)).encode()
    return broken_bytes(chance, data) if chance.random() < 0.15 else data


def broken_zip(chance: Random, data: bytes, break_part: Callable[[Random, bytes], bytes] = broken_bytes) -> bytes:
    """A zip with a part broken, dropped, renamed, doubled or packed otherwise; or with its own bytes broken."""
    if chance.random() < 0.3:
        return broken_bytes(chance, data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [(part.filename, archive.read(part)) for part in archive.infolist()]
    place = chance.randrange(len(parts))
    name, content = parts[place]
    kind = chance.randrange(8)
    if kind < 5:
        parts[place] = (name, break_part(chance, content))
    elif kind == 5:
        del parts[place]
    elif kind == 6:
        parts[place] = (chance.choice(("../x", "/x", "x" * 300, "é\x7f", name.upper(), f"{name}.zip", ".hidden")), content)
    else:
        parts.append((f"more {name}", content))
    methods = (zipfile.ZIP_DEFLATED,) * 6 + (zipfile.ZIP_STORED, zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", chance.choice(methods)) as made:
        for name, content in parts:
            made.writestr(name, content)
    whole = out.getvalue()
    return broken_bytes(chance, whole) if chance.random() < 0.1 else whole
