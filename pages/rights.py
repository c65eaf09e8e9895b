"""Rights and dates: what happened and when, by when who must do what, what to say and to whom, as a list and a calendar file."""

from finder.explain.doors import PAGES
from finder.explain.explainers import rights as words
from finder.explain.messages import say
from pages.parts.catalog import today
from pages.parts.dates import offer_calendar
from pages.parts.frame import frame, show
from pages.parts.menu import address_of
from pages.parts.rights_form import ask_rights
from pages.parts.screen import st
from pages.parts.whose import person_in_view

with frame(words.TITLE):
    visitor = person_in_view()
    st.write(say(words.INTRO))
    answer = ask_rights(visitor)
    if answer is None:
        st.write(say(words.EMPTY))
    else:
        show(words.answer_sections(answer, today()))
        offer_calendar(words.dues(answer), "drug-plan-dates")
        more = words.SEE_ALSO.get(answer.happened.event)
        if more:
            st.page_link(address_of(more), label=say(PAGES[more].title))
        show(words.details(answer))
