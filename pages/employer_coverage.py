"""Employer or Part D: both costs side by side, what a yes can end, what silence does, and when a later start has no fee."""

from finder.explain.explainers import employer_coverage as words
from finder.explain.messages import say
from pages.parts.dates import offer_calendar
from pages.parts.employer_form import ask_employer
from pages.parts.frame import frame, show
from pages.parts.screen import st
from pages.parts.whose import person_in_view

with frame(words.TITLE):
    visitor = person_in_view()
    st.write(say(words.INTRO))
    answer = ask_employer(visitor)
    if answer is None:
        st.write(say(words.EMPTY))
    else:
        show(words.answer_sections(answer))
        offer_calendar(words.dues(answer), "drug-coverage-dates")
