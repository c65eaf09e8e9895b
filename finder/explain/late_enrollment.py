"""What is said of the late fee: the headline, a timeline, the cost by year, what waiting adds, and the steps with their dates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from finder.domain.money import shown, to_basis_points, to_cents
from finder.domain.months import YEAR_MONTHS
from finder.explain.bars import Series, look, standing_bars
from finder.explain.charts import Figure
from finder.explain.source_words import STATUSES
from finder.explain.tables import Column, Table
from finder.explain.words import counted, day, joined

if TYPE_CHECKING:
    import plotly.graph_objects as go

Answer = Mapping[str, Any]

INTRO = (
    "If you join a drug plan late, you may pay a late fee (late enrollment penalty) on top of the premium. You may owe none if you had "
    "other good drug coverage. Good means it pays as much as Medicare's (creditable coverage)."
)
EMPTY = "Fill in the form and press Show my late fee. We keep no dates."
STRETCHES = {
    "initial_enrollment": "First time to join",
    "creditable": "Good coverage",
    "short_gap": "Short gap, no fee",
    "uncovered": "No coverage, counts",
    "drug_plan": "Drug plan",
}
_LOOKS = {
    "initial_enrollment": ("#e6e6e6", "."),
    "creditable": ("#8fc1a9", ""),
    "short_gap": ("#f5c26b", "/"),
    "uncovered": ("#e07b39", "x"),
    "drug_plan": ("#0b4a8f", ""),
}
_STEPS = {
    "attestation": "Answer your plan's letter about past coverage",
    "notice": "Your plan tells you the fee",
    "reconsideration": "Ask for a review",
    "decision": "The reviewer decides",
}
_RUNS_FROM = {
    "attestation_letter": "the date on the plan's letter",
    "penalty_letter": "the date on the letter about the fee",
    "review_request": "the day the reviewer gets your request",
}
_WHO = {"plan": "Your plan and you", "you": "You", "independent_reviewer": "A reviewer outside the plan"}
_INK, _DAY_MILLISECONDS = "#1a1a1a", 86_400_000
PERCENT = 100  # basis points


def headline(answer: Answer) -> str:
    """The fee of the first year, or that there is none and why."""
    first = answer["years"][0]
    if answer["applies"]:
        return f"Your late fee is {_money(first['monthly_penalty'])} a month in {first['year']}."
    if answer["waived"]:
        return "You pay no late fee while you have Extra Help."
    return "You owe no late fee."


def because(answer: Answer) -> tuple[str, ...]:
    """The longest gap against the gate, the months that count, and how the fee is made."""
    days, months = answer["continuous_days_uncovered"], answer["uncovered_months"]
    gate = next(rule for rule in answer["rules"] if rule["id"] == "gate")
    if not days:
        return ("You had good coverage, or a drug plan, all the time.",)
    said = [f"Your longest time without good coverage is {counted(days, 'day')}.", gate["says"]]
    if not months:
        return (*said, "Your time is shorter. So no month counts.")
    first = answer["years"][0]
    said.append(f"{counted(months, 'full month')} count.")
    if answer["waived"]:
        return (*said, "With Extra Help none of it is charged.")
    says = {rule["id"]: rule["says"] for rule in answer["rules"]}
    said += [says["amount"], f"The base premium of {first['year']} is {_money(first['base_premium'])} a month.", says["rounding"]]
    return tuple(said)


def timeline_figure(answer: Answer) -> Figure:
    """The stretches of time as bars, a line for each kind."""
    import plotly.graph_objects as go

    figure = go.Figure()
    for stretch in answer["timeline"]:
        figure.add_trace(_stretch(stretch))
    kinds = {stretch["what"] for stretch in answer["timeline"]}
    figure.update_layout(
        height=58 * len(kinds) + 90,
        margin={"l": 10, "r": 20, "t": 20, "b": 40},
        font={"size": 15, "color": _INK, "family": "sans-serif"},
        paper_bgcolor="#ffffff",
        plot_bgcolor="#ffffff",
        barmode="overlay",
        dragmode=False,
        showlegend=False,
    )
    figure.update_xaxes(type="date", nticks=5, tickformat="%b<br>%Y", gridcolor="#d0d4da", linecolor=_INK, fixedrange=True)
    order = [words for what, words in STRETCHES.items() if what in kinds]
    figure.update_yaxes(type="category", categoryorder="array", categoryarray=order[::-1], automargin=True, fixedrange=True)
    return Figure(figure, timeline_finding(answer))


def _stretch(stretch: Mapping[str, str]) -> go.Bar:
    import plotly.graph_objects as go

    colour, pattern = _LOOKS[stretch["what"]]
    first, last = date.fromisoformat(stretch["from"]), date.fromisoformat(stretch["through"])
    return go.Bar(
        orientation="h",
        y=[STRETCHES[stretch["what"]]],
        base=[first.isoformat()],
        x=[((last - first).days + 1) * _DAY_MILLISECONDS],
        marker={
            "color": colour,
            "line": {"color": _INK, "width": 1},
            "pattern": {"shape": pattern, "fgcolor": _INK, "bgcolor": colour, "size": 6},
        },
        hovertemplate=f"{STRETCHES[stretch['what']]}: {day(first)} to {day(last)}<extra></extra>",
    )


def timeline_finding(answer: Answer) -> str:
    """The timeline in a sentence."""
    counts = [gap for gap in answer["gaps"] if gap["reaches_gate"]]
    start = day(date.fromisoformat(answer["coverage_start"]))
    if not counts:
        return f"No gap is long enough to count before your drug plan starts on {start}."
    gaps = joined(f"from {_day(gap['from'])} to {_day(gap['through'])}" for gap in counts)
    return f"You were without good coverage {gaps}. Your drug plan starts on {start}."


def timeline_table(answer: Answer) -> Table:
    """The same stretches with their days, and the months that count."""
    gaps = {gap["from"]: gap for gap in answer["gaps"]}
    rows = []
    for stretch in answer["timeline"]:
        first, last = date.fromisoformat(stretch["from"]), date.fromisoformat(stretch["through"])
        gap = gaps.get(stretch["from"])
        plan = stretch["what"] == "drug_plan"
        days = "goes on" if plan else f"{(last - first).days + 1:,}"
        rows.append(
            (
                STRETCHES[stretch["what"]],
                day(first),
                "goes on" if plan else day(last),
                days,
                str(gap["uncovered_months"]) if gap else "none",
            )
        )
    columns = (Column("Time"), Column("From"), Column("Through"), Column("Days", True), Column("Months that count", True))
    return Table("Your time with and without good coverage", columns, tuple(rows))


def cost_figure(answer: Answer) -> Figure:
    """The fee of each year; years that we assume have their own look."""
    years = answer["years"]
    known = [0 if year["projected"] else to_cents(year["cost"]) for year in years]
    assumed = [to_cents(year["cost"]) if year["projected"] else 0 for year in years]
    parts = [Series("Years that we know", known, look(0))]
    parts += [Series("Years that we assume", assumed, look(1))] if any(assumed) else []
    return standing_bars([str(year["year"]) for year in years], parts, cost_finding(answer), stacked=True)


def cost_finding(answer: Answer) -> str:
    """The cost in a sentence."""
    first, last = answer["years"][0]["year"], answer["years"][-1]["year"]
    if not answer["applies"]:
        return f"The late fee is $0.00 in each year from {first} to {last}."
    return f"The late fee comes to {_money(answer['lifetime_cost'])} from {first} to {last}."


def cost_table(answer: Answer) -> Table:
    """The figure's numbers: base premium, fee a month and in the year; years that we assume or that one source gives say so."""
    columns = (Column("Year"), Column("Base premium a month", True), Column("Late fee a month", True), Column("Late fee in the year", True))
    rows = [
        (_year_words(year), _money(year["base_premium"]), _money(year["monthly_penalty"]), _money(year["cost"])) for year in answer["years"]
    ]
    rows.append(("All", "", "", _money(answer["lifetime_cost"])))
    return Table("What the late fee costs you, year by year", columns, tuple(rows), frozenset({len(rows) - 1}))


def _year_words(year: Mapping[str, Any]) -> str:
    months = f", {counted(year['months'], 'month')}" if year["months"] < YEAR_MONTHS else ""
    doubt = "" if year["status"] == "confirmed" else f" ({'assumed' if year['projected'] else STATUSES[year['status']].lower()})"
    return f"{year['year']}{months}{doubt}"


def assumption_sentence(answer: Answer) -> str:
    """What is assumed of the years that we don't know; empty where none is."""
    assumed = answer["assumptions"]
    if not assumed["projected_years"]:
        return ""
    rate = to_basis_points(assumed["premium_growth"])
    growth = f"grows {rate / PERCENT:g}% a year" if rate else "stays as it is"
    known = f"We know the base premium through {assumed['last_known_year']}."
    return f"{known} After that we assume that it {growth}. You can change this above."


def waiting_sentences(answer: Answer) -> tuple[str, ...]:
    """What one more year without coverage would add."""
    if answer["waived"]:
        return ("With Extra Help there is no late fee, so waiting adds none.",)
    waiting = answer["waiting_one_more_year"]
    start = day(date.fromisoformat(waiting["coverage_start"]))
    monthly, now = _money(waiting["monthly_penalty"]), _money(waiting["monthly_penalty_if_you_start_now"])
    said = [f"If you wait one more year and join on {start}, {counted(waiting['uncovered_months'], 'month')} would count."]
    said.append(f"Your fee would be {monthly} a month, not {now}. That is {_money(waiting['more_each_month'])} more each month.")
    said.append(f"Through {waiting['through']} it adds {_money(waiting['more_in_all'])}.")
    said.append("Some of these years are assumed." if waiting["projected"] else "")
    return tuple(filter(None, said))


def steps_table(answer: Answer) -> Table:
    """The steps from the plan's first letter to the review, with their dates."""
    rows = tuple((_STEPS[step["step"]], _WHO[step["who"]], _when(step), step["says"]) for step in answer["steps"])
    return Table("Steps and dates", (Column("Step"), Column("Who"), Column("By when"), Column("What to know")), rows)


def _when(step: Mapping[str, Any]) -> str:
    if step["due"]:
        return _day(step["due"])
    return f"{step['days']} days after {_RUNS_FROM[step['runs_from']]}" if step["days"] else "No date set"


def next_step(answer: Answer) -> str:
    """One plain thing to do now."""
    if answer["applies"]:
        proof = "Next step: look for proof of other drug coverage in these months."
        return f"{proof} If you find some, send the letter below with a copy of it."
    if answer["waived"]:
        return "Next step: keep your Extra Help letter. Show it if a plan asks you for a late fee."
    return "Next step: keep the letters about your good coverage. If a plan asks you for a late fee, send the letter below."


def _day(iso: str) -> str:
    return day(date.fromisoformat(iso))


def _money(text: str) -> str:
    return shown(to_cents(text))
