"""A letter that asks for a review of the late fee, to print: one self-contained page with blanks for everything personal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape
from typing import Any

from finder.domain.money import shown, to_cents
from finder.explain.words import counted, day

REASONS = {
    "I had other good drug coverage in this time": (
        "I had creditable drug coverage during some or all of this time. I enclose a copy of the proof."
    ),
    "Nobody told me clearly that my coverage was not good enough": (
        "I had drug coverage, but I did not get a notice that clearly said whether it was creditable (42 CFR 423.56)."
    ),
    "I have or had Extra Help": "I have, or had, Extra Help (the low-income subsidy). I enclose a copy of the letter.",
    "The months are from before I turned 65": (
        "I had Medicare before 65. At 65 I had a second initial enrollment period. Months before it no longer count."
    ),
    "The months or dates are wrong": "The number of months that were counted is not right. My dates are below.",
    "I could not join because of a serious illness": (
        "I could not join a plan in time because of a serious medical emergency. I enclose proof."
    ),
}
"""What a person may choose as the reason, and the sentence of the letter."""
_BLANKS = ("My name", "My Medicare number", "My address", "My phone", "My drug plan")
_STYLE = (
    "body{font:14pt/1.5 Georgia,serif;max-width:17cm;margin:1.5cm auto;color:#000}h1{font-size:17pt}"
    "table{border-collapse:collapse;width:100%}"
    "th,td{border:1px solid #000;padding:4pt 6pt;text-align:left}.blank{border-bottom:1px solid #000;display:inline-block;min-width:9cm}"
    "@media print{body{margin:0}}"
)


def letter_html(answer: Mapping[str, Any], reasons: Sequence[str]) -> str:
    """The letter as one HTML page. Nothing personal is in it: the person writes that in by hand."""
    blanks = "".join(f'<p>{escape(blank)}: <span class="blank">&nbsp;</span></p>' for blank in ("Date", *_BLANKS))
    why = "".join(f"<li>{escape(REASONS[reason])}</li>" for reason in reasons)
    rows = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in gap_rows(answer))
    head = "".join(f"<th scope='col'>{escape(name)}</th>" for name in ("Time without coverage", "Days", "Full months"))
    table = f"<p>{escape(_TABLE)}</p><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>" if rows else ""
    paragraphs = "".join(f"<p>{escape(text)}</p>" for text in _body(answer))
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(_TITLE)}</title><style>{_STYLE}</style></head><body>'
        f"<h1>{escape(_TITLE)}</h1>{blanks}{paragraphs}<ul>{why}</ul>{table}<p>{escape(_ASK)}</p>"
        f'<p>Signature: <span class="blank">&nbsp;</span></p></body></html>'
    )


def letter_text(answer: Mapping[str, Any], reasons: Sequence[str]) -> str:
    """The same letter as plain text."""
    lines = [_TITLE, "", *(f"{blank}: ______________________________" for blank in ("Date", *_BLANKS)), "", *_body(answer)]
    lines += ["", *(f"- {REASONS[reason]}" for reason in reasons)]
    rows = gap_rows(answer)
    if rows:
        lines += ["", _TABLE, *(f"  {time}: {days} days, {months} full months" for time, days, months in rows)]
    return "\n".join([*lines, "", _ASK, "", "Signature: ______________________________", ""])


_TITLE = "Request for review of a Part D late enrollment penalty"
_TABLE = "By my own dates, this is the time without creditable coverage:"
_ASK = "Please send me your decision in writing. I send copies only and keep my originals."


def _body(answer: Mapping[str, Any]) -> tuple[str, ...]:
    review = next(step for step in answer["steps"] if step["step"] == "reconsideration")
    limit = f" The last day to ask is {day(date.fromisoformat(review['due']))}." if review["due"] else ""
    counted_words = counted(answer["uncovered_months"], "uncovered month")
    fee = f" By my own count it is {counted_words}."
    owed = next((year for year in answer["years"] if to_cents(year["monthly_penalty"])), None)
    if owed:
        fee = f" By my own count it is {counted_words}, which makes {shown(to_cents(owed['monthly_penalty']))} a month in {owed['year']}."
    return (
        f"I ask for a reconsideration of the late enrollment penalty that my drug plan told me of (42 CFR 423.46(c)).{limit}",
        f"I do not agree with the penalty.{fee} My reasons:",
    )


def gap_rows(answer: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """The gaps as the letter lists them."""
    return [
        (
            f"{day(date.fromisoformat(gap['from']))} to {day(date.fromisoformat(gap['through']))}",
            str(gap["days"]),
            str(gap["uncovered_months"]),
        )
        for gap in answer["gaps"]
    ]
