"""A form whose answers count once it is sent, and stay until it is sent again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from finder.explain.messages import say
from pages.parts.screen import st
from pages.parts.session import Session

Told = TypeVar("Told")


def sent_form(session: Session, name: str, fields: Callable[[], Told | str], button: str) -> Told | None:
    """What ``fields`` held when the form of that name was last sent; None before. Where something is missing they give the message that
    asks for it: it is shown, and what was sent before counts no more."""
    kept = session.key(f"{name}-asked")
    with st.form(session.key(name)):
        told = fields()
        pressed = st.form_submit_button(say(button), type="primary")
    if pressed:
        st.session_state[kept] = None if isinstance(told, str) else told
        if isinstance(told, str):
            st.error(say(told))
    asked: Told | None = st.session_state.get(kept)
    return asked
