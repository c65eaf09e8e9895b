"""The envelope of a session file: readable JSON with a version and a checksum.

The checksum finds damage (a changed digit), not forgery. An older version is upgraded step by step; a newer one is refused.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from typing import Any

from finder.documents.drug_files import bounded, text_of
from finder.domain.errors import Problem, SourceError

FORMAT = "drug plan finder session"
VERSION = 4
_KEYS = {"format", "version", "program", "checksum", "session"}
Document = dict[str, Any]


def sealed(session: Mapping[str, object], program: str) -> bytes:
    """The file of a session: UTF-8, indented, with its checksum. ``program`` is the version that saved it."""
    document: Document = {"format": FORMAT, "version": VERSION, "program": program, "session": dict(session)}
    return (json.dumps({**document, "checksum": checksum(document)}, indent=2, ensure_ascii=False) + "\n").encode()


def read_session_file(name: str, data: bytes) -> Document:
    """The document of a file, checked and upgraded to ``VERSION``. Its session is not checked yet.

    Raises SourceError with one problem: not our JSON, a newer version, or content that was changed."""
    bounded(name, data)
    document = _parsed(name, text_of(name, data))
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise _refused(name, f"a file saved by this program (format “{FORMAT}”)", "another kind of file")
    version = document.get("version")
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise _refused(name, f"a version from 1 to {VERSION}", "none that we know")
    if version > VERSION:
        raise _refused(name, f"a session file of version {VERSION} or older", f"version {str(version)[:9]}, saved by a newer program")
    written = document.get("checksum")
    if set(document) != _KEYS or not isinstance(document["session"], dict) or not isinstance(written, str):
        raise _refused(name, "a whole session file, just as it was saved", "one with parts missing or added")
    if not hmac.compare_digest(written.encode(), checksum(document).encode()):
        raise _refused(name, "the file just as it was saved", "content that was changed or damaged since (its checksum does not fit)")
    for step in range(version, VERSION):
        document = _MIGRATIONS[step](document)
    return document


def checksum(document: Mapping[str, object]) -> str:
    """The sha256 of a document without its checksum, in hexadecimal. Key order and blanks don't matter."""
    content = {key: value for key, value in document.items() if key != "checksum"}
    return hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _first_to_second(document: Document) -> Document:
    """Version 1 had one person, no lines, and no choice of pharmacy: it priced at the cheaper of preferred and standard retail."""
    old = document["session"]
    shared = {key: value for key, value in old.items() if key in ("plan_year", "zip", "county", "chosen_plan")}
    person = {"channels": ["preferred_retail", "standard_retail"]} | {key: value for key, value in old.items() if key not in shared}
    changed = {**document, "version": 2, "session": {**shared, "people": [person], "lines": []}}
    return {**changed, "checksum": checksum(changed)}


def _second_to_third(document: Document) -> Document:
    """Version 2 had no own drug stores, no income bracket, no costs so far, and the order by name."""
    more = {"pharmacies": [], "income_bracket": 0, "gross_drug_cost_to_date": "0.00", "troop_to_date": "0.00", "alphabetical": True}
    return _with_more(more, {**document, "version": 3})


def _third_to_fourth(document: Document) -> Document:
    """Version 3 had no special needs, no choice of health plans, no names that are not counted, and bought what a plan leaves out."""
    more: Document = {"special_needs": None, "health_plans_chosen": False, "skip_uncovered": False, "not_counted": []}
    return _with_more(more, {**document, "version": 4})


def _with_more(more: Mapping[str, object], document: Document) -> Document:
    """The document with more fields for each person, and its checksum."""
    old = document["session"]
    people = old.get("people")
    if isinstance(people, list):  # anything else is refused later, by its place
        people = [{**more, **person} if isinstance(person, dict) else person for person in people]
    changed = {**document, "session": {**old, "people": people}}
    return {**changed, "checksum": checksum(changed)}


_MIGRATIONS: Mapping[int, Callable[[Document], Document]] = {1: _first_to_second, 2: _second_to_third, 3: _third_to_fourth}


def _parsed(name: str, text: str) -> object:
    try:
        return json.loads(text, object_pairs_hook=_once_each, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise _refused(name, "a session file (JSON)", "text that cannot be read as JSON") from error


def _once_each(pairs: list[tuple[str, object]]) -> Document:
    document = dict(pairs)
    if len(document) < len(pairs):
        raise ValueError("a key twice")
    return document


def _no_constant(word: str) -> object:
    raise ValueError(f"{word} is no JSON")


def _refused(name: str, expected: str, found: str) -> SourceError:
    return SourceError([Problem(name[:60], expected, found)])
