"""A letter that asks for a review of the late fee, to print: one self-contained page with blanks for everything personal."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from finder.domain.late_enrollment import LateEnrollment
from finder.domain.money import shown
from finder.explain.messages import language, mark, say, say_count
from finder.explain.words import day

WHY = mark("Why is the fee wrong? Choose what fits.")
BLANKS = mark("The letter has blanks for your name and number. Write them in by hand. We do not ask for them.")
DOWNLOAD_PAGE, DOWNLOAD_TEXT = mark("Download the letter to print"), mark("Download the letter as text")
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
_BLANKS = (mark("Date:"), mark("My name:"), mark("My Medicare number:"), mark("My address:"), mark("My phone:"), mark("My drug plan:"))
_SIGNATURE = mark("Signature:")
_TITLE = mark("Request for review of a Part D late enrollment penalty")
_TABLE = mark("By my own dates, this is the time without creditable coverage:")
_ASK = mark("Please send me your decision in writing. I send copies only and keep my originals.")
_LINE = "______________________________"
_STYLE = (
    "body{font:14pt/1.5 Georgia,serif;max-width:17cm;margin:1.5cm auto;color:#000}h1{font-size:17pt}"
    "table{border-collapse:collapse;width:100%}"
    "th,td{border:1px solid #000;padding:4pt 6pt;text-align:left}.blank{border-bottom:1px solid #000;display:inline-block;min-width:9cm}"
    "@media print{body{margin:0}}"
)


def letter_html(answer: LateEnrollment, reasons: Sequence[str]) -> str:
    """The letter as one HTML page. Nothing personal is in it: the person writes that in by hand."""
    title = escape(say(_TITLE))
    blanks = "".join(_blank(label) for label in _BLANKS)
    body = "".join(f"<p>{escape(text)}</p>" for text in _body(answer))
    why = "".join(f"<li>{escape(say(REASONS[reason]))}</li>" for reason in reasons)
    return (
        f'<!doctype html><html lang="{language()}"><head><meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style></head><body>'
        f"<h1>{title}</h1>{blanks}{body}<ul>{why}</ul>{_table(answer)}<p>{escape(say(_ASK))}</p>{_blank(_SIGNATURE)}</body></html>"
    )


def letter_text(answer: LateEnrollment, reasons: Sequence[str]) -> str:
    """The same letter as plain text."""
    lines = [say(_TITLE), "", *(f"{say(blank)} {_LINE}" for blank in _BLANKS), "", *_body(answer)]
    lines += ["", *(f"- {say(REASONS[reason])}" for reason in reasons)]
    gaps = [
        say("{time}. Days: {days}. Full months: {months}.", time=time, days=days, months=months) for time, days, months in _gaps(answer)
    ]
    if gaps:
        lines += ["", say(_TABLE), *(f"  {gap}" for gap in gaps)]
    return "\n".join([*lines, "", say(_ASK), "", f"{say(_SIGNATURE)} {_LINE}", ""])


def _blank(label: str) -> str:
    return f'<p>{escape(say(label))} <span class="blank">&nbsp;</span></p>'


def _table(answer: LateEnrollment) -> str:
    rows = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in _gaps(answer))
    names = (say("Time without coverage"), say("Days"), say("Full months"))
    head = "".join(f"<th scope='col'>{escape(name)}</th>" for name in names)
    return f"<p>{escape(say(_TABLE))}</p><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>" if rows else ""


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
