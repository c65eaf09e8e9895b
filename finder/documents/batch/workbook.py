"""A members file as a workbook: the first sheet's cells as CSV, in memory. No formula, no macro, nothing that unpacks to too much."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from finder.documents.drug_files import cell_text
from finder.domain.errors import Problem, SourceError
from finder.intake.limits import MEMBERS
from finder.intake.texts import Unfit
from finder.intake.workbook import Workbook

_DIGITS = {"zip": 5, "ndc": 11}
"""Codes whose leading zeros a cell of a number has lost."""


def workbook_as_csv(name: str, data: bytes) -> bytes:
    """The first sheet as the bytes of a CSV file. Raises SourceError."""
    if not data.startswith(b"PK"):
        raise _refused(name, "an XLSX workbook", "another kind of file")
    out = io.StringIO(newline="")
    try:
        with Workbook(data, MEMBERS) as book:
            rows = next((rows for _, rows in book.sheets()), iter(()))
            csv.writer(out).writerows(_rows(name, rows))
    except Unfit as unfit:
        raise _refused(name, unfit.expected, unfit.found) from unfit
    return out.getvalue().encode()


def _rows(name: str, rows: Iterable[Sequence[Any]]) -> Iterator[list[str]]:
    columns: list[str] = []
    for number, row in enumerate(rows, start=1):
        if number > MEMBERS.rows:
            raise _refused(name, f"at most {MEMBERS.rows:,} rows", "more")
        if any(getattr(cell, "data_type", "") == "f" for cell in row):
            raise _refused(name, "cells of plain text and numbers", f"a formula in row {number}")
        values = [getattr(cell, "value", None) for cell in row]
        columns = columns or ["_".join(cell_text(value).lower().split()) for value in values]
        yield [_text(value, column) for value, column in zip(values, columns, strict=False)]


def _text(value: object, column: str) -> str:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return cell_text(value).zfill(_DIGITS.get(column, 0)) if number else cell_text(value)


def _refused(name: str, expected: str, found: str) -> SourceError:
    return SourceError([Problem(name[:60], expected, found)])
