"""A letter that asks to be let back into a plan for good cause, to print, with blanks for everything personal."""

from __future__ import annotations

from collections.abc import Sequence

from finder.domain.losing_coverage import Cause, LosingCoverage
from finder.domain.rights import Clock
from finder.explain.explainers.rights import title_of
from finder.explain.kit.letter import Letter, letter_lines, letter_page
from finder.explain.messages import mark, say
from finder.explain.words import day

WHY = mark("Why could you not pay in time? Choose what fits.")
REASONS = {
    mark("I was very ill, or in a hospital"): mark("I was seriously ill, or in a hospital, and could not pay. I enclose proof."),
    mark("Someone close to me died or was very ill"): mark("A close family member died or was seriously ill. I enclose proof."),
    mark("A flood, a fire or another disaster"): mark("A disaster struck my home or the place where I pay my bills. I enclose proof."),
    mark("The person who pays my bills could not do it"): mark(
        "The person who pays my bills could not do so, for a reason that I could not foresee. I enclose proof."
    ),
    mark("Another reason that I could not control"): mark("For another reason that I could not control or foresee: ____."),
}
"""What a person may choose as the reason, and the sentence of the letter."""
_TITLE = mark("Request to be let back into my drug plan for good cause")


def has_letter(answer: LosingCoverage) -> bool:
    """Whether such a letter fits: for an unpaid amount, in a year whose law knows the way back."""
    unpaid = answer.losing.cause in (Cause.UNPAID_PREMIUM, Cause.UNPAID_INCOME_AMOUNT)
    return unpaid and any(entry.clock is Clock.ASK_BACK for entry in answer.dates)


def letter_html(answer: LosingCoverage, reasons: Sequence[str]) -> str:
    """The letter as one HTML page. Nothing personal is in it."""
    return letter_page(_letter(answer, reasons))


def letter_text(answer: LosingCoverage, reasons: Sequence[str]) -> str:
    """The same letter as plain text."""
    return letter_lines(_letter(answer, reasons))


def _letter(answer: LosingCoverage, reasons: Sequence[str]) -> Letter:
    rows = tuple(
        (title_of(entry.clock), day(entry.day)) for entry in answer.dates if entry.day and entry.clock in (Clock.ASK_BACK, Clock.PAID_BACK)
    )
    return Letter(
        title=say(_TITLE),
        body=(_asks(answer), say("I will pay all that I owe. My reasons:")),
        points=tuple(say(REASONS[reason]) for reason in reasons),
        caption=say("The days that count, by my own reckoning:"),
        columns=(say("What"), say("Day")),
        rows=rows,
        row_lines=tuple(say("{what}: {day}.", what=what, day=when) for what, when in rows),
    )


def _asks(answer: LosingCoverage) -> str:
    if answer.losing.cause is Cause.UNPAID_INCOME_AMOUNT:
        asked = mark("I ask Medicare to put me back in my drug plan without a gap. I could not pay the income amount in time ({citation}).")
        return say(asked, citation="42 CFR 423.44(e)(3)")
    asked = mark("I ask to be put back in my drug plan without a gap. I could not pay the premium in the grace period ({citation}).")
    return say(asked, citation="42 CFR 423.44(d)(1)(vi)")
