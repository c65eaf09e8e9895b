"""A table in an XLSX workbook as a file of delimited text: CMS publishes the Landscape in both forms."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from finder.domain.errors import SourceError
from finder.sources.cms.bundle import SourceFile
from finder.sources.cms.text_files import Layout, plain

MOST_BYTES = 1 << 30
"""What the parts of a workbook may unpack to. The country's Landscape has some 150 MB."""


def is_workbook(file_name: str) -> bool:
    """Whether a file is a workbook, by its name."""
    return file_name.lower().endswith(".xlsx")


def as_text(file: SourceFile, layout: Layout) -> SourceFile:
    """The first sheet with the layout's columns, from its header on, as UTF-8 text. Raises SourceError if there is none."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    made = io.StringIO()
    try:
        with file.open() as stream:
            content = io.BytesIO(stream.read())
        with zipfile.ZipFile(content) as archive:
            if sum(part.file_size for part in archive.infolist()) > MOST_BYTES:
                raise SourceError(f"{file.name}: expected a workbook that unpacks to at most 1 GB, found more.")
        book = load_workbook(content, read_only=True, data_only=True, keep_links=False)
        csv.writer(made, delimiter=layout.delimiter).writerows(_table(book.worksheets, layout))
        book.close()
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError, SyntaxError, OSError) as error:
        raise SourceError(f"{file.name}: expected an XLSX workbook, found a damaged one.") from error
    text = made.getvalue().encode()
    if not text:
        raise SourceError(f"{file.name}: expected a sheet with the columns of the {layout.title}, found none.")
    return replace(file, open=lambda: io.BytesIO(b"\xef\xbb\xbf" + text))


def _table(sheets: Sequence[Any], layout: Layout) -> Iterator[list[str]]:
    """The header and the rows below it. Titles above a header are passed over, and so are empty rows and columns without a name."""
    needed = {plain(column) for column in layout.columns[:2]}
    for sheet in sheets:
        sheet.reset_dimensions()  # a declared size that is too small would drop rows
        width = 0
        for row in sheet.iter_rows(values_only=True):
            cells = [_text(value) for value in row]
            if not width and needed <= {plain(cell) for cell in cells}:
                width = max(place for place, cell in enumerate(cells) if cell) + 1
            if width and any(cells):
                yield (cells + [""] * width)[:width]
        if width:
            return


def _text(value: object) -> str:
    """A cell as the text file has it. Excel holds every number as a fraction."""
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()
