"""A letter to print: one self-contained page, or plain text, with blanks for everything personal, which is written in by hand."""

from __future__ import annotations

from typing import NamedTuple

from finder.explain.kit.escapes import in_attribute, in_html, visible
from finder.explain.messages import language, mark, say

BLANKS = mark("The letter has blanks for your name and number. Write them in by hand. We do not ask for them.")
DOWNLOAD_PAGE = mark("Download the letter to print")
DOWNLOAD_PDF = mark("Download the letter as PDF")
DOWNLOAD_TEXT = mark("Download the letter as text")
_BLANKS = (mark("Date:"), mark("My name:"), mark("My Medicare number:"), mark("My address:"), mark("My phone:"), mark("My drug plan:"))
_SIGNATURE = mark("Signature:")
_CLOSING = mark("Please send me your decision in writing. I send copies only and keep my originals.")
_LINE = "______________________________"
_STYLE = (
    "body{font:14pt/1.5 Georgia,serif;max-width:17cm;margin:1.5cm auto;color:#000}h1{font-size:17pt}"
    "table{border-collapse:collapse;width:100%;font-size:12pt}thead{display:table-header-group}tr{break-inside:avoid}"
    "th,td{border:1px solid #000;padding:4pt 6pt;text-align:left}.blank{border-bottom:1px solid #000;display:inline-block;min-width:9cm}"
    "@media print{body{margin:0}}"
)


class Letter(NamedTuple):
    """What a letter says, in the person's language.

    ``points``: a list after the body.
    ``caption``, ``columns``, ``rows``: a table; no rows: none.
    ``row_lines``: the rows as sentences, for plain text.
    """

    title: str
    body: tuple[str, ...]
    points: tuple[str, ...]
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    row_lines: tuple[str, ...]


def letter_page(letter: Letter) -> str:
    """The letter as one HTML page."""
    blanks = "".join(_blank(label) for label in _BLANKS)
    body = "".join(f"<p>{in_html(text)}</p>" for text in letter.body)
    points = "".join(f"<li>{in_html(point)}</li>" for point in letter.points)
    title = in_attribute(letter.title)
    return (
        f'<!doctype html><html lang="{language()}"><head><meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style></head><body>'
        f"<h1>{in_html(letter.title)}</h1>{blanks}{body}<ul>{points}</ul>{_table(letter)}<p>{in_html(say(_CLOSING))}</p>{_blank(_SIGNATURE)}</body></html>"
    )


def letter_lines(letter: Letter) -> str:
    """The same letter as plain text."""
    lines = [letter.title, "", *(f"{say(blank)} {_LINE}" for blank in _BLANKS), "", *letter.body]
    lines += ["", *(f"- {point}" for point in letter.points)]
    if letter.rows:
        lines += ["", letter.caption, *(f"  {row}" for row in letter.row_lines)]
    return "\n".join(map(visible, [*lines, "", say(_CLOSING), "", f"{say(_SIGNATURE)} {_LINE}", ""]))


def _blank(label: str) -> str:
    return f'<p>{in_html(say(label))} <span class="blank">&nbsp;</span></p>'


def _table(letter: Letter) -> str:
    rows = "".join(f"<tr>{''.join(f'<td>{in_html(cell)}</td>' for cell in row)}</tr>" for row in letter.rows)
    head = "".join(f"<th scope='col'>{in_html(name)}</th>" for name in letter.columns)
    return f"<p>{in_html(letter.caption)}</p><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>" if rows else ""
