"""Pictures of dates: a calendar of weeks with marked days, and a timeline of what is due when. Each has its finding in a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from finder.explain.kit.section import Figure
from finder.explain.messages import language
from finder.explain.words import short_day

if TYPE_CHECKING:
    import plotly.graph_objects as go

_INK, _GRID = "#1a1a1a", "#6b7280"
_BAR = "#8fc1a9"
_DAY_MILLISECONDS = 86_400_000
_WEEK = 7
_ROW, _TIMELINE_ROW = 44, 62
_BLANK = "#ffffff"
_Weeks = Sequence[Sequence[date]]


class DayMark(NamedTuple):
    """A kind of day in a calendar: its color, the color of its words, and the word written under the day (or empty)."""

    color: str
    word: str


class Due(NamedTuple):
    """A day on which something is due: in a few words, and in a sentence.

    ``minute`` is that of the day; None: all day.
    """

    day: date
    title: str
    says: str = ""
    minute: int | None = None


def calendar_figure(first: date, last: date, marks: Mapping[date, DayMark], alt: str) -> Figure:
    """The weeks from the first to the last day, a row a week; each day with its number and, where it is marked, color and word."""
    import plotly.graph_objects as go

    start = first - timedelta(days=(first.weekday() + 1) % _WEEK)
    weeks = [[start + timedelta(days=_WEEK * row + column) for column in range(_WEEK)] for row in range((last - start).days // _WEEK + 1)]
    figure = go.Figure([_cells(weeks, marks), _cell_texts(weeks, marks, first, last)])
    _lay_out(figure, _ROW * len(weeks) + 40)
    figure.update_xaxes(tickvals=list(range(_WEEK)), ticktext=_weekdays(), side="top", showgrid=False, zeroline=False)
    names = [short_day(week[0]) for week in weeks]
    figure.update_yaxes(tickvals=list(range(len(weeks))), ticktext=names, autorange="reversed", showgrid=False)
    figure.update_yaxes(zeroline=False, automargin=True)
    return Figure(figure, alt)


def _cells(weeks: _Weeks, marks: Mapping[date, DayMark]) -> go.Heatmap:
    """A cell a day, in the color of its mark."""
    import plotly.graph_objects as go

    colors = sorted({mark.color for mark in marks.values()} | {_BLANK})
    return go.Heatmap(
        z=[[colors.index(marks[day].color if day in marks else _BLANK) for day in week] for week in weeks],
        x=list(range(_WEEK)),
        y=list(range(len(weeks))),
        colorscale=_steps(colors),
        zmin=-0.5,
        zmax=len(colors) - 0.5,
        showscale=False,
        xgap=2,
        ygap=2,
        hoverinfo="skip",
    )


def _cell_texts(weeks: _Weeks, marks: Mapping[date, DayMark], first: date, last: date) -> go.Scatter:
    """The number and word of each day. Text of a heatmap shrinks with its cells; this keeps its size on a phone."""
    import plotly.graph_objects as go

    shown = [(column, row, day) for row, week in enumerate(weeks) for column, day in enumerate(week) if first <= day <= last]
    return go.Scatter(
        x=[column for column, _, _ in shown],
        y=[row for _, row, _ in shown],
        text=[_cell(day, marks.get(day)) for _, _, day in shown],
        mode="text",
        textfont={"size": 13, "color": _INK},
        hoverinfo="skip",
        showlegend=False,
    )


def _cell(day: date, mark: DayMark | None) -> str:
    return f"<b>{day.day}</b><br>{mark.word}" if mark and mark.word else str(day.day)


def _weekdays() -> list[str]:
    """``Sun`` to ``Sat``."""
    from babel.dates import get_day_names

    names = get_day_names("abbreviated", locale=language())
    return [str(names[(day - 1) % _WEEK]) for day in range(_WEEK)]


def _steps(colors: Sequence[str]) -> list[tuple[float, str]]:
    """A color scale of even steps, one a color."""
    size = len(colors)
    return [step for index, color in enumerate(colors) for step in ((index / size, color), ((index + 1) / size, color))]


def timeline_figure(start: date, dues: Sequence[Due], alt: str) -> Figure:
    """A bar from the start to each day that something is due, its day and words above it."""
    import plotly.graph_objects as go

    first, last = min([start, *(due.day for due in dues)]), max([start, *(due.day for due in dues)])
    figure = go.Figure([_bar(row, start, due.day) for row, due in enumerate(dues)])
    for row, due in enumerate(dues):
        when = short_day(due.day, with_year=due.day.year != start.year)
        figure.add_annotation(
            text=f"<b>{when}</b> {due.title}", x=first.isoformat(), xshift=4, xanchor="left", y=row - 0.36, showarrow=False, align="left"
        )
    figure.add_vline(x=start.isoformat(), line={"color": _INK, "width": 2})
    _lay_out(figure, _TIMELINE_ROW * len(dues) + 90, bottom=60)
    margin = timedelta(days=max((last - first).days // 20, 1))
    figure.update_xaxes(
        type="date", range=[(first - margin / 4).isoformat(), (last + margin).isoformat()], nticks=4, tickformat="%b %-d<br>%Y"
    )
    figure.update_yaxes(visible=False, range=[len(dues) - 0.5, -0.8])
    return Figure(figure, alt)


def _bar(row: int, start: date, end: date) -> go.Bar:
    """A bar between the two days, whichever is first."""
    import plotly.graph_objects as go

    return go.Bar(
        orientation="h",
        y=[row],
        base=[min(start, end).isoformat()],
        x=[max(abs((end - start).days), 0.15) * _DAY_MILLISECONDS],
        width=0.3,
        marker={"color": _BAR, "line": {"color": _INK, "width": 1}},
        hoverinfo="skip",
        showlegend=False,
    )


def _lay_out(figure: go.Figure, height: int, bottom: int = 10) -> None:
    figure.update_layout(
        height=height,
        margin={"l": 10, "r": 10, "t": 30, "b": bottom},
        font={"size": 15, "color": _INK, "family": "sans-serif"},
        paper_bgcolor="#ffffff",
        plot_bgcolor="#ffffff",
        dragmode=False,
        barmode="overlay",
    )
    figure.update_xaxes(linecolor=_GRID, fixedrange=True)
    figure.update_yaxes(fixedrange=True)
