"""The look of a report: one self-contained page in large print, wide tables on their side, every table printed whole."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from finder.explain.kit.escapes import in_attribute, in_html
from finder.explain.kit.html import html_of, paragraphs_html
from finder.explain.kit.look import drawing_style, on_paper
from finder.explain.kit.section import Cell, Column, Details, Fold, Heading, Headline, Section, Table
from finder.explain.messages import language, say

_LONG = 90
"""A headline of more letters is set a little smaller."""
_PAPER = """
@page {size: Letter; margin: 11mm 15mm 13mm;
  @bottom-center {content: PAGE_COUNT; font: 11pt Arial, sans-serif;}}
@page wide {size: Letter landscape; margin: 12mm 13mm 15mm;}
html {color: var(--finder-ink); background: var(--finder-surface);}
body {margin: 0 auto; max-width: 190mm; padding: 4mm;}
"""
_STYLE = """
.report {font: 14pt/1.3 Arial, Helvetica, "Liberation Sans", sans-serif; color: var(--finder-ink);}
.report.large {font-size: 18pt;}
.report h1 {font-size: 1.3em; line-height: 1.15; margin: 0 0 1mm; color: var(--finder-accent-strong);}
.report h2 {font-size: 1.2em; line-height: 1.2; margin: 2mm 0 1mm; break-after: avoid; color: var(--finder-accent-strong);}
.report h3 {font-size: 1.05em; margin: 3mm 0 1mm; break-after: avoid;}
.report p {margin: 1mm 0;}
.report ul, .report ol {margin: 1mm 0; padding-left: 6mm;}
.report li {margin-bottom: 0.8mm;}
.report section {margin-bottom: 8mm;}
.report .made {font-size: 0.76em; color: var(--finder-ink-soft);}
.report .answer {font-size: 1.35em; font-weight: bold; line-height: 1.2; margin: 2mm 0 1mm;}
.report .answer-long {font-size: 1.08em; font-weight: bold; line-height: 1.25; margin: 2mm 0 1mm;}
.report .act {font-weight: bold; margin: 0.6mm 0;}
.report .lead {margin: 0.6mm 0;}
.report .phones {border: 1px solid var(--finder-line); border-left: 5px solid var(--finder-accent); border-radius: 4px;
  padding: 1mm 3mm; margin: 2mm 0; font-size: 0.8em; break-inside: avoid;}
.report .notes {break-inside: avoid;}
.report .notes div {border-bottom: 1px solid var(--finder-line); height: 9mm;}
.report .scroll {overflow-x: auto;}
.report table {border-collapse: collapse; width: 100%; margin: 1mm 0 3mm; line-height: 1.25; font-size: 0.86em;}
.report .small table {font-size: 0.79em;}
.report .small th, .report .small td {padding-top: 0.7mm; padding-bottom: 0.7mm;}
.report .drugs table {table-layout: fixed;}
.report .drugs tr > :first-child {width: 47%;}
.report .drugs tr > :last-child {padding-left: 2mm;}
.report .of-3.drugs tr > :first-child {width: 34%;}
.report .plans table {table-layout: fixed;}
.report .plans tr > :first-child {width: 44%;}
.report .plans {break-inside: avoid;}
.report .second ul {font-size: 0.86em;}
.report .rest {font-size: 0.9em;}
.report caption {text-align: left; font-weight: bold; padding: 1mm 0;}
.report th, .report td {text-align: left; vertical-align: top; padding: 1mm 2mm 1mm 0; border-bottom: 1px solid var(--finder-hairline);}
.report thead th {border-bottom: 2px solid var(--finder-ink); vertical-align: bottom;}
.report tbody th {font-weight: normal;}
.report tr {break-inside: avoid;}
.report tr.strong > * {font-weight: bold; border-top: 1px solid var(--finder-ink); background: var(--finder-sunken);}
.report .number {text-align: right; padding: 1mm 2mm; font-variant-numeric: tabular-nums;}
.report .sheet {font-size: 0.93em; margin: 1.5mm 0; table-layout: fixed;}
.report .sheet caption {font-size: 0.1pt; line-height: 0; padding: 0; color: transparent;}
.report .sheet th, .report .sheet td {padding: 0.7mm 3mm;}
.report .sheet tbody th, .report .sheet .corner {width: 24%; padding-left: 0; color: var(--finder-ink-soft);}
.report .sheet thead th, .report .sheet thead td {vertical-align: top; border: 0; border-bottom: 1px solid var(--finder-line);
  padding-top: 2mm;}
.report .sheet thead th {border-top: 5px solid var(--finder-line);}
.report .sheet thead th.leads {border-top-color: var(--finder-accent);}
.report .sheet .leads {background: var(--finder-accent-soft);}
.report .sheet th span {display: block;}
.report .sheet .role {font-size: 0.9em; font-weight: bold; color: var(--finder-ink-soft);}
.report .sheet .leads .role {color: var(--finder-accent-strong);}
.report .sheet .name {font-size: 1.15em; font-weight: bold; line-height: 1.15; margin: 0.5mm 0;}
.report .sheet .facts {font-size: 0.84em; font-weight: normal;}
.report .sheet .sum td {font-size: 1.45em; font-weight: bold; line-height: 1.15;}
.report .sheet .sum th {vertical-align: middle;}
.report .sheet.of-3 .sum td {font-size: 1.2em;}
.report .tight {font-size: 0.84em;}
.report .sheet.of-3 {font-size: 0.86em;}
.report .sheet.of-3 tbody th, .report .sheet.of-3 .corner {width: 19%;}
.report .sheet.of-3 th, .report .sheet.of-3 td {padding: 0.7mm 2mm;}
.report .bars {display: block; line-height: 0; white-space: nowrap;}
.report .bars i {display: inline-block; vertical-align: bottom; width: 2.6mm; margin-right: 0.7mm;
  border-bottom: 0 solid var(--finder-bar);}
.report .tight .bars i {width: 1.9mm;}
@media screen {.report {background: var(--finder-surface); padding: 4mm;}}
@media screen and (max-width: 46rem) {.report {font-size: 1rem;} .report table {min-width: 34rem; line-height: 1.3;}}
@media print {
  .report section {margin-bottom: 0; break-before: page;}
  .report section:first-of-type, .report section.rest {break-before: auto;}
  .report section.starts {break-before: page;}
  .report section.wide {page: wide;}
  .report .scroll {overflow: visible;}
}
"""
_ON_A_PAGE = """
@media screen {.report .phones, .report .notes {display: none;}}
@media print {
  [data-testid=stHeading], [data-testid=stExpander], [data-testid=stMarkdown]:not(:has(.report)), .finder-phones, .finder-foot {
    display: none;}
}
"""
"""A page has its own box of phone numbers, and nobody writes on a screen. Printed, the page is the report alone."""


def document(title: str, body: str, *, large: bool = False, pictures: bool = False) -> str:
    """A whole HTML page that needs nothing beside itself. ``large``: in larger print. ``pictures``: it has some of ``drawing.py``."""
    style = on_paper(_PAPER.replace("PAGE_COUNT", _page_count()) + _STYLE + (drawing_style() if pictures else ""))
    return (
        f'<!doctype html>\n<html lang="{language()}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{in_attribute(title)}</title><meta name="referrer" content="no-referrer"><style>{style}</style></head>'
        f'<body><main class="report{" large" if large else ""}">{body}</main></body></html>\n'
    )


def on_a_page(body: str) -> tuple[str, str]:
    """The same inside another page: a style that reaches nothing else there, and the body."""
    return f"<style>{on_paper(_STYLE + _ON_A_PAGE)}</style>", f'<div class="report">{body}</div>'


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
            return f"<h{level}>{in_html(text)}</h{level}>"
        case Headline(text):
            return paragraphs_html([text], "answer-long" if len(text) > _LONG else "answer")
        case Table():
            return printed_table(part)
        case Fold(title, sections):
            return printed((Heading(title), *sections), level)
        case _:
            return html_of([part])


def printed_table(table: Table) -> str:
    """A table of the pages as a report prints it; what opens on a page stands open here. It may be scrolled on a narrow screen."""
    head = "".join(f'<th scope="col"{_class(column)}>{in_html(column.heading)}</th>' for column in table.columns)
    rows = "".join(_row(table, place, row) for place, row in enumerate(table.rows))
    name = in_attribute(table.caption)
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{name}"><table><caption>{in_html(table.caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _row(table: Table, place: int, row: tuple[Cell, ...]) -> str:
    cells = "".join(f"<td{_class(column)}>{_cell(cell)}</td>" for column, cell in list(zip(table.columns, row, strict=True))[1:])
    strong = ' class="strong"' if place in table.strong else ""
    return f'<tr{strong}><th scope="row">{_cell(row[0])}</th>{cells}</tr>'


def _cell(cell: Cell) -> str:
    if isinstance(cell, Details):
        return "<br>".join(in_html(f"{plain} {law}".strip()) for plain, law in cell.lines)
    return in_html(cell)


def _class(column: Column) -> str:
    return ' class="number"' if column.number else ""
