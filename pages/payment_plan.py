"""Payment plan: the bills of the Medicare Prescription Payment Plan for any month of joining, beside what is paid at the drug store."""

import streamlit as st

from finder.explain.explainers import payment_plan as words
from finder.explain.messages import say
from pages.parts.frame import frame, show
from pages.parts.payment_plan_form import ask_payment_plan
from pages.parts.session import session

visitor = session()
with frame(words.TITLE) as foot:
    foot.info = visitor.comparison.info if visitor.comparison else None
    show(words.intro())
    answer = ask_payment_plan(visitor)
    if answer is None:
        show(words.empty())
        st.page_link("pages/find_plans.py", label=say(words.GO_TO_FIND_PLANS))
    else:
        show(words.sections(answer))
