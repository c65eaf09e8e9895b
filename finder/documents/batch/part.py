"""A part of a batch: people as written, and the function that answers them. Bytes in, bytes out, the same on every machine."""

from __future__ import annotations

import gc
import json
from collections.abc import Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

import pyarrow as pa

from finder.adjudication.many_years import ManyYears, engine_for
from finder.documents.batch.columns import PEOPLE, PLANS, QUESTIONS, REJECTS, Answered, person_rows, plan_rows
from finder.documents.batch.entries import Cells, Entry, read_entry
from finder.documents.batch.people import Lines, Question, Read, Reject, Setting, Told, read_person, rejects_of
from finder.domain.errors import FinderError, Refusal
from finder.domain.market import Catalog
from finder.domain.prescription import Prescription
from finder.explain.drug_list.amount_doubts import doubt_text
from finder.explain.plans.notes import comparison_texts
from finder.questions.drug_list.amounts import doubts_at
from finder.questions.plans.compare import pharmacies_not_looked_up
from finder.questions.population.compare_many import ManyComparisons
from finder.questions.population.labels import label_problem
from finder.questions.population.partition import PartAnswer
from finder.questions.population.without_action import WithoutActions
from finder.sources.catalog.look import one_look
from finder.sources.catalog.reading import MarketCatalog

_FORMAT = 1
_CATALOGS = 64
Answers = Mapping[str, Mapping[str, Told]]
"""What somebody answered, by person and by the words of a line."""


class Part(NamedTuple):
    """People of a batch as their file has them, and what holds for all of them. ``columns``: of the file's rows."""

    setting: Setting
    entries: Sequence[Entry]
    columns: Sequence[str] = ()
    told: Answers = {}  # noqa: RUF012 - never changed


def part_bytes(part: Part) -> bytes:
    """The part as bytes: all that its answer depends on beside the plans and the program."""
    setting = part.setting
    document = {
        "format": _FORMAT,
        "today": setting.today.isoformat(),
        "plan_year": setting.plan_year,
        "without_questions": setting.without_questions,
        "columns": part.columns,
        "entries": part.entries,
        "told": {one.label: part.told[one.label] for one in part.entries if one.label in part.told},
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")  # half a character becomes a mark


def part_of(data: bytes) -> Part:
    """The part of those bytes."""
    document = json.loads(data)
    setting = Setting(date.fromisoformat(document["today"]), document["plan_year"], document["without_questions"])
    entries = [Entry(*entry) for entry in document["entries"]]
    told = {label: {words: Told(*answer) for words, answer in lines.items()} for label, lines in document["told"].items()}
    return Part(setting, entries, document["columns"], told)


def answer_partition(data: bytes) -> PartAnswer:
    """The answer to a part's bytes."""
    with _without_collecting(), one_look():
        return _answer(data, plain=False)


def answer_partition_plainly(data: bytes) -> PartAnswer:
    """The same answer, without compiled code."""
    with _without_collecting(), one_look():
        return _answer(data, plain=True)


def _answer(data: bytes, *, plain: bool) -> PartAnswer:
    part = part_of(data)
    cells, lines = Cells(part.columns), Lines()
    found = [one for entry in part.entries for one in _read(entry, part, cells, lines)]
    answers = list(_answered([one for one in found if isinstance(one, Read)], plain=plain))
    questions = [row for one in found if isinstance(one, list) for row in one if isinstance(row, Question)]
    refused = [one for one in found if isinstance(one, list) and isinstance(one[0], Reject)]
    refused += [one for one in answers if isinstance(one, list)]
    answered = [one for one in answers if isinstance(one, Answered)]
    rejects = sorted(row for rows in refused for row in rows)
    return PartAnswer(
        plans=_stream(plan_rows(answered)),
        people=_stream(person_rows(answered)),
        questions=_stream(_table(questions, QUESTIONS)),
        rejects=_stream(_table(rejects, REJECTS)),
        answered=len(answered),
        asked=sum(isinstance(one, list) and isinstance(one[0], Question) for one in found),
        rejected=len(refused),
    )


def _read(entry: Entry, part: Part, cells: Cells, lines: Lines) -> list[Read | list[Question] | list[Reject]]:
    try:
        people = read_entry(entry, cells)
    except FinderError as error:
        label = entry.label if label_problem(entry.label) is None else ""
        return [rejects_of(label, entry.rows, error)]
    return [read_person(one, part.told.get(one.label, {}), part.setting, lines) for one in people]


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Leave the search for cycles of dead objects until the end: a part makes many objects, and few cycles."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@lru_cache(maxsize=_CATALOGS)
def _engine(catalog: MarketCatalog, plain: bool) -> ManyYears:
    return engine_for(catalog, plain=plain, every_payer=False)


@lru_cache(maxsize=_CATALOGS)
def _comparisons(catalog: MarketCatalog, today: date, plain: bool) -> ManyComparisons:
    """Kept from part to part: it knows plans, premiums and purchases, and no person."""
    return ManyComparisons(catalog, None, today, _engine(catalog, plain))


def _answered(people: Sequence[Read], *, plain: bool) -> Iterator[Answered | list[Reject]]:
    """The answers, in order: people of one catalog and one day together."""
    groups: dict[tuple[int, date], list[int]] = {}
    for place, one in enumerate(people):
        groups.setdefault((id(one.catalog), one.today), []).append(place)
    found: dict[int, Answered | list[Reject]] = {}
    for places in groups.values():
        first = people[places[0]]
        default, doubts = WithoutActions(first.catalog), _Doubts(first.catalog)
        comparisons = _comparisons(first.catalog, first.today, plain).of([people[place].person for place in places])
        for place, comparison in zip(places, comparisons, strict=True):
            person, row = people[place].person, people[place].row
            if isinstance(comparison, Refusal):
                found[place] = rejects_of(person.label, people[place].rows, comparison)
                continue
            notes = comparison_texts(comparison, pharmacies_not_looked_up(first.catalog, person.member, comparison))
            then, doubted = default.of(comparison, person.member), doubts.of(person.prescriptions)
            found[place] = Answered(person.label, row, comparison, then, doubted, tuple(notes))
    return (found[place] for place in range(len(people)))


class _Doubts:
    """Questions about amounts, each worked out once for all who take the same."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._known: dict[Hashable, list[str]] = {}

    def of(self, prescriptions: Sequence[Prescription]) -> tuple[str, ...]:
        """What looks like a slip in a list."""
        return tuple(text for prescription in prescriptions for text in self._of(prescription))

    def _of(self, one: Prescription) -> list[str]:
        key = (one.drug.rxcui, one.quantity, one.days_supply, one.fills_per_year, one.dates)
        if key not in self._known:
            self._known[key] = [doubt_text(one.drug, doubt) for doubt in doubts_at(self._catalog, one)]
        return self._known[key]


def _table(rows: Sequence[Any], schema: pa.Schema) -> pa.RecordBatch:
    """Named tuples as rows; a column that they lack is empty."""
    return pa.RecordBatch.from_pylist([row._asdict() for row in rows], schema=schema)


def _stream(rows: pa.RecordBatch) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, rows.schema, options=pa.ipc.IpcWriteOptions(compression="lz4")) as writer:
        writer.write_batch(rows)
    written: bytes = sink.getvalue().to_pybytes()
    return written


def rows_of(stream: bytes) -> pa.Table:
    """The rows of a stream."""
    return pa.ipc.open_stream(stream).read_all()


SCHEMAS = {"plans": PLANS, "people": PEOPLE, "questions": QUESTIONS, "rejects": REJECTS}
