"""Bars for the explainers: stacked or side by side, told apart by pattern and label as well as color, with money on the axis."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from finder.domain.money import Cents
from finder.explain.kit.drawing import Bar, Tone, columns
from finder.explain.kit.look import COLORS
from finder.explain.kit.section import Drawing, Figure

if TYPE_CHECKING:
    import plotly.graph_objects as go

_INK, _GRID, _CLEAR = COLORS["ink"].light, COLORS["hairline"].light, "rgba(0,0,0,0)"
"""Words take the ink of the page, light or dark, by widgets.css; the ground is the page's."""
_PATTERNS = {"you": "", "help": "/", "plan": "x", "maker": "\\", "medicare": ".", "other": "+"}
_LOOKS = tuple((COLORS[name].light, pattern) for name, pattern in _PATTERNS.items())
LOOKS = dict(
    zip(
        ("patient_pay", "low_income_cost_sharing_subsidy", "plan", "manufacturer", "medicare_reinsurance", "other_payer"),
        _LOOKS,
        strict=True,
    )
)
"""The look of each payer, the same in every figure."""
_BAR_HEIGHT, _MARGINS, _COLUMN_HEIGHT = 64, 150, 330


def telling_months(amounts: Sequence[Cents | None]) -> tuple[int | None, int | None]:
    """The places of the highest month and of the usual one (the amount of most months) that is farthest from it.

    None: no month costs anything, or no other month has an amount that comes twice."""
    known = {place: amount for place, amount in enumerate(amounts) if amount is not None}
    highest = max(known, key=lambda place: known[place], default=None)
    if highest is None or known[highest] <= 0:
        return None, None
    often = Counter(amount for amount in known.values() if amount != known[highest]).most_common(1)
    places = [place for place, amount in known.items() if often and often[0][1] > 1 and amount == often[0][0]]
    return highest, max(places, key=lambda place: abs(place - highest), default=None)


def month_bars(months: Sequence[str], amounts: Sequence[Cents | None], alt: str, labels: Mapping[int, str]) -> Drawing:
    """Small bars of a year, for a card: a letter under each month, and words above the months that ``labels`` names.

    None: a month that is not counted; it has no bar."""
    most = max((amount or 0 for amount in amounts), default=0)
    bars = [
        Bar(name, amount or 0, Tone.PEAK if place in labels and amount == most else Tone.BAR, labels.get(place, ""))
        for place, (name, amount) in enumerate(zip(months, amounts, strict=True))
    ]
    return Drawing(f'<div class="finder-year">{columns("", bars, most)}</div>', alt)


class Series(NamedTuple):
    """One part of each bar: its name, an amount in cents for each bar, and its look."""

    name: str
    amounts: Sequence[Cents]
    look: tuple[str, str]


def look(index: int) -> tuple[str, str]:
    """Color and pattern of the part of that number."""
    return _LOOKS[index % len(_LOOKS)]


def lying_bars(labels: Sequence[str], parts: Sequence[Series], alt: str) -> Figure:
    """A lying bar a label, its parts stacked."""
    import plotly.graph_objects as go

    figure = go.Figure([_trace(part, labels, lying=True) for part in parts])
    _lay_out(figure, _BAR_HEIGHT * len(labels) + _MARGINS)
    figure.update_layout(barmode="stack")
    figure.update_xaxes(tickprefix="$", gridcolor=_GRID, rangemode="tozero", nticks=5)
    figure.update_yaxes(autorange="reversed", type="category", automargin=True, ticklabelstandoff=6)
    return Figure(figure, alt)


def standing_bars(labels: Sequence[str], parts: Sequence[Series], alt: str, *, stacked: bool = False) -> Figure:
    """Standing bars, the parts side by side or stacked."""
    import plotly.graph_objects as go

    figure = go.Figure([_trace(part, labels, lying=False) for part in parts])
    _lay_out(figure, _COLUMN_HEIGHT)
    figure.update_layout(barmode="stack" if stacked else "group")
    figure.update_xaxes(type="category", tickangle=-90, automargin=True)
    figure.update_yaxes(tickprefix="$", gridcolor=_GRID, rangemode="tozero", automargin=True)
    return Figure(figure, alt)


def percent_lines(labels: Sequence[str], lines: Sequence[tuple[str, Sequence[float | None]]], alt: str) -> Figure:
    """Lines of percentages, told apart by dash and marker; where there is no value there is no line."""
    import plotly.graph_objects as go

    colors = [COLORS[name].light for name in ("you", "bar-peak", "plan")]
    dashes, symbols = ("solid", "dash", "dot"), ("circle", "square", "diamond")
    figure = go.Figure()
    for index, (name, values) in enumerate(lines):
        figure.add_trace(
            go.Scatter(
                name=name,
                x=list(labels),
                y=list(values),
                mode="lines+markers",
                line={
                    "color": _LOOKS[index][0] if index != 1 else COLORS["bar-peak"].light,
                    "dash": dashes[index],
                    "width": 3,
                    "shape": "hv",
                },
                marker={"symbol": symbols[index], "size": 9, "line": {"color": _INK, "width": 1}},
                hovertemplate="%{x}: %{y}%<extra>" + name + "</extra>",
            )
        )
    _lay_out(figure, _COLUMN_HEIGHT)
    figure.update_xaxes(type="category", tickangle=-90, automargin=True)
    figure.update_yaxes(ticksuffix="%", range=[0, 105], gridcolor=_GRID, automargin=True)
    return Figure(figure, alt)


def _trace(part: Series, labels: Sequence[str], *, lying: bool) -> go.Bar:
    import plotly.graph_objects as go

    color, pattern = part.look
    amounts = [amount / 100 for amount in part.amounts]
    where, value = ("%{y}", "%{x:,.2f}") if lying else ("%{x}", "%{y:,.2f}")
    return go.Bar(
        name=part.name,
        orientation="h" if lying else "v",
        x=amounts if lying else list(labels),
        y=list(labels) if lying else amounts,
        marker={
            "color": color,
            "line": {"color": _INK, "width": 1},
            "pattern": {"shape": pattern, "fgcolor": _INK, "bgcolor": color, "size": 6},
        },
        hovertemplate=f"{where}: ${value}<extra>{part.name}</extra>",
    )


def _lay_out(figure: go.Figure, height: int) -> None:
    figure.update_layout(
        height=height,
        margin={"l": 10, "r": 20, "t": 90, "b": 40},
        font={"size": 15, "color": _INK, "family": "sans-serif"},
        paper_bgcolor=_CLEAR,
        plot_bgcolor=_CLEAR,
        legend={"orientation": "h", "bgcolor": _CLEAR, "y": 1, "yanchor": "top", "yref": "container", "x": 0, "traceorder": "normal"},
        hoverlabel={"font": {"size": 15}},
        dragmode=False,
    )
    figure.update_xaxes(linecolor=_INK, fixedrange=True)
    figure.update_yaxes(fixedrange=True)
