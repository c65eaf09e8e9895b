"""What is said of the late fee: the headline, a timeline, the cost by year, what waiting adds, and the steps with their dates."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from finder.domain.errors import Problem, Refusal
from finder.domain.money import shown, to_basis_points, to_cents
from finder.domain.months import YEAR_MONTHS
from finder.explain.kit.bars import Series, look, standing_bars
from finder.explain.kit.section import Column, Figure, Table
from finder.explain.source_words import STATUSES, problem_sentence
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
    "before_65": "No coverage before 65",
    "second_enrollment": "Second time to join",
    "creditable": "Good coverage",
    "short_gap": "Short gap, no fee",
    "uncovered": "No coverage, counts",
    "drug_plan": "Drug plan",
}
_LOOKS = {
    "initial_enrollment": ("#e6e6e6", "."),
    "before_65": ("#c9ced6", "/"),
    "second_enrollment": ("#e6e6e6", "."),
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
    """The fee of the first year in which it is owed, or that there is none and why."""
    if answer["applies"]:
        first = next(year for year in answer["years"] if to_cents(year["monthly_penalty"]))
        return f"Your late fee is {_money(first['monthly_penalty'])} a month in {first['year']}."
    if answer["waived"]:
        return "You pay no late fee while you have Extra Help."
    return "You owe no late fee."


def because(answer: Answer) -> tuple[str, ...]:
    """The longest gap against the gate, the months that count, how the fee is made, and when it is not owed."""
    return (*_why(answer), *_second_time(answer), *_helped(answer), *_part_years(answer))


def _why(answer: Answer) -> tuple[str, ...]:
    days, months = answer["continuous_days_uncovered"], answer["uncovered_months"]
    gate = next(rule for rule in answer["rules"] if rule["id"] == "gate")
    if not days:
        since = " after your second time to join" if answer.get("gaps_before_65") else ""
        return (f"You had good coverage, or a drug plan, all the time{since}.",)
    said = [f"Your longest time without good coverage is {counted(days, 'day')}.", gate["says"]]
    if not months:
        return (*said, "Your time is shorter. So no month counts.")
    first = next((year for year in answer["years"] if to_cents(year["monthly_penalty"])), answer["years"][0])
    said.append("1 full month counts." if months == 1 else f"{counted(months, 'full month')} count.")
    if answer["waived"]:
        return (*said, "With Extra Help none of it is charged.")
    says = {rule["id"]: rule["says"] for rule in answer["rules"]}
    said += [says["amount"], f"The base premium of {first['year']} is {_money(first['base_premium'])} a month.", says["rounding"]]
    return tuple(said)


def _second_time(answer: Answer) -> tuple[str, ...]:
    """What the second time to join, at 65, changes for a person who had Medicare before."""
    if "second_initial_enrollment" not in answer:
        return ()
    second = answer["second_initial_enrollment"]
    said = [
        f"You had Medicare before 65. So you get a second time to join, from {_day(second['first_day'])} to {_day(second['last_day'])}."
    ]
    if answer["penalty_ends"] and answer["applies"]:
        said.append(f"Your late fee ends on {_day(answer['penalty_ends'])}. Medicare counts you as 65 from then on.")
    dropped = sum(gap["uncovered_months"] for gap in answer["gaps_before_65"])
    if dropped:
        said.append(f"Before that you had {counted(dropped, 'full month')} without good coverage. They no longer count.")
    return tuple(said)


def _helped(answer: Answer) -> tuple[str, ...]:
    """The times with Extra Help: nothing is owed in them, the months before still count, and what we don't know."""
    periods = answer.get("extra_help", ())
    if not periods or not answer["uncovered_months"]:
        return ()
    times = joined(f"from {_day(p['from'])} {'to ' + _day(p['through']) if p['through'] else 'on'}" for p in periods)
    said = [f"You have Extra Help {times}. In that time you pay no late fee. The months before it still count."]
    if any(period["through"] for period in periods):
        said.append("We show the fee again after your Extra Help ends. We are not sure that it comes back. Ask Medicare.")
    return tuple(said)


def _part_years(answer: Answer) -> tuple[str, ...]:
    """Where the fee starts or ends within a year, what Find plans makes of the months."""
    parts = [year for year in answer["years"] if 0 < year.get("months_owed", 0) < year["months"]]
    return tuple(
        f"In {year['year']} you owe the fee for {counted(year['months_owed'], 'month')} only. Find plans counts it for the whole year."
        for year in parts
    )


_LABELS = {
    "birth_date": "Your birth date",
    "medicare_start": "Your first Medicare month",
    "initial_enrollment_end": "The last day of your first time to join",
    "second_initial_enrollment_end": "The last day of your second time to join",
    "coverage_start": "The start of your drug plan",
    "review_request": "The day you sent a request for review",
    "attestation_letter": "The date on the letter about your past coverage",
    "penalty_letter": "The date on the letter that tells you the late fee",
}
"""The dates of the form as a refusal names them."""
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PERIOD = re.compile(r"\$\.creditable\[([0-9]+)\]")


def refusal_sentences(refusal: Refusal) -> tuple[str, ...]:
    """What is wrong with the form, in the words of the form: which answer, and what it must be."""
    return tuple(_refused(problem) for problem in refusal.problems)


def _refused(problem: Problem) -> str:
    period = _PERIOD.fullmatch(problem.where)
    if period:
        return f"Good coverage {int(period[1]) + 1}: the first day must be before the last day."
    if problem.where.startswith("$.low_income_subsidy"):
        return "Extra Help: the first month must be before the last month."
    field = problem.where.removeprefix("$.")
    if field == "review_request":
        return f"{_LABELS[field]} must be on or after the date on the letter that tells you the late fee."
    dates = [_day(found) for found in _DATE.findall(problem.expected)]
    if field not in _LABELS or not dates:
        return problem_sentence(problem)
    label = _LABELS[field]
    if field == "coverage_start":
        early = f"{label} must be {dates[0]} or later. Your Medicare starts then by the dates you gave."
        return f"{early} If you had Medicare before 65, choose that above." if "disability" in problem.expected else early
    if field == "initial_enrollment_end" and "or later" in problem.expected:
        return f"{label} must be {dates[0]} or later. The first of these times ended then."
    if len(dates) == 1:
        why = "You turn 65 then." if field == "medicare_start" else "Your second time to join ends then."
        return f"{label} must be before {dates[0]}. {why}"
    return f"{label} must be from {dates[0]} to {dates[1]}."


def timeline_figure(answer: Answer) -> Figure:
    """The stretches of time as bars, a line for each kind."""
    import plotly.graph_objects as go

    figure = go.Figure()
    for stretch in answer["timeline"]:
        figure.add_trace(_stretch(stretch))
    kinds = {stretch["what"] for stretch in answer["timeline"]}
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


def fee_years(answer: Answer) -> list[Mapping[str, Any]]:
    """The years to show: all that were counted, or those through the year in which the fee ends at 65."""
    ends = answer.get("penalty_ends")
    return [year for year in answer["years"] if not ends or year["year"] <= date.fromisoformat(ends).year]


def cost_figure(answer: Answer) -> Figure:
    """The fee of each year; years that we assume have their own look."""
    years = fee_years(answer)
    known = [0 if year["projected"] else to_cents(year["cost"]) for year in years]
    assumed = [to_cents(year["cost"]) if year["projected"] else 0 for year in years]
    parts = [Series("Years that we know", known, look(0))]
    parts += [Series("Years that we assume", assumed, look(1))] if any(assumed) else []
    return standing_bars([str(year["year"]) for year in years], parts, cost_finding(answer), stacked=True)


def cost_finding(answer: Answer) -> str:
    """The cost in a sentence."""
    years = fee_years(answer)
    first, last = years[0]["year"], years[-1]["year"]
    if not answer["applies"]:
        return f"The late fee is $0.00 {f'in {first}' if first == last else f'in each year from {first} to {last}'}."
    time = f"in {first}" if first == last else f"from {first} to {last}"
    return f"The late fee comes to {_money(answer['lifetime_cost'])} {time}."


def cost_table(answer: Answer) -> Table:
    """The figure's numbers: base premium, fee a month and in the year; years that we assume or that one source gives say so."""
    columns = (Column("Year"), Column("Base premium a month", True), Column("Late fee a month", True), Column("Late fee in the year", True))
    rows = [
        (_year_words(year), _money(year["base_premium"]), _money(year["monthly_penalty"]), _money(year["cost"]))
        for year in fee_years(answer)
    ]
    rows.append(("All", "", "", _money(answer["lifetime_cost"])))
    return Table("What the late fee costs you, year by year", columns, tuple(rows), frozenset({len(rows) - 1}))


def _year_words(year: Mapping[str, Any]) -> str:
    months = f", {counted(year['months'], 'month')}" if year["months"] < YEAR_MONTHS else ""
    if 0 < year.get("months_owed", year["months"]) < year["months"]:
        months = f", {counted(year['months_owed'], 'month')} with the fee"
    doubt = "" if year["status"] == "confirmed" else f" ({'assumed' if year['projected'] else STATUSES[year['status']].lower()})"
    return f"{year['year']}{months}{doubt}"


def assumption_sentence(answer: Answer) -> str:
    """What is assumed of the years that we don't know; empty where none is."""
    assumed = answer["assumptions"]
    if not any(year["projected"] for year in fee_years(answer)):
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
    if not to_cents(waiting["more_in_all"]):
        return (f"If you wait one more year and join on {start}, it adds no late fee. But you have no drug plan in that year.",)
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
