"""The one schema of the law's files: sources by key, and spans of years that name them. Numbers and rules are both read here.

    sources:
      usc-113: {title: 42 USC 1395w-113(b), locator: 'where in it, or which copy was read', link: 'https://...'}
    ...
      - {from: 2006, through: 2027, status: confirmed, sources: [usc-113], note: 'optional', ...what the file is about...}

A span says its first and its last year. A year in no span has no value: nothing is carried over from another year. Every scalar is
read as text, so ``0.10`` keeps its zero and ``no`` stays a word without quotes. ``schema.py`` checks the files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from finder.domain.law import Source


class Span(NamedTuple):
    """What holds from one year through another, with its references. ``own`` is the rest of the entry: a value, or what a rule says."""

    first_year: int
    last_year: int
    status: str
    references: tuple[Source, ...]
    note: str
    own: Mapping[str, Any]

    def holds_in(self, year: int) -> bool:
        """Whether the year is in the span."""
        return self.first_year <= year <= self.last_year


def read_yaml(path: Path) -> Any:
    """A YAML file with every scalar as text. It is built from the parser's events, which takes half the time of PyYAML's nodes and
    constructors. A key that is written twice is an error; anchors and aliases are not read."""
    return parse_yaml(path.read_bytes())


def parse_yaml(content: bytes) -> Any:
    """The same of the bytes of a file. Raises ValueError, or YAMLError for what is no YAML."""
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)(content)
    try:
        events: Iterator[Any] = iter(loader.get_event, None)
        next(events)  # the stream begins
        next(events)  # the document begins
        return _value(next(events), events)
    finally:
        loader.dispose()


def _value(event: Any, events: Iterator[Any]) -> Any:
    if isinstance(event, yaml.ScalarEvent):
        return event.value
    if isinstance(event, yaml.SequenceStartEvent):
        return [_value(item, events) for item in _until(yaml.SequenceEndEvent, events)]
    if not isinstance(event, yaml.MappingStartEvent):
        raise ValueError(f"line {event.start_mark.line + 1}: an alias is not read")
    entries: dict[str, Any] = {}
    for key in _until(yaml.MappingEndEvent, events):
        if key.value in entries:
            raise ValueError(f"line {key.start_mark.line + 1}: the key {key.value} is there twice")
        entries[key.value] = _value(next(events), events)
    return entries


def _until(end: type[yaml.Event], events: Iterator[Any]) -> Iterator[Any]:
    """The events up to the one that ends a list or mapping."""
    for event in events:
        if isinstance(event, end):
            return
        yield event


def sources_of(document: Mapping[str, Any]) -> dict[str, Source]:
    """The sources of a file by key."""
    return {key: Source(**entry) for key, entry in document["sources"].items()}


def spans_of(entries: Sequence[Mapping[str, Any]], sources: Mapping[str, Source]) -> Iterator[Span]:
    """The spans of one number or rule, in the file's order."""
    for entry in entries:
        yield Span(
            int(entry["from"]),
            int(entry["through"]),
            entry["status"],
            tuple(sources[key] for key in entry["sources"]),
            entry.get("note", ""),
            entry,
        )
