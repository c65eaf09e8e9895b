"""A person as a file writes one: the rows of a table, or a request of ``finder compare``; and what the columns of a table hold."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from finder.documents.compare_request import CompareRequest, PrescriptionInput
from finder.documents.design import YearToDate
from finder.documents.fields import Input
from finder.documents.other_help import OtherHelpInput
from finder.explain.population.batch import column_says
from finder.questions.population.labels import LONGEST_LABEL

MEMBER, LIST = "member", "list"
_OBJECTS: dict[str, type[Input]] = {"year_to_date": YearToDate, "other_help": OtherHelpInput}
OF_OBJECTS = {f"{name}.{field}": (name, field) for name, model in _OBJECTS.items() for field in model.model_fields}
"""The columns that hold a field of an object of the request, such as ``other_help.kind``: the object and the field."""
PERSON_FIELDS = (*(name for name in CompareRequest.model_fields if name not in ("prescriptions", "top")), *OF_OBJECTS, LIST)
DRUG_FIELDS = tuple(PrescriptionInput.model_fields)
DRUG_NAMES = ("rxcui", "ndc", "name", LIST)
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
    ``health_plans_chosen``: as in ``Member``; None: as the request says.
    ``not_counted``: names on the list that no amount has, as a session keeps them.
    """

    label: str
    rows: tuple[int, ...]
    request: dict[str, Any]
    pasted: str = ""
    health_plans_chosen: bool | None = None
    not_counted: tuple[str, ...] = ()


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
    if field in _WHOLE and re.fullmatch(r"-?[0-9]{1,9}(\.0+)?", text):
        return int(text.partition(".")[0])
    return text


def input_schema() -> dict[str, Any]:
    """The JSON Schema of a line of a JSON Lines file and of a row of a table, taken from the models of ``finder compare``."""
    request, row = CompareRequest.model_json_schema(), PrescriptionInput.model_json_schema()
    label = {"type": "string", "maxLength": LONGEST_LABEL, "description": column_says(MEMBER)}
    pasted = {"type": "string", "description": column_says(LIST)}
    shared = {name: of for name, of in request["properties"].items() if name not in ("prescriptions", "top")}
    whole = {MEMBER: label, **shared, LIST: pasted, "prescriptions": request["properties"]["prescriptions"]}
    of_objects = {name: request["$defs"][_OBJECTS[of].__name__]["properties"][field] for name, (of, field) in OF_OBJECTS.items()}
    flat = {MEMBER: label, **shared, **of_objects, LIST: pasted, **row["properties"]}
    return {
        "title": "Members",
        "description": column_says("members"),
        "anyOf": [
            {"title": title, "type": "object", "additionalProperties": False, "required": [MEMBER, "zip"], "properties": properties}
            for title, properties in (("request", whole), ("prescription", flat))
        ],
        "$defs": {**request.get("$defs", {}), **row.get("$defs", {})},
    }
