"""The look: every color, type size, space and radius has its name here; look.css, drawing.css and the pages' widgets.css use them.

A token is a CSS custom property. ``accent`` is ``var(--finder-accent)`` in CSS. Colors come in pairs, for a light and a dark
screen, and follow the theme that Streamlit chose; in forced colors each is a color of the system. What is printed is always light.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.resources import files
from typing import NamedTuple


class Color(NamedTuple):
    """A color on a light and on a dark screen, and in forced colors."""

    light: str
    dark: str
    forced: str = "CanvasText"


COLORS: Mapping[str, Color] = {
    # grounds, from back to front
    "page": Color("#faf9f6", "#15191c", "Canvas"),
    "surface": Color("#ffffff", "#1e2327", "Canvas"),
    "sunken": Color("#f1efe9", "#282e33", "Canvas"),
    # words and lines; a hairline only divides what is told apart without it
    "ink": Color("#1c1f22", "#f2f0eb"),
    "ink-soft": Color("#4d545a", "#c0c5c9"),
    "line": Color("#7f858b", "#8b9298"),
    "hairline": Color("#dcd8cf", "#3a4147"),
    # what is pressed or chosen
    "accent": Color("#0f5c63", "#7ccfd0", "LinkText"),
    "accent-strong": Color("#0a4348", "#a5e0e0", "LinkText"),
    "accent-soft": Color("#e1f0ef", "#17383b", "Canvas"),
    "on-accent": Color("#ffffff", "#06282a", "Canvas"),
    "focus": Color("#b4540a", "#ffb454", "Highlight"),
    # good, watch out, wrong: a word and an icon always say so too
    "good": Color("#1d6a2c", "#8ed69a"),
    "good-soft": Color("#e7f3e7", "#1b3722", "Canvas"),
    "warn": Color("#7a4d00", "#f2c15f"),
    "warn-soft": Color("#fdf3dc", "#3d2f12", "Canvas"),
    "bad": Color("#a1161c", "#ff9f98"),
    "bad-soft": Color("#fbe8e6", "#43201f", "Canvas"),
    # bars: an ordinary one, the one that is spoken of, and one for each payer
    "bar": Color("#3d8f94", "#5fb3b6"),
    "bar-peak": Color("#c05a12", "#ffad66", "Highlight"),
    "you": Color("#0f5c63", "#7ccfd0", "Highlight"),
    "help": Color("#f0bd59", "#e0ac47", "CanvasText"),
    "plan": Color("#8fc1a9", "#6fae90", "GrayText"),
    "maker": Color("#dd7a34", "#e58a4a", "CanvasText"),
    "medicare": Color("#c3a8dd", "#b496d8", "GrayText"),
    "other": Color("#dfddd7", "#9aa1a6", "GrayText"),
}
SIZES: Mapping[str, str] = {
    # type, in units of the reader's own size (20 px)
    "small": "0.85rem",
    "text": "1rem",
    "large": "1.15rem",
    "h3": "1.15rem",
    "h2": "1.35rem",
    "h1": "1.75rem",
    "headline": "1.6rem",
    "amount": "1.9rem",
    # space
    "space-1": "0.25rem",
    "space-2": "0.5rem",
    "space-3": "0.75rem",
    "space-4": "1rem",
    "space-5": "1.5rem",
    "space-6": "2.25rem",
    # shapes
    "radius": "10px",
    "radius-small": "6px",
    "measure": "33rem",  # a line of about 72 letters
    "target": "48px",  # the height of what is pressed
}
NARROW_SIZES: Mapping[str, str] = {"h1": "1.4rem", "h2": "1.2rem", "h3": "1.1rem", "headline": "1.25rem", "amount": "1.6rem"}
"""The sizes that are smaller on a phone."""
_SHEETS = ("look.css", "drawing.css")
_NAME = re.compile(r"var\(--finder-([a-z0-9-]+)\)")


def paint(name: str) -> str:
    """A color of the screen by its name, for CSS. KeyError: there is none of that name."""
    if name not in COLORS:
        raise KeyError(name)
    return f"var(--finder-{name})"


def on_paper(text: str) -> str:
    """The text with each token replaced by its value on paper, for a file that is printed or sent."""
    values = {name: color.light for name, color in COLORS.items()} | dict(SIZES)
    return _NAME.sub(lambda found: values[found[1]], text)


def style() -> str:
    """The style of every page: the tokens and the components."""
    return f"<style>{_tokens()}{''.join(map(_sheet, _SHEETS))}</style>"


def drawing_style() -> str:
    """The style of pictures alone."""
    return _sheet(_SHEETS[1])


def _sheet(name: str) -> str:
    return files("finder.explain.kit").joinpath(name).read_text(encoding="utf-8")


def _tokens() -> str:
    """The custom properties. Where a browser cannot choose between two colors, a page is light."""
    light = {name: color.light for name, color in COLORS.items()}
    either = {name: f"light-dark({color.light}, {color.dark})" for name, color in COLORS.items()}
    forced = {name: color.forced for name, color in COLORS.items()}
    return (
        f":root {{{_declared(light)}{_declared(SIZES)}}}"
        f"@supports (color: light-dark(red, red)) {{:root {{color-scheme: light dark; {_declared(either)}}}}}"
        f"@media (max-width: 46rem) {{:root {{{_declared(NARROW_SIZES)}}}}}"
        f"@media (forced-colors: active) {{:root {{{_declared(forced)}}}}}"
    )


def _declared(values: Mapping[str, str]) -> str:
    return "".join(f"--finder-{name}: {value};" for name, value in values.items())
