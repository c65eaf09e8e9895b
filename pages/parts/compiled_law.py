"""``FINDER_COMPILE=1`` compiles the law once for the server; until then plain Python answers."""

from __future__ import annotations

import os
from threading import Thread

import streamlit as st

from finder.questions.plans.compiled_law import compile_law
from pages.parts.catalog import years

WANTED = "FINDER_COMPILE"


@st.cache_resource(show_spinner=False)
def compile_once() -> Thread | None:
    """The thread that compiles, or None if that is not wanted."""
    if os.environ.get(WANTED) != "1":
        return None
    thread = Thread(target=compile_law, args=(years(),), name="compile-law", daemon=True)
    thread.start()
    return thread
