"""Reads a drug list from a CSV or XLSX file, as text. Anything but plain cells is refused.

No formulas, no macros. Nothing is unpacked to disk, and an archive's declared sizes are checked before it is read. Of several sheets the
one with a list's headings is read, and the others are named. Titles and columns about the person are dropped before anything is kept.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from finder.domain.drug_lines import MOST_LETTERS, Row, Sheet
from finder.domain.errors import Problem, SourceError
from finder.intake.limits import LIST, Limits
from finder.intake.texts import Unfit, without_controls
from finder.intake.workbook import Workbook
from finder.questions.drug_list.columns import has_headings, without_identity

_MOST_BLANK = 1_000
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_DRAWN = re.compile(r"[\s=+_*|.-]*")
_RULE = re.compile(r"[=+_*|-]{3}")
"""Where a text of such marks alone is a line that is drawn: no formula."""
_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f]")
_FORMULA = re.compile(r"\s*(?:[=@]|[+-](?! +[a-z0-9][^|!(=]*$|[0-9.]*\s*$))", re.IGNORECASE)


def read_sheet(name: str, data: bytes) -> Sheet:
    """The rows of a CSV or XLSX file, blank ones left out. Raises SourceError with one problem."""
    bounded(name, data)
    ending = name.rpartition(".")[2].lower()
    if ending in ("xlsm", "xlsb", "xltm") or data.startswith(_OLE) or ending == "xls":
        raise _refused(name, "a CSV or XLSX file without macros", "a workbook that can hold macros, or of an old format")
    not_read: tuple[str, ...] = ()
    if data.startswith(_ZIP):
        rows, not_read = _workbook_rows(name, data)
    elif ending in ("csv", "txt", "tsv"):
        rows = tuple(_checked(name, _text_rows(name, without_controls(text_of(name, data)), ending)))
    else:
        raise _refused(name, "a CSV, XLSX or Blue Button file", "a file of another kind")
    return without_identity(Sheet(name, rows, not_read))


def is_plain_text(name: str, data: bytes) -> bool:
    """Whether a file is lines of text: named so, and no table. Claims as text are told apart by ``read_claims``."""
    if name.rpartition(".")[2].lower() != "txt" or data.startswith((_ZIP, _OLE)):
        return False
    bounded(name, data)
    return not _separator(text_of(name, data), "txt")


def bounded(name: str, data: bytes, limits: Limits = LIST) -> None:
    """Refuse an empty file and one with more bytes than the limits allow."""
    if not data.strip():
        raise _refused(name, "a file with something in it", "an empty file")
    if len(data) > limits.bytes:
        raise _refused(name, f"a file of at most {limits.bytes // 1_000_000} MB", f"{len(data) / 1_000_000:.1f} MB")


def text_of(name: str, data: bytes) -> str:
    """The text of a file in UTF-8, or UTF-16 with a mark. Raises SourceError for anything else."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        binary = b"\0" in data
        expected = "a file of text" if binary else "text saved as UTF-8 (in Excel: CSV UTF-8)"
        raise _refused(name, expected, "bytes that are no text" if binary else "another encoding") from error
    if _NO_TEXT.search(text):
        raise _refused(name, "a file of text", "bytes that are no text")
    return text


def _refused(name: str, expected: str, found: str) -> SourceError:
    return SourceError([Problem(name[:60], expected, found)])


def _text_rows(name: str, text: str, ending: str) -> Iterator[tuple[int, list[str]]]:
    mark = _separator(text, ending)
    if not mark:
        yield from ((number, [line]) for number, line in enumerate(text.splitlines(), start=1))
        return
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error as error:
        raise _refused(name, "a table whose quotation marks close", f"a broken row near line {reader.line_num}") from error


def _separator(text: str, ending: str) -> str:
    """What parts the cells: the mark of the most lines. Empty for lines of plain text, whose commas belong to the words."""
    lines = [line for line in text.splitlines()[:50] if line.strip()]
    mark = max("\t;,|", key=lambda one: sum(one in line for line in lines))
    counts = {line.count(mark) for line in lines}
    return "" if ending == "txt" and (counts == {0} or (mark != "\t" and len(counts) > 1)) else mark


def _workbook_rows(name: str, data: bytes) -> tuple[tuple[Row, ...], tuple[str, ...]]:
    """The rows of the sheet with the list, and the names of other sheets with content."""
    try:
        with Workbook(data, LIST) as book:
            sheets = [(title, tuple(_checked(name, _sheet_rows(name, rows)))) for title, rows in book.sheets()]
    except Unfit as unfit:
        raise _refused(name, unfit.expected, unfit.found) from unfit
    filled = [(title, rows) for title, rows in sheets if rows]
    lists = filled if len(filled) == 1 else [(title, rows) for title, rows in filled if has_headings(rows)]
    if filled and len(lists) != 1:
        raise _refused(name, "one sheet with the list", f"{len(filled)} sheets with content")
    chosen, rows = lists[0] if lists else ("", ())
    return rows, tuple(" ".join(without_controls(title).split())[:40] for title, _ in filled if title != chosen)


def _sheet_rows(name: str, rows: Iterable[Sequence[Any]]) -> Iterator[tuple[int, list[str]]]:
    held = blank = 0
    for number, row in enumerate(rows, start=1):
        for cell in row:
            if getattr(cell, "data_type", "") == "f":
                raise _formula(name, number)
        cells = [cell_text(getattr(cell, "value", None)) for cell in row]
        held, blank = held + any(cells), blank + (not any(cells))
        if held > LIST.rows:
            raise _too_many(name)
        if blank > _MOST_BLANK:
            raise _refused(name, f"at most {_MOST_BLANK:,} blank rows", "more")
        yield number, cells


def cell_text(value: object) -> str:
    """What a cell of a workbook says."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, date | datetime):
        return value.isoformat()[:10]
    return without_controls(str(value))


def _checked(name: str, rows: Iterable[tuple[int, list[str]]]) -> Iterator[Row]:
    """The rows, trimmed, blank ones left out, within the limits of a list."""
    held = 0
    for number, written in rows:
        if not any(written):
            continue
        if len(written) > LIST.keys and any(map(str.strip, written[LIST.keys :])):
            raise _refused(name, f"at most {LIST.keys} columns", "more")
        cells = ["" if _DRAWN.fullmatch(cell) and _RULE.search(cell) else cell for cell in written[: LIST.keys]]
        if any(len(cell) > MOST_LETTERS and len(" ".join(cell.split())) > MOST_LETTERS for cell in cells):
            raise _refused(name, f"cells of at most {MOST_LETTERS} letters", f"a longer one in row {number}")
        for column, cell in enumerate(cells, start=1):
            if _FORMULA.match(cell):
                raise _formula(name, number, column)
        trimmed = tuple(" ".join(cell.split()) for cell in cells)
        if not any(trimmed):
            continue
        held += 1
        if held > LIST.rows:
            raise _too_many(name)
        last = max(place for place, cell in enumerate(trimmed, start=1) if cell)
        yield Row(number, trimmed[:last])


def _formula(name: str, row: int, column: int | None = None) -> SourceError:
    place = f"row {row}" + (f", column {column}" if column else "")
    return _refused(name, "cells of plain text and numbers", f"a formula in {place}")


def _too_many(name: str) -> SourceError:
    return _refused(name, f"at most {LIST.rows:,} rows", "more")
