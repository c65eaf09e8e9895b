"""Find plans: a place and a drug list in, one question at a time or all on one page. The answer is on My answer."""

from finder.explain.messages import say
from finder.explain.plans import find_plans as words
from pages.parts.compare import answer_at_once, ask_comparison, find_answer
from pages.parts.frame import frame
from pages.parts.hand_back import say_handed_back
from pages.parts.screen import st
from pages.parts.session import session
from pages.parts.steps import ask_step, choose_view, open_answer

visitor = session()
with frame(words.TITLE) as foot:
    if st.session_state.get(visitor.key("compare")) and answer_at_once(visitor):
        open_answer()  # without drawing the questions first
    one_page = choose_view(visitor)
    say_handed_back(visitor)
    asked = ask_comparison(visitor) if one_page else ask_step(visitor)
    foot.info = asked.catalog.info
    if one_page and st.button(say(words.COMPARE_PLANS), type="primary", key=visitor.key("compare")) and find_answer(visitor, asked):
        open_answer()
