"""Begins a page at its top again. A browser keeps its place by what stands on the screen, so what is new above would not be seen."""

from __future__ import annotations

import streamlit as st

_SCRIPT = """
let seen = 0;
export default function ({ data }) {
  if (data.step !== seen) document.querySelector('[data-testid="stMain"]').scrollTo(0, 0);
  seen = data.step;
}
"""
_TOP = st.components.v2.component("finder-top", js=_SCRIPT)


def start_at_top(step: int) -> None:
    """Show the top of the page, once for each ``step``."""
    if step:
        _TOP(data={"step": step}, key="top-again", height=1)
