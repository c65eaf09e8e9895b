"""The sheet of page one as HTML: plans side by side, each with what it stands for, its name, and the same lines."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import NamedTuple

from finder.domain.money import Cents

_WIDTH, _GAP, _HEIGHT, _LEAST = 14, 4, 36, 1.5
_BAR, _INK = "#3d8f94", "#4d545a"


class PlanColumn(NamedTuple):
    """The head of a plan.

    ``role``: what it stands for. ``name``: the plan. ``facts``: a line each. ``leads``: whether the eye should find it first.
    """

    role: str
    name: str
    facts: tuple[str, ...]
    leads: bool


class Bars(NamedTuple):
    """A bar for each month.

    ``alt``: what they show, in a sentence.
    ``ends``: the letters under the first and the last bar.
    """

    amounts: tuple[Cents, ...]
    alt: str
    ends: tuple[str, str]


class Line(NamedTuple):
    """A line of the sheet: its label (empty: it goes on from the line above) and a cell for each plan; ``strong``: in large type."""

    label: str
    cells: tuple[str | Bars, ...]
    strong: bool = False


def sheet_html(caption: str, columns: Iterable[PlanColumn], lines: Iterable[Line]) -> str:
    """The sheet, every word of it escaped. It may be scrolled on a narrow screen."""
    columns = tuple(columns)
    heads = "".join(map(_head, columns))
    rows = "".join(_row(line, columns) for line in lines)
    name = escape(caption)
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{name}">'
        f'<table class="sheet of-{len(columns)}"><caption>{name}</caption>'
        f'<thead><tr><td class="corner"></td>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'
    )


def _head(column: PlanColumn) -> str:
    facts = "".join(f'<span class="facts">{escape(fact)}</span>' for fact in column.facts)
    role, name = escape(column.role), escape(column.name)
    return f'<th scope="col"{_leads(column)}><span class="role">{role}</span><span class="name">{name}</span>{facts}</th>'


def _row(line: Line, columns: tuple[PlanColumn, ...]) -> str:
    cells = "".join(f"<td{_leads(column)}>{_cell(cell)}</td>" for column, cell in zip(columns, line.cells, strict=True))
    strong = ' class="sum"' if line.strong else ""
    head = f'<th scope="row">{escape(line.label)}</th>' if line.label else "<td></td>"
    return f"<tr{strong}>{head}{cells}</tr>"


def _leads(column: PlanColumn) -> str:
    return ' class="leads"' if column.leads else ""


def _cell(cell: str | Bars) -> str:
    return escape(cell) if isinstance(cell, str) else _bars(cell)


def _bars(bars: Bars) -> str:
    most = max(bars.amounts, default=0) or 1
    step, width = _WIDTH + _GAP, len(bars.amounts) * (_WIDTH + _GAP) - _GAP
    drawn = []
    for number, amount in enumerate(bars.amounts):
        height = max(amount / most * _HEIGHT, _LEAST)
        drawn.append(f'<rect x="{number * step}" y="{_HEIGHT - height:.1f}" width="{_WIDTH}" height="{height:.1f}"/>')
    first, last = map(escape, bars.ends)
    place = f'y="{_HEIGHT + 15}" fill="{_INK}"'
    letters = f'<text x="1" {place}>{first}</text><text x="{width - 1}" {place} text-anchor="end">{last}</text>'
    return (
        f'<svg class="months" role="img" aria-label="{escape(bars.alt)}" viewBox="0 0 {width} {_HEIGHT + 18}" '
        f'xmlns="http://www.w3.org/2000/svg" font-family="Arial, sans-serif" font-size="14" fill="{_BAR}"><title>{escape(bars.alt)}</title>'
        f"{''.join(drawn)}{letters if len(bars.amounts) > 1 else ''}</svg>"
    )
