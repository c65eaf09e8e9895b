"""The sheet of page one as HTML: plans side by side, each with what it stands for, its name, and the same lines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from finder.domain.money import Cents
from finder.explain.kit.escapes import in_attribute, in_html

_HIGHEST, _LEAST = 8, 0.3
"""Millimeters of the highest bar, and of one of nothing."""


class PlanColumn(NamedTuple):
    """The head of a plan.

    ``role``: what it stands for. ``name``: the plan. ``facts``: a line each. ``leads``: whether the eye should find it first.
    """

    role: str
    name: str
    facts: tuple[str, ...]
    leads: bool


class Bars(NamedTuple):
    """A bar for each month."""

    amounts: tuple[Cents, ...]


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
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{in_attribute(caption)}">'
        f'<table class="sheet of-{len(columns)}"><caption>{in_html(caption)}</caption>'
        f'<thead><tr><td class="corner"></td>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'
    )


def _head(column: PlanColumn) -> str:
    facts = "".join(f'<span class="facts">{in_html(fact)}</span>' for fact in column.facts)
    role, name = in_html(column.role), in_html(column.name)
    return f'<th scope="col"{_leads(column)}><span class="role">{role}</span><span class="name">{name}</span>{facts}</th>'


def _row(line: Line, columns: tuple[PlanColumn, ...]) -> str:
    cells = "".join(f"<td{_leads(column)}>{_cell(cell)}</td>" for column, cell in zip(columns, line.cells, strict=True))
    strong = ' class="sum"' if line.strong else ""
    head = f'<th scope="row">{in_html(line.label)}</th>' if line.label else "<td></td>"
    return f"<tr{strong}>{head}{cells}</tr>"


def _leads(column: PlanColumn) -> str:
    return ' class="leads"' if column.leads else ""


def _cell(cell: str | Bars) -> str:
    return in_html(cell) if isinstance(cell, str) else _bars(cell)


def _bars(bars: Bars) -> str:
    """Bars made of borders, which a browser prints where it leaves out backgrounds. The line above them says what they show."""
    most = max(bars.amounts, default=0) or 1
    drawn = "".join(f'<i style="border-bottom-width: {max(amount / most * _HIGHEST, _LEAST):.1f}mm"></i>' for amount in bars.amounts)
    return f'<span class="bars" aria-hidden="true">{drawn}</span>'
