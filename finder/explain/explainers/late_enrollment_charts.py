"""The time with and without coverage as a timeline, and the late fee by year: figures and tables."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from finder.domain.late_enrollment import LateEnrollment, PenaltyYear, Stretch, TimelineEntry
from finder.domain.money import shown
from finder.domain.months import YEAR_MONTHS, Days, days_in
from finder.explain.kit.bars import Series, look, standing_bars
from finder.explain.kit.section import Column, Figure, Table
from finder.explain.messages import mark, say, say_count
from finder.explain.words import day, joined

if TYPE_CHECKING:
    import plotly.graph_objects as go

STRETCHES = {
    Stretch.INITIAL_ENROLLMENT: mark("First time to join"),
    Stretch.BEFORE_65: mark("No coverage before 65"),
    Stretch.SECOND_ENROLLMENT: mark("Second time to join"),
    Stretch.CREDITABLE: mark("Good coverage"),
    Stretch.SHORT_GAP: mark("Short gap, no fee"),
    Stretch.UNCOVERED: mark("No coverage, counts"),
    Stretch.DRUG_PLAN: mark("Drug plan"),
}
_LOOKS = {
    Stretch.INITIAL_ENROLLMENT: ("#e6e6e6", "."),
    Stretch.BEFORE_65: ("#c9ced6", "/"),
    Stretch.SECOND_ENROLLMENT: ("#e6e6e6", "."),
    Stretch.CREDITABLE: ("#8fc1a9", ""),
    Stretch.SHORT_GAP: ("#f5c26b", "/"),
    Stretch.UNCOVERED: ("#e07b39", "x"),
    Stretch.DRUG_PLAN: ("#0b4a8f", ""),
}
_INK, _DAY_MILLISECONDS = "#1a1a1a", 86_400_000
_DOUBTS = {
    "projected": mark("{year} (assumed)"),
    "single": mark("{year} (one source only)"),
    "unconfirmed": mark("{year} (not confirmed)"),
    "estimate": mark("{year} (our estimate)"),
}


def time_words(time: Days) -> str:
    """When a time was: from a day on, or from one to another."""
    if time.last == date.max:
        return say("from {first} on", first=day(time.first))
    return say("from {first} to {last}", first=day(time.first), last=day(time.last))


def timeline_figure(answer: LateEnrollment) -> Figure:
    """The stretches of time as bars, a line for each kind."""
    import plotly.graph_objects as go

    figure = go.Figure([_bar(entry) for entry in answer.timeline])
    kinds = sorted({entry.what for entry in answer.timeline}, reverse=True)
    figure.update_layout(
        height=58 * len(kinds) + 90,
        margin={"l": 10, "r": 20, "t": 20, "b": 50},
        font={"size": 15, "color": _INK, "family": "sans-serif"},
        paper_bgcolor="#ffffff",
        plot_bgcolor="#ffffff",
        barmode="overlay",
        dragmode=False,
        showlegend=False,
    )
    figure.update_xaxes(type="date", nticks=3, tickangle=0, tickformat="%b<br>%Y", gridcolor="#d0d4da", linecolor=_INK, fixedrange=True)
    order = [say(STRETCHES[kind]) for kind in kinds]
    figure.update_yaxes(type="category", categoryorder="array", categoryarray=order, automargin=True, fixedrange=True)
    return Figure(figure, timeline_finding(answer))


def _bar(entry: TimelineEntry) -> go.Bar:
    import plotly.graph_objects as go

    color, pattern = _LOOKS[entry.what]
    what = say(STRETCHES[entry.what])
    label = say("{what}: {first} to {last}", what=what, first=day(entry.first), last=day(entry.last))
    return go.Bar(
        orientation="h",
        y=[what],
        base=[entry.first.isoformat()],
        x=[days_in(entry.first, entry.last) * _DAY_MILLISECONDS],
        marker={
            "color": color,
            "line": {"color": _INK, "width": 1},
            "pattern": {"shape": pattern, "fgcolor": _INK, "bgcolor": color, "size": 6},
        },
        hovertemplate=f"{label}<extra></extra>",
    )


def timeline_finding(answer: LateEnrollment) -> str:
    """The timeline in a sentence."""
    start = day(answer.enrollee.coverage_start)
    gaps = joined(time_words(Days(gap.first, gap.last)) for gap in answer.penalty.gaps if gap.reaches_gate)
    if not gaps:
        return say("No gap is long enough to count before your drug plan starts on {start}.", start=start)
    return say("You were without good coverage {gaps}. Your drug plan starts on {start}.", gaps=gaps, start=start)


def timeline_table(answer: LateEnrollment) -> Table:
    """The same stretches with their days, and the months that count."""
    months = {gap.first: str(gap.months) for gap in answer.penalty.gaps}
    columns = (
        Column(say("Time")),
        Column(say("From")),
        Column(say("Through")),
        Column(say("Days"), True),
        Column(say("Months that count"), True),
    )
    rows = tuple(_timeline_row(entry, months.get(entry.first, say("none"))) for entry in answer.timeline)
    return Table(say("Your time with and without good coverage"), columns, rows)


def _timeline_row(entry: TimelineEntry, months: str) -> tuple[str, ...]:
    goes_on = entry.what is Stretch.DRUG_PLAN
    last = say("goes on") if goes_on else day(entry.last)
    days = say("goes on") if goes_on else f"{days_in(entry.first, entry.last):,}"
    return (say(STRETCHES[entry.what]), day(entry.first), last, days, months)


def cost_figure(answer: LateEnrollment) -> Figure:
    """The fee of each year; years that we assume have their own look."""
    years = list(answer.years_shown())
    known = Series(say("Years that we know"), [0 if year.projected else year.cost for year in years], look(0))
    assumed = Series(say("Years that we assume"), [year.cost if year.projected else 0 for year in years], look(1))
    parts = [known, assumed] if any(assumed.amounts) else [known]
    return standing_bars([str(year.year) for year in years], parts, cost_finding(answer), stacked=True)


def cost_finding(answer: LateEnrollment) -> str:
    """The cost in a sentence."""
    years = [year.year for year in answer.years_shown()]
    first, last, cost = years[0], years[-1], shown(answer.penalty.cost)
    if not answer.penalty.applies:
        if first == last:
            return say("The late fee is $0.00 in {year}.", year=first)
        return say("The late fee is $0.00 in each year from {first} to {last}.", first=first, last=last)
    if first == last:
        return say("The late fee comes to {cost} in {year}.", cost=cost, year=first)
    return say("The late fee comes to {cost} from {first} to {last}.", cost=cost, first=first, last=last)


def cost_table(answer: LateEnrollment) -> Table:
    """The figure's numbers: base premium, fee a month and in the year; years that we assume or that one source gives say so."""
    columns = (
        Column(say("Year")),
        Column(say("Base premium a month"), True),
        Column(say("Late fee a month"), True),
        Column(say("Late fee in the year"), True),
    )
    rows = [(_year_words(year), shown(year.base_premium), shown(year.monthly_penalty), shown(year.cost)) for year in answer.years_shown()]
    rows.append((say("All"), "", "", shown(answer.penalty.cost)))
    return Table(say("What the late fee costs you, year by year"), columns, tuple(rows), frozenset({len(rows) - 1}))


def _year_words(year: PenaltyYear) -> str:
    """``2026, 6 months with the fee``; ``2028 (assumed)``."""
    words = _months_of(year)
    return say(_DOUBTS[year.status], year=words) if year.status in _DOUBTS else words


def _months_of(year: PenaltyYear) -> str:
    if year.partly_owed:
        return say_count("{year}, {count} month with the fee", "{year}, {count} months with the fee", len(year.owed), year=year.year)
    if year.months < YEAR_MONTHS:
        return say_count("{year}, {count} month", "{year}, {count} months", year.months, year=year.year)
    return str(year.year)
