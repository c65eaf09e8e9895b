"""A decision card as HTML: what a plan stands for, its name, one large amount, its months as small bars, and a few lines."""

from __future__ import annotations

from collections.abc import Iterable

from finder.explain.kit.escapes import in_attribute, in_html
from finder.explain.kit.section import DecisionCard, Drawing


def decision_html(card: DecisionCard) -> str:
    """The card, every word of it escaped."""
    chosen = " chosen" if card.leads else ""
    parts = "".join(f"<div><dt>{in_html(name)}</dt><dd>{in_html(amount)}</dd></div>" for name, amount in card.parts)
    return (
        f'<section class="finder-card finder-decision{chosen}"><p class="finder-eyebrow">{in_html(card.role)}</p>'
        f'<h3>{in_html(card.title)}</h3><p class="finder-sub">{in_html(card.facts)}</p>'
        f'<p class="finder-amount">{in_html(card.amount)} <span class="finder-sub">{in_html(card.label)}</span></p>'
        f'<dl class="finder-parts finder-sub">{parts}</dl>{_months(*card.months)}'
        f'<ul class="finder-plain finder-small">{_items(card.lines)}</ul>{_list(card.reasons)}</section>'
    )


def _list(texts: Iterable[str]) -> str:
    items = _items(texts)
    return f'<ul class="finder-small">{items}</ul>' if items else ""


def _items(texts: Iterable[str]) -> str:
    return "".join(f"<li>{in_html(text)}</li>" for text in texts if text)


def _months(bars: Drawing, words: str) -> str:
    figure = f'<div class="finder-figure" role="img" aria-label="{in_attribute(bars.alt)}">{bars.html}</div>'
    return f'{figure}<p class="finder-sub">{in_html(words)}</p>'
