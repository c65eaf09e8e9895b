"""A decision card as HTML: what a plan stands for, its name, one large amount, its months as small bars, and a few lines."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from finder.explain.kit.section import DecisionCard, MonthBars

_WIDTH, _HEIGHT, _GAP = 20, 44, 4


def decision_html(card: DecisionCard) -> str:
    """The card, every word of it escaped."""
    leads = " finder-leads" if card.leads else ""
    parts = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(amount)}</dd></div>" for name, amount in card.parts)
    return (
        f'<section class="finder-decision{leads}"><p class="finder-role">{escape(card.role)}</p>'
        f'<h3>{escape(card.title)}</h3><p class="finder-facts">{escape(card.facts)}</p>'
        f'<p class="finder-figure"><strong>{escape(card.amount)}</strong> {escape(card.label)}</p>'
        f'<dl class="finder-parts">{parts}</dl>{_bars_html(card.bars)}'
        f'<ul class="finder-plain">{_items(card.lines)}</ul><ul class="finder-reasons">{_items(card.reasons)}</ul></section>'
    )


def _items(texts: Iterable[str]) -> str:
    return "".join(f"<li>{escape(text)}</li>" for text in texts if text)


def _bars_html(bars: MonthBars) -> str:
    most = max(bars.amounts, default=0) or 1
    drawn = []
    for place, amount in enumerate(bars.amounts):
        height = max(amount / most * _HEIGHT, 2)
        drawn.append(f'<rect x="{place * (_WIDTH + _GAP)}" y="{_HEIGHT - height:.1f}" width="{_WIDTH}" height="{height:.1f}"/>')
    width = len(bars.amounts) * (_WIDTH + _GAP) - _GAP
    return (
        f'<div class="finder-months"><svg viewBox="0 0 {width} {_HEIGHT}" preserveAspectRatio="none" role="img" '
        f'aria-label="{escape(bars.alt)}" fill="currentColor">{"".join(drawn)}</svg><p>{escape(bars.words)}</p></div>'
    )
