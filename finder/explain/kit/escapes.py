"""Text that others wrote, made harmless for where it is shown: one function for each kind of output.

Names of plans, drugs, companies and stores, cells, pasted lines and session files are text; no page, spreadsheet or terminal may obey them.
"""

from __future__ import annotations

import html
import json
import re

_OBEYED = re.compile(
    "[\x00-\x1f\x7f-\x9f"  # C0 and C1: what terminals obey
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # the direction of writing
    "\ue000\ue001"  # the marks of an English name
    "\u2028\u2029\ud800-\udfff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"  # lines, halves of characters, tags that no one sees
)
_BEGINS, _ENDS = "\ue000", "\ue001"
_NAME = re.compile(f"{_BEGINS}([^{_BEGINS}{_ENDS}]*){_ENDS}")
"""A name that is English in a text of another language (``in_english``)."""
_SPACES = "\t\n\r\v\f\x85\u2028\u2029"
_JOINER = "\u2060"
"""Takes no room, and keeps two letters from being read as one sign."""
_APART = re.compile(r":(?=[^\s\d]|\d+:)|www(?=\.)|@(?=\w)|(?<!\S)[-<>~](?=(?:->|[->=])(?!\S))", re.IGNORECASE)
"""Where Streamlit's Markdown begins an icon, a smiley, a color, an address or an arrow: it reads these after the backslashes."""
_NO_MARKS = dict.fromkeys(map(ord, _BEGINS + _ENDS))
_MARKS = re.compile(
    r"[\\`*~]|(?<![^\W_])_|_(?![^\W_])"  # code, emphasis
    r"|\](?=[\[(:])"  # pictures and links
    r"|[<>]|&(?=#?\w+;)"  # HTML
    rf"|:(?={_JOINER})"  # colors, badges
    r"|^(?:#{1,6}|[-+])(?=\s|$)|^-(?=--)",  # headings, lists, rules
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")
"""A numbered list. Streamlit itself reads none in a label or a heading."""
_FORMULA, _NUMBER = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r]"), re.compile(r"-?\d+(\.\d+)?")


def visible(text: str, kept: str = "") -> str:
    """The text on one line, without characters that are obeyed instead of shown: a space or ``�`` stands for each but those ``kept``."""
    if text.isprintable():
        return text
    return _OBEYED.sub(lambda found: found[0] if found[0] in kept else _instead(found[0]), text)


def _instead(character: str) -> str:
    return "" if character in _BEGINS + _ENDS else " " if character in _SPACES else "\ufffd"


def in_english(name: str) -> str:
    """A name to be put into a text of another language: HTML says that it is English, so that it is read aloud as such."""
    return f"{_BEGINS}{visible(name)}{_ENDS}"


def in_html(text: str) -> str:
    """Text between tags."""
    escaped = html.escape(visible(text, _BEGINS + _ENDS))
    return _NAME.sub(r'<span lang="en">\1</span>', escaped).translate(_NO_MARKS) if _BEGINS in escaped else escaped


def in_attribute(text: str) -> str:
    """Text in a quoted attribute, or in the title of a document."""
    return html.escape(visible(text))


def in_markdown(text: str, *, label: bool = False) -> str:
    """Text for Streamlit, which reads nearly all of it as Markdown with signs of its own: shown as it stands, and nothing is fetched.

    ``label``: it stands in a label or a heading."""
    parted = _APART.sub(lambda found: found[0] + _JOINER, visible(text).strip())
    marked = _MARKS.sub(r"\\\g<0>", parted)
    marked = marked if label else _NUMBERED.sub(r"\1\\\2", marked)
    return marked.replace("$", r"\$") if marked.count("$") > 1 else marked  # a formula stands between two


def in_figure(text: str) -> str:
    """Text of a Plotly figure, which reads links and line breaks in it."""
    return html.escape(visible(text), quote=False)


def in_cell(text: str) -> str:
    """A cell of a spreadsheet: an apostrophe stands before what it would take for a formula, and a number stays one."""
    shown = visible(text, "\t\r\n")
    return f"'{shown}" if _FORMULA.match(shown) and not _NUMBER.fullmatch(shown) else shown


def in_json(text: str) -> str:
    """JSON that a terminal may show: what it would obey is written as ``\\u009b``, which is the same JSON."""
    if text.isascii() and "\x7f" not in text:
        return text
    return _OBEYED.sub(lambda found: found[0] if found[0] == "\n" else json.dumps(found[0].translate(_NO_MARKS))[1:-1], text)
