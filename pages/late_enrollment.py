"""Late fee: whether a late enrollment penalty is owed, its months and cost, what waiting adds, and the steps and letter against it."""

import streamlit as st

from finder.explain.explainers.late_enrollment import (
    EMPTY,
    INTRO,
    assumption_sentence,
    because,
    cost_figure,
    cost_finding,
    cost_table,
    headline,
    next_step,
    steps_table,
    timeline_figure,
    timeline_table,
    waiting_sentences,
)
from finder.explain.explainers.law_table import rule_table
from finder.explain.explainers.rule_sources import source_sentences
from finder.explain.kit.html import list_html, paragraphs_html
from pages.parts.frame import frame, show
from pages.parts.hand_back import offer_late_months
from pages.parts.late_enrollment_form import ask_late_enrollment, show_letter
from pages.parts.results import show_figure, show_table
from pages.parts.session import session

visitor = session()
with frame("Late fee"):
    st.write(INTRO)
    answer = ask_late_enrollment(visitor)
    if answer is None:
        st.write(EMPTY)
    else:
        st.header("Your answer", anchor=False)
        show(paragraphs_html([headline(answer)], "finder-headline") + list_html(because(answer)) + paragraphs_html([next_step(answer)]))
        offer_late_months(visitor, answer)
        st.header("Your time with and without coverage", anchor=False)
        show_figure(timeline_figure(answer), visitor.key("lep-timeline"))
        show_table(timeline_table(answer))
        st.header("What it costs", anchor=False)
        if answer["applies"]:
            show(paragraphs_html([assumption_sentence(answer)]))
            show_figure(cost_figure(answer), visitor.key("lep-cost"))
            show_table(cost_table(answer))
        else:
            show(paragraphs_html([cost_finding(answer)]))
        st.header("What waiting one more year costs", anchor=False)
        show(list_html(waiting_sentences(answer)))
        st.header("If you do not agree", anchor=False)
        show_table(steps_table(answer))
        show_letter(visitor, answer)
        st.header("The law behind this", anchor=False)
        show_table(rule_table("The rules", answer["rules"]))
        with st.expander("Where we read these rules"):
            show(list_html(source_sentences(answer["rules"])))
