"""Names that stay on the list without being counted: drugs that the file lacks, and products that Part D does not pay for."""

from __future__ import annotations

from functools import partial

import streamlit as st

from finder.domain.not_counted import LONGEST_NAME, NotCounted
from finder.explain.drug_list.not_counted import PRIVATE, line_words, why_sentence
from finder.explain.kit.html import paragraphs_html
from finder.questions.drug_list.words import seems_private
from finder.sources.names.not_part_d import not_part_d
from pages.parts.frame import plain, show
from pages.parts.session import Session


def show_not_counted(session: Session) -> None:
    """The names that are not counted, each with its reason and a way to take it off."""
    for place, given in enumerate(session.not_counted):
        with st.container(border=True):
            show(paragraphs_html([line_words(given)]))
            remove = partial(session.drop_uncounted, given)
            st.button(plain(f"Remove {given.name}"), on_click=remove, key=session.key(f"uncounted-{place}"), wrap=True)


def offer_not_counted(session: Session, words: str, unknown: str = "") -> None:
    """Offer to keep a name that no plan's cost can hold: one that Part D does not pay for, or one that the file lacks (``unknown`` is what
    is said of it; empty where the file has products of that name)."""
    if seems_private(words):  # a session file keeps names, and never a person's number
        st.warning(PRIVATE)
        return
    outside = not_part_d().find(words)
    if outside is not None:
        st.info(plain(f"{outside.name}: {why_sentence(outside)}"))
    elif unknown:
        st.warning(plain(unknown))
    else:
        return
    keep = partial(session.keep_uncounted, outside or NotCounted(" ".join(words.split())[:LONGEST_NAME]))
    st.button("Keep it on my list, not counted", on_click=keep, key=session.drug_key("keep-uncounted"))
