"""The figures: what you pay each month, the phases of the year, who pays. Each has its finding in a sentence.

Patterns and labels tell parts apart, never color alone. Plotly is imported when the first figure is drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from finder.domain.plan_cost import PlanCost
from finder.explain.kit.escapes import in_figure
from finder.explain.kit.look import COLORS
from finder.explain.kit.section import Figure
from finder.explain.messages import say
from finder.explain.plans.ledger import PhaseSpan, phases_alt, spans
from finder.explain.plans.months import month_finding
from finder.explain.plans.tables import payer_months
from finder.explain.words import PAYERS, PHASES, about, plan_name, short_month

if TYPE_CHECKING:
    import plotly.graph_objects as go

_INK, _GRID, _CLEAR = COLORS["ink"].light, COLORS["hairline"].light, "rgba(0,0,0,0)"
"""On a dark screen the pages' widgets.css gives words and edges its ink."""
_DRUGS, _PREMIUM = (COLORS["bar"].light, ""), (COLORS["help"].light, "/")
_PAYER_LOOKS = {
    "patient_pay": (COLORS["bar"].light, ""),
    "low_income_cost_sharing_subsidy": (COLORS["help"].light, "/"),
    "other_payer": (COLORS["other"].light, "+"),
    "manufacturer": (COLORS["maker"].light, "\\"),
    "plan": (COLORS["plan"].light, "x"),
    "medicare_reinsurance": (COLORS["medicare"].light, "."),
}
_PHASE_LOOKS = tuple(
    (COLORS[name].light, pattern) for name, pattern in (("help", "/"), ("plan", ""), ("maker", "x"), ("bar", "."), ("other", "+"))
)
_LETTERS = 34
_ROW_HEIGHT, _MARGINS = 230, 120


def months_figure(plans: Sequence[PlanCost]) -> Figure:
    """What you pay each month at a few plans: drugs and premium, a panel a plan, on one scale."""
    from plotly.subplots import make_subplots

    titles = [
        in_figure(_short(say("{place}. {plan}", place=index, plan=plan_name(cost.plan)))) for index, cost in enumerate(plans, start=1)
    ]
    figure = make_subplots(rows=len(plans), cols=1, shared_xaxes=False, shared_yaxes="all", subplot_titles=titles, vertical_spacing=0.14)
    for index, cost in enumerate(plans, start=1):
        for bar in _month_bars(cost, legend=index == 1):
            figure.add_trace(bar, row=index, col=1)
    _lay_out(figure, _ROW_HEIGHT * len(plans) + _MARGINS)
    return Figure(figure, " ".join(month_finding(cost) for cost in plans))


def month_figure(cost: PlanCost) -> Figure:
    """What you pay each month at one plan: drugs and premium."""
    import plotly.graph_objects as go

    figure = go.Figure(_month_bars(cost, legend=True))
    _lay_out(figure, _ROW_HEIGHT + _MARGINS)
    return Figure(figure, month_finding(cost))


def payers_figure(cost: PlanCost) -> Figure:
    """Who pays for the drugs each month, stacked."""
    import plotly.graph_objects as go

    sums = payer_months(cost)
    figure = go.Figure([_bar(say(PAYERS[payer]), amounts, _PAYER_LOOKS[payer], legend=True) for payer, amounts in sums.items()])
    _lay_out(figure, _ROW_HEIGHT + _MARGINS + 60)
    parts = [say("{payer} {amount}", payer=say(PAYERS[payer]), amount=about(sum(amounts))) for payer, amounts in sums.items()]
    if not parts:
        return Figure(figure, say("This plan pays for none of your drugs."))
    return Figure(figure, say("Who pays for the drugs this year: {parts}.", parts=", ".join(parts)))


def phases_figure(cost: PlanCost) -> Figure:
    """The phases of the year as bars over its months, a line a phase."""
    import plotly.graph_objects as go

    figure = go.Figure()
    for span in spans(cost):
        color, pattern = _PHASE_LOOKS[span.phase]
        figure.add_trace(
            go.Bar(
                orientation="h",
                y=[say(PHASES[span.phase])],
                base=[span.start.isoformat()],
                x=[(span.end - span.start).days * 86_400_000],  # Plotly counts a length of time in milliseconds
                marker={
                    "color": color,
                    "line": {"color": _INK, "width": 1},
                    "pattern": {"shape": pattern, "fgcolor": _INK, "bgcolor": color, "size": 6},
                },
                hovertemplate=f"{_span_words(span)}<extra></extra>",
                showlegend=False,
            )
        )
    _lay_out(figure, 60 * len({span.phase for span in spans(cost)}) + _MARGINS - 40)
    year = spans(cost)[0].start.year
    figure.update_xaxes(type="date", range=[date(year, 1, 1), date(year + 1, 1, 1)], dtick="M1", tickformat="%b", ticklabelmode="period")
    figure.update_yaxes(tickprefix="", tickformat="", autorange="reversed", type="category", ticklabelstandoff=6)
    figure.update_layout(barmode="overlay", margin={"t": 20})
    return Figure(figure, phases_alt(cost))


def _span_words(span: PhaseSpan) -> str:
    return say("{phase}: {start} to {end}", phase=say(PHASES[span.phase]), start=span.start, end=span.end)


def _month_bars(cost: PlanCost, *, legend: bool) -> list[go.Bar]:
    drugs = [entry.patient_pay for entry in cost.months]
    premiums = [entry.premium for entry in cost.months]
    return [_bar(say("Drugs"), drugs, _DRUGS, legend=legend), _bar(say("Premium"), premiums, _PREMIUM, legend=legend)]


def _bar(name: str, amounts: Sequence[int], look: tuple[str, str], *, legend: bool) -> go.Bar:
    import plotly.graph_objects as go

    color, pattern = look
    return go.Bar(
        name=name,
        legendgroup=name,
        showlegend=legend,
        x=[short_month(number) for number in range(1, len(amounts) + 1)],
        y=[amount / 100 for amount in amounts],
        marker={
            "color": color,
            "line": {"color": _INK, "width": 1},
            "pattern": {"shape": pattern, "fgcolor": _INK, "bgcolor": color, "size": 6},
        },
        hovertemplate="%{x}: $%{y:,.2f}<extra>" + name + "</extra>",
    )


def _lay_out(figure: go.Figure, height: int) -> None:
    figure.update_layout(
        barmode="stack",
        height=height,
        margin={"l": 10, "r": 10, "t": 80, "b": 40},
        font={"size": 15, "color": _INK, "family": "sans-serif"},
        paper_bgcolor=_CLEAR,
        plot_bgcolor=_CLEAR,
        legend={"orientation": "h", "y": 1, "yanchor": "top", "yref": "container", "x": 0},
        hoverlabel={"font": {"size": 15}},
        dragmode=False,
    )
    figure.update_xaxes(linecolor=_INK, tickangle=-90, fixedrange=True)
    figure.update_yaxes(tickprefix="$", gridcolor=_GRID, rangemode="tozero", automargin=True, fixedrange=True)
    figure.update_annotations(font={"size": 15, "color": _INK}, x=0, xanchor="left")


def _short(text: str) -> str:
    return text if len(text) <= _LETTERS else f"{text[: _LETTERS - 1].rstrip()}…"
