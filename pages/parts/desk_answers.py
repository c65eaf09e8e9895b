"""What became of each line, and the questions that are left: one form, one press; what is not answered stays open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import streamlit as st

from finder.domain.drug_lines import Answer, Asked, DrugLine, Offer, prescriptions_of
from finder.domain.errors import FinderError
from finder.domain.market import Catalog, Drug
from finder.domain.money import QUANTITY_SCALE
from finder.domain.prescription import Prescription
from finder.domain.supply import LONGEST_SUPPLY, counted_by, of_packages
from finder.explain.drug_list import desk as words
from finder.explain.drug_list.lines import asked_sentences, count_words, outcome_table
from finder.explain.drug_list.not_counted import open_line_sentence
from finder.explain.kit.section import Bullets
from finder.explain.messages import say
from finder.explain.words import drug_label, drug_name
from finder.questions.drug_list.reading import answer_lines, not_counted, reread
from finder.sources.names.not_part_d import not_part_d
from pages.parts.frame import plain, say_refusal, show
from pages.parts.session import Session

_SHORT_LIST = 5
"""Lines: a longer list is folded while questions are open."""
_BESIDE_OFFERS = (Asked.UNREAD, Asked.REMARK, Asked.DOUBT, Asked.CONFLICT, Asked.REPEATED)
_REWRITTEN = (Asked.DRUG, Asked.PRIVATE)


class _Answered(NamedTuple):
    """What was answered about a line, or its new text."""

    answer: Answer
    text: str


def show_outcomes(session: Session, catalog: Catalog) -> None:
    """The table of outcomes, folded on a long list while something is open; the form of what is open; and lines to take back."""
    waiting = [line for line in session.lines if line.waits]
    if waiting and len(session.lines) > _SHORT_LIST:
        st.write(count_words(session.lines))
        with st.expander(say(words.ALL_LINES)):
            show((outcome_table(session.lines),))
    else:
        show((outcome_table(session.lines),))
    if waiting:
        st.header(say(words.QUESTIONS), anchor=False)
        _ask(session, catalog, waiting)
    _take_back(session, [line for line in session.lines if line.left_out and line.understood.remarks])


def _take_back(session: Session, lines: Sequence[DrugLine]) -> None:
    """Lines that were left out because they say that the drug is not taken."""
    if not lines:
        return
    texts = {line.number: words.line_title(line.number, plain(line.text)) for line in lines}
    chosen = st.multiselect(words.take_back_label(), list(texts), format_func=texts.__getitem__, key=session.desk_key("back"))
    if chosen and st.button(say(words.TAKE_BACK), key=session.desk_key("take-back")):
        session.take_lines(answer_lines(session.lines, {number: Answer(taken=True) for number in chosen}), "")
        st.rerun()


def _ask(session: Session, catalog: Catalog, waiting: Sequence[DrugLine]) -> None:
    with st.form(session.desk_key("answers"), enter_to_submit=False):
        answered = {line.number: _ask_line(session, line) for line in waiting}
        sent = st.form_submit_button(say(words.SAVE_ANSWERS), type="primary")
    if sent:
        try:
            read = reread(catalog, session.lines, {number: given.text for number, given in answered.items() if given.text})
            answers = {number: given.answer for number, given in answered.items() if not given.text and given.answer != Answer()}
            session.take_lines(answer_lines(read, answers, catalog), "")
            st.rerun()
        except FinderError as error:
            say_refusal(error)


def _ask_line(session: Session, line: DrugLine) -> _Answered:
    number = line.number
    with st.container(border=True):
        st.subheader(words.line_title(number, _plain(line.text)), anchor=False)
        product = words.product_sentence(drug_label(line.drug)) if line.drug is not None else ""
        said = tuple(filter(None, (product, *_open_sentences(line))))
        if said:
            show((Bullets(said),))
        offer = _ask_offer(session, line)
        with st.expander(say(words.SOMETHING_ELSE)) if line.offers else st.container():
            drug = _ask_product(session, line) if line.candidates else None
            quantity, days = (None, None) if _settled(line) else _ask_amount(session, line)
            text = st.text_input(words.again_label(number), key=session.desk_key(f"again-{number}"), max_chars=200, autocomplete="off")
        left_out = st.checkbox(words.leave_out_label(number), key=session.desk_key(f"out-{number}"))
    given = Answer(drug, quantity, days, left_out)
    if offer is not None and (quantity, days) == (None, None) and drug in (None, offer.drug):
        given = Answer(None if line.drug else offer.drug, offer.amount.quantity, offer.amount.days_supply, left_out)
    return _Answered(given, text.strip())


def _ask_offer(session: Session, line: DrugLine) -> Offer | None:
    """One question: a product with an amount, or (in a fold) something else. Nothing is chosen at first."""
    if not line.offers:
        return None
    labels = [words.offer_words(line, offer) for offer in line.offers]
    key = session.desk_key(f"amount-{line.number}")
    place = st.radio(words.is_it_right(line.number), range(len(labels)), None, labels.__getitem__, key=key)
    return line.offers[place] if place is not None else None


def _open_sentences(line: DrugLine) -> tuple[str, ...]:
    """What is open in a line. A product that Part D does not pay for is named as such, not as one that the file lacks."""
    if line.offers:  # what the choice of whole answers asks is not asked twice
        line = replace(
            line, asked=tuple(what for what in line.asked if what in _BESIDE_OFFERS or (what is Asked.PRODUCT and line.other_brand))
        )
    outside = not_part_d().find(line.text)
    if outside is None:
        return asked_sentences(line)
    return (open_line_sentence(outside), *(() if Asked.DRUG in line.asked else asked_sentences(line)))


def _settled(line: DrugLine) -> bool:
    """Whether no amount can be asked: the line has no product, or only the product is open."""
    amounts = set(line.asked) - {Asked.PRODUCT, Asked.STRENGTH, Asked.REPEATED}
    return not amounts or any(what in line.asked for what in _REWRITTEN)


def _ask_product(session: Session, line: DrugLine) -> Drug | None:
    drugs = {drug.rxcui: drug for drug in line.candidates}
    key = session.desk_key(f"product-{line.number}")
    chosen = st.radio(words.which_product(line.number), list(drugs), None, lambda rxcui: drug_label(drugs[rxcui]), key=key)
    return drugs[chosen] if chosen else None


def _ask_amount(session: Session, line: DrugLine) -> tuple[int | None, int | None]:
    """Another amount; empty at first."""
    number, drug = line.number, line.drug or line.candidates[0]
    held = counted_by(drug)
    label = words.amount_label(number, drug, held, other=bool(line.offers))
    units = st.number_input(label, 0.0, 100_000.0, None, 1.0, "%.6g", key=session.desk_key(f"quantity-{number}"))
    days = st.number_input(words.days_label(number), 1, LONGEST_SUPPLY, None, 1, key=session.desk_key(f"days-{number}"))
    if not units and not days:
        return None, None
    typed = round(units * QUANTITY_SCALE) if units else None
    written = of_packages(typed, held.size) if typed and held else typed or line.quantity
    return written, int(days) if days else line.days_supply


def use_list(session: Session) -> None:
    """Put the prescriptions on the list of Find plans. What else is there is kept or replaced only as the counselor says."""
    ready = prescriptions_of(session.lines)
    waiting = sum(line.waits for line in session.lines)
    if waiting:
        st.warning(words.waiting_sentence(waiting))
    if not ready:
        return
    others = [drug for drug in session.drugs if drug.drug.rxcui not in {given.drug.rxcui for given in ready}]
    choice = _ask_other_list(session, others) if others else words.REPLACE
    if st.button(words.use_label(len(ready)), type="primary", disabled=choice is None, key=session.desk_key("use")):
        for prescription in ready:
            session.confirm(prescription)
        kept, names = (others, session.not_counted) if choice == words.KEEP_BOTH else ([], [])
        session.use_drugs([*kept, *ready], [*names, *not_counted(session.lines, not_part_d().find, words.name_of)])
        st.switch_page("pages/find_plans.py")


def _ask_other_list(session: Session, others: Sequence[Prescription]) -> str | None:
    """What to do with drugs that Find plans already has; nothing is chosen at first."""
    st.warning(plain(words.other_list_sentence([drug_name(drug.drug) for drug in others])))
    return st.radio(say(words.OTHER_LIST), [words.REPLACE, words.KEEP_BOTH], None, say, key=session.desk_key("other-list"))


def _plain(text: str) -> str:
    """A line's own words in a heading, without the marks that Markdown would read."""
    return "".join(f"\\{letter}" if letter in "\\`*_{}[]<>()#+-.!|$~:" else letter for letter in text)
