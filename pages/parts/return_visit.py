"""Whether a visitor's page was open before, with a session that this server does not have (any more)."""

from __future__ import annotations

from streamlit.runtime.scriptrunner import get_script_run_ctx

from pages.parts.screen import st

_PROTOCOLS = "Sec-WebSocket-Protocol"


def was_here_before() -> bool:
    """A page that connects again names its last session, third among the protocols (streamlit, token, session). A new page names none."""
    context = get_script_run_ctx(suppress_warning=True)
    named = [part.strip() for part in st.context.headers.get(_PROTOCOLS, "").split(",")]
    return context is not None and len(named) > 2 and named[2] not in ("", context.session_id)
