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
from finder.intake.limits import POLICY
from finder.intake.texts import shortened


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


def parse_yaml(content: bytes, deepest: int = POLICY.depth) -> Any:
    """The same of the bytes of a file. Raises ValueError, also for more than one document or one nested deeper than ``deepest``, or
    YAMLError for what is no YAML."""
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)(content)
    try:
        events: Iterator[Any] = iter(loader.get_event, None)
        next(events)  # the stream begins
        next(events)  # the document begins
        found = _value(next(events), events, deepest)
        next(events)  # the document ends
        if not isinstance(next(events), yaml.StreamEndEvent):
            raise ValueError("more than one document")
        return found
    finally:
        loader.dispose()


def _value(event: Any, events: Iterator[Any], deeper: int) -> Any:
    """What an event begins. ``deeper``: how many lists and mappings may stand in each other from here on."""
    if isinstance(event, yaml.ScalarEvent):
        return event.value
    line = event.start_mark.line + 1
    if not isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent):
        raise ValueError(f"line {line}: an alias is not read")
    if not deeper:
        raise ValueError(f"line {line}: one nested too deeply")
    if isinstance(event, yaml.SequenceStartEvent):
        return [_value(item, events, deeper - 1) for item in _until(yaml.SequenceEndEvent, events)]
    return _mapping(events, deeper - 1)


def _mapping(events: Iterator[Any], deeper: int) -> dict[str, Any]:
    entries: dict[str, Any] = {}
    for key in _until(yaml.MappingEndEvent, events):
        where: Any = key.start_mark
        if not isinstance(key, yaml.ScalarEvent):
            raise ValueError(f"line {where.line + 1}: a key that is no text")
        if key.value in entries:
            raise ValueError(f"line {where.line + 1}: the key {shortened(key.value)} is there twice")
        entries[key.value] = _value(next(events), events, deeper)
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
