"""Sections as escaped HTML for a screen reader, a printer and a phone (there each row is a card), and as a tagged PDF."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from finder.explain.kit.decision import decision_html
from finder.explain.kit.escapes import in_attribute, in_html
from finder.explain.kit.section import (
    Bullets,
    Card,
    Cell,
    Check,
    Checklist,
    Column,
    DecisionCard,
    Details,
    Drawing,
    Figure,
    Fold,
    Heading,
    Headline,
    Paragraphs,
    Section,
    Subheading,
    Table,
    Warning,
)
from finder.explain.messages import say

_OPEN, _TELLING = " open", ' id="finder-telling" tabindex="-1"'
"""What is open at first, and the row to which a page leads."""


def html_of(sections: Iterable[Section]) -> str:
    """Sections as HTML, every word escaped. Figures are not drawn here: who shows them draws them."""
    return "".join(_section_html(section) for section in sections if not isinstance(section, Figure))


def _section_html(section: Section) -> str:
    match section:
        case Heading(text):
            return f"<h2>{in_html(text)}</h2>"
        case Subheading(text):
            return f"<h3>{in_html(text)}</h3>"
        case Headline():
            return headline_html(section)
        case Paragraphs(sentences):
            return paragraphs_html(sentences)
        case Bullets(sentences):
            return list_html(sentences)
        case Warning(text):
            return f'<p class="finder-warning" role="note">{in_html(text)}</p>'
        case Table():
            return table_html(section)
        case Drawing(drawn, alt):
            return f'<div class="finder-drawing" role="img" aria-label="{in_attribute(alt)}">{drawn}</div>'
        case Checklist(checks):
            return f'<ul class="finder-checklist">{"".join(map(_check_html, checks))}</ul>'
        case Card():
            return card_html(section)
        case DecisionCard():
            return decision_html(section)
        case Fold(title, sections, opened):
            return f'<details class="finder-fold"{_OPEN if opened else ""}><summary>{in_html(title)}</summary>{html_of(sections)}</details>'
        case _:
            raise TypeError(f"a section, not a {type(section).__name__}")


def headline_html(headline: Headline) -> str:
    """The headline: as the title of its page, or as a sentence."""
    text = in_html(headline.text)
    large = f'<h1 class="finder-headline" tabindex="-1">{text}</h1>' if headline.title else f'<p class="finder-headline">{text}</p>'
    return f'<div class="finder-head">{large}<p>{in_html(headline.beside)}</p></div>' if headline.beside else large


def table_html(table: Table) -> str:
    """The table as HTML. Every word of it is escaped. Roles are said aloud because cards at narrow width would lose them."""
    head = "".join(f'<th scope="col" role="columnheader"{_class(column)}>{in_html(column.heading)}</th>' for column in table.columns)
    body = "".join(_row_html(table, index, row) for index, row in enumerate(table.rows))
    narrow = "finder-compact" if table.compact else "finder-cards"
    return (
        f'<table class="finder-table {narrow}" role="table"><caption>{in_html(table.caption)}</caption>'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead><tbody role="rowgroup">{body}</tbody></table>'
    )


def _row_html(table: Table, index: int, row: tuple[Cell, ...]) -> str:
    tells = index == table.telling
    marks = (' class="strong"' if tells or index in table.strong else "") + (_TELLING if tells else "")
    first = f'<th scope="row" role="rowheader">{_cell_html(row[0], opened=tells)}</th>'
    pairs = list(zip(table.columns, row, strict=True))[1:]
    rest = "".join(_td(column, _cell_html(cell, opened=tells)) for column, cell in pairs)
    return f'<tr role="row"{marks}>{first}{rest}</tr>'


def _td(column: Column, cell: str) -> str:
    return f'<td role="cell" data-label="{in_attribute(column.short or column.heading)}"{_class(column)}><span>{cell}</span></td>'


def _class(column: Column) -> str:
    return ' class="number"' if column.number else ""


def _cell_html(cell: Cell, *, opened: bool = False) -> str:
    if isinstance(cell, Details):
        lines = "".join(f"<li>{in_html(plain)}<small>{in_html(law)}</small></li>" for plain, law in cell.lines)
        return f"<details{_OPEN if opened else ''}><summary>{in_html(cell.summary)}</summary><ul>{lines}</ul></details>"
    return in_html(cell)


_STATES = {True: "yes", False: "no", None: "unknown"}


def _check_html(check: Check) -> str:
    note = f"<small>{in_html(check.note)}</small>" if check.note else ""
    return f'<li class="{_STATES[check.met]}"><div><b>{in_html(check.title)}</b> <em>{in_html(check.word)}</em>{note}</div></li>'


def card_html(card: Card) -> str:
    """A card as HTML, every word of it escaped."""
    lines = "".join(f"<li>{in_html(line)}</li>" for line in card.lines)
    good = in_html(say("Good to know"))
    why = "".join(f"<li>{in_html(reason)}</li>" for reason in card.reasons)
    return (
        f'<div class="finder-card"><h3>{in_html(card.title)}</h3><p class="finder-sub">{in_html(card.subtitle)}</p>'
        f'<p class="finder-amount">{in_html(card.amount)}</p><p class="finder-sub">{in_html(card.label)}</p>'
        f'<ul class="finder-plain">{lines}</ul><p><strong>{good}</strong></p><ul>{why}</ul></div>'
    )


def paragraphs_html(sentences: Iterable[str], style: str = "finder-text") -> str:
    """Sentences as paragraphs, every word of them escaped; empty ones are left out."""
    return "".join(f'<p class="{style}">{in_html(sentence)}</p>' for sentence in sentences if sentence)


def list_html(sentences: Iterable[str]) -> str:
    """Sentences as a list, every word of them escaped; empty ones are left out."""
    items = "".join(f"<li>{in_html(sentence)}</li>" for sentence in sentences if sentence)
    return f'<ul class="finder-list">{items}</ul>' if items else ""


_MISSING = (ImportError, OSError)
"""WeasyPrint is not installed, or a library of the system that it loads (Pango) is missing."""


@cache
def can_make_pdf() -> bool:
    """Whether a PDF can be made on this machine."""
    try:
        import weasyprint  # noqa: F401
    except _MISSING:
        return False
    return True


def pdf_of(html: str) -> bytes:
    """The page as a PDF tagged for screen readers (PDF/UA-1). Nothing is fetched: a report holds all that it shows."""
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    made: bytes = HTML(string=html, url_fetcher=URLFetcher(allowed_protocols=())).write_pdf(pdf_variant="pdf/ua-1")
    return made
