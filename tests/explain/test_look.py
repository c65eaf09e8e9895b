"""The look: every pair of colors can be read, light and dark; the theme of Streamlit is the same; no color but a token is used."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from finder.explain.kit.look import COLORS, NARROW_SIZES, SIZES, on_paper, paint, style

ROOT = Path(__file__).parents[2]
SHEETS = (ROOT / "finder/explain/kit/look.css", ROOT / "finder/explain/kit/drawing.css", *sorted(ROOT.glob("pages/parts/*.css")))
GROUNDS = ("page", "surface", "sunken")
TEXT, LINE = 4.5, 3.0
"""The least contrast that WCAG 2.2 AA asks of text, and of lines and shapes that tell something."""
PAIRS = [
    *((words, ground, TEXT) for words in ("ink", "ink-soft", "accent", "accent-strong", "good", "warn", "bad") for ground in GROUNDS),
    *((words, f"{kind}-soft", TEXT) for kind in ("accent", "good", "warn", "bad") for words in (kind, "ink")),
    *((button, "on-accent", TEXT) for button in ("accent", "accent-strong")),
    *((line, ground, LINE) for line in ("line", "focus", "bar", "bar-peak", "you") for ground in GROUNDS),
]
PAYERS = ("you", "help", "plan", "maker", "medicare", "other")
THEME = {
    "primaryColor": "accent",
    "linkColor": "accent",
    "backgroundColor": "page",
    "secondaryBackgroundColor": "surface",
    "textColor": "ink",
    "borderColor": "line",
    "redTextColor": "bad",
    "redBackgroundColor": "bad-soft",
    "yellowTextColor": "warn",
    "yellowBackgroundColor": "warn-soft",
    "blueTextColor": "accent-strong",
    "blueBackgroundColor": "accent-soft",
    "greenTextColor": "good",
    "greenBackgroundColor": "good-soft",
}


def luminance(color: str) -> float:
    """Relative luminance of ``#rrggbb`` (WCAG 2.2)."""
    parts = [int(color[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colors (WCAG 2.2)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_follows_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)  # (1 + 0.05) / (0 + 0.05)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)  # the well-known gray that just fails


@pytest.mark.parametrize("screen", ["light", "dark"])
def test_every_pair_of_colors_can_be_read(screen: str) -> None:
    found = {(one, other): contrast(getattr(COLORS[one], screen), getattr(COLORS[other], screen)) for one, other, _ in PAIRS}
    assert {(one, other): found[one, other] for one, other, least in PAIRS if found[one, other] < least} == {}


@pytest.mark.parametrize("payer", PAYERS)
def test_a_payer_is_seen_by_its_edge_where_not_by_its_color(payer: str) -> None:
    for screen in ("light", "dark"):
        ink, surface, color = (getattr(COLORS[name], screen) for name in ("ink", "surface", payer))
        assert max(contrast(ink, color), contrast(color, surface)) >= LINE


@pytest.mark.parametrize("screen", ["light", "dark"])
def test_streamlit_has_the_same_colors(screen: str) -> None:
    theme = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))["theme"]
    assert "base" not in theme  # a base would hold every visitor to it, whatever the system asks for
    assert theme[screen] == {key: getattr(COLORS[name], screen) for key, name in THEME.items()}


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_a_sheet_uses_tokens_that_exist_and_no_color_of_its_own(sheet: Path) -> None:
    css = sheet.read_text(encoding="utf-8")
    assert set(re.findall(r"var\(--finder-([a-z0-9-]+)\)", css)) <= {*COLORS, *SIZES}
    assert re.findall(r"#[0-9a-f]{3,8}\b(?![^{]*\{)", css) == []
    assert "<" not in css  # the browser's cleaner of HTML drops a style sheet with a tag in it, without a word


def test_nothing_that_is_shown_has_a_color_of_its_own() -> None:
    shown = [*ROOT.glob("finder/explain/**/*.py"), *ROOT.glob("pages/**/*.py")]
    found = {path.name for path in shown if re.search(r"#[0-9a-fA-F]{6}\b", path.read_text(encoding="utf-8"))}
    assert found == {"look.py"}


def test_the_style_has_light_dark_and_forced_colors() -> None:
    css = style()
    assert f"--finder-ink: light-dark({COLORS['ink'].light}, {COLORS['ink'].dark});" in css
    assert "@media (forced-colors: active) {:root {--finder-page: Canvas;" in css
    assert set(NARROW_SIZES) <= set(SIZES)


def test_paper_has_values_in_place_of_tokens() -> None:
    assert on_paper(f"fill='{paint('you')}' var(--finder-radius)") == f"fill='{COLORS['you'].light}' {SIZES['radius']}"
    with pytest.raises(KeyError):
        paint("mauve")
