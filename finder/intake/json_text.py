"""JSON from outside as values: bounded before it is parsed, each field once, whole characters alone."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from itertools import accumulate
from typing import Any

from finder.intake.limits import QUOTED, Limits
from finder.intake.texts import CONTROL, HALF, Unfit, without_controls

_STRING = re.compile(r'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)', re.DOTALL)
"""A string, or what begins one and never ends: each letter is looked at once."""
_NO_BRACKET = re.compile(r"[^\[\]{}]+")
_STEPS = {"[": 1, "{": 1, "]": -1, "}": -1}


def parse_json(data: bytes, limits: Limits, *, controls: bool = False) -> Any:
    """The one JSON document in those bytes. ``controls``: take control characters too. Raises Unfit."""
    if len(data) > limits.bytes:
        raise Unfit(f"at most {limits.bytes:,} bytes", f"{len(data):,}")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unfit("text in UTF-8", f"other bytes at position {error.start}") from error
    return parse_text(text, limits, controls=controls)


def parse_text(text: str, limits: Limits, *, controls: bool = False) -> Any:
    """The same of a text. Raises Unfit."""
    _refuse_too_much(text, limits)
    try:
        document = json.loads(text, object_pairs_hook=_fields(limits), parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise Unfit("a JSON document", f"{error.msg} at line {error.lineno}, column {error.colno}") from error
    except RecursionError as error:
        raise Unfit("a JSON document", "one nested too deeply") from error
    except ValueError as error:  # a number with more digits than Python reads
        raise Unfit("a JSON document", "a number that is too long") from error
    _refuse_odd_characters(text, document, controls=controls)
    return document


def parse_documents(text: str, limits: Limits, parse_float: Callable[[str], Any]) -> list[Any]:
    """Every JSON document of a text: one, one a line, or one after another, control characters taken out. Raises Unfit."""
    _refuse_too_much(text, limits)
    decoder = json.JSONDecoder(object_pairs_hook=_fields(limits), parse_float=parse_float, parse_constant=_no_constant)
    found, at = [], _next(text, 0)
    try:
        while at < len(text):
            document, at = decoder.raw_decode(text, at)
            found.append(document)
            at = _next(text, at)
    except (RecursionError, ValueError) as error:
        raise Unfit("JSON", "text that cannot be read as JSON") from error
    _refuse_odd_characters(text, found, controls=True)
    return [plain_texts(one) for one in found]


def plain_texts(document: Any) -> Any:
    """The document with a blank for each control character in its texts."""
    if isinstance(document, str):
        return document if document.isprintable() else without_controls(document)
    if isinstance(document, dict):
        return {key: plain_texts(value) for key, value in document.items()}
    return [plain_texts(one) for one in document] if isinstance(document, list) else document


def _refuse_too_much(text: str, limits: Limits) -> None:
    """Raise Unfit for more values, or deeper ones, than the limits allow; in time that grows with the text alone."""
    marks = sum(map(text.count, ",:[{"))
    deep = text.count("[") + text.count("{")
    if marks <= limits.items and deep <= limits.depth:
        return
    bare = _STRING.sub("", text)
    values = sum(map(bare.count, ",:[{"))
    if values > limits.items:
        raise Unfit(f"at most {limits.items:,} values and fields", "more")
    brackets = _NO_BRACKET.sub("", bare)
    if max(accumulate(map(_STEPS.__getitem__, brackets)), default=0) > limits.depth:
        raise Unfit(f"objects and lists nested at most {limits.depth} deep", "one nested too deeply")


def _refuse_odd_characters(text: str, document: object, *, controls: bool) -> None:
    """Raise Unfit for half a character (``\\ud800``) in a text or name of the document, and unless ``controls`` for a control character."""
    if "\\" not in text and not CONTROL.search(text):
        return
    for written in _texts(document):
        if HALF.search(written):
            raise Unfit("whole characters", "half of one (a lone surrogate)")
        control = None if controls else CONTROL.search(written)
        if control:
            raise Unfit("text without control characters", f"the character U+{ord(control[0]):04X}")


def _texts(document: object) -> Iterator[str]:
    """Every text and name in a document, without recursion."""
    waiting = [document]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict):
            yield from one
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)


def _next(text: str, at: int) -> int:
    """Where the text goes on after blanks."""
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _fields(limits: Limits) -> Callable[[list[tuple[str, Any]]], dict[str, Any]]:
    def fields(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(pairs) > limits.keys:
            raise Unfit(f"at most {limits.keys:,} fields in an object", f"{len(pairs):,}")
        document: dict[str, Any] = {}
        for key, value in pairs:
            if key in document:
                raise Unfit("each field once", f"the field {key[: QUOTED // 2]!r} twice in one object")
            document[key] = value
        return document

    return fields


def _no_constant(name: str) -> Any:
    raise Unfit("JSON numbers", name)
