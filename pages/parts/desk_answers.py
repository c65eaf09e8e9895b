"""What became of each line: the questions together, the press to use the list, what was left out, what is ready."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from finder.domain.drug_lines import Answer, DrugLine, prescriptions_of
from finder.domain.errors import FinderError
from finder.domain.market import Catalog
from finder.domain.prescription import Prescription
from finder.explain.drug_list import desk as words
from finder.explain.drug_list.lines import count_words, left_out_heading, left_out_words, ready_table
from finder.explain.drug_list.list_here import add_label
from finder.explain.kit.section import Bullets, Heading, Subheading
from finder.explain.messages import say
from finder.explain.words import drug_name
from finder.questions.drug_list.reading import answer_lines, not_counted, reread
from finder.sources.names.not_part_d import not_part_d
from pages.parts.desk_rows import Given, ask_line
from pages.parts.frame import say_refusal, show
from pages.parts.screen import st
from pages.parts.session import Session

FIND_PLANS = "pages/find_plans.py"


def show_outcomes(session: Session, catalog: Catalog, then: str = FIND_PLANS) -> None:
    """The counts, a row for each question, and the press that uses the list on the page ``then`` (none: where it is shown); below, what
    needs no answer."""
    show((Heading(count_words(session.lines)),))
    correct = st.session_state.get(session.desk_key("correct"), ())
    with st.container(key=session.desk_key("rows")):
        given = {line.number: ask_line(session, line) for line in session.lines if line.waits or line.number in correct}
    unsaved = any(one.is_any for one in given.values())
    waiting = sum(line.waits for line in session.lines)
    ready = prescriptions_of(session.lines)
    choice = _ask_other_list(session, ready)
    refused = st.container()
    with st.container(horizontal=True, vertical_alignment="center"):
        save = bool(given) and st.button(say(words.SAVE_ANSWERS), type="primary", key=session.desk_key("save"))
        kind: Literal["primary", "secondary"] = "secondary" if given else "primary"
        label = words.use_label if then else add_label
        off, key = choice is None or unsaved, session.desk_key("use")
        use = bool(ready) and st.button(label(len(ready)), type=kind, disabled=off, key=key)
        if unsaved or waiting:
            st.markdown(say(words.SAVE_FIRST) if unsaved else words.waiting_sentence(waiting), width="content")
    if save:
        with refused:
            _save(session, catalog, given)
    if use:
        _use(session, ready, then, keep=choice == words.KEEP_BOTH)
    _show_left_out(session, [line for line in session.lines if line.left_out])
    _show_ready(session, [line for line in session.lines if line.prescription is not None])


def _save(session: Session, catalog: Catalog, given: Mapping[int, Given]) -> None:
    """Keep every answer, or say which is not whole."""
    half = [number for number, one in given.items() if one.half]
    if half:
        st.error(words.both_amounts_sentence(half))
        return
    try:
        read = reread(catalog, session.lines, {number: one.text for number, one in given.items() if one.text})
        answers = {number: one.answer for number, one in given.items() if not one.text and one.is_any}
        session.take_lines(answer_lines(read, answers, catalog), "")
    except FinderError as error:
        say_refusal(error)
    else:
        st.rerun()


def _show_left_out(session: Session, lines: Sequence[DrugLine]) -> None:
    """Lines that were left out, each with the reason, and the way to take one back."""
    if not lines:
        return
    titles = {line.number: words.line_title(line.number, line.text) for line in lines}
    show(
        (
            Subheading(left_out_heading(lines)),
            Bullets(tuple(f"{titles[line.number]} · {left_out_words(line)}" for line in lines)),
        )
    )
    chosen = st.multiselect(words.take_back_label(), list(titles), format_func=lambda number: titles[number], key=session.desk_key("back"))
    if chosen and st.button(say(words.TAKE_BACK), key=session.desk_key("take-back")):
        session.take_lines(answer_lines(session.lines, {number: Answer(taken=True) for number in chosen}), "")
        st.rerun()


def _show_ready(session: Session, lines: Sequence[DrugLine]) -> None:
    """The lines that need nothing, folded. One that is chosen to be corrected joins the questions."""
    if not lines:
        return
    table = ready_table(lines)
    titles = {line.number: words.line_title(line.number, line.text) for line in lines}
    with st.expander(say(words.SEE_READY)):
        show((table,))
        st.multiselect(say(words.CORRECT), list(titles), format_func=titles.__getitem__, key=session.desk_key("correct"))


def _others(session: Session, ready: Sequence[Prescription]) -> list[Prescription]:
    """What the person's list has beside these drugs."""
    return [drug for drug in session.drugs if drug.drug.rxcui not in {given.drug.rxcui for given in ready}]


def _ask_other_list(session: Session, ready: Sequence[Prescription]) -> str | None:
    """What to do with drugs that the person's list already has; nothing is chosen at first."""
    others = _others(session, ready) if ready else []
    if not others:
        return words.REPLACE
    st.warning(words.other_list_sentence([drug_name(drug.drug) for drug in others]))
    return st.radio(say(words.OTHER_LIST), [words.REPLACE, words.KEEP_BOTH], None, say, key=session.desk_key("other-list"))


def _use(session: Session, ready: Sequence[Prescription], then: str, *, keep: bool) -> None:
    """Put the prescriptions on the person's list. What else is there is kept or replaced only as the counselor said."""
    for prescription in ready:
        session.confirm(prescription)
    kept, names = (_others(session, ready), session.not_counted) if keep else ([], [])
    session.use_drugs([*kept, *ready], [*names, *not_counted(session.lines, not_part_d().find, words.name_of)])
    if then:
        session.one_page = True  # the drugs are there: what is left is one screen
        st.switch_page(then)
    st.rerun()
