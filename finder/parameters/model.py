"""One number of the law (Parameter), the numbers of one plan year (ParameterSet), and the YAML that both are read from."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from finder import __version__
from finder.domain.errors import MissingParameter
from finder.domain.money import BasisPoints, Cents, scaled, to_cents

HOME = Path(__file__).parent
NO_LIMIT = "none"
"""The printed value of a limit that the law abolished."""


class Kind:
    """What a printed value is, told by its unit."""

    MONEY, UNIT_PRICE, RATE, DATE, FLAG, NUMBER, TEXT = "money", "unit_price", "rate", "date", "flag", "number", "text"


_DISPENSED = ("tablet", "capsule", "mL", "blister")
_NUMERIC = (Kind.MONEY, Kind.UNIT_PRICE, Kind.RATE, Kind.NUMBER)
_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")


def kind_of(unit: str) -> str:
    """The kind of value that a unit measures: ``USD/year`` is money, ``USD/tablet`` a unit price, ``percent of FPL`` a rate."""
    if unit.startswith(tuple(f"USD/{one}" for one in _DISPENSED)):
        return Kind.UNIT_PRICE
    first = unit.split(" ")[0].split("/")[0]
    return {
        "USD": Kind.MONEY,
        "percent": Kind.RATE,
        "date": Kind.DATE,
        "flag": Kind.FLAG,
        "months": Kind.NUMBER,
        "plans": Kind.NUMBER,
    }.get(first, Kind.TEXT)


class Parameter(NamedTuple):
    """A number of the law for one year, as printed, with where it was read.

    ``status`` is ``confirmed`` (two independent sources), ``single``, ``unconfirmed`` or ``estimate`` (derived, printed nowhere);
    ``sources`` has at most two titles.
    """

    topic: str
    name: str
    year: int
    value: str
    unit: str
    status: str
    sources: tuple[str, ...]
    note: str
    description: str

    @property
    def kind(self) -> str:
        """``money``, ``unit_price``, ``rate``, ``date``, ``flag``, ``number`` or ``text``. A number that the law does not set ("none",
        "5 or more") is text, whatever its unit."""
        kind = kind_of(self.unit)
        words = kind in _NUMERIC and not _NUMBER.fullmatch(self.value)
        return Kind.TEXT if words or (kind == Kind.FLAG and self.value not in ("yes", "no")) else kind

    def expect(self, *kinds: str) -> str:
        """The printed value, if it is of one of those kinds. Raises ValueError where code asks for cents of a percentage."""
        if self.kind not in kinds:
            raise ValueError(f"{self.name} of {self.year} is in {self.unit}, not a {' or '.join(kinds)}")
        return self.value


def _parameters(topic: str, name: str, body: Mapping[str, Any], titles: Mapping[str, str]) -> Iterator[tuple[int, Parameter]]:
    """Each year of one parameter; an entry with ``from`` or ``through`` holds for every year of that span."""
    for printed, entry in body["values"].items():
        for year in range(entry.get("from", printed), entry.get("through", printed) + 1):
            yield (
                year,
                Parameter(
                    topic,
                    name,
                    year,
                    entry["value"],
                    entry.get("unit", body["unit"]),
                    entry["status"],
                    tuple(titles[key] for key in entry["sources"]),
                    entry.get("note", ""),
                    body.get("description", ""),
                ),
            )


def read_yaml(path: Path) -> Any:
    """A YAML file, by the C parser where PyYAML was built with it."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_bytes(), Loader=loader)


@lru_cache(maxsize=1)
def index() -> Mapping[str, Any]:
    """``plan_years`` (first, last) and ``topics`` (topic -> name prefixes), from index.yaml."""
    document: Mapping[str, Any] = read_yaml(HOME / "index.yaml")
    return document


@cache
def topic_of(name: str) -> str | None:
    """The topic in which a parameter of that name is at home: that of the longest matching prefix. None where there is none."""
    matches = [(len(prefix), topic) for topic, prefixes in index()["topics"].items() for prefix in prefixes if name.startswith(prefix)]
    return max(matches)[1] if matches else None


@cache
def topic_parameters(topic: str) -> Mapping[int, Mapping[str, Parameter]]:
    """Plan year -> name -> parameter of one topic file, names in order. Read once a process, and only when asked for."""
    document = read_yaml(HOME / f"{topic}.yaml")
    years: dict[int, dict[str, Parameter]] = {}
    for name, body in document["parameters"].items():
        for year, parameter in _parameters(topic, name, body, document["sources"]):
            years.setdefault(year, {})[name] = parameter
    return years


@lru_cache(maxsize=1)
def version() -> str:
    """The program's version and a short hash of every YAML file: it changes when any number, source or note does."""
    digest = hashlib.sha256()
    for path in sorted(HOME.rglob("*.yaml")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return f"{__version__}+{digest.hexdigest()[:12]}"


@dataclass(frozen=True, slots=True)
class ParameterSet:
    """The law's numbers of one plan year. Every look-up is by name; a number that we lack raises MissingParameter."""

    plan_year: int

    @property
    def version(self) -> str:
        """See ``finder.parameters.version``; the same for every year."""
        return version()

    def _find(self, name: str) -> Parameter | None:
        topic = topic_of(name)
        return topic_parameters(topic).get(self.plan_year, {}).get(name) if topic else None

    def has(self, name: str) -> bool:
        """Whether the year has that number."""
        return self._find(name) is not None

    def get(self, name: str) -> Parameter:
        """The parameter with its sources. Raises MissingParameter naming it and the year."""
        found = self._find(name)
        if found is None:
            raise MissingParameter(name, self.plan_year)
        return found

    def cents(self, name: str) -> Cents:
        """A number of dollars, in cents."""
        return to_cents(self.get(name).expect(Kind.MONEY))

    def cents_or_none(self, name: str) -> Cents | None:
        """A number of dollars, in cents; None where the law says that there is no limit (printed ``none``). Raises MissingParameter."""
        return None if self.get(name).value == NO_LIMIT else self.cents(name)

    def basis_points(self, name: str) -> BasisPoints:
        """A percentage, in basis points: 47.5 percent is 4750."""
        return scaled(self.get(name).expect(Kind.RATE), 100, unit="percent")

    def integer(self, name: str) -> int:
        """A whole number: months, plans, or a number printed as text."""
        return scaled(self.get(name).expect(Kind.NUMBER, Kind.TEXT), 1, unit="a whole number")

    def text(self, name: str) -> str:
        """The value as printed, whatever its unit."""
        return self.get(name).value

    def flag(self, name: str) -> bool:
        """A yes or no."""
        value = self.get(name).expect(Kind.FLAG, Kind.TEXT)
        if value not in ("yes", "no"):
            raise ValueError(f"{name} of {self.plan_year} is {value!r}, neither yes nor no")
        return value == "yes"

    def date(self, name: str) -> date:
        """A calendar day."""
        return date.fromisoformat(self.get(name).expect(Kind.DATE))

    def __iter__(self) -> Iterator[Parameter]:
        """Every parameter of the year, by topic in the order of index.yaml, then by name."""
        for topic in index()["topics"]:
            yield from topic_parameters(topic).get(self.plan_year, {}).values()

    def names(self) -> tuple[str, ...]:
        """The names of the year's parameters, in the order of iteration."""
        return tuple(parameter.name for parameter in self)
