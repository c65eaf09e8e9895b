"""I may lose my plan: what happened and when, until when the plan holds, when to join again, what a gap costs, what to say to whom."""

import streamlit as st

from finder.explain.explainers import losing_coverage as words
from finder.explain.messages import say
from pages.parts.dates import offer_calendar
from pages.parts.frame import frame, show
from pages.parts.losing_form import ask_losing
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
        show(words.details(answer))
