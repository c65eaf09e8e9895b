"""Long work shows how far it is, and can be stopped: whatever the person presses next ends it, and it does not begin again by itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from finder.questions.progress import OnProgress
from pages.parts.session import Session

Answer = TypeVar("Answer")


def long_work(session: Session, name: str, label: str, work: Callable[[OnProgress], Answer]) -> Answer | None:
    """A button that starts the work; while it runs, a bar with counts and a button that stops it. The answer once, else None."""
    runs = session.working == name
    st.button(label, on_click=_start, args=(session, name), key=session.key(f"start-{name}"), type="primary", disabled=runs)
    if not runs:
        return None
    st.button("Stop this work", on_click=_start, args=(session, ""), key=session.key(f"stop-{name}"))
    bar = st.progress(0.0, "Working")

    def on_progress(done: int, of: int) -> None:
        # drawing gives way to a press of Stop: Streamlit leaves the script here
        bar.progress(done / of if of else 1.0, f"Working: step {done:,} of {of:,}")

    try:
        return work(on_progress)
    finally:
        session.working = ""  # done, or left for another page or button: it is not begun again by itself


def _start(session: Session, name: str) -> None:
    session.working = name
