"""What is said of rights and clocks: what may have happened, the dates as sentences, table and timeline, what to say and to whom."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from finder.explain.explainers.rule_sources import how_sure
from finder.explain.kit.date_charts import Due, timeline_figure
from finder.explain.kit.section import Column, Figure, Table
from finder.explain.words import day

Answer = Mapping[str, Any]

INTRO = "The law gives you rights, and clocks run on them. Tell us what happened and when. We show each date, and what to say to whom."
EMPTY = "Choose what happened and the day, and press Show my dates."
EVENTS = {
    "I asked my plan to cover a drug": "coverage_determination",
    "I asked for a fast answer, because a wait could harm me": "expedited_determination",
    "I asked for an exception": "exception",
    "I paid and asked for my money back": "payment_request",
    "My plan said no": "denial",
    "I asked my plan to look again (appeal)": "redetermination",
    "My plan said no to my appeal": "appeal_denied",
    "I asked the independent reviewer": "independent_review",
    "The reviewer decided for me": "reversal",
    "My plan did not decide in time": "late_decision",
    "I missed a premium": "grace_period",
    "I am away from home for a long time": "absence",
    "My plan ends next year": "nonrenewal",
    "I am owed money after someone else paid, or Extra Help came late": "refund",
}
"""What happened, in words that people use."""
ON = {
    "coverage_determination": "Day the plan got your request",
    "expedited_determination": "Day the plan got your request",
    "exception": "Day the plan got your request",
    "payment_request": "Day the plan got your request",
    "denial": "Date on the plan's letter",
    "redetermination": "Day the plan got your appeal",
    "appeal_denied": "Date on the plan's answer",
    "independent_review": "Day the reviewer got your request",
    "reversal": "Day the plan heard of it",
    "late_decision": "Day the answer was due",
    "grace_period": "First day of the month you did not pay",
    "absence": "Day you left",
    "nonrenewal": "January 1 when the plan is gone",
    "refund": "Day the plan heard of it",
}
"""The question for the day, by event."""
OTHER_DAYS = {
    "exception": ("prescriber_statement_on", "Day the plan got your doctor's statement (leave empty if not yet)"),
    "denial": ("received_on", "Day you got the letter (leave empty if not sure)"),
    "grace_period": ("billed_on", "Day of the bill (leave empty if not sure)"),
    "absence": ("back_on", "Day you came back (leave empty if you are still away)"),
    "refund": ("fill_on", "Day of the fill (leave empty if there were many)"),
}
"""The one further day that an event may need: its field and its question."""
AWAY_PLANS: dict[str, dict[str, object]] = {
    "A drug plan": {"plan_kind": "PDP"},
    "A health plan with drugs (Medicare Advantage)": {"plan_kind": "MA-PD"},
    "A health plan with a travel benefit": {"plan_kind": "MA-PD", "travel_benefit": True},
}
"""The plan of a person who is away, with what it means for the question."""
MISSING_DAY = "Please fill in the day first."
URGENT = {"coverage_determination", "exception", "redetermination", "independent_review"}
"""Events that may be urgent."""
MONEY = {"redetermination", "independent_review"}
"""Events that may be about money for a drug already bought."""
_WHO = {"you": "You", "plan": "The plan", "independent_reviewer": "The independent reviewer"}
_TO = {
    "ship": "your local counselor (SHIP)",
    "medicare": "Medicare",
    "independent_reviewer": "the independent reviewer",
    "plan": "your plan",
}


def headline(answer: Answer) -> tuple[str, ...]:
    """The first date on which the person must act, else the first of all, in a sentence."""
    known = [entry for entry in answer["dates"] if entry["date"]]
    if not answer["dates"]:
        return ("We have not read that year's rule, so we show no date.", "Call 1-800-MEDICARE and ask.")
    if not known:
        return (answer["dates"][0]["says"],)
    mine = [entry for entry in known if entry["who"] == "you" and entry["what"] != "look_back"]
    first = mine[0] if mine else known[0]
    return (f"{_when(first)}: {first['title'].replace('The plan', 'the plan').replace('The reviewer', 'the reviewer')}.", first["says"])


def date_table(answer: Answer) -> Table:
    """Every date with who must act, what it means, and how sure we are."""
    columns = (Column("By"), Column("Who"), Column("What"), Column("Where it stands"), Column("How sure we are"))
    rows = tuple((_when(e), _WHO[e["who"]], e["says"], e["citation"], how_sure(e)) for e in answer["dates"])
    return Table("Your dates", columns, rows)


def say_table(answer: Answer) -> Table:
    """What to say, and to whom."""
    rows = tuple((_to(say["to"]), say["words"]) for say in answer["say"])
    return Table("What to say", (Column("To"), Column("You can say")), rows)


def _to(whom: str) -> str:
    words = _TO.get(whom, f"your {whom}")
    return words[:1].upper() + words[1:]


def dates_figure(answer: Answer) -> Figure | None:
    """The dates as a timeline from the day of the event; None where no date is known."""
    dues = [Due(date.fromisoformat(entry["date"]), entry["title"]) for entry in answer["dates"] if entry["date"]]
    if not dues:
        return None
    told = "; ".join(f"{day(due.day)}, {due.title}" for due in dues)
    start = date.fromisoformat(answer["on"])
    return timeline_figure(start, dues, f"From {day(start)}: {told}.")


def _when(entry: Answer) -> str:
    if not entry["date"]:
        return "not yet known"
    said = day(date.fromisoformat(entry["date"]))
    return f"{said}, {_clock(entry['time'])}" if entry["time"] else said


def _clock(written: str) -> str:
    """``14:05`` as ``2:05 pm``."""
    hour, minute = (int(part) for part in written.split(":"))
    return f"{(hour - 1) % 12 + 1}:{minute:02d} {'am' if hour < 12 else 'pm'}"
