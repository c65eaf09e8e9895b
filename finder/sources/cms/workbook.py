"""A table in an XLSX workbook as a file of delimited text: CMS publishes the Landscape in both forms."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from finder.domain.errors import SourceError
from finder.intake.archive import DAMAGED
from finder.intake.files import at_most
from finder.intake.limits import RELEASE_WORKBOOK
from finder.intake.texts import Unfit
from finder.intake.workbook import Workbook
from finder.sources.cms.bundle import SourceFile
from finder.sources.cms.text_files import Layout, plain


def is_workbook(file_name: str) -> bool:
    """Whether a file is a workbook, by its name."""
    return file_name.lower().endswith(".xlsx")


def as_text(file: SourceFile, layout: Layout) -> SourceFile:
    """The first sheet with the layout's columns, from its header on, as UTF-8 text. Raises SourceError if there is none."""
    made = io.StringIO()
    try:
        with file.open() as stream:
            content = at_most(stream, RELEASE_WORKBOOK.bytes + 1)
        with Workbook(content, RELEASE_WORKBOOK, values=True) as book:
            csv.writer(made, delimiter=layout.delimiter).writerows(_table([rows for _, rows in book.sheets()], layout))
    except Unfit as unfit:
        raise SourceError(f"{file.name}: expected {unfit.expected}, found {unfit.found}.") from unfit
    except DAMAGED as error:
        raise SourceError(f"{file.name}: expected an XLSX workbook, found a damaged one.") from error
    text = made.getvalue().encode()
    if not text:
        raise SourceError(f"{file.name}: expected a sheet with the columns of the {layout.title}, found none.")
    return replace(file, open=lambda: io.BytesIO(b"\xef\xbb\xbf" + text))


def _table(sheets: Sequence[Iterator[Sequence[Any]]], layout: Layout) -> Iterator[list[str]]:
    """The header and the rows below it. Titles above a header are passed over, and so are empty rows and columns without a name."""
    needed = {plain(column) for column in layout.columns[:2]}
    for sheet in sheets:
        width = 0
        for number, row in enumerate(sheet, start=1):
            if number > RELEASE_WORKBOOK.rows:
                raise Unfit(f"at most {RELEASE_WORKBOOK.rows:,} rows", "more")
            cells = [_text(getattr(cell, "value", None)) for cell in row]
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
