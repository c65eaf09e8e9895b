"""A members file as a workbook: the first sheet's cells as CSV, in memory. No formula, no macro, nothing that unpacks to too much."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from typing import Any

from finder.documents.batch.written import FIELDS
from finder.documents.drug_files import cell_text, check_archive
from finder.domain.errors import Problem, SourceError

_DIGITS = {"zip": 5, "ndc": 11}
"""Codes whose leading zeros a cell of a number has lost."""


def workbook_as_csv(name: str, data: bytes) -> bytes:
    """The first sheet as the bytes of a CSV file. Raises SourceError."""
    from openpyxl import load_workbook  # late: most members files are text
    from openpyxl.utils.exceptions import InvalidFileException

    if not data.startswith(b"PK"):
        raise _refused(name, "an XLSX workbook", "another kind of file")
    check_archive(name, data)
    out = io.StringIO(newline="")
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        csv.writer(out).writerows(_rows(name, book.worksheets[0]))
        book.close()
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError, SyntaxError, OSError) as error:
        raise _refused(name, "an XLSX workbook", "a damaged workbook") from error
    return out.getvalue().encode()


def _rows(name: str, sheet: Any) -> Iterator[list[str]]:
    sheet.reset_dimensions()  # a declared size that is too small would drop rows
    columns: list[str] = []
    for number, row in enumerate(sheet.iter_rows(max_col=len(FIELDS)), start=1):
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
