"""Tables written as Parquet or CSV, whole or not at all: beside their place first, and moved there when all of a run are done."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Protocol

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pc_csv
import pyarrow.parquet as pq

from finder.domain.errors import Problem, Refusal
from finder.explain.kit.escapes import in_cell

_SUSPECT = r"^\s*[=+\-@＝＋－＠]|^\r|[\pC\x{2028}\x{2029}]"
"""What ``in_cell`` may change: it is asked of few columns."""
_BETWEEN = "; "
"""Between the texts of a list in a cell of a CSV file."""


_ROWS_OF_A_GROUP = 25_000
_SEARCHED = ("member", "row", "rank", "plan_id", "all_in")
"""Columns of which a Parquet file keeps the least and the greatest value of each group of rows."""


class _Writer(Protocol):
    def write_table(self, table: pa.Table) -> None: ...
    def close(self) -> None: ...


class TableOut:
    """A table on its way to a file."""

    def __init__(self, path: Path, schema: pa.Schema, option: str) -> None:
        """Raises Refusal for a file that can't be written or has another ending than .parquet and .csv."""
        make = _KINDS.get(path.suffix.lower())
        if make is None or path.is_dir():
            found = "a folder" if path.is_dir() else path.suffix or "no ending"
            raise Refusal([Problem(option, "a file that ends in .parquet or .csv", found)])
        self.path, self._made = path, path.parent / f".{path.name}.new"  # what a killed run left there is written over
        try:
            os.close(os.open(self._made, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
        except OSError as error:
            raise Refusal([Problem(option, "a file that can be written", error.strerror or "none")]) from error
        self._writer: _Writer = make(self._made, schema)

    def add(self, rows: pa.Table) -> None:
        """Write rows behind those that are there."""
        if rows.num_rows:
            self._writer.write_table(rows)

    def close(self) -> None:
        """Finish what is written."""
        self._writer.close()

    def move(self) -> None:
        """Put the whole table in its place."""
        os.replace(self._made, self.path)

    def drop(self) -> None:
        """Remove what was written."""
        with suppress(OSError):
            self._writer.close()
        self._made.unlink(missing_ok=True)


class TablesOut:
    """The tables of one run: all are moved to their places, or none is kept."""

    def __init__(self) -> None:
        self._tables: list[TableOut] = []

    def __enter__(self) -> TablesOut:
        return self

    def open(self, path: Path, schema: pa.Schema, option: str) -> TableOut:
        """A table of the run. Raises Refusal."""
        table = TableOut(path, schema, option)
        self._tables.append(table)
        return table

    def keep(self, paths: Sequence[Path]) -> None:
        """Finish those tables, then move them to their places."""
        kept = [table for table in self._tables if table.path in paths]
        for table in kept:
            table.close()
        for table in kept:
            table.move()
            self._tables.remove(table)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for table in self._tables:
            table.drop()


class _Csv:
    """Rows as CSV in UTF-8. A text that a spreadsheet would take for a formula begins with an apostrophe."""

    def __init__(self, path: Path | pa.BufferOutputStream, schema: pa.Schema) -> None:
        self._writer = pc_csv.CSVWriter(str(path) if isinstance(path, Path) else path, _flat_schema(schema))

    def write_table(self, table: pa.Table) -> None:
        """Write rows."""
        columns = [_flat(column) for column in table.columns]
        self._writer.write_table(pa.table(columns, schema=_flat_schema(table.schema)))

    def close(self) -> None:
        """Finish the file."""
        self._writer.close()


def csv_bytes(rows: pa.Table) -> bytes:
    """The bytes of a CSV file of the rows, as a run writes it."""
    sink = pa.BufferOutputStream()
    writer = _Csv(sink, rows.schema)
    if rows.num_rows:
        writer.write_table(rows)
    writer.close()
    written: bytes = sink.getvalue().to_pybytes()
    return written


def _flat_schema(schema: pa.Schema) -> pa.Schema:
    plain = (pa.int16(), pa.int32(), pa.int64(), pa.date32(), pa.bool_())
    kept = [field.type if field.type in plain or pa.types.is_decimal(field.type) else pa.string() for field in schema]
    return pa.schema(list(zip(schema.names, kept, strict=True)))


def _flat(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if pa.types.is_list(column.type):
        column = pc.binary_join(column, _BETWEEN)
    if not pa.types.is_string(column.type) or not pc.any(pc.match_substring_regex(column, _SUSPECT)).as_py():
        return column
    return pa.chunked_array([[None if cell is None else in_cell(cell) for cell in column.to_pylist()]], pa.string())


class _Parquet:
    """Rows as Parquet, in groups of many parts: the file's index, which is in memory until it is closed, stays small."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        searched = [name for name in _SEARCHED if name in schema.names]
        self._writer = pq.ParquetWriter(path, schema, compression="zstd", compression_level=1, write_statistics=searched)
        self._held: list[pa.Table] = []

    def write_table(self, table: pa.Table) -> None:
        """Write rows, together with those of other parts."""
        self._held.append(table)
        if sum(held.num_rows for held in self._held) >= _ROWS_OF_A_GROUP:
            self._write()

    def close(self) -> None:
        """Finish the file."""
        self._write()
        self._writer.close()

    def _write(self) -> None:
        if self._held:
            rows = pa.concat_tables(self._held)
            self._writer.write_table(rows, row_group_size=rows.num_rows)
            self._held.clear()


_KINDS: dict[str, Callable[[Path, pa.Schema], _Writer]] = {".csv": _Csv, ".parquet": _Parquet, ".pq": _Parquet}
