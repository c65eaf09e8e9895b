"""Whether a visitor's page was open before, with a session that this server does not have (any more)."""

from __future__ import annotations

from streamlit.runtime.scriptrunner import get_script_run_ctx

from pages.parts.screen import st
from pages.server.visits import earlier_session


def was_here_before() -> bool:
    """Whether the page named another session when it connected."""
    context = get_script_run_ctx(suppress_warning=True)
    return context is not None and earlier_session(st.context.headers) not in ("", context.session_id)
