"""Desk: a counselor's list in, as people write it; every line a prescription, a question or left out; the session as a file."""

from finder.explain.drug_list import desk as words
from finder.explain.messages import say
from pages.parts.desk_answers import show_outcomes
from pages.parts.desk_list import ask_second, bring_list
from pages.parts.frame import frame
from pages.parts.person import ask_year
from pages.parts.saved import open_session, save_session
from pages.parts.screen import st
from pages.parts.session import session
from pages.parts.top import start_at_top

visitor = session()
with frame("Desk") as foot:
    outcomes = st.container()  # a list that was read comes before the way to bring another
    folded = st.expander(say(words.ANOTHER_LIST), expanded=visitor.incoming is not None) if visitor.lines else st.container()
    with folded:
        if not visitor.lines:
            st.write(say(words.LEAD))
        catalog = ask_year(visitor)
        foot.info = catalog.info
        if visitor.incoming is None:
            bring_list(visitor, catalog)
        else:
            ask_second(visitor)
    with outcomes:
        if visitor.desk_message:
            st.success(visitor.desk_message)
        if visitor.lines:
            show_outcomes(visitor, catalog)
    st.header(say(words.SESSION_FILE), anchor=False)
    save_session(visitor, catalog)
    open_session(visitor)
    start_at_top(visitor.desk)
