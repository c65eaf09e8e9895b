"""Payment plan: the bills of the Medicare Prescription Payment Plan for any month of joining, beside what is paid at the drug store."""

import streamlit as st

from finder.explain.explainers.law_table import number_table, rule_table
from finder.explain.explainers.payment_plan import (
    EMPTY,
    INTRO,
    bills_sentences,
    headline,
    law_numbers,
    law_rules,
    months_figure,
    months_table,
    next_step,
    notice_sentences,
    step_sentences,
)
from finder.explain.kit.html import list_html, paragraphs_html
from pages.parts.frame import frame
from pages.parts.payment_plan_form import ask_payment_plan
from pages.parts.results import show_figure, show_table
from pages.parts.session import session

visitor = session()
with frame("Payment plan"):
    st.write(INTRO)
    answer = ask_payment_plan(visitor)
    if answer is None:
        st.write(EMPTY)
        st.page_link("pages/find_plans.py", label="Go to Find plans")
    else:
        st.header("Your answer", anchor=False)
        st.html(paragraphs_html(headline(answer), "finder-headline"))
        st.html(paragraphs_html([*bills_sentences(answer), next_step(answer)]))
        st.header("Month by month", anchor=False)
        show_figure(months_figure(answer), visitor.key("m3p-months"))
        show_table(months_table(answer))
        st.header("Medicare's own test", anchor=False)
        st.html(list_html(notice_sentences(answer)))
        st.header("What to know and do", anchor=False)
        st.html(list_html(step_sentences(answer)))
        st.header("The law behind this", anchor=False)
        show_table(rule_table("The rules", law_rules(answer)))
        show_table(number_table(f"The law's numbers of {answer['year']}", law_numbers(answer)))
