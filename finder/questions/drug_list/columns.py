"""The columns of a counselor's file: what each holds is guessed from its heading, and used once the counselor has checked it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from finder.domain.drug_lines import Columns, Field, ListLine, Sheet
from finder.domain.errors import Problem, Refusal
from finder.questions.drug_list.reading import checked_lines

_HEADINGS = {
    Field.DRUG: "drug|drug name|medication|medication name|medicine|med|rx|prescription|product|name of drug|brand|generic",
    Field.STRENGTH: "strength|dose|dosage|dose strength|mg",
    Field.DIRECTIONS: "sig|directions|instructions|frequency|how often|how taken|how often taken|times a day|take",
    Field.QUANTITY: "quantity|qty|count|amount|number|how many|quantity dispensed|dispensed|units",
    Field.DAYS_SUPPLY: "days supply|day supply|days|supply|days of supply|ds|for how many days",
}
_DIGITS = re.compile(r"[0-9]+(?:\.[0-9]+)?")


def guess_columns(sheet: Sheet) -> Columns:
    """A proposal for the columns of a sheet. Without known headings, its first column is read as lines."""
    width = max((len(row.cells) for row in sheet.rows), default=0)
    first = sheet.rows[0].cells if sheet.rows else ()
    known = [_field_of(cell) for cell in first]
    if Field.DRUG not in known:
        fields = tuple(Field.DRUG if place == 0 else None for place in range(width))
        return Columns(("",) * width, fields, in_first_row=False)
    taken: set[Field] = set()
    guessed: list[Field | None] = []
    for field in [*known, *[None] * (width - len(known))]:
        guessed.append(field if field not in taken else None)
        taken |= {field} if field is not None else set()
    return Columns((*first, *[""] * (width - len(first))), tuple(guessed), in_first_row=True)


def lines_of_sheet(sheet: Sheet, columns: Columns) -> tuple[ListLine, ...]:
    """The rows as lines: the cells of the columns that are read, in the order of ``Field``.

    Raises Refusal if no column is the drug, if two are the same, and as ``checked_lines`` does."""
    used = [field for field in columns.fields if field is not None]
    if Field.DRUG not in used:
        raise Refusal([Problem("columns", "one column with the name of the drug", "none")])
    if len(set(used)) < len(used):
        raise Refusal([Problem("columns", "each meaning for one column only", "two columns with the same meaning")])
    rows = sheet.rows[1:] if columns.in_first_row else sheet.rows
    lines = []
    for row in rows:
        cells = {field: cell for field, cell in zip(columns.fields, row.cells, strict=False) if field is not None and cell}
        # A row that is blank in the columns that are read is still a line: its other cells are shown.
        lines.append(ListLine(row.number, line_of_cells(cells) or " ".join(cell for cell in row.cells if cell)))
    return checked_lines(lines)


def line_of_cells(cells: dict[Field, str]) -> str:
    """A row's cells as one line; a bare number of quantity or days gets its word."""
    quantity, days = cells.get(Field.QUANTITY, ""), cells.get(Field.DAYS_SUPPLY, "")
    quantity = f"#{quantity}" if _DIGITS.fullmatch(quantity) else quantity
    days = f"{days} days supply" if _DIGITS.fullmatch(days) else days
    parts = [cells.get(Field.DRUG, ""), cells.get(Field.STRENGTH, ""), cells.get(Field.DIRECTIONS, ""), quantity, days]
    return " ".join(part for part in parts if part)


def lines_of_cells(rows: Sequence[dict[Field, str]]) -> tuple[ListLine, ...]:
    """The rows of the counselor's own table as lines, blank ones left out. Raises Refusal (``checked_lines``)."""
    written = [(number, line_of_cells(row)) for number, row in enumerate(rows, start=1)]
    return checked_lines([ListLine(number, text) for number, text in written if text])


def _field_of(heading: str) -> Field | None:
    plain = " ".join(re.sub(r"[^a-z ]+", " ", heading.lower()).split())
    return next((field for field, words in _HEADINGS.items() if plain and re.fullmatch(words, plain)), None)
