"""The questions of a first supply (transition fill); what a comparison knows of the drug is filled in."""

from __future__ import annotations

from typing import Any

import streamlit as st

from finder.explain.explainers.transition_fills import DRUG_STATUSES, GROUPS, MISSING, SETTINGS, first_supply_sentence, window_document
from finder.questions.explainers.transition_fills import transition_fills
from pages.parts.dates import ask_day
from pages.parts.frame import plain
from pages.parts.session import Session

_MOST_FILLS = 6


def ask_transition(session: Session) -> dict[str, Any] | None:
    """The answer for what the person chose; None before the form was sent. Raises Refusal."""
    chosen = session.first_supply
    if chosen is not None:
        st.info(plain(first_supply_sentence(chosen)))
    part = f"ts-{chosen.rxcui}-{chosen.status}" if chosen else "ts"
    fills = st.number_input("How many times did you get the drug, or plan to?", 0, _MOST_FILLS, 1, 1, key=session.key(f"{part}-fills"))
    with st.form(session.key(f"{part}-form")):
        start = ask_day(session, "First day of your plan", f"{part}-start", chosen.start if chosen else None)
        group = st.radio("Which is true for you?", list(GROUPS), key=session.key(f"{part}-group"))
        setting = st.radio("Where do you get the drug?", list(SETTINGS), key=session.key(f"{part}-setting"))
        statuses = list(DRUG_STATUSES)
        first = list(DRUG_STATUSES.values()).index(chosen.status) if chosen else 0
        status = st.radio("What does the plan say about the drug?", statuses, first, key=session.key(f"{part}-status"))
        listed = [_ask_fill(session, part, number) for number in range(1, int(fills) + 1)]
        open_request = st.checkbox("We have asked for an exception and wait for the answer", key=session.key(f"{part}-pending"))
        pressed = st.form_submit_button("Show my dates", type="primary")
    if pressed and (start is None or any(fill["date"] is None for fill in listed)):
        st.error(MISSING)
        return None
    kept = session.key(f"{part}-asked")
    if pressed and start is not None:
        st.session_state[kept] = {
            "coverage_start": start.isoformat(),
            "group": GROUPS[group],
            "setting": SETTINGS[setting],
            "drug_status": DRUG_STATUSES[status],
            "fills": listed,
            "exception_pending": open_request,
        }
    asked = st.session_state.get(kept) or (chosen and window_document(chosen))
    return None if asked is None else transition_fills(asked)


def _ask_fill(session: Session, part: str, number: int) -> dict[str, Any]:
    day = ask_day(session, f"Fill {number}: the day", f"{part}-day-{number}")
    left, right = st.columns(2)
    written = left.number_input(f"Fill {number}: days your doctor wrote", 1, 365, 30, 1, key=session.key(f"{part}-written-{number}"))
    given = right.number_input(f"Fill {number}: days you asked for", 1, 365, 30, 1, key=session.key(f"{part}-given-{number}"))
    return {"date": day and day.isoformat(), "written_days": int(written), "days_supply": int(given)}
