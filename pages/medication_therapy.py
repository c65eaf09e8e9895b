"""Drug review program (medication therapy management): who must be offered it, what it gives and when, and a sheet to prepare."""

import streamlit as st

from finder.explain.explainers.medication_therapy import (
    EMPTY,
    INTRO,
    criteria_figure,
    criteria_table,
    headline,
    next_step,
    notes,
    schedule_table,
    services,
    sheet_html,
)
from finder.explain.kit.html import list_html, paragraphs_html
from pages.parts.dates import offer_calendar, show_law
from pages.parts.frame import frame, show
from pages.parts.results import show_figure, show_table
from pages.parts.session import session
from pages.parts.therapy_form import ask_therapy, drug_list

visitor = session()
with frame("Drug review program"):
    st.write(INTRO)
    answer = ask_therapy(visitor)
    if answer is None:
        st.write(EMPTY)
    else:
        st.header("Your answer", anchor=False)
        show(paragraphs_html(headline(answer), "finder-headline"))
        show(list_html(notes(answer)))
        show(paragraphs_html([next_step(answer)]))
        show_figure(criteria_figure(answer), visitor.key("criteria"))
        show_table(criteria_table(answer))
        st.header("What the program gives", anchor=False)
        show(list_html(services(answer)))
        if answer["schedule"]:
            show_table(schedule_table(answer))
        offer_calendar(answer, "drug-review")
        sheet = sheet_html(answer, drug_list(visitor))
        st.download_button("Sheet for your review (to print)", sheet, "drug-review-sheet.html", "text/html", on_click="ignore")
        show_law(answer)
