"""Payment plan: the bills of the Medicare Prescription Payment Plan for any month of joining, beside what is paid at the drug store."""

import streamlit as st

from finder.explain.explainers import payment_plan as words
from finder.explain.messages import say
from finder.explain.source_words import GO_TO_FIND_PLANS
from pages.parts.frame import frame, show
from pages.parts.payment_plan_form import ask_payment_plan
from pages.parts.whose import person_in_view

with frame(words.TITLE) as foot:
    visitor = person_in_view()
    foot.info = visitor.comparison.info if visitor.comparison else None
    show(words.intro())
    answer = ask_payment_plan(visitor)
    if answer is None:
        show(words.empty())
        st.page_link("pages/find_plans.py", label=say(GO_TO_FIND_PLANS))
    else:
        show(words.sections(answer))
