"""Begins a page at its top again. A browser keeps its place by what stands on the screen, so what is new above would not be seen."""

from __future__ import annotations

from pages.parts.screen import st

_TO_TOP = """<script>/* {step} */ document.querySelector('[data-testid="stMain"]').scrollTo(0, 0);</script>"""


def start_at_top(step: int) -> None:
    """Show the top of the page, once for each ``step``."""
    if step:
        st.html(_TO_TOP.format(step=step), unsafe_allow_javascript=True)
