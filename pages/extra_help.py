"""Extra Help: one question at a time; how likely it is and why, what it pays, its dates, and what it means for the person's own drugs."""

import streamlit as st

from finder.domain.benefit import LowIncomeSubsidy
from finder.explain.extra_help import (
    INTRO,
    change_sentences,
    dates_table,
    headline,
    law_rules,
    limits_figure,
    limits_table,
    next_step,
    pays_table,
    reasons,
    warning_sentences,
)
from finder.explain.html import list_html, paragraphs_html
from finder.explain.law_table import rule_table
from finder.explain.rule_sources import source_sentences
from pages.parts.extra_help_form import ask_extra_help
from pages.parts.extra_help_plans import show_plans
from pages.parts.frame import frame, show
from pages.parts.results import show_figure, show_table
from pages.parts.session import session

visitor = session()
with frame("Extra Help"):
    st.write(INTRO)
    answer = ask_extra_help(visitor)
    if answer is not None:
        st.header("Your answer", anchor=False)
        show(paragraphs_html(headline(answer), "finder-headline") + list_html(reasons(answer)))
        for warning in warning_sentences(answer):
            st.warning(warning)
        show(paragraphs_html([next_step(answer)]))
        st.header("Your numbers and the limits", anchor=False)
        drawn = limits_figure(answer)
        if drawn is not None:
            show_figure(drawn, visitor.key("help-limits"))
        show_table(limits_table(answer))
        for title, table in (("What you would pay", pays_table(answer)), ("Your dates", dates_table(answer))):
            if table is not None:
                st.header(title, anchor=False)
                show_table(table)
        show(list_html(change_sentences(answer)))
        if answer["level"] not in (None, "none"):
            show_plans(visitor, LowIncomeSubsidy[answer["level"].upper()])
        st.header("The law behind this", anchor=False)
        show_table(rule_table("The rules", law_rules(answer)))
        with st.expander("Where we read these rules"):
            show(list_html(source_sentences(law_rules(answer))))
