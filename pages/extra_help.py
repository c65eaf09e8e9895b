"""Extra Help: one question at a time; how likely it is and why, what it pays, its dates, and what it means for the person's own drugs."""

import streamlit as st

from finder.domain.benefit import LowIncomeSubsidy
from finder.explain.explainers.extra_help import (
    change_sentences,
    dates_table,
    headline,
    income_sentences,
    income_table,
    law_rules,
    limits_figure,
    limits_table,
    next_step,
    pays_table,
    reasons,
    warning_sentences,
)
from finder.explain.explainers.extra_help_days import NO_PLAN
from finder.explain.explainers.law_table import rule_table
from finder.explain.explainers.rule_sources import source_sentences
from finder.explain.kit.html import list_html, paragraphs_html
from finder.questions.explainers.extra_help import extra_help
from pages.parts.extra_help_days import ask_days
from pages.parts.extra_help_form import ask_extra_help
from pages.parts.extra_help_plans import show_plans
from pages.parts.frame import frame, plain, show
from pages.parts.hand_back import offer_help_level
from pages.parts.results import show_figure, show_table
from pages.parts.session import session

visitor = session()
with frame("Extra Help"):
    document = ask_extra_help(visitor)
    if document is not None:
        answer = extra_help(document)
        st.header("Your answer", anchor=False)
        show(paragraphs_html(headline(answer), "finder-headline") + list_html(reasons(answer)))
        for warning in warning_sentences(answer):
            st.warning(plain(warning))
        show(paragraphs_html([next_step(answer)]))
        offer_help_level(visitor, answer)
        st.header("Your numbers and the limits", anchor=False)
        drawn, counted, pays = limits_figure(answer), income_table(answer), pays_table(answer)
        if counted is not None:
            show_table(counted)
            show(list_html(income_sentences(answer)))
        if drawn is not None:
            show_figure(drawn, visitor.key("help-limits"))
        show_table(limits_table(answer))
        if pays is not None:
            st.header("What you would pay", anchor=False)
            show_table(pays)
        if answer["likelihood"] != "unlikely":
            st.header("Your dates", anchor=False)
            days, ticked = ask_days(visitor, document)
            answer = extra_help({**document, **days})
            show_table(dates_table(answer, no_plan=NO_PLAN in ticked))
            show(list_html(change_sentences(answer)))
        if answer["level"] not in (None, "none"):
            show_plans(visitor, LowIncomeSubsidy[answer["level"].upper()])
        st.header("The law behind this", anchor=False)
        show_table(rule_table("The rules", law_rules(answer)))
        with st.expander("Where we read these rules"):
            show(list_html(source_sentences(law_rules(answer))))
