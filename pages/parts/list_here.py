"""A whole list beside the drugs of a person, the first or the second: read and answered as on the Desk, then added to what is there."""

from __future__ import annotations

from finder.domain.drug_lines import MOST_LETTERS, MOST_LINES, prescriptions_of
from finder.domain.errors import FinderError
from finder.domain.market import Catalog
from finder.explain.drug_list import list_here as words
from finder.explain.drug_list.desk import name_of
from finder.explain.messages import say
from finder.questions.drug_list.pasted import parted
from finder.questions.drug_list.reading import added, lines_of_text, not_counted, read_drug_list
from finder.sources.names.not_part_d import not_part_d
from pages.parts.desk_answers import show_outcomes
from pages.parts.desk_list import ask_second
from pages.parts.frame import say_refusal
from pages.parts.screen import st
from pages.parts.session import Session

_MOST = MOST_LINES * (MOST_LETTERS + 2)


def offer_list(session: Session, catalog: Catalog, typed: str) -> bool:
    """Where what was typed as a name names several drugs, offer to read it as a list. Nothing typed is lost."""
    if len(typed) > _MOST:
        st.error(say(words.TOO_LONG))
        return True
    lines = parted(catalog, typed)
    if len(lines) < 2 and len(typed) <= MOST_LETTERS:
        return False
    st.info(words.looks_like_sentence(len(lines)))
    if st.button(say(words.READ_IT), type="primary", key=session.drug_key("read-list")):
        reader = session.reader()
        try:
            read = read_drug_list(catalog, lines_of_text("\n".join(lines)))
            reader.take_lines(added(reader.lines, read) if reader.lines else read, "")
        except FinderError as error:
            say_refusal(error)
        else:
            session.leave_form("")
            st.rerun()
    return True


def answer_list(session: Session, catalog: Catalog) -> None:
    """What was read of the list, its questions, and the press that adds it."""
    reader = session.reading
    if reader is None or not reader.lines:
        return
    ask_second(reader)
    ready = {one.drug.rxcui: one for one in prescriptions_of(reader.lines)}
    replaced = [one for one in session.drugs if ready.get(one.drug.rxcui, one) != one]
    if replaced:
        st.info(words.replaces_sentence(replaced))
    show_outcomes(reader, catalog, then="")
    st.button(say(words.DROP), on_click=reader.take_lines, args=((), ""), key=reader.desk_key("drop"))


def take_over(session: Session) -> None:
    """Add what was used of a list to the person's drugs. Lines that wait for an answer stay, and are named as not counted."""
    reader = session.reading
    if reader is None or not (reader.drugs or reader.not_counted):
        return
    used = list(reader.drugs)
    session.not_counted = [kept for kept in session.not_counted if kept not in reader.given]  # some of these were answered since
    for prescription in used:
        session.confirm(prescription)
        session.put_drug(prescription, "")
    for given in reader.not_counted:
        session.keep_uncounted(given, "")
    reader.take_lines(tuple(line for line in reader.lines if line.waits), "")
    reader.drugs, reader.not_counted, reader.given = [], [], reader.not_counted
    session.message = words.added_sentence(len(used))


def open_list_sentence(session: Session) -> str:
    """That a list was read and not used; empty where there is none."""
    reader = session.reading
    if reader is None:
        return ""
    named = {given.name for given in session.not_counted}
    waiting = not_counted(reader.lines, not_part_d().find, name_of)
    is_open = prescriptions_of(reader.lines) or any(given.name not in named for given in waiting)
    return say(words.OPEN_LIST) if is_open else ""
