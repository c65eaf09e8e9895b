"""Rights and dates: what happened and when, by when who must do what, what to say and to whom, as a list and a calendar file."""

import streamlit as st

from finder.explain.explainers.rights import EMPTY, INTRO, date_table, dates_figure, headline, say_table
from finder.explain.kit.html import list_html, paragraphs_html
from pages.parts.dates import offer_calendar, show_law
from pages.parts.frame import frame, show
from pages.parts.results import show_figure, show_table
from pages.parts.rights_form import ask_rights
from pages.parts.session import session

visitor = session()
with frame("Rights and dates"):
    st.write(INTRO)
    answer = ask_rights(visitor)
    if answer is None:
        st.write(EMPTY)
    else:
        st.header("Your answer", anchor=False)
        show(paragraphs_html(headline(answer), "finder-headline"))
        figure = dates_figure(answer)
        if figure is not None:
            show_figure(figure, visitor.key("dates"))
            show_table(date_table(answer))
        offer_calendar(answer, "drug-plan-dates")
        st.header("What to say", anchor=False)
        show_table(say_table(answer))
        show(list_html(answer["unknown"]))
        if answer["rules"]:
            show_law(answer)
