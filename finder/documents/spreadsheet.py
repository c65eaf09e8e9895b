"""Tables as CSV for a spreadsheet: the one place that writes them, so that no cell is taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from finder.explain.kit.escapes import in_cell


def csv_text(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """The head and a line a row, lines ending in CR LF."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([in_cell(cell) for cell in row] for row in rows)
    return out.getvalue()
