"""XLSX workbooks from outside, looked over part by part before openpyxl makes an object of anything."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

from finder.intake.archive import DAMAGED, opened_zip
from finder.intake.limits import STYLES, Limits
from finder.intake.texts import Unfit

_MACROS = re.compile(r"vbaproject|macrosheet|activex|\.bin$|externallink|embeddings/", re.IGNORECASE)
_PRINTER = re.compile(r"printersettings", re.IGNORECASE)
_DECLARATION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_STYLES = re.compile(r"styles", re.IGNORECASE)
_KIND = "an XLSX workbook"
_WORKBOOK = "xl/workbook.xml"
BROKEN = (*DAMAGED, LookupError, ValueError, TypeError, AttributeError, SyntaxError, ArithmeticError, RecursionError)
"""What openpyxl raises on a damaged workbook."""


class Workbook:
    """The sheets of a workbook as rows of cells. A context manager: the rows can be read until it ends."""

    def __init__(self, data: bytes, limits: Limits, *, values: bool = False) -> None:
        """``values``: take what a formula last came to; else its cell says that it has one. Raises Unfit."""
        _check(data, limits)
        from openpyxl import load_workbook  # late: most files are no workbooks
        from openpyxl.utils.exceptions import InvalidFileException

        self._limits = limits
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of parts that we don't read
                self._book = load_workbook(io.BytesIO(data), read_only=True, data_only=values, keep_links=False)
        except (InvalidFileException, *BROKEN) as error:
            raise Unfit(_KIND, "a damaged workbook") from error

    def __enter__(self) -> Workbook:
        return self

    def __exit__(self, *error: object) -> None:
        self._book.close()

    def sheets(self) -> Iterator[tuple[str, Iterator[Sequence[Any]]]]:
        """The name of each sheet and its rows, blank ones too, no wider than the limits."""
        for sheet in self._book.worksheets:
            yield sheet.title, self._rows(sheet)

    def _rows(self, sheet: Any) -> Iterator[Sequence[Any]]:
        """Raises Unfit for rows that cannot be read."""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                sheet.reset_dimensions()  # a declared size that is too small would drop rows
                yield from sheet.iter_rows(max_col=self._limits.keys + 1)
        except BROKEN as error:
            raise Unfit(_KIND, "a damaged workbook") from error


def _check(data: bytes, limits: Limits) -> None:
    """Raise Unfit for an archive that is no plain workbook, unpacks to too much, or has more marks than anyone's list."""
    with opened_zip(io.BytesIO(data), limits, _KIND) as archive:
        parts = archive.infolist()
        if any(_MACROS.search(part.filename) and not _PRINTER.search(part.filename) for part in parts):
            raise Unfit("a workbook without macros, links and embedded objects", "one that has them")
        if _WORKBOOK not in archive.namelist():
            raise Unfit(_KIND, "another kind of archive")
        marks = sum(_marks(archive, part) for part in parts)
    if marks > limits.items:
        raise Unfit("a workbook of a list", "one with far more cells")


def _marks(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    """How many marks a part has, whatever it is called: a workbook may name its sheets as it likes."""
    try:
        content = archive.read(part)
    except DAMAGED as error:
        raise Unfit(_KIND, "a damaged archive") from error
    if _DECLARATION.search(content.replace(b"\0", b"")) or b"macroEnabled" in content:
        raise Unfit("a plain XLSX workbook", "one with macros or with declarations of its own")
    marks = content.count(b"<")
    if marks > STYLES and _STYLES.search(part.filename):
        raise Unfit(f"a workbook with at most {STYLES:,} marks of style", f"{marks:,}")
    return marks
