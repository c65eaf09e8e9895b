"""Tables as text: CSV with commas, semicolons or tabs, in UTF-8, UTF-16 or the Western encoding of Windows, row after row."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from finder.domain.errors import Problem, SourceError
from finder.intake.files import bounded_lines
from finder.intake.limits import MEMBERS_LINE
from finder.intake.texts import Unfit, without_controls

_DELIMITERS = ",;\t|"
_LARGEST_CHUNK = 1 << 20
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def refused(path: Path, expected: str, found: str) -> SourceError:
    """The refusal of a file, by its name."""
    return SourceError([Problem(path.name[:60], expected, found)])


def text_rows(path: Path) -> Iterator[list[str]]:
    """Every row, blank ones too. Raises SourceError."""
    with _failures_said(path):
        encoding = _encoding(path)
        with path.open(encoding=encoding, newline="") as file:
            delimiter = max(_DELIMITERS, key=file.readline(MEMBERS_LINE.bytes).count)
        with path.open(encoding=encoding, newline="") as file:
            yield from _rows(path, csv.reader(_lines(path, file), delimiter=delimiter, strict=True))


def _lines(path: Path, file: IO[str]) -> Iterator[str]:
    """The lines of a file, control characters taken out, so that neither a line without an end nor an escape goes further."""
    try:
        for line in bounded_lines(file, MEMBERS_LINE):
            yield line if line.isprintable() else without_controls(line)
    except Unfit as unfit:
        raise refused(path, unfit.expected, unfit.found) from unfit


def _rows(path: Path, read: Iterator[list[str]]) -> Iterator[list[str]]:
    row = 0
    try:
        for row, cells in enumerate(read, start=1):
            if len(cells) > MEMBERS_LINE.keys:
                raise refused(path, f"at most {MEMBERS_LINE.keys:,} cells in a row", f"{len(cells):,} in row {row:,}")
            yield cells
    except csv.Error as error:
        raise refused(path, "a table whose quotation marks close", f"row {row + 1:,}, whose marks do not") from error


def headings(path: Path) -> list[str]:
    """The first row, in lower case. Raises SourceError."""
    return ["_".join(heading.strip().lower().split()) for heading in next(text_rows(path), [])]


@contextmanager
def _failures_said(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise refused(path, "a file that can be read", error.strerror or "none") from error
    except UnicodeError as error:
        raise refused(path, "text saved as UTF-8 (in Excel: CSV UTF-8)", "another encoding") from error


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        if file.read(2) in _UTF_16:
            return "utf-16"
        for encoding in ("utf-8-sig", "cp1252"):
            file.seek(0)
            decoder = codecs.getincrementaldecoder(encoding)()
            try:
                while chunk := file.read(_LARGEST_CHUNK):
                    if b"\0" in chunk:
                        raise refused(path, "a file of text", "bytes that are no text")
                    decoder.decode(chunk)
                decoder.decode(b"", final=True)
            except UnicodeDecodeError:
                continue
            return encoding
    raise refused(path, "text saved as UTF-8 (in Excel: CSV UTF-8)", "another encoding")
