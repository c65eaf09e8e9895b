"""The files of members: CSV, JSON Lines, Parquet and a folder of session files, person after person, without holding more than one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from finder.documents.batch.entries import MOST_ROWS, UNLABELED, Entry
from finder.documents.batch.text_table import headings, refused, text_rows
from finder.documents.batch.written import DRUG_NAMES, FIELDS, MEMBER
from finder.documents.client_files import client_label
from finder.intake.files import read_file
from finder.intake.json_text import parse_json
from finder.intake.limits import MEMBERS_LINE, SESSION
from finder.intake.texts import Unfit, without_controls

_ROWS_AT_ONCE = 10_000
Row = tuple[str, int, list[Any]]
"""The label of a row, its number in the file, and its cells."""


class MembersFile(NamedTuple):
    """A file of members.

    ``columns``: of its rows.
    ``entries``: reads the people from the beginning of the file. Raises SourceError.
    """

    columns: tuple[str, ...]
    entries: Callable[[], Iterator[Entry]]


def open_members(path: Path) -> MembersFile:
    """The people of a file or folder. Raises SourceError for one that can't be read."""
    kind = path.suffix.lower()
    with _failures_said(path):
        if path.is_dir():
            return MembersFile(FIELDS, lambda: _sessions(path))
        if kind in (".csv", ".tsv", ".txt"):
            return _csv(path)
        if kind in (".jsonl", ".ndjson"):
            return MembersFile(FIELDS, lambda: _json_lines(path))
        if kind in (".parquet", ".pq"):
            return _parquet(path)
    raise refused(path, "a .csv, .jsonl or .parquet file, or a folder of session files", kind or "no such ending")


@contextmanager
def _failures_said(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise refused(path, "a file that can be read", error.strerror or "none") from error
    except pa.ArrowException as error:
        raise refused(path, "a Parquet file", "a damaged one, or another kind") from error


def _csv(path: Path) -> MembersFile:
    columns = _columns(path, headings(path))
    return MembersFile(columns, lambda: _people(_csv_rows(text_rows(path), columns)))


def _csv_rows(rows: Iterable[list[str]], columns: Sequence[str]) -> Iterator[Row]:
    label = columns.index(MEMBER)
    for number, cells in enumerate(rows, start=1):
        if number > 1 and any(map(str.strip, cells)):
            yield (cells[label].strip() if label < len(cells) else "", number, cells)


def _columns(path: Path, named: Sequence[str]) -> tuple[str, ...]:
    """The fields that the columns hold. Raises SourceError for a heading that no column has, one twice, or one that is missing."""
    columns = tuple(named)
    if MEMBER not in columns:
        raise refused(path, f"column names in the first row, {MEMBER} among them", "none")
    unknown = next((place for place, column in enumerate(columns, start=1) if column and column not in FIELDS), None)
    if unknown is not None:
        raise refused(path, f"columns named {', '.join(FIELDS)}", f"another name at column {unknown}")
    twice = next((column for column in columns if column and columns.count(column) > 1), None)
    if twice is not None:
        raise refused(path, "each column once", f"{twice} twice")
    if "zip" not in columns or not set(DRUG_NAMES) & set(columns):
        raise refused(path, f"a column zip and one of {', '.join(DRUG_NAMES)}", "none")
    return columns


def _people(rows: Iterable[Row]) -> Iterator[Entry]:
    """The rows of each person. They stand together; of too many, the first are kept. A row without a label may be of the person above it,
    who is refused with it: an answer without one of their drugs would be wrong."""
    above: Entry | None = None
    for label, group in groupby(rows, key=itemgetter(0)):
        if label:
            if above is not None:
                yield above
            kept = [(number, cells) for place, (_, number, cells) in enumerate(group) if place <= MOST_ROWS]
            above = Entry(label, [number for number, _ in kept], [cells for _, cells in kept])
            continue
        for _, number, cells in group:
            yield Entry("", [number], [cells]) if above is None else Entry(above.label, [number], [], problem=UNLABELED)
            above = None
    if above is not None:
        yield above


def _json_lines(path: Path) -> Iterator[Entry]:
    """Whole requests as they are, the rows of a person together."""
    with _failures_said(path), path.open("rb") as file:
        lines = ((number, line) for number, line in _lines(file) if line.strip())
        for (label, whole), group in groupby(map(_json_line, lines), key=lambda one: (one.label, not one.cells)):
            if whole:
                yield from group
            else:
                yield from _people((label, one.rows[0], one.cells[0]) for one in group)


def _lines(file: Any) -> Iterator[tuple[int, bytes]]:
    number = 0
    while line := file.readline(MEMBERS_LINE.bytes):
        number += 1
        if len(line) == MEMBERS_LINE.bytes and not line.endswith(b"\n"):
            while (rest := file.readline(MEMBERS_LINE.bytes)) and not rest.endswith(b"\n"):
                pass
            line = b"-"  # refused as no object
        yield number, line


def _json_line(numbered: tuple[int, bytes]) -> Entry:
    number, line = numbered
    try:
        document = parse_json(line, MEMBERS_LINE)
    except Unfit:
        return Entry("", [number], [], problem="a JSON object on each line, in UTF-8, each field once")
    if not isinstance(document, dict):
        return Entry("", [number], [], problem="a JSON object on each line")
    given = document.get(MEMBER)
    label = given.strip() if isinstance(given, str) else str(given) if isinstance(given, int) and not isinstance(given, bool) else ""
    if "prescriptions" in document:
        return Entry(label, [number], [], document)
    if not document.keys() <= set(FIELDS):
        return Entry(label, [number], [], problem=f"fields named {', '.join(FIELDS)}")
    return Entry(label, [number], [[document.get(field) for field in FIELDS]])


def _parquet(path: Path) -> MembersFile:
    columns = _columns(path, [name.strip().lower() for name in pq.read_schema(path).names])

    def entries() -> Iterator[Entry]:
        with _failures_said(path), pq.ParquetFile(path) as file:
            yield from _people(_parquet_rows(file, columns))

    return MembersFile(columns, entries)


def _parquet_rows(file: pq.ParquetFile, columns: Sequence[str]) -> Iterator[Row]:
    label, number = columns.index(MEMBER), 0
    for batch in file.iter_batches(batch_size=_ROWS_AT_ONCE):
        for cells in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            number += 1
            written = [_plain(value) for value in cells]
            if any(value.strip() if isinstance(value, str) else value is not None for value in written):
                yield ("" if written[label] is None else str(written[label]).strip(), number, written)


def _plain(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, float | Decimal):
        return None if value != value else str(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()[:10]
    if isinstance(value, bytes):
        return without_controls(value.decode("utf-8", errors="replace"))
    if isinstance(value, str):
        return value if value.isprintable() else without_controls(value)
    if isinstance(value, dict):
        return {str(name): _plain(of) for name, of in value.items() if of is not None}
    if isinstance(value, list):
        return [_plain(of) for of in value]
    return value if isinstance(value, int | None) else str(value)


def _sessions(folder: Path) -> Iterator[Entry]:
    """The session files of a folder by name, each a row."""
    with _failures_said(folder):
        files = sorted(path for path in folder.iterdir() if path.suffix.lower() == ".json" and path.is_file())
        for number, path in enumerate(files, start=1):
            label = client_label(path.name) or path.stem
            yield Entry(label, [number], [], _session_text(path))


def _session_text(path: Path) -> str:
    """The text of a session file; empty, and refused later, where it is none."""
    try:
        return read_file(path, SESSION).decode("utf-8-sig")
    except (Unfit, UnicodeDecodeError):
        return ""
