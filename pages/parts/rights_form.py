"""The questions of rights and dates: what happened, when, and the one or two things that the event needs besides."""

from __future__ import annotations

from typing import Any

import streamlit as st

from finder.explain.explainers.rights import AWAY_PLANS, EVENTS, MISSING_DAY, MONEY, ON, OTHER_DAYS, URGENT
from finder.questions.explainers.rights import rights
from pages.parts.dates import ask_day
from pages.parts.session import Session


def ask_rights(session: Session) -> dict[str, Any] | None:
    """The answer for what the person told; None before the form was sent. Raises Refusal."""
    event = EVENTS[st.selectbox("What happened?", list(EVENTS), key=session.key("rights-event"))]
    with st.form(session.key(f"rights-{event}")):
        on = ask_day(session, ON[event], f"rights-on-{event}")
        document: dict[str, Any] = {"event": event}
        if event in OTHER_DAYS:
            field, label = OTHER_DAYS[event]
            other = ask_day(session, label, f"rights-other-{event}")
            document |= {field: other.isoformat()} if other else {}
        if event in URGENT and st.checkbox("A wait could harm me (urgent)", key=session.key(f"rights-urgent-{event}")):
            document["expedited"] = True
        if event in MONEY and st.checkbox("It is about money for a drug I bought", key=session.key(f"rights-money-{event}")):
            document["payment"] = True
        if event == "absence":
            document |= AWAY_PLANS[st.radio("Which plan do you have?", list(AWAY_PLANS), key=session.key("rights-kind"))]
        pressed = st.form_submit_button("Show my dates", type="primary")
    if pressed and on is None:
        st.error(MISSING_DAY)
    kept = session.key(f"rights-asked-{event}")
    if pressed:
        st.session_state[kept] = {**document, "on": on.isoformat()} if on else None
    asked = st.session_state.get(kept)
    return None if asked is None else rights(asked)
