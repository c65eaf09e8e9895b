"""The fields of JSON documents: a document in, a pydantic model out, or a Refusal that says each problem in plain words.

A model derives from ``Input`` (unknown fields refused, no silent conversions: ``true`` is no number and ``"3"`` no integer) and may use
the types here: ``Money``, ``Rate``, ``PlanYear``, ``IsoDate``, and ``Annotated[Phase, Word(Phase)]`` for the words of the contract.
Lists are annotated ``list[...]``. A model's own check raises ValueError with what it expected.
"""

from __future__ import annotations

import re
import types
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, BeforeValidator, ConfigDict, Strict, ValidationError, WithJsonSchema
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import ErrorDetails, PydanticCustomError, core_schema

from finder.domain.benefit import Named
from finder.domain.errors import Problem, Refusal, found_words, in_all
from finder.domain.money import LARGEST, WHOLE, BasisPoints, Cents, dollars, to_basis_points, to_cents
from finder.intake.limits import PROBLEMS
from finder.parameters import FIRST_YEAR, LAST_YEAR

_LONGEST_NUMBER = 40  # no amount of money needs more; longer ones are not even read
_MOST_ERRORS = 20 * PROBLEMS
"""Of a document, that are put in words: a value of several shapes has several for one problem."""
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PLAIN_KEY = re.compile(r"[A-Za-z0-9_-]{1,40}")


class _InWords(GenerateJsonSchema):
    """Writes a default as a document has it: a member of an enum by its word, a model by its fields."""

    def encode_default(self, dft: Any) -> Any:
        """The default as JSON."""
        return super().encode_default(_as_given(dft))


def _as_given(default: object) -> object:
    if isinstance(default, Named):
        return default.key
    if isinstance(default, BaseModel):
        return {field.alias or name: _as_given(getattr(default, name)) for name, field in type(default).model_fields.items()}
    return default


class Input(BaseModel):
    """The base of every question's input: frozen, strict, and closed to fields that it doesn't know."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    @classmethod
    def model_json_schema(cls, *given: Any, **named: Any) -> dict[str, Any]:
        """The JSON Schema of the document, its defaults in the document's own words."""
        return super().model_json_schema(*given, **{"schema_generator": _InWords, **named})


M = TypeVar("M", bound=BaseModel)


def _expected(words: str) -> PydanticCustomError:
    """An error that tells the person what was expected, in those words."""
    return PydanticCustomError("expected", "{expected}", {"expected": words})


def _number(value: object) -> str | int | float:
    """A JSON number, or text of a sane length that may be one. Raises ValueError for anything else."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError
    if len(value) > _LONGEST_NUMBER if isinstance(value, str) else abs(value) > LARGEST:
        raise ValueError
    return value


def _money(value: object) -> Cents:
    """Dollars with at most two decimals, as cents; not negative and at most ``LARGEST``."""
    try:
        amount = to_cents(_number(value))
    except ValueError as error:
        raise _expected('dollars with at most two decimals, such as "1234.50"') from error
    if not 0 <= amount <= LARGEST:
        raise _expected(f"dollars from 0.00 to {dollars(LARGEST)}")
    return amount


def _rate(value: object) -> BasisPoints:
    """A fraction of one with at most four decimals, as basis points."""
    try:
        rate = to_basis_points(_number(value))
    except ValueError as error:
        raise _expected('a fraction with at most four decimals, such as "0.25"') from error
    if not 0 <= rate <= WHOLE:
        raise _expected("a fraction from 0 to 1")
    return rate


def _plan_year(value: object) -> int:
    """A year that the parameters know."""
    if isinstance(value, bool) or not isinstance(value, int) or not FIRST_YEAR <= value <= LAST_YEAR:
        raise _expected(f"a plan year from {FIRST_YEAR} to {LAST_YEAR}")
    return value


def _iso_date(value: object) -> date:
    """A calendar day written YYYY-MM-DD."""
    if isinstance(value, date):
        return value
    try:
        if not isinstance(value, str) or not _DAY.fullmatch(value):
            raise ValueError
        return date.fromisoformat(value)
    except ValueError as error:
        raise _expected("a date written YYYY-MM-DD") from error


_MONEY_SCHEMA = {"anyOf": [{"type": "string", "pattern": r"^[0-9]+(\.[0-9]{1,2})?$"}, {"type": "number", "minimum": 0}]}
_RATE_SCHEMA = {"anyOf": [{"type": "string", "pattern": r"^[01](\.[0-9]{1,4})?$"}, {"type": "number", "minimum": 0, "maximum": 1}]}

Money = Annotated[int, BeforeValidator(_money), WithJsonSchema({**_MONEY_SCHEMA, "description": "dollars"})]
"""Dollars in (``"1234.50"``, 1234.5 or 1234), integer cents out; not negative."""

Rate = Annotated[int, BeforeValidator(_rate), WithJsonSchema({**_RATE_SCHEMA, "description": "a fraction"})]
"""A fraction in (``"0.25"`` or 0.25), integer basis points out; 0 to 1."""

PlanYear = Annotated[int, BeforeValidator(_plan_year), WithJsonSchema({"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR})]
"""A plan year that the parameters know; any other is refused by name."""

IsoDate = Annotated[date, BeforeValidator(_iso_date), WithJsonSchema({"type": "string", "format": "date"})]
"""``"2026-01-31"`` in, a date out."""

Whole = Annotated[int, Strict()]
"""An integer, and nothing that merely looks like one."""


@dataclass(frozen=True, slots=True)
class Word:
    """Annotates a ``Named`` enum: its words in, its member out. ``Annotated[Channel, Word(Channel)]``."""

    enum: type[Named]

    def __get_pydantic_core_schema__(self, _source: object, _handler: object) -> core_schema.CoreSchema:
        words = self.enum.keys()

        def member(value: object) -> Named:
            if isinstance(value, self.enum):
                return value
            if not isinstance(value, str) or value not in words:
                raise _expected(f"one of {', '.join(words)}")
            return self.enum.from_key(value)

        return core_schema.no_info_plain_validator_function(member)

    def __get_pydantic_json_schema__(self, _schema: object, _handler: object) -> dict[str, object]:
        return {"type": "string", "enum": list(self.enum.keys())}


def _step(key: str | int) -> str:
    """One step of a JSON path."""
    if isinstance(key, int):
        return f"[{key}]"
    return f".{key}" if _PLAIN_KEY.fullmatch(key) else f"[{found_words(key)}]"


def _has(here: object, key: str | int) -> bool:
    """Whether an object has that key or a list that place."""
    if isinstance(here, dict):
        return key in here
    return isinstance(here, list | tuple) and isinstance(key, int) and key < len(here)


def _keys(document: object, error: ErrorDetails) -> list[str | int]:
    """The keys of an error's place that the document has, leaving out pydantic's own names of union members."""
    keys: list[str | int] = []
    here: Any = document
    for key in error["loc"]:
        if _has(here, key):
            here = here[key]
            keys.append(key)
    return [*keys, error["loc"][-1]] if error["type"] == "missing" else keys


def _members(annotation: object) -> Iterator[object]:
    """The types that an annotation may stand for: Annotated and unions opened."""
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from _members(get_args(annotation)[0])
    elif origin in (Union, types.UnionType):
        for member in get_args(annotation):
            yield from _members(member)
    else:
        yield annotation


def _fields(model: object, keys: Sequence[str | int]) -> list[str]:
    """The fields that the model knows at that place."""
    candidates = list(_members(model))
    for key in keys:
        found: list[object] = []
        for candidate in candidates:
            if isinstance(candidate, type) and issubclass(candidate, BaseModel):
                found += [f.annotation for n, f in candidate.model_fields.items() if key in (n, f.alias)]
            elif get_args(candidate):
                found.append(get_args(candidate)[-1])
        candidates = [member for annotation in found for member in _members(annotation)]
    models = [c for c in candidates if isinstance(c, type) and issubclass(c, BaseModel)]
    return list(dict.fromkeys(f.alias or n for model in models for n, f in model.model_fields.items()))


_WORDS = {
    "missing": "a value",
    "string_type": "text",
    "int_type": "an integer",
    "int_from_float": "an integer",
    "float_type": "a number",
    "finite_number": "a number",
    "bool_type": "true or false",
    "list_type": "a list",
    "dict_type": "an object",
    "model_type": "an object",
    "none_required": "null",
    "literal_error": "{expected}",
    "expected": "{expected}",
    "value_error": "{error}",
    "greater_than": "more than {gt}",
    "greater_than_equal": "at least {ge}",
    "less_than": "less than {lt}",
    "less_than_equal": "at most {le}",
    "too_short": "a list with at least {min_length}",
    "too_long": "a list with at most {max_length}",
    "string_too_short": "at least {min_length} characters",
    "string_too_long": "at most {max_length} characters",
    "string_pattern_mismatch": "text that matches {pattern}",
}
"""What each kind of pydantic error expected; ``{...}`` is filled from the error's context."""


def _problem(model: type[BaseModel], document: object, where: str, error: ErrorDetails) -> Problem:
    """One pydantic error as a Problem."""
    keys = _keys(document, error)
    path = where + "".join(_step(key) for key in keys)
    if error["type"] == "extra_forbidden":
        return Problem(path, f"one of {', '.join(_fields(model, keys[:-1]))}", f"the field {found_words(keys[-1])}")
    template = _WORDS.get(error["type"])
    expected = template.format_map(error.get("ctx", {})) if template else error["msg"][:1].lower() + error["msg"][1:]
    return Problem(path, expected, _found(error))


def _found(error: ErrorDetails) -> str:
    """What was found in place of what was expected; of a list of the wrong length, its length."""
    if error["type"] == "missing":
        return "nothing"
    if error["type"] in ("too_short", "too_long"):
        return f"a list of {len(error['input'])}"
    return found_words(error["input"])


def _told_once(problems: Sequence[Problem]) -> list[Problem]:
    """One problem a place. Where a value may be of several shapes, what is wrong inside the shape it has says more than the others."""
    places: dict[str, list[Problem]] = {}
    for problem in problems:
        places.setdefault(problem.where, []).append(problem)
    outer = {where[: step.start()] for where in places for step in re.finditer(r"[.\[]", where)}
    return [_one_of(told) for where, told in places.items() if where not in outer]


def _one_of(told: Sequence[Problem]) -> Problem:
    """The problems of one place as one; of two words for what was found, the longer says more."""
    expected = " or ".join(dict.fromkeys(problem.expected for problem in told))
    return Problem(told[0].where, expected, max((problem.found for problem in told), key=len))


def read(model: type[M], document: object, where: str = "$") -> M:
    """The document as that model. Raises Refusal with one Problem a place: its JSON path below ``where``, expected, found."""
    try:
        return model.model_validate(document)
    except ValidationError as error:
        problems = [_problem(model, document, where, details) for details in error.errors(include_url=False)[:_MOST_ERRORS]]
        told = _told_once(problems)
        if error.error_count() > _MOST_ERRORS and len(told) > PROBLEMS:
            told = [*told[:PROBLEMS], in_all(len(told), and_more=True)]
        raise Refusal(told) from error


def dollars_or_null(amount: Cents | None) -> str | None:
    """Cents as the contract writes them; what is not known is null."""
    return None if amount is None else dollars(amount)


def iso_or_null(day: date | None) -> str | None:
    """A day as the contract writes it; what is not known is null."""
    return None if day is None else day.isoformat()
