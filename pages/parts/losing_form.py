"""The form of a plan that may be lost: why, the day, and what the cause needs besides."""

from __future__ import annotations

from datetime import date
from functools import partial

from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.losing_coverage import Cause, Losing, LosingCoverage
from finder.explain.explainers import good_cause_letter as letter
from finder.explain.explainers import losing_coverage as words
from finder.explain.messages import say
from finder.questions.explainers.losing_coverage import MOST_MONTHS, losing_coverage
from pages.parts.catalog import today
from pages.parts.dates import ask_day
from pages.parts.letter_files import offer_letter_files
from pages.parts.said import said
from pages.parts.screen import st
from pages.parts.sent_form import sent_form
from pages.parts.session import Session


def ask_losing(session: Session) -> LosingCoverage | None:
    """The answer for what the person told; None before the form was sent. Raises Refusal."""
    cause = words.CAUSES[st.selectbox(say(words.WHAT_HAPPENED), list(words.CAUSES), format_func=say, key=session.key("losing-cause"))]
    asked = sent_form(session, f"losing-{cause.key}", lambda: _form(session, cause), words.SHOW)
    return None if asked is None else losing_coverage(asked)


def _form(session: Session, cause: Cause) -> Losing | str:
    """What the form holds, or the message that asks for the day."""
    on = ask_day(session, say(words.ON[cause]), f"losing-on-{cause.key}")
    other = _other_day(session, cause)
    level = LowIncomeSubsidy.NONE if cause is Cause.EXTRA_HELP_ENDS else _help(session)
    counted = int(said(session, "late") or 0)
    months = int(st.number_input(say(words.COUNTED), 0, MOST_MONTHS, counted, 1, key=session.key(f"losing-months-{counted}")))
    return words.MISSING_DAY if on is None else Losing(cause, on, today(), low_income_subsidy=level, uncovered_months=months, **other)


def _other_day(session: Session, cause: Cause) -> dict[str, date | None]:
    """The one further day that the cause may need, by its field."""
    asked = words.OTHER_DAYS.get(cause)
    return {asked.field: ask_day(session, say(asked.label), f"losing-other-{cause.key}")} if asked else {}


def _help(session: Session) -> LowIncomeSubsidy:
    """The help that the answer at hand counts, else full help for a yes: the fee and the time to choose are alike for every level."""
    known = session.comparison.low_income_subsidy if session.comparison else LowIncomeSubsidy.NONE
    answers = list(words.HELPED_ANSWERS)
    helped = known is not LowIncomeSubsidy.NONE
    answer = st.radio(say(words.HELPED), answers, int(helped), say, key=session.key(f"losing-help-{helped}"), horizontal=True)
    if not words.HELPED_ANSWERS[str(answer)]:
        return LowIncomeSubsidy.NONE
    return known if helped else LowIncomeSubsidy.FULL_OTHER


def offer_letter(session: Session, answer: LosingCoverage) -> None:
    """The letter that asks to be let back in, to download, where there is such a way."""
    if not letter.has_letter(answer):
        return
    with st.expander(say(words.LETTER)):
        options = list(letter.REASONS)
        reasons = st.multiselect(say(letter.WHY), options, options[:1], say, key=session.key("losing-reasons"))
        html, text = partial(letter.letter_html, answer, reasons), partial(letter.letter_text, answer, reasons)
        offer_letter_files("good-cause-letter", session.key("losing-letter"), html, text)
