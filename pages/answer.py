"""My answer: what to do, the plans to choose from side by side, each drug, all plans, and the next steps."""

import streamlit as st

from finder.explain.choices import NOT_SURE
from finder.explain.plans import answer as words
from pages.parts.frame import find_plans_first, frame
from pages.parts.results import show_results, show_summary
from pages.parts.session import session

visitor = session()
with frame(words.TITLE) as foot:
    compared = visitor.comparison
    if compared is None:
        find_plans_first(words.NO_ANSWER)
    else:
        foot.info = compared.info
        show_summary(compared)
        unsure = st.session_state.get(visitor.key(f"help-{compared.info.plan_year}"), NOT_SURE) == NOT_SURE
        show_results(visitor, compared, unsure_of_help=unsure)
