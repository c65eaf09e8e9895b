"""The words of the Report page, and the days that matter."""

from __future__ import annotations

from finder.domain.report import KeyDate, KeyDay, Report
from finder.explain.kit.date_charts import Due
from finder.explain.messages import mark, say
from finder.explain.words import day

TITLE = mark("Report")
LEAD = mark("Take your answer home. Page one is the decision: which plan, what it costs, what to do next, and by when.")
EMPTY = mark("First find plans for your drugs. Then you can print your answer here.")
TO_FIND_PLANS = mark("Go to Find plans")
OPTIONS = mark("What the report holds")
ADD = mark("Add to the report")
LARGE = mark("Larger print")
SAVE_PAGE = mark("Save the report (web page)")
SAVE_PDF = mark("Save the report (PDF)")
SAVE_DATES = mark("Save the dates (.ics)")
LONG_PDF = mark("A longer PDF takes a few seconds after you press.")
NO_PDF = mark("This computer can't make a PDF. Save the report as a web page, open it and print it.")
HOW_TO_PRINT = mark("The saved web page opens in any browser, can be printed there, and needs no internet.")
FOR_OTHER_PROGRAMS = mark("Dates and tables")
OTHER_YEAR = mark("The second person's answer is of another place or year, so it is left out. Go to Couple and compare for both again.")
SPREADSHEETS = mark("For a spreadsheet (CSV): all plans, all your drugs, and each time you buy a drug.")
CALENDAR = mark("The calendar file has dates only. It names no drug and no plan.")
SAVE_TABLE = {"plans": mark("Save the plans"), "drugs": mark("Save the drugs"), "claims": mark("Save each purchase")}
"""The button of a table by its name."""
_OPENS, _STARTS = mark("Plan choice for {year} opens"), mark("Your plan starts")
_DAYS: dict[KeyDay, tuple[str, str]] = {
    KeyDay.CHOICE_OPENS: (_OPENS, mark("From this day you can join or change a plan for {year} (annual enrollment).")),
    KeyDay.CHOICE_OPENS_AGAIN: (_OPENS, mark("From this day you can look at all plans again for {year} (annual enrollment).")),
    KeyDay.CHOICE_ENDS: (mark("Plan choice for {year} ends"), mark("This is the last day to choose a plan for {year}.")),
    KeyDay.PLAN_GOES_ON: (
        mark("Your plan goes on"),
        mark("From this day the costs of this report count in the plan that you have."),
    ),
    KeyDay.PLAN_STARTS: (_STARTS, mark("It starts on this day if you joined in time. Bring your new card to the store.")),
    KeyDay.PLAN_STARTS_LATER: (
        _STARTS,
        mark("To join in the middle of a year, you need a special reason. Call 1-800-MEDICARE to ask if you have one."),
    ),
    KeyDay.FIRST_SUPPLY_ENDS: (
        mark("First supply time ends"),
        mark("If the plan leaves out a drug that you take, or asks for a step first, get your first fill by this day (transition fill)."),
    ),
}
"""A day that matters in a few words, and in a sentence."""


def of_person(number: int, text: str) -> str:
    """A text with the person whom it is about, 0 for one alone."""
    return say("Person {number}: {text}", number=number, text=text) if number else text


def due_of(one: KeyDate) -> Due:
    """A day that matters in words."""
    title, says = _DAYS[one.what]
    return Due(one.day, say(title, year=one.year), say(says, year=one.year))


def date_sentences(one: KeyDate) -> str:
    """A day that matters, as a line."""
    due = due_of(one)
    return say("{day}: {title}. {sentence}", day=day(due.day), title=due.title, sentence=due.says)


def dues(report: Report) -> tuple[Due, ...]:
    """The days of the report in order, for a calendar file; a day of both people once."""
    return tuple(dict.fromkeys(due_of(one) for one in sorted(one for person in report.people for one in person.dates)))
