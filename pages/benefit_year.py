"""The benefit by year: the phases of any year for a yearly drug cost, who pays what, another year beside it, and the gap's life."""

import streamlit as st

from finder.explain.explainers.benefit_picture import (
    EMPTY,
    INTRO,
    NEXT,
    gap_figure,
    gap_table,
    headline,
    law_numbers,
    phases_figure,
    phases_table,
    threshold_table,
    years_figure,
    years_finding,
    years_table,
)
from finder.explain.explainers.law_table import number_table
from finder.explain.kit.html import paragraphs_html
from pages.parts.benefit_form import ask_benefit
from pages.parts.frame import frame
from pages.parts.results import show_figure, show_table
from pages.parts.session import session

visitor = session()
with frame("The benefit by year"):
    st.write(INTRO)
    answer = ask_benefit(visitor)
    if answer is None:
        st.write(EMPTY)
    else:
        picture = answer["picture"]
        st.header("Who pays in each phase", anchor=False)
        st.html(paragraphs_html(headline(picture), "finder-headline"))
        show_figure(phases_figure(picture), visitor.key("benefit-phases"))
        show_table(phases_table(picture))
        if "against" in answer:
            st.header("One year against another", anchor=False)
            st.html(paragraphs_html([years_finding(picture, answer["against"])]))
            show_figure(years_figure(picture, answer["against"]), visitor.key("benefit-years"))
            show_table(years_table(picture, answer["against"]))
        st.header("When the yearly limit is reached", anchor=False)
        show_table(threshold_table(picture))
        st.header("The life of the coverage gap", anchor=False)
        show_figure(gap_figure(answer["coverage_gap_by_year"]), visitor.key("benefit-gap"))
        show_table(gap_table(answer["coverage_gap_by_year"]))
        st.html(paragraphs_html([NEXT]))
        st.page_link("pages/find_plans.py", label="Go to Find plans")
        st.header("The law behind this", anchor=False)
        with st.expander(f"The law's numbers of {answer['year']}, with their sources"):
            show_table(number_table(f"The law's numbers of {answer['year']}", law_numbers(answer)))
