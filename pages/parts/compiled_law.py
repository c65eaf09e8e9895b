"""``FINDER_COMPILE=1``: the law is compiled once for the server, while plain Python answers the first visitors."""

from __future__ import annotations

import os
from threading import Thread

import streamlit as st

from finder.questions.plans.compiled_law import compile_law
from pages.parts.catalog import years

WANTED = "FINDER_COMPILE"


@st.cache_resource(show_spinner=False)
def compile_once() -> Thread | None:
    """The thread that compiles, or None where nobody asked for it."""
    if os.environ.get(WANTED) != "1":
        return None
    thread = Thread(target=compile_law, args=(years(),), name="compile the law", daemon=True)
    thread.start()
    return thread
