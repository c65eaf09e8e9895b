"""What pages of dates share: a day, and the dates as a calendar file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from finder.documents.downloads import calendar_file
from finder.explain.kit.date_charts import Due
from finder.explain.messages import say
from pages.parts.screen import st
from pages.parts.session import Session

FIRST, LAST = date(2002, 1, 1), date(2031, 12, 31)
"""The days that a page offers: those of the rules' years and a little around them. The question itself refuses what it cannot answer."""


def ask_day(session: Session, label: str, name: str, value: date | None = None) -> date | None:
    """A day, or None where none is given. No day is filled in for the person unless a comparison has one."""
    asked: date | None = st.date_input(label, value, FIRST, LAST, key=session.key(name), format="MM/DD/YYYY")
    return asked


def offer_calendar(dues: Iterable[Due], name: str) -> None:
    """The dates as a file for a calendar, where there are any."""
    file = calendar_file(dues)
    if file:
        st.download_button(say("Put these dates in your calendar (.ics)"), file, f"{name}.ics", "text/calendar", on_click="ignore")
