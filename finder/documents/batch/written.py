"""A person as a file writes one: the rows of a table, or a request of ``finder compare``; and what the columns of a table hold."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from finder.documents.compare_request import CompareRequest, PrescriptionInput
from finder.domain.errors import Problem, Refusal

MEMBER, LIST = "member", "list"
_TO_DATE = ("year_to_date.gross_drug_cost", "year_to_date.troop")
PERSON_FIELDS = (*(name for name in CompareRequest.model_fields if name not in ("prescriptions", "top")), *_TO_DATE, LIST)
DRUG_FIELDS = tuple(PrescriptionInput.model_fields)
FIELDS = (MEMBER, *PERSON_FIELDS, *DRUG_FIELDS)
_WHOLE = ("plan_year", "uncovered_months", "income_bracket", "days_supply", "fills_per_year")
_LISTS = ("channels", "plan_kinds", "special_needs", "pharmacy_npis", "dates")
_TRUTHS = ("skip_uncovered", "brand_only")
_WORDS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_DIGITS = {"zip": 5, "ndc": 11}
"""Codes whose leading zeros a number has lost."""
_PARTS = re.compile(r"[\s,;|]+")


class Written(NamedTuple):
    """A person as written.

    ``rows``: where in the file: of each prescription, or of the person.
    ``request``: the request of ``finder compare``, unchecked.
    ``pasted``: a whole list of drugs as people write it; empty without one.
    """

    label: str
    rows: tuple[int, ...]
    request: dict[str, Any]
    pasted: str = ""


def cell(field: str, value: object) -> object:
    """The value of a cell as a request has it; None for an empty one. What does not fit is left for the request to refuse."""
    if isinstance(value, str):
        return _text_cell(field, value.strip())
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, float | Decimal):
        return None if value != value else str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if isinstance(value, int) and not isinstance(value, bool) and field not in (*_WHOLE, *_TRUTHS):
        return str(value).zfill(_DIGITS.get(field, 1))
    return value


def _text_cell(field: str, text: str) -> object:
    if not text:
        return None
    if field in _LISTS:
        return [part for part in _PARTS.split(text) if part]
    if field in _TRUTHS:
        return _WORDS.get(text.lower(), text)
    if field in _WHOLE and re.fullmatch(r"[0-9]{1,9}(\.0+)?", text):
        return int(text.partition(".")[0])
    return text


def person_of(label: str, rows: Sequence[int], cells: Sequence[Mapping[str, object]]) -> Written:
    """A person from the rows of a table, a row a prescription. Raises Refusal where rows contradict each other."""
    of_person: dict[str, Any] = {}
    prescriptions, places, problems = [], [], []
    for row, given in zip(rows, cells, strict=True):
        drug = {field: value for field, value in given.items() if field in DRUG_FIELDS}
        if drug:
            prescriptions.append(drug)
            places.append(row)
        for field in given.keys() - drug.keys():
            if of_person.setdefault(field, given[field]) != given[field]:
                problems.append(Problem(f"row {row}.{field}", "the same in all rows of a person", "another value"))
    if problems:
        raise Refusal(problems)
    pasted = of_person.pop(LIST, "")
    to_date = {name.rpartition(".")[2]: of_person.pop(name) for name in _TO_DATE if name in of_person}
    if to_date:
        of_person["year_to_date"] = to_date
    return Written(label, (rows[0], *places), {**of_person, "prescriptions": prescriptions}, str(pasted))


def whole_request(label: str, row: int, document: Mapping[str, object]) -> Written:
    """A person from a whole request, with ``list`` beside it or in place of the prescriptions."""
    request = {name: value for name, value in document.items() if name not in (MEMBER, LIST)}
    count = len(given) if isinstance(given := request.setdefault("prescriptions", []), list) else 0
    return Written(label, (row,) * (count + 1), request, str(document.get(LIST) or ""))


def input_schema() -> dict[str, Any]:
    """The JSON Schema of a line of a JSON Lines file and of a row of a table, taken from the models of ``finder compare``."""
    request, row = CompareRequest.model_json_schema(), PrescriptionInput.model_json_schema()
    label = {"type": "string", "maxLength": 40, "description": "your own number or code of the person; no name and no Medicare number"}
    pasted = {"type": "string", "description": "a whole list of drugs as people write it, a line a drug"}
    shared = {name: of for name, of in request["properties"].items() if name not in ("prescriptions", "top")}
    whole = {MEMBER: label, **shared, LIST: pasted, "prescriptions": request["properties"]["prescriptions"]}
    to_date = {name: request["$defs"]["YearToDate"]["properties"][name.rpartition(".")[2]] for name in _TO_DATE}
    flat = {MEMBER: label, **shared, **to_date, LIST: pasted, **row["properties"]}
    kinds = {"a whole request": whole, "a row a prescription": flat}
    return {
        "title": "A line of the members",
        "description": "In CSV, lists are parted by blanks or semicolons, and an empty cell is a field left out.",
        "anyOf": [
            {"title": title, "type": "object", "additionalProperties": False, "required": [MEMBER, "zip"], "properties": properties}
            for title, properties in kinds.items()
        ],
        "$defs": {**request.get("$defs", {}), **row.get("$defs", {})},
    }
