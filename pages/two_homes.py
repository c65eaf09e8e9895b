"""Living in two places: how long a plan lets a person be away, the stores at both places, and when refills fall."""

from finder.explain.explainers import two_homes as words
from finder.explain.messages import say
from pages.parts.dates import offer_calendar
from pages.parts.frame import frame, show
from pages.parts.screen import st
from pages.parts.two_homes_form import ask_two_homes, stores_of_plans
from pages.parts.whose import person_in_view

with frame(words.TITLE):
    visitor = person_in_view()
    st.write(say(words.INTRO))
    answer = ask_two_homes(visitor)
    if answer is None:
        st.write(say(words.EMPTY))
    else:
        show(words.answer_sections(answer))
        show(words.plans_table(stores_of_plans(visitor, answer)))
        offer_calendar(words.dues(answer), "two-places")
