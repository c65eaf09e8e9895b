"""A letter that asks for a review of the late fee, to print: one self-contained page with blanks for everything personal."""

from __future__ import annotations

from collections.abc import Sequence

from finder.domain.late_enrollment import LateEnrollment
from finder.domain.money import shown
from finder.explain.kit.letter import Letter, letter_lines, letter_page
from finder.explain.messages import mark, say, say_count
from finder.explain.words import day

WHY = mark("Why is the fee wrong? Choose what fits.")
REASONS = {
    mark("I had other good drug coverage in this time"): mark(
        "I had creditable drug coverage during some or all of this time. I enclose a copy of the proof."
    ),
    mark("Nobody told me clearly that my coverage was not good enough"): mark(
        "I had drug coverage, but I did not get a notice that clearly said whether it was creditable (42 CFR 423.56)."
    ),
    mark("I have or had Extra Help"): mark("I have, or had, Extra Help (the low-income subsidy). I enclose a copy of the letter."),
    mark("The months are from before I turned 65"): mark(
        "I had Medicare before 65. At 65 I had a second initial enrollment period. Months before it no longer count."
    ),
    mark("The months or dates are wrong"): mark("The number of months that were counted is not right. My dates are below."),
    mark("I could not join because of a serious illness"): mark(
        "I could not join a plan in time because of a serious medical emergency. I enclose proof."
    ),
}
"""What a person may choose as the reason, and the sentence of the letter."""
_TITLE = mark("Request for review of a Part D late enrollment penalty")
_TABLE = mark("By my own dates, this is the time without creditable coverage:")


def letter_html(answer: LateEnrollment, reasons: Sequence[str]) -> str:
    """The letter as one HTML page. Nothing personal is in it: the person writes that in by hand."""
    return letter_page(_letter(answer, reasons))


def letter_text(answer: LateEnrollment, reasons: Sequence[str]) -> str:
    """The same letter as plain text."""
    return letter_lines(_letter(answer, reasons))


def _letter(answer: LateEnrollment, reasons: Sequence[str]) -> Letter:
    gaps = tuple(_gaps(answer))
    return Letter(
        title=say(_TITLE),
        body=_body(answer),
        points=tuple(say(REASONS[reason]) for reason in reasons),
        caption=say(_TABLE),
        columns=(say("Time without coverage"), say("Days"), say("Full months")),
        rows=gaps,
        row_lines=tuple(
            say("{time}. Days: {days}. Full months: {months}.", time=time, days=days, months=months) for time, days, months in gaps
        ),
    )


def _body(answer: LateEnrollment) -> tuple[str, str]:
    review = next(step for step in answer.steps if step.name == "reconsideration")
    ask = say("I ask for a reconsideration of the late enrollment penalty that my drug plan told me of (42 CFR 423.46(c)).")
    limit = say("The last day to ask is {day}.", day=day(review.due)) if review.due else ""
    disagree, reasons = say("I do not agree with the penalty."), say("My reasons:")
    return f"{ask} {limit}".strip(), f"{disagree} {_own_count(answer)} {reasons}"


def _own_count(answer: LateEnrollment) -> str:
    months, owed = answer.penalty.uncovered_months, answer.penalty.first_owed
    if owed is None:
        return say_count("By my own count it is {count} uncovered month.", "By my own count it is {count} uncovered months.", months)
    return say_count(
        "By my own count it is {count} uncovered month, which makes {amount} a month in {year}.",
        "By my own count it is {count} uncovered months, which makes {amount} a month in {year}.",
        months,
        amount=shown(owed.monthly_penalty),
        year=owed.year,
    )


def _gaps(answer: LateEnrollment) -> list[tuple[str, str, str]]:
    """The gaps as the letter lists them: time, days, full months."""
    return [
        (say("{first} to {last}", first=day(gap.first), last=day(gap.last)), str(gap.days), str(gap.months)) for gap in answer.penalty.gaps
    ]
