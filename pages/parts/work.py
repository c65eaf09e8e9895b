"""Long work shows how far it is, and can be stopped: whatever the person presses next ends it, and it does not begin again by itself.

What was found until then is kept, where the work can say it (it returns its answer once ``OnProgress`` says False) and marks it as a part.
Streamlit ends a script that was overtaken by raising out of whatever it draws next, while the script that follows has begun already. So a
press is heard where the bar is drawn: the work is told to come to an end, its answer is kept, and then the script ends as Streamlit wants
it to; the script that follows waits for that before it shows what was found. Between two steps nothing is heard, so a step is short.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from typing import TypeVar

import streamlit as st
from streamlit.runtime.scriptrunner import RerunException, StopException

from finder.questions.progress import OnProgress
from pages.parts.session import Session

Answer = TypeVar("Answer")
_LONGEST_STEP = 60
"""Seconds for which a script waits for the work that it has overtaken; a step takes less than one."""


def long_work(
    session: Session, name: str, label: str, work: Callable[[OnProgress], Answer], keep: Callable[[Session, Answer], None]
) -> None:
    """A button that starts the work; while it runs, a bar with counts and a button that stops it. ``keep`` takes the answer: whole
    or, after a stop, what was found of it."""
    starts = session.working == name
    st.button(label, on_click=_start, args=(session, name), key=session.key(f"start-{name}"), type="primary", disabled=starts)
    if not starts:
        if session.at_work is not None:
            session.at_work.wait(_LONGEST_STEP)
        return
    st.button("Stop this work", key=session.key(f"stop-{name}"))
    bar = _Bar()
    session.working, session.at_work = "", Event()  # begun: a script that overtakes this one does not begin it again
    ended = session.at_work
    try:
        keep(session, work(bar.on_progress))
    finally:
        ended.set()
    if bar.overtaken is not None:
        raise bar.overtaken
    st.rerun()


class _Bar:
    """A bar with counts. ``overtaken`` is what Streamlit raised when the person pressed something else, or went away."""

    def __init__(self) -> None:
        self._drawn = st.progress(0.0, "Working")
        self.overtaken: RerunException | StopException | None = None

    def on_progress(self, done: int, of: int) -> bool:
        """Draw how far the work is; False once something else was pressed."""
        try:
            self._drawn.progress(done / of if of else 1.0, f"Working: step {done:,} of {of:,}")
        except (RerunException, StopException) as pressed:
            self.overtaken = pressed
        return self.overtaken is None


def _start(session: Session, name: str) -> None:
    session.working = name
