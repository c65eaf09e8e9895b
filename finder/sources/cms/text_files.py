"""Read a delimited file into columns of text with row numbers, and collect every problem, so that a bad set of files is refused whole."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any

from finder.domain.catalog_check import Oddity
from finder.domain.errors import Problem, SourceError, in_all
from finder.intake.archive import DAMAGED
from finder.intake.limits import PROBLEMS
from finder.intake.texts import shortened
from finder.sources.cms.bundle import SourceFile

if TYPE_CHECKING:
    import pyarrow as pa

_BOM = b"\xef\xbb\xbf"
_UNKNOWN = "?"
"""What the name of a column begins with that no layout has."""


def at(file: str, row: int | None = None, column: str = "") -> str:
    """Where a problem is: file, row (the header is row 1) and column, if they apply."""
    return ", ".join(part for part in (file, f"row {row}" if row is not None else "", f"column {column}" if column else "") if part)


class Problems:
    """The problems found so far: the first fifty, and the count of all. And what was left out without a refusal."""

    def __init__(self) -> None:
        self._listed: list[Problem] = []
        self.count = 0
        self.left_out: dict[Oddity, list[str]] = {}

    def leave_out(self, oddity: Oddity, places: Sequence[str]) -> None:
        """Record what an import leaves out."""
        if places:
            self.left_out.setdefault(oddity, []).extend(places)

    def add(self, where: str, expected: str, found: str) -> None:
        """Add a problem."""
        self.count += 1
        if len(self._listed) < PROBLEMS:
            self._listed.append(Problem(where, expected, _quoted(found)))

    def add_unlisted(self, count: int) -> None:
        """Count more problems of a kind that is already listed."""
        self.count += count

    def refuse_if_any(self) -> None:
        """Raise SourceError with every problem, if there is one."""
        if not self.count:
            return
        listed = list(self._listed)
        if self.count > len(listed):
            listed.append(in_all(self.count))
        raise SourceError(listed)


def _quoted(found: str) -> str:
    """On one line, and not endlessly long."""
    return shortened(" ".join(found.split()))


@dataclass(frozen=True)
class Layout:
    """A kind of file: its columns as printed, those that may be missing, its delimiter and encoding, and its columns' SQL names."""

    title: str
    columns: tuple[str, ...]
    optional: tuple[str, ...] = ()
    delimiter: str = "|"
    quoted: bool = False
    encoding: str = "cp1252"
    keys: dict[str, str] = field(default_factory=dict)

    def key(self, column: str) -> str:
        """A column's name in SQL: lower case, words joined by underscores, unless ``keys`` gives another."""
        return self.keys.get(column) or re.sub(r"[^a-z0-9]+", "_", column.lower()).strip("_")

    def printed(self, key: str) -> str:
        """The column as the file prints it, for messages."""
        return next((column for column in (*self.columns, *self.optional) if self.key(column) == key), key)


def plain(name: str) -> str:
    """A name without case, spaces and punctuation, which drift from release to release."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def read_table(source: SourceFile, layout: Layout, problems: Problems) -> pa.Table | None:
    """The whole file as a table of trimmed text with a column ``row``, or None if it was refused into ``problems``."""
    import pyarrow as pa

    before = problems.count
    tables = list(read_batches(source, layout, problems))
    return None if problems.count > before else pa.concat_tables(tables)


def read_batches(
    source: SourceFile, layout: Layout, problems: Problems, block: int = 1 << 22, keep: Callable[[Any], Any] | None = None
) -> Iterator[pa.Table]:
    """The file as it streams by, ``block`` bytes at a time: tables of trimmed text with a column ``row`` (the header is row 1).

    ``keep`` says of a batch, before anything is done with it, which rows are wanted.
    What cannot be read goes into ``problems``: look there after the last table.
    """
    import pyarrow as pa

    bad: list[tuple[int | None, int, str]] = []

    def refuse_row(row: Any) -> str:
        bad.append((row.number, row.actual_columns, row.text))
        return "skip"

    header, encoding, rows = None, layout.encoding, 0
    try:
        header, encoding = _header(source, layout, problems)
        if header is None:
            return
        with source.open() as stream:
            for batch in _open(stream, header, layout, encoding, block, refuse_row):
                yield _numbered(batch, rows + 2, keep)
                rows += batch.num_rows
    except (pa.ArrowInvalid, UnicodeDecodeError) as error:
        problems.add(at(source.name), f"text in {encoding}", str(error))
    except DAMAGED as error:
        problems.add(at(source.name), "a file that can be read to its end", str(error))
    else:
        for number, columns, text in bad:
            problems.add(at(source.name, number), f"{len(header)} columns", f"{columns}: {text}")
        if not bad and not rows:
            problems.add(at(source.name), "at least one row", "a header alone")


def _open(
    stream: IO[bytes], header: list[str], layout: Layout, encoding: str, block: int, refuse_row: Callable[[Any], str]
) -> Iterable[pa.RecordBatch]:
    """The rows below the header as batches of text. Columns that the layout does not know are skipped."""
    import pyarrow as pa
    from pyarrow import csv

    return csv.open_csv(  # type: ignore[no-any-return]
        stream,
        read_options=csv.ReadOptions(column_names=header, skip_rows=1, encoding=encoding, use_threads=False, block_size=block),
        parse_options=csv.ParseOptions(
            delimiter=layout.delimiter, quote_char='"' if layout.quoted else False, invalid_row_handler=refuse_row
        ),
        convert_options=csv.ConvertOptions(
            column_types=dict.fromkeys(header, pa.string()),
            strings_can_be_null=False,
            include_columns=[name for name in header if not name.startswith(_UNKNOWN)],
        ),
    )


def _numbered(batch: Any, first: int, keep: Callable[[Any], Any] | None = None) -> pa.Table:
    """A part of the file: trimmed values, and each row's number in the file."""
    import numpy as np
    import pyarrow as pa
    from pyarrow import compute

    rows = pa.array(np.arange(first, first + batch.num_rows))
    if keep is not None:
        wanted = keep(batch)
        batch, rows = batch.filter(wanted), rows.filter(wanted)
    columns = [compute.utf8_trim_whitespace(column) for column in batch.columns]
    return pa.table([rows, *columns], names=["row", *batch.schema.names])


def _header(source: SourceFile, layout: Layout, problems: Problems) -> tuple[list[str] | None, str]:
    """The SQL names of the file's columns (None if one is missing or there twice), and its encoding. A column that the layout does not have
    gets a name that nothing reads, and a record."""
    with source.open() as stream:
        line = stream.readline(1 << 16)
    encoding = "utf8" if line.startswith(_BOM) else layout.encoding
    text = line.removeprefix(_BOM).decode(encoding, errors="replace").strip("\r\n")
    names = [name.strip().strip('"') for name in text.split(layout.delimiter)]
    known = {plain(column): layout.key(column) for column in (*layout.columns, *layout.optional)}
    found = Counter(map(plain, names))
    before = problems.count
    for column in layout.columns:
        if plain(column) not in found:
            problems.add(at(source.name, 1), f"a column {column}", f"no such column among {len(names)}: {', '.join(names)}")
    for name in names:
        if found[plain(name)] > 1:
            problems.add(at(source.name, 1), f"column {name or '(no name)'} once", "the column twice")
    if problems.count > before:
        return None, encoding
    problems.leave_out(Oddity.UNKNOWN_COLUMN, [f"{source.name}: {name or '(no name)'}" for name in names if plain(name) not in known])
    return [known.get(plain(name), f"{_UNKNOWN}{name}") for name in names], encoding
