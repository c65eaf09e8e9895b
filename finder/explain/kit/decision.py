"""A decision card as HTML: what a plan stands for, its name, one large amount, its months as small bars, and a few lines."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from finder.explain.kit.section import DecisionCard, MonthBars

_WIDTH, _HEIGHT, _GAP = 20, 36, 4


def decision_html(card: DecisionCard) -> str:
    """The card, every word of it escaped."""
    chosen = " chosen" if card.leads else ""
    parts = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(amount)}</dd></div>" for name, amount in card.parts)
    return (
        f'<section class="finder-card finder-decision{chosen}"><p class="finder-eyebrow">{escape(card.role)}</p>'
        f'<h3>{escape(card.title)}</h3><p class="finder-sub">{escape(card.facts)}</p>'
        f'<p class="finder-amount">{escape(card.amount)} <span class="finder-sub">{escape(card.label)}</span></p>'
        f'<dl class="finder-parts finder-sub">{parts}</dl>{_bars_html(card.bars)}'
        f'<ul class="finder-plain">{_items(card.lines)}</ul><ul>{_items(card.reasons)}</ul></section>'
    )


def _items(texts: Iterable[str]) -> str:
    return "".join(f"<li>{escape(text)}</li>" for text in texts if text)


def _bars_html(bars: MonthBars) -> str:
    most = max(bars.amounts, default=0) or 1
    drawn = []
    for place, amount in enumerate(bars.amounts):
        height = max(amount / most * _HEIGHT, 2)
        peak = "bar-peak" if amount == most and bars.amounts.count(most) == 1 else "bar"
        shape = f'x="{place * (_WIDTH + _GAP)}" y="{_HEIGHT - height:.1f}" width="{_WIDTH}" height="{height:.1f}"'
        drawn.append(f'<rect {shape} fill="var(--finder-{peak})"/>')
    width = len(bars.amounts) * (_WIDTH + _GAP) - _GAP
    return (
        f'<div class="finder-figure"><svg viewBox="0 0 {width} {_HEIGHT}" role="img" aria-label="{escape(bars.alt)}">'
        f'{"".join(drawn)}</svg><p class="finder-sub">{escape(bars.words)}</p></div>'
    )
