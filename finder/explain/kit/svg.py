"""Small charts as inline SVG, for what is printed: bars told apart by pattern and label as well as color. No script, no font of its own.

An axis would need round dollars that no ledger holds, so bars carry their own amounts instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from finder.domain.money import Cents, shown

_WIDTH, _SIZE, _INK = 640, 18, "#1a1a1a"
_LEGEND, _BAR, _ROW, _ROOM = 32, 22, 54, 130
_HIGH, _FOOT = 170, 28


class Part(NamedTuple):
    """One part of each bar: its name, an amount in cents for each bar, its color, and whether it is hatched."""

    name: str
    amounts: Sequence[Cents]
    color: str
    hatched: bool = False


def lying_bars(labels: Sequence[str], parts: Sequence[Part], alt: str, key: str) -> str:
    """A lying bar a label, its parts stacked, the label above it and its sum behind it. ``key`` makes the chart's ids its own."""
    most = max([sum(column) for column in _columns(labels, parts)], default=0) or 1
    drawn = [_legend(parts, key)]
    for place, (label, amounts) in enumerate(zip(labels, _columns(labels, parts), strict=True)):
        top, left = _LEGEND + place * _ROW + 20, 0.0
        drawn.append(_text(0, top, label, "font-weight='bold'"))
        for number, amount in enumerate(amounts):
            width = amount / most * (_WIDTH - _ROOM)
            drawn.append(_box(left, top + 8, width, _BAR, _fill(parts, number, key)))
            left += width
        drawn.append(_text(left + 8, top + 8 + _BAR - 5, shown(sum(amounts))))
    return _svg(_LEGEND + _ROW * len(labels), parts, drawn, alt, key)


def standing_bars(labels: Sequence[str], parts: Sequence[Part], alt: str, key: str) -> str:
    """A standing bar a label, its parts stacked; the highest carries its sum, since the table under the chart has all."""
    columns = _columns(labels, parts)
    sums = [sum(column) for column in columns]
    most, step = max(sums, default=0) or 1, _WIDTH / max(len(labels), 1)
    base = _LEGEND + 24 + _HIGH
    drawn = [_legend(parts, key)]
    for place, (label, amounts) in enumerate(zip(labels, columns, strict=True)):
        left, foot = place * step + step * 0.15, float(base)
        for number, amount in enumerate(amounts):
            height = amount / most * _HIGH
            foot -= height
            drawn.append(_box(left, foot, step * 0.7, height, _fill(parts, number, key)))
        drawn.append(_text(place * step + step / 2, base + 20, label, "text-anchor='middle'"))
    if sums and max(sums) > 0:
        first = sums.index(max(sums))
        middle = min(max(first * step + step / 2, 50), _WIDTH - 50)
        drawn.append(_text(middle, base - _HIGH - 6, shown(max(sums)), "text-anchor='middle'"))
    return _svg(base + _FOOT, parts, drawn, alt, key)


def _columns(labels: Sequence[str], parts: Sequence[Part]) -> list[list[Cents]]:
    """The amounts of each bar; what is below zero draws nothing."""
    return [[max(part.amounts[place], 0) for part in parts] for place, _ in enumerate(labels)]


def _svg(height: float, parts: Sequence[Part], drawn: Sequence[str], alt: str, key: str) -> str:
    hatches = "".join(_hatch(part, f"{key}-{number}") for number, part in enumerate(parts) if part.hatched)
    return (
        f"<svg class='chart' role='img' aria-labelledby='{key}-title' viewBox='0 0 {_WIDTH} {height:g}' "
        f"xmlns='http://www.w3.org/2000/svg' font-size='{_SIZE}' font-family='Arial, Helvetica, sans-serif' fill='{_INK}'>"
        f"<title id='{key}-title'>{escape(alt)}</title><defs>{hatches}</defs>{''.join(drawn)}</svg>"
    )


def _hatch(part: Part, name: str) -> str:
    return (
        f"<pattern id='{name}' width='8' height='8' patternUnits='userSpaceOnUse'><rect width='8' height='8' fill='{part.color}'/>"
        f"<path d='M0 8 L8 0' stroke='{_INK}' stroke-width='1'/></pattern>"
    )


def _fill(parts: Sequence[Part], number: int, key: str) -> str:
    return f"url(#{key}-{number})" if parts[number].hatched else parts[number].color


def _legend(parts: Sequence[Part], key: str) -> str:
    drawn, left = [], 0
    for number, part in enumerate(parts):
        drawn += [_box(left, 4, 18, 18, _fill(parts, number, key)), _text(left + 26, 20, part.name)]
        left += 60 + 10 * len(part.name)
    return "".join(drawn)


def _box(left: float, top: float, width: float, height: float, fill: str) -> str:
    if width <= 0 or height <= 0:
        return ""
    return f"<rect x='{left:.1f}' y='{top:.1f}' width='{width:.1f}' height='{height:.1f}' fill='{fill}' stroke='{_INK}'/>"


def _text(left: float, foot: float, words: str, look: str = "") -> str:
    return f"<text x='{left:.1f}' y='{foot:.1f}' {look}>{escape(words)}</text>"
