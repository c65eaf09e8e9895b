"""The columns of a counselor's file: what each holds is guessed from its heading, and used once the counselor has checked it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from finder.domain.drug_lines import LINE_FIELDS, Columns, Field, ListLine, Row, Sheet
from finder.domain.errors import Problem, Refusal
from finder.domain.ndc import ndc_readings
from finder.intake.texts import folded, without_controls
from finder.questions.drug_list.reading import checked_lines

_HEADINGS = {
    Field.DRUG: "drug|drugs|drug name|drug description|drug name and strength|medication|medications|medication name|medicine|medicines"
    "|medicine name|med|meds|rx|rx name|prescription|prescriptions|prescription name|product|product name|name of drug|name of medication"
    "|name of medicine|brand|brand name|generic|generic name"
    "|medicamento|medicamentos|medicina|medicinas|nombre del medicamento|nombre de la medicina|receta",
    Field.STRENGTH: "strength|dose|dosage|dose strength|mg|concentracion|dosis|potencia",
    Field.DIRECTIONS: "sig|directions|instructions|frequency|how often|how taken|how often taken|times a day|take|how to take"
    "|instrucciones|indicaciones|frecuencia|como tomar|como se toma|cada cuanto",
    Field.QUANTITY: "quantity|qty|count|amount|number|how many|quantity dispensed|qty dispensed|dispensed|units|disp"
    "|cantidad|cuantas|cuantos",
    Field.DAYS_SUPPLY: "days supply|day supply|days|supply|days of supply|ds|for how many days|supply days"
    "|dias|dias de suministro|para cuantos dias|suministro",
    Field.NDC: "ndc|ndc number|ndc no|ndc code|national drug code|drug code|product code",
    Field.FILLED: "fill date|filled|date filled|date of fill|last fill|last filled|last fill date|date of last fill|service date"
    "|date of service|dispense date|date dispensed|fill dt|date|fecha|fecha de surtido|surtido",
    Field.PAID: "you paid|i paid|paid|paid by you|patient paid|patient pay|patient paid amount|copay|co pay|copay paid|amount paid"
    "|your cost|patient cost|out of pocket|pagado|usted pago|copago",
}
_IDENTITY = (
    r"(?:patient|member|client|customer|subscriber|beneficiary|insured|enrollee|resident)(?: .*)?|first name|last name|full name|name"
    r"|dob|d o b|date of birth|birth.*|age|sex|gender|ssn|social security.*|medicare.*|medicaid.*|mbi|hicn?|mrn|medical record.*|id"
    r"|id number|address.*|street|city|state|zip.*|phone.*|telephone.*|cell|e ?mail.*|prescriber.*|prescribed by|ordered by|doctor.*|dr"
    r"|physician.*|provider.*|pharmacy.*|pharmacist.*|store.*|npi|dea.*"
    r"|paciente.*|nombre|nombre completo|apellidos?|fecha de nacimiento|edad|sexo|direccion.*|ciudad|telefono.*"
    r"|correo.*|medic[oa]|doctora?|recetado por|farmacia.*|rx (?:no|num|number)|prescription (?:no|num|number)|rx #?"
)
_TITLE_ROWS = 12
"""Rows among which the headings are looked for: titles, dates and a letterhead come before them."""
_DIGITS = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_DAY = re.compile(r"[0-9]{1,4}[/.-][0-9]{1,2}[/.-][0-9]{2,4}")
_STRENGTH = re.compile(r"[0-9.,/ -]+ ?(?:mg|mcg|g|ml|units?|unt|%|meq)(?:/.*)?", re.IGNORECASE)


class _Headings(NamedTuple):
    """The headings of a sheet: the place of their first row, how many rows they take, and the text of each column."""

    place: int
    rows: int
    texts: tuple[str, ...]
    fields: tuple[Field | None, ...]


def has_headings(rows: Sequence[Row]) -> bool:
    """Whether a sheet has the headings of a drug list."""
    return _found(rows) is not None


def without_identity(sheet: Sheet) -> Sheet:
    """The sheet without what stands above its headings and without the cells of columns about a person, prescriber or store."""
    found = _found(sheet.rows)
    if found is None:
        return sheet
    named = enumerate(zip(found.texts, found.fields, strict=True))
    hidden = {place for place, (text, field) in named if field is None and re.fullmatch(_IDENTITY, _plain(text))}
    begin = found.place + found.rows
    printed = {_cells_key(row) for row in sheet.rows[found.place : begin]}
    rows = list(sheet.rows[found.place : begin])
    for row in sheet.rows[begin:]:
        cells = tuple("" if place in hidden else cell for place, cell in enumerate(row.cells))
        if any(cells) and _cells_key(row) not in printed:  # headings come again on each page of a printout
            rows.append(Row(row.number, cells))
    return sheet._replace(rows=tuple(rows))


def guess_columns(sheet: Sheet) -> Columns:
    """A proposal for the columns of a sheet. Without known headings the first is the drug, the others what they look like."""
    found = _found(sheet.rows)
    width = max((len(row.cells) for row in sheet.rows), default=0)
    if found is None:
        return Columns(("",) * width, _by_content(sheet.rows, width), heading_rows=0)
    texts, fields = list(found.texts), list(found.fields)
    missing = width - len(texts)
    return Columns((*texts, *[""] * missing), (*fields, *[None] * missing), heading_rows=found.place + found.rows)


def lines_of_sheet(sheet: Sheet, columns: Columns) -> tuple[ListLine, ...]:
    """The rows as lines: the cells of the columns that are read, in the order of ``LINE_FIELDS``.

    Raises Refusal if no column is the drug, if two are the same, and as ``checked_lines`` does."""
    return checked_lines([ListLine(row.number, line_of_cells(cells) or _rest(row)) for row, cells in cells_of(sheet, columns)])


def cells_of(sheet: Sheet, columns: Columns) -> list[tuple[Row, dict[Field, str]]]:
    """Each row below the headings with the cells that are read. Raises Refusal if no column is the drug, or two are the same."""
    used = [field for field in columns.fields if field is not None]
    if not {Field.DRUG, Field.NDC} & set(used):
        raise Refusal([Problem("columns", "one column with the name of the drug", "none")])
    if len(set(used)) < len(used):
        raise Refusal([Problem("columns", "each meaning for one column only", "two columns with the same meaning")])
    rows = sheet.rows[columns.heading_rows :]
    named = [(row, zip(columns.fields, row.cells, strict=False)) for row in rows]
    return [(row, {field: cell for field, cell in pairs if field is not None and cell}) for row, pairs in named]


def line_of_cells(cells: dict[Field, str]) -> str:
    """A row's cells as one line; a bare number of quantity or days gets its word."""
    quantity, days = cells.get(Field.QUANTITY, ""), cells.get(Field.DAYS_SUPPLY, "")
    quantity = f"#{quantity}" if _DIGITS.fullmatch(quantity) else quantity
    days = f"{days} days supply" if _DIGITS.fullmatch(days) else days
    written = {**cells, Field.QUANTITY: quantity, Field.DAYS_SUPPLY: days}
    return " ".join(filter(None, (written.get(field, "") for field in LINE_FIELDS)))


def lines_of_cells(rows: Sequence[dict[Field, str]]) -> tuple[ListLine, ...]:
    """The rows of the counselor's own table as lines, blank ones left out. Raises Refusal (``checked_lines``)."""
    written = [(number, without_controls(line_of_cells(row))) for number, row in enumerate(rows, start=1)]
    return checked_lines([ListLine(number, text) for number, text in written if text])


def _rest(row: Row) -> str:
    """A row that is blank in the columns that are read is still a line: its other cells are shown."""
    return " ".join(cell for cell in row.cells if cell)


def _found(rows: Sequence[Row]) -> _Headings | None:
    """The headings: the row among the first ones that knows most columns, and the row below it where the two share them."""
    best: _Headings | None = None
    for place in range(min(_TITLE_ROWS, len(rows))):
        for headings in _read_as_headings(rows, place):
            if best is None or _known(headings) > _known(best):
                best = headings
    return best


def _read_as_headings(rows: Sequence[Row], place: int) -> list[_Headings]:
    """The row as headings, alone and with the row below it; none if the drug is not among them."""
    upper = rows[place].cells
    read = [(1, upper, [_field_of(cell) for cell in upper])]
    if place + 1 < len(rows) and _is_second_row(rows[place + 1].cells):
        lower = rows[place + 1].cells
        width = max(len(upper), len(lower))
        pairs = [(upper[at] if at < len(upper) else "", lower[at] if at < len(lower) else "") for at in range(width)]
        fields = [_field_of(low) or _field_of(f"{up} {low}") or _field_of(up) for up, low in pairs]
        read.append((2, tuple(" ".join(filter(None, pair)) for pair in pairs), fields))
    found = [_Headings(place, taken, texts, _once_each(_with_name(texts, fields))) for taken, texts, fields in read]
    return [headings for headings in found if {Field.DRUG, Field.NDC} & set(headings.fields)]


def _with_name(texts: Sequence[str], fields: Sequence[Field | None]) -> list[Field | None]:
    """``Name`` is the drug beside a strength or directions, where no other column is."""
    if Field.DRUG in fields or not {Field.STRENGTH, Field.DIRECTIONS} & set(fields):
        return list(fields)
    return [Field.DRUG if _plain(text) in ("name", "nombre") else field for text, field in zip(texts, fields, strict=True)]


def _is_second_row(cells: Sequence[str]) -> bool:
    """Whether a row may be the lower half of two rows of headings: words of headings, no amounts."""
    filled = [cell for cell in cells if cell]
    known = sum(_field_of(cell) is not None for cell in filled)
    return 2 * known >= len(filled) > 0 and not any(letter.isdigit() for cell in filled for letter in cell)


def _once_each(fields: Sequence[Field | None]) -> tuple[Field | None, ...]:
    return tuple(field if field not in fields[:place] else None for place, field in enumerate(fields))


def _known(headings: _Headings) -> int:
    return sum(field is not None for field in headings.fields)


def _by_content(rows: Sequence[Row], width: int) -> tuple[Field | None, ...]:
    """The columns of a sheet without headings by what stands in them: the first is the drug."""
    guessed: list[Field | None] = [Field.DRUG] if width else []
    for place in range(1, width):
        cells = [row.cells[place] for row in rows if place < len(row.cells) and row.cells[place]]
        fits = (field for field in _looks_like(cells) if field not in guessed)
        guessed.append(next(fits, None))
    return tuple(guessed)


def _looks_like(cells: Sequence[str]) -> tuple[Field, ...]:
    """What a column of such cells may hold, the likeliest first."""
    if not cells:
        return ()
    if all(len(cell) >= 10 and ndc_readings(cell) for cell in cells):
        return (Field.NDC,)
    if all(_DAY.fullmatch(cell) for cell in cells):
        return (Field.FILLED,)
    if all(_DIGITS.fullmatch(cell) for cell in cells):
        return (Field.QUANTITY, Field.DAYS_SUPPLY)
    if all(_STRENGTH.fullmatch(cell) for cell in cells):
        return (Field.STRENGTH,)
    return (Field.DIRECTIONS,)


def _plain(heading: str) -> str:
    return " ".join(re.sub(r"[^a-z ]+", " ", folded(heading)).split())


def _cells_key(row: Row) -> tuple[str, ...]:
    return tuple(_plain(cell) for cell in row.cells)


def _field_of(heading: str) -> Field | None:
    plain = _plain(heading)
    return next((field for field, words in _HEADINGS.items() if plain and re.fullmatch(words, plain)), None)
