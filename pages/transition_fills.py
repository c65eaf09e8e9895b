"""First supply (transition fills): the window on a calendar, what each fill would get, notices, and what to do before it runs out."""

import streamlit as st

from finder.explain.explainers.transition_fills import EMPTY, INTRO, LEGEND, fill_table, headline, notes, step_table, window_figure
from finder.explain.kit.html import list_html, paragraphs_html
from pages.parts.dates import offer_calendar, show_law
from pages.parts.frame import frame, show
from pages.parts.results import show_figure, show_table
from pages.parts.session import session
from pages.parts.transition_form import ask_transition

visitor = session()
with frame("First supply of a drug"):
    st.write(INTRO)
    answer = ask_transition(visitor)
    if answer is None:
        st.write(EMPTY)
    else:
        st.header("Your answer", anchor=False)
        show(paragraphs_html(headline(answer), "finder-headline"))
        show_table(step_table(answer))
        offer_calendar(answer, "first-supply")
        if answer["supply"]["owed"]:
            st.header("The calendar", anchor=False)
            show_figure(window_figure(answer), visitor.key("window"))
            st.write(LEGEND)
        if answer["fills"]:
            show_table(fill_table(answer))
        show(list_html(notes(answer)))
        st.page_link("pages/rights.py", label="If the plan says no: rights and dates")
        show_law(answer)
