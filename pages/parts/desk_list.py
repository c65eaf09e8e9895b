"""How a counselor brings a list: pasted, in a file whose columns are checked first, or in a table. A bad one changes nothing."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd

from finder.documents.claim_files import day_or_none, money_or_none, read_list_file
from finder.domain.drug_lines import LINE_FIELDS, MOST_LETTERS, MOST_LINES, Columns, Field, ListLine, Sheet
from finder.domain.errors import FinderError
from finder.domain.market import Catalog
from finder.domain.paid_fills import PaidFills
from finder.explain.drug_list import desk as words
from finder.explain.drug_list.claims import claims_sentence
from finder.explain.drug_list.columns import FIELDS, column_label, field_words, file_columns
from finder.explain.messages import say
from finder.questions.drug_list.columns import guess_columns, lines_of_cells
from finder.questions.drug_list.fills import fills_of_table, lines_of_fills, read_table
from finder.questions.drug_list.reading import added, lines_of_text, read_drug_list
from pages.parts.frame import say_refusal, show, tell
from pages.parts.screen import st
from pages.parts.session import Incoming, Session

_BLANK_ROWS = 5


def bring_list(session: Session, catalog: Catalog) -> None:
    """Ask for the list in one of three ways. What is read becomes the session's lines; a second list waits (``ask_second``)."""
    way = st.radio(say(words.WHICH_WAY), list(_WAYS), 0, say, key=session.key("desk-way"), horizontal=True)
    try:
        _WAYS[way](session, catalog)
    except FinderError as error:
        say_refusal(error)


def ask_second(session: Session) -> None:
    """What to do with a second list, once it is read: it joins the first, replaces it or is dropped. Nothing is lost before that."""
    incoming = session.incoming
    if incoming is None:
        return
    with st.container(border=True):
        tell(words.second_list_sentence(len(session.lines), len(incoming.lines)), say(words.NEXT_PERSON))
        with st.container(horizontal=True):
            add, swap, drop = (st.button(say(one), key=session.desk_key(f"second-{one}")) for one in (words.ADD, words.SWAP, words.DROP))
    try:
        if add:
            _keep(session, incoming._replace(lines=added(session.lines, incoming.lines)), session.paid_fills)
        if swap:
            _keep(session, incoming, None)
    except FinderError as error:
        say_refusal(error)
    if drop:
        session.take_lines(session.lines, "")
        st.rerun()


def _take(session: Session, catalog: Catalog, lines: tuple[ListLine, ...]) -> None:
    _take_read(session, Incoming(read_drug_list(catalog, lines)))


def _take_read(session: Session, read: Incoming) -> None:
    """Show what was read. Beside a list that is there the counselor first says what becomes of it."""
    if not session.lines:
        _keep(session, read, session.paid_fills)
    session.incoming = read
    st.rerun()


def _keep(session: Session, read: Incoming, before: PaidFills | None) -> None:
    """Make the list the session's; its paid claims join those of ``before``."""
    paid = read.paid_fills
    session.paid_fills = before.with_more(paid) if before is not None and paid is not None else paid or before
    session.take_lines(read.lines, read.message)
    st.rerun()


def _paste(session: Session, catalog: Catalog) -> None:
    with st.form(session.desk_key("paste"), enter_to_submit=False):
        text = st.text_area(words.paste_label(), key=session.desk_key("text"), height=220, max_chars=MOST_LINES * (MOST_LETTERS + 2))
        tell(say(words.HINT))
        sent = st.form_submit_button(say(words.READ_LIST), type="primary")
    if sent:
        _take(session, catalog, lines_of_text(text))


def _file(session: Session, catalog: Catalog) -> None:
    if session.sheet is not None:
        _check_columns(session, catalog, session.sheet)
        return
    file = st.file_uploader(words.file_label(), key=session.desk_key("file"))
    if file is not None and st.button(say(words.LOOK_AT_FILE), type="primary", key=session.desk_key("look")):
        read = read_list_file(file.name, file.getvalue())
        if isinstance(read, PaidFills):
            _take_read(session, Incoming(lines_of_fills(catalog, read.fills), claims_sentence(read), read))
        session.sheet = read
        session.next_desk("")
        st.rerun()


def _check_columns(session: Session, catalog: Catalog, sheet: Sheet) -> None:
    guessed = guess_columns(sheet)
    show(file_columns(sheet, guessed))
    with st.form(session.desk_key("columns"), enter_to_submit=False):
        asked = enumerate(zip(guessed.headings, guessed.fields, strict=True), start=1)
        fields = tuple(_ask_column(session, place, heading, field) for place, (heading, field) in asked)
        sent = st.form_submit_button(say(words.USE_COLUMNS), type="primary")
    st.button(say(words.ANOTHER_FILE), on_click=partial(_drop_sheet, session), key=session.desk_key("another"))
    if sent:
        columns = Columns(guessed.headings, fields, guessed.heading_rows)
        _take_read(session, Incoming(read_table(catalog, sheet, columns, day_or_none), "", _paid_in(sheet, columns)))


def _paid_in(sheet: Sheet, columns: Columns) -> PaidFills | None:
    """The fills of a table with what was paid, for the check of receipts; None without such a column."""
    if Field.PAID not in columns.fields:
        return None
    return PaidFills(sheet.name, fills_of_table(sheet, columns, day_or_none, money_or_none))


def _ask_column(session: Session, place: int, heading: str, guessed: Field | None) -> Field | None:
    choices = [None, *Field]
    key = session.desk_key(f"column-{place}")
    return st.selectbox(column_label(place, heading), choices, choices.index(guessed), field_words, key=key)


def _drop_sheet(session: Session) -> None:
    session.sheet = None
    session.next_desk("")


def _table(session: Session, catalog: Catalog) -> None:
    headings = [FIELDS[field] for field in LINE_FIELDS]
    rows = session.table or (dict.fromkeys(headings, ""),) * _BLANK_ROWS
    columns = {heading: st.column_config.TextColumn(say(heading), max_chars=MOST_LETTERS) for heading in headings}
    with st.form(session.desk_key("table"), enter_to_submit=False):
        frame = pd.DataFrame(rows, columns=headings, dtype="object")
        edited = st.data_editor(frame, hide_index=True, num_rows="dynamic", column_config=columns, key=session.desk_key("editor"))
        sent = st.form_submit_button(say(words.READ_TABLE), type="primary")
    if sent:
        session.table = tuple({heading: _text(row[heading]) for heading in headings} for row in edited.to_dict("records"))
        _take(session, catalog, lines_of_cells([{field: row[FIELDS[field]] for field in LINE_FIELDS} for row in session.table]))


def _text(value: Any) -> str:
    return "" if value is None or value != value else " ".join(str(value).split())


_WAYS = {words.PASTE: _paste, words.FILE: _file, words.TABLE: _table}
