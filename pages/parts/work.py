"""Long work with a progress bar. Whatever the person presses next stops it; what was found so far is kept, marked as a part.

When the person presses something, Streamlit starts a new script and raises in the old one at its next draw. So drawing the bar is where a
press is noticed: ``OnProgress`` returns False, the work returns what it has, the answer is kept, and the old script ends. The new script
waits for that before it shows the answer. Nothing is noticed between two steps, so a step is short. The same ends the work, or the wait for
it, of a person who closes the tab.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Event
from typing import TypeVar

from streamlit.runtime.scriptrunner import RerunException, StopException

from finder.explain.messages import say
from finder.explain.words import STOP_WORK, TOO_MANY_WAIT, WORKING, step_words, waiting_words
from finder.questions.progress import OnProgress
from pages.parts.line import line
from pages.parts.screen import st
from pages.parts.session import Session

Answer = TypeVar("Answer")
_SECONDS_BETWEEN_LOOKS = 0.3


def long_work(
    session: Session, name: str, label: str, work: Callable[[OnProgress], Answer], keep: Callable[[Session, Answer], None]
) -> None:
    """A button that starts the work; while it runs, a bar and a button that stops it. ``keep`` takes the answer, whole or a part."""
    starts = session.working == name
    st.button(label, on_click=_start, args=(session, name), key=session.key(f"start-{name}"), type="primary", disabled=starts)
    if not starts:
        session.wait_for_work()
        return
    st.button(say(STOP_WORK), key=session.key(f"stop-{name}"))
    bar = _Bar()
    session.working, session.at_work = "", Event()  # begun: the next script does not begin it again
    ended, place = session.at_work, line().join()
    try:
        if place is None:
            st.warning(say(TOO_MANY_WAIT))
            return
        if _has_its_turn(place, bar):
            keep(session, work(bar.on_progress))
    finally:
        if place is not None:
            line().leave(place)
        ended.set()
    if bar.overtaken is not None:
        raise bar.overtaken
    st.rerun()


def _has_its_turn(place: int, bar: _Bar) -> bool:
    """Wait in line; False once the person pressed something or left."""
    while before := line().before(place):
        if not bar.draw(0.0, waiting_words(before)):
            return False
        time.sleep(_SECONDS_BETWEEN_LOOKS)
    return True


class _Bar:
    """The bar. ``overtaken`` is what Streamlit raised when the person pressed something or left."""

    def __init__(self) -> None:
        self._drawn = st.progress(0.0, say(WORKING))
        self.overtaken: RerunException | StopException | None = None

    def on_progress(self, done: int, of: int) -> bool:
        """Draw the progress; False once the person pressed something."""
        return self.draw(done / of if of else 1.0, step_words(done, of))

    def draw(self, share: float, words: str) -> bool:
        """Draw a share of the bar; False once the person pressed something."""
        try:
            self._drawn.progress(share, words)
        except (RerunException, StopException) as pressed:
            self.overtaken = pressed
        return self.overtaken is None


def _start(session: Session, name: str) -> None:
    session.working = name
