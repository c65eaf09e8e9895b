"""The look of a report: one self-contained page, large print first and a detail annex on its side, with tables that print whole."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import NamedTuple

from finder.explain.kit.html import html_of, paragraphs_html
from finder.explain.kit.section import Cell, Column, Details, Fold, Heading, Headline, Section, Table
from finder.explain.messages import language, say

_STYLE = """
@page {size: Letter; margin: 14mm 15mm 16mm;
  @bottom-center {content: PAGE_COUNT; font: 11pt Arial, sans-serif;}}
@page annex {size: Letter landscape; margin: 12mm 13mm 15mm;}
html {color: #1a1a1a; background: #fff;}
body {font: 14pt/1.32 Arial, Helvetica, sans-serif; max-width: 190mm; margin: 0 auto; padding: 4mm;}
h1 {font-size: 20pt; line-height: 1.15; margin: 0 0 2mm;}
h2 {font-size: 16pt; line-height: 1.2; margin: 5mm 0 1mm; break-after: avoid;}
h3 {font-size: 14pt; margin: 3mm 0 1mm; break-after: avoid;}
p {margin: 1mm 0 2mm;}
ul {margin: 1mm 0 2mm; padding-left: 6mm;}
li {margin-bottom: 1mm;}
section {break-after: page; margin-bottom: 12mm;}
section:last-of-type {break-after: auto;}
.answer {font-size: 17pt; font-weight: bold; line-height: 1.25;}
.phones {border: 2px solid #0b4a8f; border-radius: 6px; padding: 2mm 3mm; margin: 4mm 0; break-inside: avoid;}
.notes {break-inside: avoid;}
.notes div {border-bottom: 1px solid #6b7280; height: 9mm;}
.chart {width: 100%; height: auto; display: block; break-inside: avoid;}
.scroll {overflow-x: auto;}
table {border-collapse: collapse; width: 100%; margin: 1mm 0 4mm; line-height: 1.25;}
caption {text-align: left; font-weight: bold; padding: 1mm 0;}
th, td {text-align: left; vertical-align: top; padding: 1.2mm 2mm 1.2mm 0; border-bottom: 1px solid #6b7280;}
thead th {border-bottom: 2px solid #1a1a1a;}
tbody th {font-weight: normal;}
tr {break-inside: avoid;}
tr.strong > * {font-weight: bold; border-top: 2px solid #1a1a1a;}
.number {text-align: right; padding: 1.2mm 4mm 1.2mm 2mm; font-variant-numeric: tabular-nums;}
.annex {page: annex; font-size: 12pt;}
.annex table {font-size: 11pt;}
.annex .chart {max-width: 170mm;}
@media screen and (max-width: 46rem) {body {font-size: 1.1rem;}}
@media print {body {max-width: none; padding: 0;} section {margin-bottom: 0;} .scroll {overflow: visible;}}
"""


def document(title: str, body: str) -> str:
    """A whole HTML page that needs nothing beside itself."""
    style = _STYLE.replace("PAGE_COUNT", _page_count())
    return (
        f'<!doctype html>\n<html lang="{language()}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{escape(title)}</title><meta name="referrer" content="no-referrer"><style>{style}</style></head>'
        f"<body><main>{body}</main></body></html>\n"
    )


def _page_count() -> str:
    """``Page 1 of 9`` as CSS counts it."""
    before, between, after = say("Page {page} of {pages}", page="|", pages="|").replace('"', "").split("|")
    return f'"{before}" counter(page) "{between}" counter(pages) "{after}"'


class Drawn(NamedTuple):
    """HTML that is ready, beside the sections of a report: a chart, lines to write on."""

    html: str


def printed(parts: Iterable[Section | Drawn], level: int = 2) -> str:
    """Sections as a report prints them, their headings at that level. What opens on a page stands open here."""
    return "".join(_printed(part, level) for part in parts)


def _printed(part: Section | Drawn, level: int) -> str:
    match part:
        case Drawn(html):
            return html
        case Heading(text):
            return f"<h{level}>{escape(text)}</h{level}>"
        case Headline(text):
            return paragraphs_html([text], "answer")
        case Table():
            return printed_table(part)
        case Fold(title, sections):
            return printed((Heading(title), *sections), level)
        case _:
            return html_of([part])


def printed_table(table: Table) -> str:
    """A table of the pages as a report prints it; what opens on a page stands open here. It may be scrolled on a narrow screen."""
    head = "".join(f'<th scope="col"{_class(column)}>{escape(column.heading)}</th>' for column in table.columns)
    rows = "".join(_row(table, place, row) for place, row in enumerate(table.rows))
    name = escape(table.caption)
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{name}"><table><caption>{name}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _row(table: Table, place: int, row: tuple[Cell, ...]) -> str:
    cells = "".join(f"<td{_class(column)}>{_cell(cell)}</td>" for column, cell in list(zip(table.columns, row, strict=True))[1:])
    strong = ' class="strong"' if place in table.strong else ""
    return f'<tr{strong}><th scope="row">{_cell(row[0])}</th>{cells}</tr>'


def _cell(cell: Cell) -> str:
    if isinstance(cell, Details):
        return "<br>".join(escape(f"{plain} {law}".strip()) for plain, law in cell.lines)
    return escape(cell)


def _class(column: Column) -> str:
    return ' class="number"' if column.number else ""
