"""Names that stay on the list without being counted: drugs that the file lacks, and products that Part D does not pay for."""

from __future__ import annotations

from functools import partial

from finder.domain.drug_lines import LONGEST_NAME, NotCounted
from finder.explain.drug_list import not_counted as words
from finder.explain.drug_list.fills import remove_label
from finder.explain.messages import say
from finder.questions.drug_list.identity import seems_private
from finder.questions.drug_list.reading import outside_part_d
from finder.sources.names.not_part_d import not_part_d
from pages.parts.frame import tell, unseen
from pages.parts.screen import Marked, st
from pages.parts.session import Session


def show_not_counted(session: Session) -> None:
    """The names that are not counted, each with its reason and a button that removes it; not those that are asked about below."""
    asked = session.reading.given if session.reading is not None and session.reading.lines else ()
    for place, given in enumerate(session.not_counted):
        if given in asked:
            continue
        with st.container(border=True, key=session.key(f"drug-row-uncounted-{place}"), horizontal=True, vertical_alignment="center"):
            with st.container():
                tell(words.line_words(given))
            remove = partial(session.drop_uncounted, given, words.removed_sentence(given))
            st.button(Marked(remove_label(unseen(given.name))), on_click=remove, key=session.key(f"uncounted-{place}"))


def offer_not_counted(session: Session, typed: str, unknown: str) -> None:
    """Offer to keep a name that Part D does not pay for, or that the file lacks: then ``unknown`` says so."""
    if seems_private(typed):  # a session file keeps names, and never a person's number
        st.warning(say(words.PRIVATE))
        return
    outside = outside_part_d(typed, not_part_d().find)
    if outside is not None:
        st.info(words.why_of_name(outside))
    elif unknown:
        st.warning(unknown)
    else:
        return
    given = outside or NotCounted(" ".join(typed.split())[:LONGEST_NAME])
    keep = partial(session.keep_uncounted, given, words.kept_sentence(given))
    st.button(say(words.KEEP), on_click=keep, key=session.drug_key("keep-uncounted"))
