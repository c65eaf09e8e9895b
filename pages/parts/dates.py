"""Parts that pages of dates share: a day, the download of dates, the law behind an answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import streamlit as st

from finder.explain.explainers.law_table import rule_table
from finder.explain.explainers.rule_sources import source_sentences
from finder.explain.kit.html import list_html
from pages.parts.frame import show
from pages.parts.results import show_table
from pages.parts.session import Session

FIRST, LAST = date(2002, 1, 1), date(2031, 12, 31)
"""The days that a page offers: those of the rules' years and a little around them. The question itself refuses what it cannot answer."""


def ask_day(session: Session, label: str, name: str, value: date | None = None) -> date | None:
    """A day, or None where none is given. No day is filled in for the person unless a comparison has one."""
    asked: date | None = st.date_input(label, value, FIRST, LAST, key=session.key(name), format="MM/DD/YYYY")
    return asked


def offer_calendar(answer: Mapping[str, Any], name: str) -> None:
    """The dates as a file for a calendar, where there are any."""
    if answer["calendar"]:
        st.download_button("Put these dates in your calendar (.ics)", answer["calendar"], f"{name}.ics", "text/calendar", on_click="ignore")


def show_law(answer: Mapping[str, Any]) -> None:
    """The rules behind an answer with citation and status, and where each was read."""
    st.header("The law behind this", anchor=False)
    show_table(rule_table("The rules", answer["rules"]))
    with st.expander("Where we read the rules"):
        show(list_html(source_sentences(answer["rules"])))
