"""The columns of a file of drugs: what each is read as. Grade 8."""

from __future__ import annotations

from finder.domain.drug_lines import Columns, Field, Sheet
from finder.explain.kit.section import Column, Paragraphs, Sections, Table
from finder.explain.messages import mark, say, say_count
from finder.explain.words import joined

FIELDS = {
    Field.DRUG: mark("Drug"),
    Field.STRENGTH: mark("Strength"),
    Field.DIRECTIONS: mark("Directions"),
    Field.QUANTITY: mark("Quantity"),
    Field.DAYS_SUPPLY: mark("Days supply"),
    Field.NDC: mark("NDC number"),
    Field.FILLED: mark("Fill date"),
    Field.PAID: mark("You paid"),
}
NOT_READ = mark("Not read")


def file_columns(sheet: Sheet, columns: Columns) -> Sections:
    """How the columns of a file are read, before they are used."""
    return Paragraphs((columns_sentence(sheet, columns),)), columns_table(sheet, columns)


def columns_sentence(sheet: Sheet, columns: Columns) -> str:
    """How much a file holds, whether it has headings, and which sheets were not read."""
    rows = say_count("{count} row", "{count} rows", len(sheet.rows) - columns.heading_rows)
    width = say_count("{count} column", "{count} columns", len(columns.fields))
    size = say("{file} has {rows} and {columns}.", file=sheet.name, rows=rows, columns=width)
    if columns.heading_rows:
        headings = say("The first row has the headings. Check what each column is.")
    else:
        headings = say("We don't see headings, so we read the first row as a drug. Check what each column is.")
    others = say("We did not read its other sheets: {sheets}.", sheets=joined(sheet.not_read)) if sheet.not_read else ""
    return " ".join(filter(None, (size, headings, others)))


def columns_table(sheet: Sheet, columns: Columns) -> Table:
    """Each column, an example of it, and what it is read as."""
    rows = sheet.rows[columns.heading_rows :]
    examples = [next((row.cells[at] for row in rows if at < len(row.cells) and row.cells[at]), "") for at in range(len(columns.fields))]
    body = tuple(
        (heading or _column_name(place), example or say("empty"), field_words(field))
        for place, (heading, example, field) in enumerate(zip(columns.headings, examples, columns.fields, strict=True), start=1)
    )
    return Table(say("How we read your columns"), (Column(say("Column")), Column(say("First entry")), Column(say("Read as"))), body)


def field_words(field: Field | None) -> str:
    """What a column is read as."""
    return say(NOT_READ if field is None else FIELDS[field])


def column_label(place: int, heading: str) -> str:
    """The question what a column is: ``Column 2: Qty``."""
    return say("Column {place}: {heading}", place=place, heading=heading) if heading else _column_name(place)


def _column_name(place: int) -> str:
    return say("Column {place}", place=place)
