"""Read my letter: what a letter about a drug plan must say, what is missing, by when who must do what, who may help."""

from finder.explain.doors import PAGES
from finder.explain.explainers import letters as words
from finder.explain.messages import say
from pages.parts.catalog import today
from pages.parts.dates import offer_calendar
from pages.parts.frame import frame, show
from pages.parts.letter_form import ask_letter
from pages.parts.menu import address_of
from pages.parts.screen import st
from pages.parts.whose import person_in_view

with frame(words.TITLE):
    visitor = person_in_view()
    st.write(say(words.INTRO))
    answer = ask_letter(visitor)
    if answer is None:
        st.write(say(words.EMPTY))
    else:
        show(words.answer_sections(answer, today()))
        offer_calendar(words.dues(answer), "letter-dates")
        more = words.SEE_ALSO[answer.letter.kind]
        st.page_link(address_of(more), label=say(PAGES[more].title))
        show(words.details(answer))
