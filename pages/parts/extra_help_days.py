"""The days of the Extra Help page: each is asked only where one of its dates depends on it. A day left empty stays open."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from finder.explain.explainers.extra_help_days import GATES, DayAsk, days_behind
from pages.parts.session import Session

_OLDEST, _LATEST = date(1965, 1, 1), date(2037, 12, 31)
_KEPT = "session"


def ask_days(session: Session, document: dict[str, Any]) -> tuple[dict[str, str], frozenset[str]]:
    """The days that were given, by the field of the document, and the boxes that were ticked."""
    known = dict(document)
    _ask_behind(session, "", known)
    ticked = set()
    for gate in GATES:
        if st.checkbox(gate, key=session.key(f"help-gate-{gate}"), persist_state=_KEPT):
            ticked.add(gate)
            _ask_behind(session, gate, known)
    return {name: day for name, day in known.items() if name not in document}, frozenset(ticked)


def _ask_behind(session: Session, gate: str, known: dict[str, Any]) -> None:
    """Ask the days behind a box; a day that was given may make another one needed."""
    for ask in days_behind(gate):
        if ask.needed(known):
            _ask(session, ask, known)


def _ask(session: Session, ask: DayAsk, known: dict[str, Any]) -> None:
    label, key = ask.label(known), session.key(f"help-day-{ask.name}")
    given = st.date_input(label, None, _OLDEST, _LATEST, key=key, format="MM/DD/YYYY", persist_state=_KEPT)
    if isinstance(given, date):
        known[ask.name] = given.isoformat()
