"""The benefit by year: the phases of any year for a yearly drug cost, who pays what, another year beside it, and the gap's life."""

import streamlit as st

from finder.explain.explainers import benefit_year as words
from finder.explain.messages import say
from finder.questions.explainers.benefit_year import coverage_gap_by_year
from pages.parts.benefit_form import ask_benefit
from pages.parts.frame import frame, show
from pages.parts.whose import person_in_view

with frame(words.TITLE):
    visitor = person_in_view()
    show(words.intro())
    benefit, against = ask_benefit(visitor)
    if benefit is None:
        show(words.empty())
    else:
        show(words.sections(benefit, against, coverage_gap_by_year()), visitor.key("benefit-answer"))
        st.page_link("pages/find_plans.py", label=say(words.GO_TO_FIND_PLANS))
        show(words.law(benefit.year))
