"""I may lose my plan: what happened and when, until when the plan holds, when to join again, what a gap costs, what to say to whom."""

import streamlit as st

from finder.explain.explainers import losing_coverage as words
from finder.explain.messages import say
from finder.explain.source_words import GO_TO_FIND_PLANS
from pages.parts.dates import offer_calendar
from pages.parts.frame import frame, show
from pages.parts.losing_form import ask_losing, offer_letter
from pages.parts.whose import person_in_view

with frame(words.TITLE):
    visitor = person_in_view()
    st.write(say(words.INTRO))
    answer = ask_losing(visitor)
    if answer is None:
        st.write(say(words.EMPTY))
    else:
        show(words.answer_sections(answer))
        offer_calendar(words.dues(answer), "keep-my-plan")
        st.page_link("pages/find_plans.py", label=say(GO_TO_FIND_PLANS))
        offer_letter(visitor, answer)
        show(words.details(answer))
