"""First supply (transition fills): the window on a calendar, what each fill would get, and what to do before it runs out."""

from finder.explain.explainers import transition_fills as words
from finder.explain.messages import say
from pages.parts.dates import offer_calendar
from pages.parts.frame import frame, show, tell
from pages.parts.places import places
from pages.parts.screen import st
from pages.parts.transition_form import ask_transition
from pages.parts.whose import person_in_view

with frame(words.TITLE):
    visitor = person_in_view()
    chosen = visitor.first_supply
    tell(say(words.INTRO) if chosen is None else words.about(chosen))
    asked, answered = places(filled=chosen is not None)
    with asked:
        answer = ask_transition(visitor)
    with answered:
        if answer is None:
            tell(say(words.EMPTY))
        else:
            show(words.answer_sections(answer))
            offer_calendar(words.dues(answer), "first-supply")
            st.page_link("pages/rights.py", label=say(words.RIGHTS))
            show(words.details(answer))
