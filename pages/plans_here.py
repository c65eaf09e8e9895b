"""Plans on this computer: which are here, and the button that gets those of a state for a year. A file instead; plans removed."""

from finder.explain.messages import say
from finder.explain.plans import on_this_computer as words
from pages.parts.catalog import today
from pages.parts.catalog_files import all_here, ask_file, ask_removal, ask_year_and_state
from pages.parts.frame import frame, show
from pages.parts.get_plans import offer_plans, show_errand, state_name
from pages.parts.own_machine import is_own_machine
from pages.parts.screen import st
from pages.parts.session import session

visitor = session()
with frame(words.TITLE):
    st.write(say(words.LEAD))
    if visitor.here_message:
        st.success(visitor.here_message)
        visitor.here_message = ""
    if not show_errand(visitor):
        wanted = ask_year_and_state(visitor)
        if wanted is not None:
            offer_plans(visitor, wanted[:1], wanted[1])
    st.header(say(words.HERE), anchor=False)
    here = all_here()
    show(words.here_table([found.info for found in here], state_name, today()))
    show(words.nameless_list([(found.info, found.count_nameless()) for found in here], state_name))
    if is_own_machine():
        ask_file(visitor)
        ask_removal(visitor)
