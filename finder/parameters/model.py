"""One number of the law (Parameter), the numbers of one plan year (ParameterSet), and the YAML that both are read from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from finder import __version__
from finder.domain.errors import MissingParameter
from finder.domain.law import Kind, Parameter
from finder.domain.money import BasisPoints, Cents, scaled, to_cents
from finder.parameters.spans import Span, read_yaml, sources_of, spans_of

HOME = Path(__file__).parent
NO_LIMIT = "none"
"""How the files write a limit that the law does not set. ``ParameterSet.cents_or_none`` makes it None."""


class Index(NamedTuple):
    """What index.yaml says.

    ``first_year``, ``last_year``: the plan years that the files cover.
    ``topics``: each topic and the prefixes of its names, in the order in which ``finder benefit`` prints them.
    ``only_shown``: the prefixes of the numbers that no rule reads.
    """

    first_year: int
    last_year: int
    topics: Mapping[str, tuple[str, ...]]
    only_shown: tuple[str, ...]


@lru_cache(maxsize=1)
def index() -> Index:
    """index.yaml, read once a process."""
    document = read_yaml(HOME / "index.yaml")
    years = document["plan_years"]
    topics = {topic: tuple(prefixes) for topic, prefixes in document["topics"].items()}
    return Index(int(years["first"]), int(years["last"]), topics, tuple(document["only_shown"]))


@cache
def topic_of(name: str) -> str | None:
    """The topic in which a parameter of that name is at home: that of the longest matching prefix. None where there is none."""
    matches = [(len(prefix), topic) for topic, prefixes in index().topics.items() for prefix in prefixes if name.startswith(prefix)]
    return max(matches)[1] if matches else None


class _Entry(NamedTuple):
    """A parameter in its topic's file."""

    description: str
    unit: str
    spans: tuple[Span, ...]


@cache
def _entries(topic: str) -> Mapping[str, _Entry]:
    """Name -> entry of one topic's file, names in order. Read once a process, and only when asked for."""
    document = read_yaml(HOME / f"{topic}.yaml")
    sources = sources_of(document)
    return {
        name: _Entry(body["description"], body["unit"], tuple(spans_of(body["spans"], sources)))
        for name, body in document["parameters"].items()
    }


def _parameter(topic: str, name: str, year: int, entry: _Entry) -> Parameter | None:
    """The entry's number of that year; None for a year in no span."""
    span = next((span for span in entry.spans if span.holds_in(year)), None)
    if span is None:
        return None
    value, unit = span.own["value"], span.own.get("unit", entry.unit)
    return Parameter(topic, name, year, value, unit, span.status, span.references, span.note, entry.description)


@cache
def topic_parameters(topic: str, year: int) -> Mapping[str, Parameter]:
    """Name -> parameter of one topic and plan year, names in order."""
    found = ((name, _parameter(topic, name, year, entry)) for name, entry in _entries(topic).items())
    return {name: parameter for name, parameter in found if parameter is not None}


@lru_cache(maxsize=1)
def version() -> str:
    """The program's version and a short hash of every YAML file: it changes when any number, source or note does."""
    digest = hashlib.sha256()
    for path in sorted(HOME.rglob("*.yaml")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return f"{__version__}+{digest.hexdigest()[:12]}"


@dataclass(frozen=True, slots=True)
class ParameterSet:
    """The law's numbers of one plan year. Every look-up is by name. A missing number raises MissingParameter."""

    plan_year: int

    @property
    def version(self) -> str:
        """See ``finder.parameters.version``; the same for every year."""
        return version()

    @property
    def gap_year(self) -> int:
        """The year whose coverage gap, or what stands in its place, the numbers have: the plan year, unless a what-if lays another over."""
        return self.plan_year

    def _find(self, name: str) -> Parameter | None:
        topic = topic_of(name)
        return topic_parameters(topic, self.plan_year).get(name) if topic else None

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
        """A number of dollars, in cents. None where the law sets no limit (printed ``none``). Raises MissingParameter."""
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
        for topic in index().topics:
            yield from topic_parameters(topic, self.plan_year).values()

    def names(self) -> tuple[str, ...]:
        """The names of the year's parameters, in the order of iteration."""
        return tuple(parameter.name for parameter in self)
