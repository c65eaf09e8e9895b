"""What the YAML of the law must look like. Checked by the tests and by the importer, never while answering.

``NumberFile.model_validate(read_yaml(path))`` and ``RuleFile.model_validate(read_yaml(path))`` raise pydantic's ValidationError, which
says where in the file the mistake is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

Text = Annotated[str, Field(min_length=1)]
Status = Literal["confirmed", "single", "unconfirmed", "estimate"]
Law = Literal["codified", "proposed", "current", "guidance", "not_found"]


class Entry(BaseModel):
    """The base of every entry: frozen, and closed to keys that it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class SourceEntry(Entry):
    """A text or page, the place in it or the copy that was read, and its address."""

    title: Text
    locator: Text | None = None
    link: Annotated[str, Field(pattern=r"^https?://\S+$")] | None = None


class SpanEntry(Entry):
    """The years from ``from`` through ``through``, both named, with status, source keys and note."""

    first_year: Annotated[int, Field(alias="from")]
    last_year: Annotated[int, Field(alias="through")]
    status: Status
    sources: tuple[Text, ...]
    note: Text | None = None

    @model_validator(mode="after")
    def _years_and_sources(self) -> SpanEntry:
        if self.last_year < self.first_year:
            raise ValueError(f"through {self.last_year} is before from {self.first_year}")
        if self.status == "confirmed" and len(set(self.sources)) < 2:
            raise ValueError("confirmed takes two sources")
        if not self.sources and self.status != "unconfirmed":
            raise ValueError(f"{self.status} takes a source")
        return self


class NumberSpan(SpanEntry):
    """A value as printed; its unit only where it is not the parameter's."""

    value: Text
    unit: Text | None = None


class RuleSpan(SpanEntry):
    """What a rule says in these years, where, and with which numbers."""

    says: Annotated[str, Field(pattern=r"\.$")]
    citation: Text
    law: Law
    numbers: dict[str, int] = {}
    since: Text | None = None
    proposed: Text | None = None


S = TypeVar("S", bound=SpanEntry)


def in_order(spans: Sequence[S]) -> Sequence[S]:
    """The spans, ascending and apart; neighbors that differ in nothing but their years must be one span."""
    for before, after in pairwise(spans):
        if after.first_year <= before.last_year:
            raise ValueError(f"the span from {after.first_year} begins before the one through {before.last_year} ends")
        years = {"first_year", "last_year"}
        if after.first_year == before.last_year + 1 and before.model_dump(exclude=years) == after.model_dump(exclude=years):
            raise ValueError(f"the span from {after.first_year} repeats the one before it: write one span")
    return spans


class NumberEntry(Entry):
    """A parameter: what it is, in which unit, and its values by span."""

    description: Text
    unit: Text
    spans: Annotated[tuple[NumberSpan, ...], Field(min_length=1), AfterValidator(in_order)]


def _check_sources(sources: dict[str, SourceEntry], spans: Iterable[SpanEntry]) -> None:
    """Every key that a span names has a source, every source is used, and no source is there twice."""
    used = {key for span in spans for key in span.sources}
    if unknown := sorted(used - set(sources)):
        raise ValueError(f"no source has the key {', '.join(unknown)}")
    if unused := sorted(set(sources) - used):
        raise ValueError(f"no span uses the source {', '.join(unused)}")
    if len(set(sources.values())) < len(sources):
        raise ValueError("two keys name the same source")


class NumberFile(Entry):
    """The file of a topic's numbers."""

    sources: dict[str, SourceEntry]
    parameters: dict[str, NumberEntry]

    @model_validator(mode="after")
    def _sources_fit(self) -> NumberFile:
        _check_sources(self.sources, (span for entry in self.parameters.values() for span in entry.spans))
        return self


class RuleFile(Entry):
    """The file of a topic's rules."""

    sources: dict[str, SourceEntry]
    rules: dict[str, Annotated[tuple[RuleSpan, ...], Field(min_length=1), AfterValidator(in_order)]]

    @model_validator(mode="after")
    def _sources_fit(self) -> RuleFile:
        _check_sources(self.sources, (span for spans in self.rules.values() for span in spans))
        return self
