"""A page with every element that shows text, drawn with hostile names as the pages draw them. Run by a test alone."""

from __future__ import annotations

from pages.parts.screen import st
from tests.hostile import LINES, PAYLOADS, TOGETHER

NAMES = (TOGETHER, *LINES)
"""All at once, and what means something at the start of a line."""
ELEMENTS = ("button", "checkbox", "date_input", "file_uploader", "number_input", "text_area", "text_input", "toggle")
SENTENCES = ("caption", "error", "expander", "info", "markdown", "popover", "success", "warning", "header", "subheader", "title")
HEADINGS = SENTENCES[-3:]
CHOICES = ("radio", "pills", "segmented_control", "select_slider", "selectbox")


def draw() -> None:
    """All of them."""
    for place, name in enumerate(PAYLOADS.values()):
        with st.container(key=f"write-{place}"):
            st.write(name)
    for place, name in enumerate(NAMES):
        for element in ELEMENTS:
            with st.container(key=f"{element}-{place}"):
                getattr(st, element)(name, help=name, key=f"_{element}{place}")
        for element in SENTENCES:
            with st.container(key=f"{element}-{place}"):
                getattr(st, element)(name, **({"anchor": False} if element in HEADINGS else {}))
        with st.container(key=f"progress-{place}"):
            st.progress(0.5, name)
        with st.container(key=f"slider-{place}"):
            st.slider(name, 0, 9, key=f"_slider{place}", help=name)
        with st.container(key=f"download_button-{place}"):
            st.download_button(name, "data", name, help=name, key=f"_download{place}")
        with st.container(key=f"link_button-{place}"):
            st.link_button(name, "http://127.0.0.1:1/", help=name)
        with st.form(f"form-{place}"):
            st.form_submit_button(name, help=name)
    for element in CHOICES:
        with st.container(key=f"{element}-all"):
            getattr(st, element)("All", NAMES, key=f"_{element}", **({"captions": NAMES} if element == "radio" else {}))
    with st.container(key="multiselect-all"):
        st.multiselect("All", NAMES, NAMES, key="_multiselect", placeholder=TOGETHER)
    with st.container(key="last"):
        st.write("last")


if __name__ == "__main__":  # as Streamlit runs it; an import draws nothing
    draw()
