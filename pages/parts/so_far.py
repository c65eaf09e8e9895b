"""What had run up this year: two numbers from the plan's statement, checked before anything is counted."""

from __future__ import annotations

from datetime import date

import streamlit as st

from finder.domain.money import Cents, rounded_cents
from finder.explain.messages import say
from finder.explain.person import SPENT, SPENT_LABEL, TROOP_LABEL, so_far_refusal, statement
from pages.parts.frame import plain, show
from pages.parts.session import Session

_KEPT = "session"


def kept_so_far(session: Session) -> tuple[Cents, Cents]:
    """The costs so far as the widgets hold them; (0, 0) where they were not asked or not both answered."""
    state = st.session_state
    values = [state.get(session.key(name)) for name in ("gross", "troop")]
    if not state.get(session.key("so-far"), False) or None in values:
        return 0, 0
    gross, troop = (rounded_cents(str(value)) for value in values)
    return gross, troop


def ask_so_far(session: Session, start: date) -> tuple[Cents, Cents] | None:
    """Drug costs and out-of-pocket costs of the year so far, in cents; (0, 0) where there are none. None where the two contradict each
    other or the start month; then a sentence says how."""
    if not st.checkbox(say(SPENT), key=session.key("so-far"), persist_state=_KEPT):
        return 0, 0
    show(statement())
    gross = st.number_input(say(SPENT_LABEL), 0.0, 1_000_000.0, None, 10.0, "%.2f", key=session.key("gross"), persist_state=_KEPT)
    troop = st.number_input(say(TROOP_LABEL), 0.0, 1_000_000.0, None, 10.0, "%.2f", key=session.key("troop"), persist_state=_KEPT)
    spent, counted = (None if value is None else rounded_cents(str(value)) for value in (gross, troop))
    refusal = so_far_refusal(spent, counted, start)
    if refusal or spent is None or counted is None:
        st.error(plain(refusal))
        return None
    return spent, counted
