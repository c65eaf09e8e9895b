"""Reads a drug list from a CSV or XLSX file, as text. Anything but plain cells is refused.

No formulas, no macros. Nothing is unpacked to disk, and an archive's declared sizes are checked before it is read. Of several sheets the
one with a list's headings is read, and the others are named. Titles and columns about the person are dropped before anything is kept.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from finder.domain.drug_lines import MOST_LETTERS, Row, Sheet
from finder.domain.errors import Problem, SourceError
from finder.questions.drug_list.columns import has_headings, without_identity

MOST_BYTES = 2_000_000
"""Of a file."""
MOST_UNPACKED = 20_000_000
"""Of all parts of a workbook, unpacked."""
MOST_PARTS = 200
MOST_COLUMNS = 20
MOST_ROWS = 1_000
"""Of a sheet: a year of fills has many more rows than its list has lines."""
_MOST_BLANK = 1_000
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_RULE = re.compile(r"[\s=+_*|.-]*[=+_*|-]{3}[\s=+_*|.-]*")
"""A line drawn in text: no formula."""
_FORMULA = re.compile(r"\s*(?:[=@]|[+-](?! +[a-z0-9][^|!(=]*$|[0-9.]*\s*$))", re.IGNORECASE)
_MACROS = re.compile(r"vbaproject|macrosheet|activex|\.bin$|externallink|embeddings/", re.IGNORECASE)
_PRINTER = re.compile(r"printersettings", re.IGNORECASE)
_DECLARATION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


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
        rows = tuple(_checked(name, _text_rows(name, text_of(name, data), ending)))
    else:
        raise _refused(name, "a CSV, XLSX or Blue Button file", "a file of another kind")
    return without_identity(Sheet(name, rows, not_read))


def is_plain_text(name: str, data: bytes) -> bool:
    """Whether a file is lines of text: named so, and no table. Claims as text are told apart by ``read_claims``."""
    if name.rpartition(".")[2].lower() != "txt" or data.startswith((_ZIP, _OLE)):
        return False
    bounded(name, data)
    return not _separator(text_of(name, data), "txt")


def bounded(name: str, data: bytes, most: int = MOST_BYTES) -> None:
    """Refuse an empty file and one of more than ``most`` bytes."""
    if not data.strip():
        raise _refused(name, "a file with something in it", "an empty file")
    if len(data) > most:
        raise _refused(name, f"a file of at most {most // 1_000_000} MB", f"{len(data) / 1_000_000:.1f} MB")


def text_of(name: str, data: bytes) -> str:
    """The text of a file in UTF-8, or UTF-16 with a mark. Raises SourceError for anything else."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        binary = b"\0" in data
        expected = "a file of text" if binary else "text saved as UTF-8 (in Excel: CSV UTF-8)"
        raise _refused(name, expected, "bytes that are no text" if binary else "another encoding") from error
    if any(ord(letter) < 32 and letter not in "\t\r\n\x0b\x0c" for letter in text):
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
    # Imported here: pages without a workbook start faster.
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    check_archive(name, data)
    try:
        # data_only would show a formula's last value and hide the formula, which is refused.
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        sheets = [(sheet.title, tuple(_checked(name, _sheet_rows(name, sheet)))) for sheet in book.worksheets]
        book.close()
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError, SyntaxError, OSError) as error:
        raise _refused(name, "an XLSX workbook", "a damaged workbook") from error
    filled = [(title, rows) for title, rows in sheets if rows]
    lists = filled if len(filled) == 1 else [(title, rows) for title, rows in filled if has_headings(rows)]
    if filled and len(lists) != 1:
        raise _refused(name, "one sheet with the list", f"{len(filled)} sheets with content")
    chosen, rows = lists[0] if lists else ("", ())
    return rows, tuple(" ".join(title.split())[:40] for title, _ in filled if title != chosen)


def check_archive(name: str, data: bytes) -> None:
    """Refuse an archive that is no plain workbook or unpacks to too much, before it is parsed."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        parts = archive.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise _refused(name, f"a workbook that unpacks to at most {MOST_UNPACKED // 1_000_000} MB", "far more")
        if any(_MACROS.search(part.filename) and not _PRINTER.search(part.filename) for part in parts):
            raise _refused(name, "a workbook without macros, links and embedded objects", "one that has them")
        if "xl/workbook.xml" not in archive.namelist() or any(part.flag_bits & 1 for part in parts):
            raise _refused(name, "an XLSX workbook without a password", "another kind of archive")
        for part in parts:
            if part.filename.endswith((".xml", ".rels")):
                _check_part(name, archive.read(part))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise _refused(name, "an XLSX workbook", "a damaged archive") from error


def _check_part(name: str, content: bytes) -> None:
    if _DECLARATION.search(content.replace(b"\0", b"")) or b"macroEnabled" in content:
        raise _refused(name, "a plain XLSX workbook", "one with macros or with declarations of its own")


def _sheet_rows(name: str, sheet: Any) -> Iterator[tuple[int, list[str]]]:
    held = blank = 0
    sheet.reset_dimensions()  # a declared size that is too small would drop rows
    for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1), start=1):
        for cell in row:
            if getattr(cell, "data_type", "") == "f":
                raise _formula(name, number)
        cells = [cell_text(getattr(cell, "value", None)) for cell in row]
        held, blank = held + any(cells), blank + (not any(cells))
        if held > MOST_ROWS:
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
    return str(value)


def _checked(name: str, rows: Iterable[tuple[int, list[str]]]) -> Iterator[Row]:
    """The rows, trimmed, blank ones left out, within the limits of a list."""
    held = 0
    for number, written in rows:
        cells = ["" if _RULE.fullmatch(cell) else cell for cell in written]
        for column, cell in enumerate(cells, start=1):
            if _FORMULA.match(cell):
                raise _formula(name, number, column)
        trimmed = tuple(" ".join(cell.split()) for cell in cells)
        if not any(trimmed):
            continue
        held += 1
        if held > MOST_ROWS:
            raise _too_many(name)
        if len(trimmed) > MOST_COLUMNS and any(trimmed[MOST_COLUMNS:]):
            raise _refused(name, f"at most {MOST_COLUMNS} columns", "more")
        if any(len(cell) > MOST_LETTERS for cell in trimmed):
            raise _refused(name, f"cells of at most {MOST_LETTERS} letters", f"a longer one in row {number}")
        last = max(place for place, cell in enumerate(trimmed, start=1) if cell)
        yield Row(number, trimmed[:last])


def _formula(name: str, row: int, column: int | None = None) -> SourceError:
    place = f"row {row}" + (f", column {column}" if column else "")
    return _refused(name, "cells of plain text and numbers", f"a formula in {place}")


def _too_many(name: str) -> SourceError:
    return _refused(name, f"at most {MOST_ROWS:,} rows", "more")
