"""The figures: what you pay each month, the phases of the year, who pays. Each has its finding in a sentence.

Patterns and labels tell parts apart, never color alone. Plotly is imported when the first figure is drawn.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from finder.domain.months import YEAR_MONTHS
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
_MIDDLE = 16
"""The day of a month under whose name it stands."""
_ROW_HEIGHT, _MARGINS, _BETWEEN = 230, 120, 0.14
"""Pixels of a panel, and of what is above and below all; the share of the height between two."""
_MARGIN = {"l": 10, "r": 10, "t": 80, "b": 40}
_X_AXIS = {"linecolor": _INK, "tickangle": -90, "fixedrange": True}
_Y_AXIS = {"tickprefix": "$", "gridcolor": _GRID, "rangemode": "tozero", "automargin": True, "fixedrange": True}


def months_figure(plans: Sequence[PlanCost]) -> Figure:
    """What you pay each month at a few plans: drugs and premium, a panel a plan, on one scale."""
    titles = [
        in_figure(_short(say("{place}. {plan}", place=index, plan=plan_name(cost.plan)))) for index, cost in enumerate(plans, start=1)
    ]
    bars = [
        {**bar, "xaxis": f"x{_numbered(index)}", "yaxis": f"y{_numbered(index)}"}
        for index, cost in enumerate(plans, start=1)
        for bar in _month_bars(cost, legend=index == 1)
    ]
    figure = _figure(bars, _ROW_HEIGHT * len(plans) + _MARGINS, _panels(titles))
    return Figure(figure, " ".join(month_finding(cost) for cost in plans))


def month_figure(cost: PlanCost) -> Figure:
    """What you pay each month at one plan: drugs and premium."""
    return Figure(_figure(_month_bars(cost, legend=True), _ROW_HEIGHT + _MARGINS), month_finding(cost))


def payers_figure(cost: PlanCost) -> Figure:
    """Who pays for the drugs each month, stacked."""
    sums = payer_months(cost)
    bars = [_bar(say(PAYERS[payer]), amounts, _PAYER_LOOKS[payer], legend=True) for payer, amounts in sums.items()]
    figure = _figure(bars, _ROW_HEIGHT + _MARGINS + 60)
    parts = [say("{payer} {amount}", payer=say(PAYERS[payer]), amount=about(sum(amounts))) for payer, amounts in sums.items()]
    if not parts:
        return Figure(figure, say("This plan pays for none of your drugs."))
    return Figure(figure, say("Who pays for the drugs this year: {parts}.", parts=", ".join(parts)))


def phases_figure(cost: PlanCost) -> Figure:
    """The phases of the year as bars over its months, a line a phase."""
    known = spans(cost)
    bars = [
        {
            "type": "bar",
            "orientation": "h",
            "y": [say(PHASES[span.phase])],
            "base": [span.start.isoformat()],
            "x": [(span.end - span.start).days * 86_400_000],  # Plotly counts a length of time in milliseconds
            "marker": _marker(_PHASE_LOOKS[span.phase]),
            "hovertemplate": f"{_span_words(span)}<extra></extra>",
            "showlegend": False,
        }
        for span in known
    ]
    year = known[0].start.year
    firsts, middles = ([date(year, number, day) for number in range(1, YEAR_MONTHS + 1)] for day in (1, _MIDDLE))
    months = {
        "type": "date",
        "range": [date(year, 1, 1), date(year + 1, 1, 1)],
        "tickvals": middles,
        "ticktext": [short_month(middle.month) for middle in middles],  # Plotly's own names of months are English
        "showgrid": False,
        "minor": {"tickvals": firsts, "showgrid": True, "gridcolor": _GRID},
    }
    phases = {"tickprefix": "", "autorange": "reversed", "type": "category", "ticklabelstandoff": 6}
    layout = {
        "barmode": "overlay",
        "margin": {**_MARGIN, "t": 20},
        "xaxis": {**_X_AXIS, **months},
        "yaxis": {**_Y_AXIS, **phases},
    }
    return Figure(_figure(bars, 60 * len({span.phase for span in known}) + _MARGINS - 40, layout), phases_alt(cost))


def _span_words(span: PhaseSpan) -> str:
    return say("{phase}: {start} to {end}", phase=say(PHASES[span.phase]), start=span.start, end=span.end)


def _month_bars(cost: PlanCost, *, legend: bool) -> list[dict[str, Any]]:
    drugs = [entry.patient_pay for entry in cost.months]
    premiums = [entry.premium for entry in cost.months]
    return [_bar(say("Drugs"), drugs, _DRUGS, legend=legend), _bar(say("Premium"), premiums, _PREMIUM, legend=legend)]


def _bar(name: str, amounts: Sequence[int], look: tuple[str, str], *, legend: bool) -> dict[str, Any]:
    return {
        "type": "bar",
        "name": name,
        "legendgroup": name,
        "showlegend": legend,
        "x": [short_month(number) for number in range(1, len(amounts) + 1)],
        "y": [amount / 100 for amount in amounts],
        "marker": _marker(look),
        "hovertemplate": "%{x}: $%{y:,.2f}<extra>" + name + "</extra>",
    }


def _marker(look: tuple[str, str]) -> dict[str, Any]:
    color, pattern = look
    return {
        "color": color,
        "line": {"color": _INK, "width": 1},
        "pattern": {"shape": pattern, "fgcolor": _INK, "bgcolor": color, "size": 6},
    }


def _panels(titles: Sequence[str]) -> dict[str, Any]:
    """The layout of panels one below the other, each with its title, all with the first one's scale."""
    height = (1 - _BETWEEN * (len(titles) - 1)) / len(titles)
    layout: dict[str, Any] = {"annotations": []}
    for index, title in enumerate(titles, start=1):
        top, number = 1 - (height + _BETWEEN) * (index - 1), _numbered(index)
        layout[f"xaxis{number}"] = {**_X_AXIS, "anchor": f"y{number}"}
        layout[f"yaxis{number}"] = {**_Y_AXIS, "anchor": f"x{number}", "domain": [max(0.0, top - height), top]}
        if number:
            layout[f"yaxis{number}"]["matches"] = "y"
        place = {"x": 0, "xanchor": "left", "xref": "paper", "y": top, "yanchor": "bottom", "yref": "paper"}
        layout["annotations"].append({"text": title, "showarrow": False, "font": {"size": 15, "color": _INK}, **place})
    return layout


def _numbered(panel: int) -> str:
    """What Plotly writes after the name of an axis: nothing for the first."""
    return str(panel) if panel > 1 else ""


def _figure(bars: Sequence[dict[str, Any]], height: int, layout: Mapping[str, Any] | None = None) -> go.Figure:
    """The bars in the look of all figures. Made in one call: each of Plotly's ways to update one takes longer than the whole figure."""
    import plotly.graph_objects as go

    look = {
        "barmode": "stack",
        "height": height,
        "margin": _MARGIN,
        "font": {"size": 15, "color": _INK, "family": "sans-serif"},
        "paper_bgcolor": _CLEAR,
        "plot_bgcolor": _CLEAR,
        "legend": {"orientation": "h", "y": 1, "yanchor": "top", "yref": "container", "x": 0},
        "hoverlabel": {"font": {"size": 15}},
        "dragmode": False,
        "xaxis": _X_AXIS,
        "yaxis": _Y_AXIS,
    }
    return go.Figure({"data": list(bars), "layout": look | dict(layout or {})})


def _short(text: str) -> str:
    return text if len(text) <= _LETTERS else f"{text[: _LETTERS - 1].rstrip()}…"
