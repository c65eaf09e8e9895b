"""Desk: a counselor's list in, as people write it; every line a prescription, a question or a choice; the session as a file."""

import streamlit as st

from pages.parts.desk_answers import show_outcomes, use_list
from pages.parts.desk_list import bring_list
from pages.parts.frame import frame, plain
from pages.parts.person import ask_year
from pages.parts.saved import open_session, save_session
from pages.parts.session import session

visitor = session()
with frame("Desk") as foot:
    st.write("For counselors. Bring a drug list, answer what is open, then find plans. Nothing is kept when you start over.")
    catalog = ask_year(visitor)
    foot.info = catalog.info
    if visitor.desk_message:
        st.success(plain(visitor.desk_message))
    st.header("1. The list", anchor=False)
    bring_list(visitor, catalog)
    if visitor.lines:
        st.header("2. What we understood", anchor=False)
        show_outcomes(visitor, catalog)
        st.header("Use the list", anchor=False)
        use_list(visitor)
    st.header("Session file", anchor=False)
    save_session(visitor, catalog)
    open_session(visitor)
