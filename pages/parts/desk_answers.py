"""What became of each line, and the questions that are left: one form, one press; what is not answered stays asked."""

from __future__ import annotations

import streamlit as st

from finder.domain.drug_lines import Answer, Asked, DrugLine, LineStatus, Proposal, prescriptions_of
from finder.domain.errors import FinderError
from finder.domain.market import Catalog, Drug
from finder.domain.money import QUANTITY_SCALE
from finder.domain.not_counted import LONGEST_NAME, NotCounted, WhyNotCounted
from finder.domain.supply import LONGEST_SUPPLY, counted_by, of_packages
from finder.explain.drug_list.fills import holder_words
from finder.explain.drug_list.lines import asked_sentences, outcome_table, proposal_words
from finder.explain.drug_list.not_counted import LEAVE_OR_KEEP, why_sentence
from finder.explain.kit.html import list_html, table_html
from finder.explain.words import counted, drug_label, drug_name, first_words
from finder.questions.drug_list.reading import answer_lines, reread
from finder.sources.names.not_part_d import not_part_d
from pages.parts.frame import say_refusal, show
from pages.parts.session import Session

_REWRITTEN = (Asked.DRUG, Asked.PRIVATE)
REPLACE, KEEP_BOTH = "Replace it with this list", "Keep it and add this list (same person)"


def show_outcomes(session: Session, catalog: Catalog) -> None:
    """The table of outcomes and the form of what is open."""
    show(table_html(outcome_table(session.lines)))
    still_open = [line for line in session.lines if line.status in (LineStatus.QUESTION, LineStatus.CHOOSE)]
    if still_open:
        st.header("3. Questions", anchor=False)
        _ask(session, catalog, still_open)


def _ask(session: Session, catalog: Catalog, still_open: list[DrugLine]) -> None:
    answers: dict[int, Answer] = {}
    texts: dict[int, str] = {}
    with st.form(session.desk_key("answers"), enter_to_submit=False):
        for line in still_open:
            with st.container(border=True):
                st.subheader(f"Line {line.line.number}: {_plain(line.line.text)}", anchor=False)
                product = [f"This is {drug_label(line.drug)}."] if line.drug is not None else []
                show(list_html([*product, *_open_sentences(line)]))
                answers[line.line.number], texts[line.line.number] = _ask_line(session, line)
        sent = st.form_submit_button("Save these answers", type="primary")
    if sent:
        try:
            read = reread(catalog, session.lines, {number: text for number, text in texts.items() if text})
            given = {number: answer for number, answer in answers.items() if not texts[number] and answer != Answer()}
            session.take_lines(answer_lines(read, given, catalog), "")
            st.rerun()
        except FinderError as error:
            say_refusal(error)


def _open_sentences(line: DrugLine) -> tuple[str, ...]:
    """What a line leaves open; a product that Part D does not pay for is named as such, and not as one that the file lacks."""
    outside = not_part_d().find(line.line.text)
    if outside is None:
        return asked_sentences(line)
    others = () if Asked.DRUG in line.asked else asked_sentences(line)
    return (f"{why_sentence(outside)} {LEAVE_OR_KEEP}", *others)


def _ask_line(session: Session, line: DrugLine) -> tuple[Answer, str]:
    number = line.line.number
    drug = _ask_product(session, line) if line.candidates else None
    quantity, days = (None, None) if _settled(line) else _ask_amount(session, line)
    text = st.text_input(f"Write line {number} again", key=session.desk_key(f"again-{number}"), max_chars=200, autocomplete="off")
    left_out = st.checkbox(f"Leave line {number} out", key=session.desk_key(f"out-{number}"))
    return Answer(drug, quantity, days, left_out), text.strip()


def _settled(line: DrugLine) -> bool:
    """Whether no amount can be asked for: the line has no product, or repeats one, or all that is open is which product it is."""
    amounts = set(line.asked) - {Asked.PRODUCT, Asked.STRENGTH, Asked.REPEATED}
    return not amounts or any(what in line.asked for what in _REWRITTEN)


def _ask_product(session: Session, line: DrugLine) -> Drug | None:
    drugs = {drug.rxcui: drug for drug in line.candidates}
    label = f"Line {line.line.number}: which product is it?"
    key = session.desk_key(f"product-{line.line.number}")
    chosen = st.radio(label, list(drugs), None, lambda rxcui: drug_label(drugs[rxcui]), key=key)
    return drugs[chosen] if chosen else None


def _ask_amount(session: Session, line: DrugLine) -> tuple[int | None, int | None]:
    """A proposal confirmed, or another amount; nothing is chosen beforehand."""
    number = line.line.number
    model = line.drug or line.candidates[0]
    whole = [proposal for proposal in line.proposals if proposal.days_supply]
    agreed: Proposal | None = None
    if whole:
        words = [proposal_words(line.understood, model, proposal) for proposal in whole]
        label = f"Line {number}: is this amount right?"
        key = session.desk_key(f"amount-{number}")
        place = st.radio(label, range(len(whole)), None, lambda at: f"Yes: {words[at]}", key=key)
        agreed = whole[place] if place is not None else None
    held = counted_by(model)
    unit = f", in {holder_words(model, held)}" if held else ""
    other = "another amount" if whole else "how many are bought each time"
    units = st.number_input(f"Line {number}: {other}{unit}", 0.0, 100_000.0, None, 1.0, "%.6g", key=session.desk_key(f"quantity-{number}"))
    days = st.number_input(f"Line {number}: how many days they last", 1, LONGEST_SUPPLY, None, 1, key=session.desk_key(f"days-{number}"))
    if units or days:
        typed = round(units * QUANTITY_SCALE) if units else None
        written = of_packages(typed, held.size) if typed and held else typed or line.quantity
        return written, int(days) if days else line.days_supply
    return (agreed.quantity, agreed.days_supply) if agreed else (None, None)


def use_list(session: Session) -> None:
    """Put the prescriptions on the list of drugs, and say what is not on it. A list that is there already is never mixed in silently."""
    ready = prescriptions_of(session.lines)
    waiting = sum(line.status in (LineStatus.QUESTION, LineStatus.CHOOSE) for line in session.lines)
    if waiting:
        st.warning(f"{counted(waiting, 'line')} still open. An open line stays on the list but is not counted.")
    if not ready:
        return
    others = [drug for drug in session.drugs if drug.drug.rxcui not in {given.drug.rxcui for given in ready}]
    choice = _ask_other_list(session, [drug_name(drug.drug) for drug in others]) if others else REPLACE
    label = f"Use {counted(len(ready), 'drug')} to find plans"
    if st.button(label, type="primary", disabled=choice is None, key=session.desk_key("use")):
        for prescription in ready:
            session.confirm(prescription)
        kept_names = session.not_counted if choice == KEEP_BOTH else []
        session.use_drugs([*(others if choice == KEEP_BOTH else []), *ready], [*kept_names, *_not_counted(session.lines)])
        st.switch_page("pages/find_plans.py")


def _not_counted(lines: tuple[DrugLine, ...]) -> list[NotCounted]:
    """The lines that are no prescription yet: they stay on the list, named and not counted."""
    waiting = [line for line in lines if line.status in (LineStatus.QUESTION, LineStatus.CHOOSE)]
    return [not_part_d().find(line.line.text) or NotCounted(_short(line), _why(line)) for line in waiting]


def _short(line: DrugLine) -> str:
    return f"Line {line.line.number}" if Asked.PRIVATE in line.asked else line.line.text[:LONGEST_NAME]


def _why(line: DrugLine) -> WhyNotCounted:
    return WhyNotCounted.NOT_FOUND if Asked.DRUG in line.asked else WhyNotCounted.OPEN_QUESTION


def _ask_other_list(session: Session, names: list[str]) -> str | None:
    """What to do with drugs that Find plans already has; nothing is chosen beforehand."""
    verb = "it is" if len(names) == 1 else "they are"
    st.warning(f"Find plans already has {first_words(names)}, and {verb} not on this list. For another person, start over first.")
    label = "What should we do with the list that is there?"
    return st.radio(label, [REPLACE, KEEP_BOTH], None, key=session.desk_key("other-list"))


def _plain(text: str) -> str:
    """A line's own words in a heading, without the marks that Markdown would read."""
    return "".join(f"\\{letter}" if letter in "\\`*_{}[]<>()#+-.!|$~:" else letter for letter in text)
