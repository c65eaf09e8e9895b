"""The menu of pages for a narrow window. Streamlit's own is not a list that a screen reader can read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

_NARROW = "47.99rem"
_STYLE = f"""<style>
[data-testid="stSidebarNav"] {{display: none;}}
@media (min-width: {_NARROW}) {{[data-testid="stSidebar"], [data-testid="stExpandSidebarButton"] {{display: none;}}}}
[data-testid="stSidebar"] a {{min-height: 32px;}}
</style>"""


def narrow_menu(groups: Mapping[str, Sequence[Any]]) -> None:
    """Links to all pages in the side drawer. A wide window has them at the top and no drawer."""
    with st.sidebar:
        st.html(_STYLE)
        for group, pages in groups.items():
            st.markdown(f"**{group}**")
            for page in pages:
                st.page_link(page, label=page.title)
