"""The questions of the late fee: how Medicare began, other good coverage, start of the drug plan, Extra Help, and two visible guesses."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from finder.domain.errors import Refusal
from finder.domain.months import last_of_month
from finder.explain.choices import NOT_SURE, start_words
from finder.explain.explainers.late_enrollment import refusal_sentences
from finder.explain.explainers.penalty_letter import REASONS, letter_html, letter_text
from finder.questions.explainers.late_enrollment import HORIZON_YEARS, late_enrollment, starting_months
from pages.parts.frame import plain
from pages.parts.session import Session

_BIRTH, _MEDICARE, _END = "My birth date", "My first Medicare month", "The last day of my first time to join"
_FIELDS = {_BIRTH: "birth_date", _MEDICARE: "medicare_start", _END: "initial_enrollment_end"}
_AT_65, _BEFORE_65 = "At 65 or later", "Before 65, because of a disability"
_PART_TIME = "For part of the time"
_STILL = "I still have it"
_OLDEST, _LATEST = date(1900, 1, 1), date(2037, 12, 31)
_MOST_PERIODS = 6


def ask_late_enrollment(session: Session) -> dict[str, Any] | None:
    """The answer for what the person typed; None before anything is there, and where a sentence says what is wrong."""
    early = st.radio("When did you get Medicare?", [_AT_65, _BEFORE_65], key=session.key("lep-early"), help=_EARLY) == _BEFORE_65
    known = [_BIRTH, _MEDICARE]
    if not early:
        known = [st.radio("What do you know of your first time to join?", list(_FIELDS), key=session.key("lep-known"))]
    label = "How many times did you have other good drug coverage since then?"
    periods = int(st.number_input(label, 0, _MOST_PERIODS, 0, 1, key=session.key("lep-periods"), help=_GOOD))
    answers = ["No", "Yes", _PART_TIME, NOT_SURE]
    helped = st.radio("Do you get Extra Help with drug costs?", answers, key=session.key("lep-help"), help=_HELP)
    with st.form(session.key("lep-form"), enter_to_submit=False):
        document: dict[str, Any] = {_FIELDS[words]: _ask_day(session, words, "known") for words in known}
        if early:
            document["medicare_by_disability"] = True
        document["coverage_start"] = _ask_start(session)
        document["creditable"] = [_ask_period(session, number) for number in range(1, periods + 1)]
        level = "full_other" if helped == "Yes" else "none"
        document["low_income_subsidy"] = _ask_help(session) if helped == _PART_TIME else level
        document |= _ask_guesses(session)
        letters = {"attestation_letter": _ATTESTATION, "penalty_letter": _PENALTY, "review_request": _REQUEST}
        with st.expander("I have a letter from my plan"):
            given = {name: _ask_day(session, words, name) for name, words in letters.items()}
        pressed = st.form_submit_button("Show my late fee", type="primary")
    kept = session.key("lep-asked")
    if pressed:
        document |= {name: day for name, day in given.items() if day}
        st.session_state[kept] = document
    asked = st.session_state.get(kept)
    return _answer(asked) if asked else None


_GOOD = "Good means as good as Medicare's (creditable). A job, a union or the VA may give it. The insurer sends a letter that says so."
_HELP = "With Extra Help there is no late fee. If you are not sure, we count none. See the page Extra Help."
_EARLY = "People with Medicare before 65 get a second time to join when they turn 65. An earlier fee ends then."
_ATTESTATION = "Date on the letter that asks about your past coverage"
_PENALTY = "Date on the letter that tells you the late fee"
_REQUEST = "The day you sent a request for review"


def _answer(asked: dict[str, Any]) -> dict[str, Any] | None:
    missing = [words for words, name in _FIELDS.items() if name in asked and not asked[name]]
    if missing:
        asked_for = missing[0][0].lower() + missing[0][1:]
        st.error(f"Please give {asked_for.replace('my ', 'your ')}.")
        return None
    if any(not period["from"] or not period["through"] for period in asked["creditable"]):
        st.error("Please give the first and the last day of each time with good coverage.")
        return None
    try:
        return late_enrollment(asked)
    except Refusal as refusal:
        for sentence in refusal_sentences(refusal):
            st.error(plain(sentence))
        return None


def _ask_day(session: Session, words: str, name: str) -> str | None:
    day = st.date_input(words, None, _OLDEST, _LATEST, key=session.key(f"lep-{name}-{words}"), format="MM/DD/YYYY")
    return day.isoformat() if isinstance(day, date) else None


def _ask_start(session: Session) -> str:
    months = starting_months()
    label = "When does your drug plan start, or when did it?"
    first = st.selectbox(label, months, months.index(date(2026, 1, 1)), start_words, key=session.key("lep-start"))
    return first.isoformat()


def _ask_period(session: Session, number: int) -> dict[str, str | None]:
    columns = st.columns(2)
    with columns[0]:
        first = _ask_day(session, f"Good coverage {number}: first day", "from")
    with columns[1]:
        last = _ask_day(session, f"Good coverage {number}: last day", "through")
    return {"from": first, "through": last}


def _ask_help(session: Session) -> dict[str, str]:
    """The months with Extra Help; the last one is left out where it goes on."""
    months = starting_months()
    columns = st.columns(2)
    with columns[0]:
        label = "Extra Help: first month"
        first = st.selectbox(label, months, months.index(date(2026, 1, 1)), start_words, key=session.key("lep-help-from"))
    with columns[1]:
        last = st.selectbox("Extra Help: last month", [None, *months], 0, _last_words, key=session.key("lep-help-through"))
    return {"from": first.isoformat()} | ({"through": last_of_month(last).isoformat()} if last else {})


def _last_words(month: date | None) -> str:
    return start_words(month) if month else _STILL


def _ask_guesses(session: Session) -> dict[str, Any]:
    """The two assumptions, in sight: how many years, and how fast the base premium grows after the years that we know."""
    years = st.slider("How many years to count", 1, 40, HORIZON_YEARS, key=session.key("lep-horizon"))
    label = "Our guess for later years: the base premium grows by this percent a year"
    growth = st.slider(label, 0, 10, 0, key=session.key("lep-growth"))
    return {"horizon_years": years, "premium_growth": f"0.{growth:02d}"}


def show_letter(session: Session, answer: dict[str, Any]) -> None:
    """The letter that asks for a review, to download. What is personal in it is written in by hand."""
    label = "Why is the fee wrong? Choose what fits."
    reasons = st.multiselect(label, list(REASONS), list(REASONS)[:1], key=session.key("lep-reasons"))
    st.write("The letter has blanks for your name and number. Write them in by hand. We do not ask for them.")
    page, text = letter_html(answer, reasons), letter_text(answer, reasons)
    st.download_button("Download the letter to print", page, "late-fee-letter.html", "text/html", on_click="ignore")
    st.download_button("Download the letter as text", text, "late-fee-letter.txt", "text/plain", on_click="ignore")
