"""The dates of the Extra Help page. A day is asked only where a date depends on it; a day left empty stays open."""

from __future__ import annotations

from datetime import date

import streamlit as st

from finder.domain.extra_help import Days, ExtraHelp, HelpSeeker
from finder.explain.explainers.extra_help import dates, dates_heading
from finder.explain.explainers.extra_help_questions import GATES, NO_PLAN, days_behind
from finder.explain.messages import say
from finder.questions.explainers.extra_help import FIRST_DAY, LAST_DAY, extra_help
from pages.parts.frame import show
from pages.parts.session import Session

_KEPT = "session"


def show_dates(session: Session, year: int, person: HelpSeeker) -> ExtraHelp:
    """Ask the days and show the dates that follow from them. The answer with those days."""
    show(dates_heading())
    days, ticked = _ask_behind(session, "", person, Days()), set()
    for gate in GATES:
        if st.checkbox(say(gate), key=session.key(f"help-gate-{gate}"), persist_state=_KEPT):
            ticked.add(gate)
            days = _ask_behind(session, gate, person, days)
    answer = extra_help(year, person, days)
    show(dates(answer, no_plan=NO_PLAN in ticked))
    return answer


def _ask_behind(session: Session, gate: str, person: HelpSeeker, days: Days) -> Days:
    """Ask the days behind a box; a day that was given may make another one needed."""
    for ask in days_behind(gate):
        if ask.needed(person, days):
            key = session.key(f"help-day-{ask.name}")
            given = st.date_input(ask.label(person), None, FIRST_DAY, LAST_DAY, key=key, format="MM/DD/YYYY", persist_state=_KEPT)
            days = days._replace(**{ask.name: given if isinstance(given, date) else None})
    return days
