"""Drops what Streamlit keeps of a visitor until the window closes: uploads, downloads, and what callbacks hold."""

from __future__ import annotations

from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.state import SessionState


def forget_uploads() -> None:
    """Drop the files that this visitor uploaded."""
    context = get_script_run_ctx()
    if context is not None and runtime.exists():
        runtime.get_instance().uploaded_file_mgr.remove_session_files(context.session_id)


def forget_downloads() -> None:
    """Drop the files that this visitor could download. The first call marks them, the second removes them."""
    context = get_script_run_ctx()
    if context is not None and runtime.exists():
        files = runtime.get_instance().media_file_mgr
        files.clear_session_refs(context.session_id)
        files.remove_orphaned_files()
        files.remove_orphaned_files()


def forget_widgets() -> None:
    """Drop the keys of hidden widgets and the callbacks of buttons, with the drugs and answers that they hold.

    There is no public way: ``session_state.clear`` leaves both. If a later Streamlit keeps them elsewhere, a browser test fails.
    """
    context = get_script_run_ctx()
    state = getattr(getattr(context, "session_state", None), "_state", None)
    if isinstance(state, SessionState):
        state.clear()
        metadata = getattr(getattr(state, "_new_widget_state", None), "widget_metadata", None)
        if metadata is not None:
            metadata.clear()
