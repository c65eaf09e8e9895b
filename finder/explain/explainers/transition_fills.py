"""What is said of transition fills: choices, the headline, the calendar, the tables of fills and dates, where the numbers come from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from finder.domain.plan_cost import DrugCost, PlanCost, RestrictionKind
from finder.explain.kit.date_charts import DayMark, calendar_figure, short_day
from finder.explain.kit.section import Column, Figure, Table
from finder.explain.words import counted, day, drug_name, joined, plan_name

Answer = Mapping[str, Any]

INTRO = (
    "A plan may not list your drug, or may ask for something first. Then it must often give you a first supply while you and your doctor "
    "sort it out. This is called a transition fill."
)
EMPTY = "Fill in the form and press Show my dates."
GROUPS = {
    "I joined this plan in the fall, or it is my first": "new_enrollee",
    "I just got Medicare and had other coverage before": "newly_eligible",
    "I changed plans during the year": "switcher",
    "I stay in my plan, but its drug list changed": "stayer",
}
SETTINGS = {
    "At a drug store": "retail",
    "By mail": "mail",
    "At home, by a tube (home infusion)": "home_infusion",
    "In a nursing home (long-term care)": "long_term_care",
}
DRUG_STATUSES = {
    "It is not on the plan's list": "not_on_formulary",
    "Plan approval first (prior authorization)": "prior_authorization",
    "Try another drug first (step therapy)": "step_therapy",
    "Limit on amount (quantity limit)": "quantity_limit",
    "It is on the list, with no rules": "on_formulary",
}
MISSING = "Please fill in the first day of your plan and the day of each fill."
_PLAIN = {
    "in_window": "Yes. It is inside the first supply time.",
    "part_of_supply": "In part. This is what is left of the first supply.",
    "supply_used": "No. You have had the first supply.",
    "before_coverage": "No. Your plan had not started.",
    "after_window": "No. The first supply time was over.",
    "emergency": "Yes, as an emergency supply in a nursing home.",
    "emergency_used": "No. You have had the emergency supply.",
    "quantity_limit": "No. The rule does not speak of limits on amount.",
    "on_formulary": "Your plan covers it as usual.",
    "immediate_change": "No. The rule lets a plan make this change at once.",
}
_WINDOW, _SUPPLY, _FILL, _LETTER, _LAST = "#e8f1ea", "#8fc1a9", "#f5c26b", "#d9b3e6", "#e07b39"


class FirstSupply(NamedTuple):
    """A drug of a comparison for which a first supply may be owed: its name, its key, how the plan has it in the contract's word, the
    plan's name and the first day of coverage."""

    drug: str
    rxcui: str
    status: str
    plan: str
    start: date


def first_supplies(cost: PlanCost, start: date) -> tuple[FirstSupply, ...]:
    """The drugs that a plan leaves out, or asks approval or another drug for first."""
    found = [(drug, _status(drug)) for drug in cost.drugs]
    return tuple(
        FirstSupply(drug_name(drug.drug), drug.drug.rxcui, status, plan_name(cost.plan), start) for drug, status in found if status
    )


def _status(drug: DrugCost) -> str:
    if not drug.covered:
        return "not_on_formulary"
    kinds = {restriction.kind for restriction in drug.restrictions}
    named = (RestrictionKind.PRIOR_AUTHORIZATION, RestrictionKind.STEP_THERAPY)
    return next((kind.key for kind in named if kind in kinds), "")


def first_supply_sentence(supply: FirstSupply) -> str:
    """Which drug and plan the page speaks of."""
    return f"This is about {supply.drug} at {supply.plan}. We count you as new to the plan. Tell us more below."


def window_document(supply: FirstSupply) -> dict[str, Any]:
    """What the question is asked before the person has told more: someone new to the plan, no fill yet. It gives the calendar."""
    return {
        "coverage_start": supply.start.isoformat(),
        "group": "new_enrollee",
        "setting": "retail",
        "drug_status": supply.status,
        "fills": [],
    }


def headline(answer: Answer) -> tuple[str, ...]:
    """The answer in a few sentences."""
    window, supply = answer["window"], answer["supply"]
    if not supply["owed"]:
        return ("This rule gives you no first supply here.", answer["steps"][0]["says"])
    said = [f"Your first supply time ends on {_day(window['end'])}."]
    said.append(_owed_words(supply))
    if supply["given_days"] and supply["left_days"]:
        said.append(f"You still have {counted(supply['left_days'], 'day')} to come.")
    if supply["given_days"] and supply["left_days"] == 0:
        said.append("You have had all of it.")
    return tuple(said)


def _owed_words(supply: Answer) -> str:
    total, other, most = supply["total_days"], supply["total_days_other_reading"], supply["most_days"]
    if total is None:
        return f"Until then the plan must fill it, {counted(supply['largest_fill'], 'day')} at a time."
    if other:
        return f"Until then the plan owes you {total} days of the drug by the rule's text, or {other} by its preamble."
    if most:
        return f"Until then the plan owes you {total} to {most} days of the drug."
    return f"Until then the plan owes you {counted(total, 'day')} of the drug."


def fill_table(answer: Answer) -> Table:
    """Each fill: whether it is covered, for how many days, how long it lasts, when the plan's letter is due."""
    columns = (
        Column("Fill"),
        Column("Day of the first supply time", True),
        Column("Days asked for", True),
        Column("Days covered", True),
        Column("Lasts through"),
        Column("Plan's letter due"),
        Column("Why"),
    )
    return Table("Your fills", columns, tuple(_fill_row(fill) for fill in answer["fills"]))


def _fill_row(fill: Answer) -> tuple[str, ...]:
    other = fill["days_covered_other_reading"]
    days = str(fill["days_covered"]) if other is None else f"{fill['days_covered']} by the text, {other} by the preamble"
    number = str(fill["day_of_window"]) if fill["day_of_window"] > 0 else "before it"
    notice = fill["enrollee_notice_due"]
    lasts = _day(fill["lasts_through"]) if fill["lasts_through"] else "none"
    return (_day(fill["date"]), number, str(fill["days_asked"]), days, lasts, _day(notice) if notice else "none", _PLAIN[fill["reason"]])


def step_table(answer: Answer) -> Table:
    """What to do and by when."""
    rows = tuple((step["title"], _day(step["by"]) if step["by"] else "then", step["says"]) for step in answer["steps"])
    return Table("What to do", (Column("Step"), Column("By"), Column("What it means")), rows)


def notes(answer: Answer) -> tuple[str, ...]:
    """What else to know: assumptions, what is not known, days that do not count, the letter to the doctor."""
    off = [short_day(date.fromisoformat(holiday)) for holiday in answer["holidays"]]
    doctor = any(fill["prescriber_notice"] for fill in answer["fills"])
    return (
        *answer["notes"],
        f"Weekends and federal holidays do not count for the plan's letter. Holidays here: {joined(off)}." if off else "",
        "The plan must try to tell your doctor too, by mail, phone or computer." if doctor else "",
    )


def window_figure(answer: Answer) -> Figure:
    """The first supply time as a calendar: fills, the days that they last, letters, the last day."""
    start, end = date.fromisoformat(answer["window"]["start"]), date.fromisoformat(answer["window"]["end"])
    marks = {start + timedelta(days=number): DayMark(_WINDOW, "") for number in range((end - start).days + 1)}
    covered = [fill for fill in answer["fills"] if fill["covered"]]
    for fill in covered:
        first = date.fromisoformat(fill["date"])
        marks.update({first + timedelta(days=number): DayMark(_SUPPLY, "drug") for number in range(fill["days_covered"])})
    letters = [date.fromisoformat(fill["enrollee_notice_due"]) for fill in answer["fills"] if fill["enrollee_notice_due"]]
    marks[end] = DayMark(_LAST, "last")
    marks.update({letter: DayMark(_LETTER, "letter") for letter in letters})
    marks.update({date.fromisoformat(fill["date"]): DayMark(_FILL, "fill") for fill in covered})
    return calendar_figure(start, max(marks), marks, _alt(answer, covered))


def _alt(answer: Answer, covered: list[Answer]) -> str:
    fills = joined(f"{counted(fill['days_covered'], 'day')} from {_day(fill['date'])}" for fill in covered)
    told = f" Covered fills: {fills}." if fills else ""
    return f"First supply time from {_day(answer['window']['start'])} to {_day(answer['window']['end'])}.{told}"


LEGEND = "In the picture: fill is a covered fill, drug a day that it lasts, letter the last day for the plan's letter, last the last day."


def _day(written: str) -> str:
    return day(date.fromisoformat(written))
