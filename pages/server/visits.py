"""Sessions whose browser has gone. A closed tab is forgotten in seconds; one that only lost its connection has two minutes to come back.

Streamlit forgets a session when the next one happens to be looked up. Here the clock does it (``sweep``).
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextvars import ContextVar
from typing import NamedTuple

from streamlit import runtime
from streamlit.runtime.session_manager import SessionInfo, SessionStorage

SECONDS_AFTER_CLOSING = 2
MOST = 500
"""Sessions that wait for their browser at once; the one that left first gives way."""
_LEFT_FOR_GOOD = (1000, 1001)
"""The codes with which a browser says that a tab was closed or shows another site (RFC 6455, 7.4.1). A lost connection says nothing."""

closing_code: ContextVar[list[int]] = ContextVar("closing_code")
"""The code with which the connection ended that is being served."""


def earlier_session(headers: Mapping[str, str]) -> str:
    """The session that a page had, if it connects again: third among the protocols (streamlit, token, session). A new page names none."""
    named = [part.strip() for part in headers.get("Sec-WebSocket-Protocol", "").split(",")]
    return named[2] if len(named) > 2 else ""


def is_known(session_id: str) -> bool:
    """Whether this server has a session, at work or waited for."""
    return runtime.get_instance()._session_mgr.get_session_info(session_id) is not None


class _Waiting(NamedTuple):
    info: SessionInfo
    until: float


class Visits(SessionStorage):
    """The sessions that wait for their browser."""

    def __init__(self, maxsize: int = MOST, ttl_seconds: int = 120) -> None:
        self._most, self._seconds = maxsize, ttl_seconds
        self._waiting: dict[str, _Waiting] = {}

    def get(self, session_id: str) -> SessionInfo | None:
        """A session that is waited for."""
        waiting = self._waiting.get(session_id)
        return waiting.info if waiting else None

    def save(self, session_info: SessionInfo) -> None:
        """Keep a session till its time is over."""
        closed = any(code in _LEFT_FOR_GOOD for code in closing_code.get([]))
        seconds = min(SECONDS_AFTER_CLOSING, self._seconds) if closed else self._seconds
        self._waiting[session_info.session.id] = _Waiting(session_info, time.monotonic() + seconds)

    def delete(self, session_id: str) -> None:
        """Wait no more."""
        self._waiting.pop(session_id, None)

    def list(self) -> list[SessionInfo]:
        """All that are waited for."""
        return [waiting.info for waiting in self._waiting.values()]

    def over(self) -> tuple[str, ...]:
        """The sessions whose time is over, and those that are too many."""
        now = time.monotonic()
        late = [name for name, waiting in self._waiting.items() if waiting.until < now]
        left = [name for name in self._waiting if name not in late]
        return (*late, *left[: max(0, len(left) - self._most)])
