"""Desk: a counselor's list in, as people write it; every line a prescription, a question or a choice; the session as a file."""

import streamlit as st

from finder.explain.drug_list import desk as words
from finder.explain.messages import say
from pages.parts.desk_answers import show_outcomes, use_list
from pages.parts.desk_list import bring_list
from pages.parts.frame import frame, plain
from pages.parts.person import ask_year
from pages.parts.saved import open_session, save_session
from pages.parts.session import session

visitor = session()
with frame("Desk") as foot:
    st.write(say(words.LEAD))
    catalog = ask_year(visitor)
    foot.info = catalog.info
    if visitor.desk_message:
        st.success(plain(visitor.desk_message))
    st.header(say(words.THE_LIST), anchor=False)
    bring_list(visitor, catalog)
    if visitor.lines:
        st.header(say(words.UNDERSTOOD), anchor=False)
        show_outcomes(visitor, catalog)
        st.header(say(words.USE_THE_LIST), anchor=False)
        use_list(visitor)
    st.header(say(words.SESSION_FILE), anchor=False)
    save_session(visitor, catalog)
    open_session(visitor)
