"""Names that stay on the list without being counted: drugs that the file lacks, and products that Part D does not pay for."""

from __future__ import annotations

from functools import partial

import streamlit as st

from finder.domain.not_counted import NotCounted
from finder.explain.html import paragraphs_html
from finder.explain.not_counted import line_words, why_sentence
from finder.sources.not_part_d import not_part_d
from pages.parts.frame import show
from pages.parts.session import Session

_LONGEST = 60


def show_not_counted(session: Session) -> None:
    """The names that are not counted, each with its reason and a way to take it off."""
    for place, given in enumerate(session.not_counted):
        with st.container(border=True):
            show(paragraphs_html([line_words(given)]))
            remove = partial(session.drop_uncounted, given)
            st.button(f"Remove {given.name}", on_click=remove, key=session.key(f"uncounted-{place}"), wrap=True)


def offer_not_counted(session: Session, words: str, *, found: bool) -> bool:
    """Offer to keep a name that no plan's cost can hold. True where the name stands for something that Part D does not pay for."""
    outside = not_part_d().find(words)
    if outside is None and found:
        return False
    given = outside or NotCounted(" ".join(words.split())[:_LONGEST])
    if outside is not None:
        st.info(f"{given.name}: {why_sentence(given)}")
    keep = partial(session.keep_uncounted, given)
    st.button("Keep it on my list, not counted", on_click=keep, key=session.drug_key("keep-uncounted"))
    return outside is not None
