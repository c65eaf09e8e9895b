"""What ``finder batch`` says: why a row was not read, questions about drugs, how far it is, and what came of it."""

from __future__ import annotations

import re

from finder.domain.batch import Came, Counts, Progress
from finder.domain.errors import Problem
from finder.explain.messages import mark, say, say_count
from finder.explain.plans.download import duration

_COLUMNS = {
    "member": mark("your own number or code of the person; no name, no Medicare number"),
    "list": mark("a whole list of drugs as people write it, a line a drug"),
    "members": mark(
        "A line of a JSON Lines file is a request of finder compare with a member, or a row. A table has a row a prescription, and the "
        "rows of a person stand together. In CSV, the parts of a list are set apart by blanks or semicolons, and an empty cell is a field "
        "left out."
    ),
}
_PATTERNS = {
    "zip": mark("a ZIP code of five digits, with its zeros in front"),
    "ndc": mark("an NDC of eleven digits, without marks between them"),
    "current_plan": mark("the number of a plan as in S5884-102-000"),
    "pharmacy_npis": mark("pharmacies by their numbers of ten digits (NPI)"),
}
"""What the columns hold of which a request says only the pattern."""
_OF_PATTERN = re.compile(r"\[0-9\]|^at\b")
_AMOUNTS = ("quantity", "gross_drug_cost", "troop", "generic_copay", "brand_copay", "premium")
_COMMA = re.compile(r"\d+,\d+")


def column_says(name: str) -> str:
    """What a column of the members is."""
    return say(_COLUMNS[name])


def reason_words(problem: Problem) -> str:
    """Why a row was not read: what was expected. What was found may name a person, and stands in the row."""
    column = re.sub(r"\[\d+\]", "", problem.where).rpartition(".")[2]
    if column in _PATTERNS and _OF_PATTERN.search(problem.expected):
        return say("expected {what}", what=say(_PATTERNS[column]))
    if column in _AMOUNTS and _COMMA.search(problem.found):
        return say("expected {what}, with a point in place of the comma", what=problem.expected)
    return say("expected {what}", what=problem.expected)


def which_product() -> str:
    """The question about a name that several products have."""
    return say("Which of these products is it?")


def several_drugs() -> str:
    """The question about a line with several drugs."""
    return say("This line names several drugs. Write each on a line of its own.")


def repeated_drug() -> str:
    """The question about a line whose product is on the list already."""
    return say("An earlier line is the same product. Leave this one out, or write on one line all that is taken of it.")


def progress_line(progress: Progress) -> str:
    """``1,200 of 10,000 people, 850 a second, 10 s left``."""
    told = {"done": f"{progress.done:,}", "total": f"{progress.total:,}"}
    if not progress.rate:
        return say("{done} of {total} people", **told)
    left = duration((progress.total - progress.done) / progress.rate)
    return say("{done} of {total} people, {rate} a second, {left} left", rate=f"{progress.rate:,.0f}", left=left, **told)


def closing_lines(came: Came, seconds: float, *, questions: bool, rejects: bool) -> tuple[str, ...]:
    """What came of all people, a sentence each. ``questions``, ``rejects``: whether they are kept in a file."""
    counts = came.counts
    said = [_answered_words(counts, seconds)]
    if counts.asked:
        waits = say_count(
            "{count} person waits for an answer to a question.", "{count} people wait for an answer to a question.", counts.asked
        )
        said.append(waits if questions else f"{waits} {say('Give --questions FILE to see them.')}")
    if counts.rejected:
        refused = say_count("{count} person was refused.", "{count} people were refused.", counts.rejected)
        said.append(refused if rejects else f"{refused} {say('Give --rejects FILE to see why.')}")
    first = came.first_refusal
    if not counts.answered and first is not None:
        place = f"{first.column}: {first.reason}" if first.column else first.reason
        said.append(say("The first, in row {row}: {place}", row=f"{first.row:,}", place=place))
    return tuple(said)


def _answered_words(counts: Counts, seconds: float) -> str:
    if not counts.answered:
        return say("Nobody was answered, so there are no plans to write.")
    rate = f"{counts.all / max(seconds, 0.001):,.0f}"
    time = duration(seconds)
    return say_count(
        "{count} person answered in {time}.", "{count} people answered in {time}, {rate} a second.", counts.answered, time=time, rate=rate
    )


def kept_sentence(folder: str) -> str:
    """That a stopped run can go on."""
    return say("Stopped. What is answered is kept in {folder}: the same command goes on from there.", folder=folder)


def goes_on_sentence() -> str:
    """That a run goes on where another stopped."""
    return say("An earlier run was stopped. What it answered is used.")
