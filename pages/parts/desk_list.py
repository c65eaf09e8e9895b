"""How a counselor brings a list: pasted, in a file whose columns are echoed back first, or in a table. A bad one changes nothing."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from finder.documents.drug_files import read_sheet
from finder.domain.drug_lines import MOST_LETTERS, MOST_LINES, Columns, Field, ListLine, Sheet
from finder.domain.errors import FinderError
from finder.domain.market import Catalog
from finder.explain.drug_list.lines import FIELDS, NOT_READ, columns_sentence, columns_table
from finder.explain.kit.html import paragraphs_html, table_html
from finder.questions.drug_list.columns import guess_columns, lines_of_cells, lines_of_sheet
from finder.questions.drug_list.reading import lines_of_text, read_drug_list
from pages.parts.frame import say_refusal, show
from pages.parts.session import Session

PASTE, FILE, TABLE = "Paste the list", "Open a file (CSV or XLSX)", "Fill in a table"
_HEADINGS = {field: words.capitalize() for field, words in FIELDS.items()}
_BLANK_ROWS = 5


def bring_list(session: Session, catalog: Catalog) -> None:
    """Ask for the list in the way that the counselor likes best; what is read becomes the session's lines."""
    way = st.radio("How do you bring the list?", [PASTE, FILE, TABLE], key=session.key("desk-way"))
    try:
        if way == PASTE:
            _paste(session, catalog)
        elif way == FILE:
            _file(session, catalog)
        else:
            _table(session, catalog)
    except FinderError as error:
        say_refusal(error)


def _take(session: Session, catalog: Catalog, lines: tuple[ListLine, ...]) -> None:
    session.take_lines(read_drug_list(catalog, lines), "")
    st.rerun()


def _paste(session: Session, catalog: Catalog) -> None:
    with st.form(session.desk_key("paste"), enter_to_submit=False):
        label = f"The list, one drug a line, {MOST_LINES} lines at most"
        hint = "Write as you like: “atorva 40 1x day”, “eliquis 5mg bid #60”, “Lantus pen 2 a month”. Leave names and birth dates out."
        text = st.text_area(label, key=session.desk_key("text"), height=220, max_chars=MOST_LINES * (MOST_LETTERS + 2))
        show(paragraphs_html([hint]))
        sent = st.form_submit_button("Read this list", type="primary")
    if sent:
        _take(session, catalog, lines_of_text(text))


def _file(session: Session, catalog: Catalog) -> None:
    if session.sheet is not None:
        _check_columns(session, catalog, session.sheet)
        return
    label = f"A CSV or XLSX file: 2 MB and {MOST_LINES} rows at most, no formulas, no macros"
    file = st.file_uploader(label, key=session.desk_key("file"))
    if file is not None and st.button("Look at this file", type="primary", key=session.desk_key("look")):
        session.sheet = read_sheet(file.name, file.getvalue())
        session.next_desk("")
        st.rerun()


def _check_columns(session: Session, catalog: Catalog, sheet: Sheet) -> None:
    guessed = guess_columns(sheet)
    show(paragraphs_html([columns_sentence(sheet, guessed)]) + table_html(columns_table(sheet, guessed)))
    choices = [None, *Field]
    with st.form(session.desk_key("columns"), enter_to_submit=False):
        fields = tuple(
            st.selectbox(
                f"Column {place}: {heading}",
                choices,
                choices.index(field),
                lambda choice: NOT_READ if choice is None else FIELDS[choice],
                key=session.desk_key(f"column-{place}"),
            )
            for place, (heading, field) in enumerate(zip(guessed.headings, guessed.fields, strict=True), start=1)
        )
        sent = st.form_submit_button("Use these columns", type="primary")
    st.button("Use another file", on_click=partial(_drop_sheet, session), key=session.desk_key("another"))
    if sent:
        _take(session, catalog, lines_of_sheet(sheet, Columns(guessed.headings, fields, guessed.in_first_row)))


def _drop_sheet(session: Session) -> None:
    session.sheet = None
    session.next_desk("")


def _table(session: Session, catalog: Catalog) -> None:
    rows = session.table or (dict.fromkeys(_HEADINGS.values(), ""),) * _BLANK_ROWS
    columns = {heading: st.column_config.TextColumn(heading, max_chars=MOST_LETTERS) for heading in _HEADINGS.values()}
    with st.form(session.desk_key("table"), enter_to_submit=False):
        edited = st.data_editor(
            pd.DataFrame(rows, columns=list(_HEADINGS.values()), dtype="object"),
            hide_index=True,
            num_rows="dynamic",
            column_config=columns,
            key=session.desk_key("editor"),
        )
        sent = st.form_submit_button("Read this table", type="primary")
    if sent:
        session.table = tuple({heading: _text(row[heading]) for heading in _HEADINGS.values()} for row in edited.to_dict("records"))
        _take(session, catalog, lines_of_cells([{field: row[_HEADINGS[field]] for field in Field} for row in session.table]))


def _text(value: Any) -> str:
    return "" if value is None or value != value else " ".join(str(value).split())
