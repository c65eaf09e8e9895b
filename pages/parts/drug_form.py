"""The list of drugs: find one by its name, say how much and how often, add, change or remove it. No amount is filled in for the person."""

from __future__ import annotations

from functools import partial

import streamlit as st

from finder.domain.market import Catalog, Drug
from finder.domain.money import QUANTITY_SCALE
from finder.domain.prescription import Prescription
from finder.explain.choices import DAYS_SUPPLIES, days_words
from finder.explain.drug_words import prescription_words, quantity_doubt, quantity_question
from finder.explain.html import paragraphs_html
from finder.explain.words import drug_label, drug_name, unknown_drug_sentence
from pages.parts.frame import show
from pages.parts.session import Session


def ask_drugs(session: Session, catalog: Catalog) -> tuple[Prescription, ...]:
    """The list of drugs, with the form for the next one. Drugs that the year's catalog does not have are left out, and said so."""
    known = tuple(drug for drug in session.drugs if catalog.drug(drug.drug.rxcui) is not None)
    for prescription in session.drugs:
        _line(session, prescription, known=prescription in known)
    if session.message:
        st.success(session.message)
    drug = session.changing or _find(session, catalog)
    if drug is not None:
        _ask_amount(session, drug)
    return known


def _line(session: Session, prescription: Prescription, *, known: bool) -> None:
    drug, name = prescription.drug, drug_name(prescription.drug)
    with st.container(border=True):
        show(paragraphs_html([prescription_words(prescription)]))
        if not known:
            st.warning(f"The file of this plan year does not have {drug_label(drug)}. It is not counted here. Look for it by name.")
        with st.container(horizontal=True):
            change, remove = partial(session.change_drug, drug), partial(session.remove_drug, drug.rxcui, f"Removed {name}.")
            st.button(f"Change {name}", on_click=change, key=session.key(f"change-{drug.rxcui}"), wrap=True)
            st.button(f"Remove {name}", on_click=remove, key=session.key(f"remove-{drug.rxcui}"), wrap=True)


def _find(session: Session, catalog: Catalog) -> Drug | None:
    label = "Name of a drug" if not session.drugs else "Name of one more drug"
    words = st.text_input(label, key=session.drug_key("name"), live="300ms", autocomplete="off", max_chars=60)
    show(paragraphs_html(["Type the brand or the generic name. We guess at misspelled names."]))
    if not words.strip():
        return None
    matches = list(catalog.find_drugs(words))
    if not matches:
        st.warning(unknown_drug_sentence(words, catalog.info.rows.get("drugs", 0)))
        return None
    for note in dict.fromkeys(match.note for match in matches if match.note):
        st.info(note)
    drugs = {match.drug.rxcui: match.drug for match in matches}
    chosen = st.radio(
        "Which one is yours? Check the strength.",
        list(drugs),
        None,
        lambda key: drug_label(drugs[key]),
        key=session.drug_key(f"of-{words}"),
    )
    return drugs[chosen] if chosen else None


def _ask_amount(session: Session, drug: Drug) -> None:
    question = quantity_question(drug)
    with st.form(session.drug_key(f"amount-{drug.rxcui}"), enter_to_submit=False):
        show(paragraphs_html([drug_label(drug)], "finder-headline"))
        st.info(question.hint)
        quantity = st.number_input(question.label, 0.0, 100_000.0, None, 1.0, "%.6g", key=session.drug_key(f"quantity-{drug.rxcui}"))
        label = "How long does that last?"
        days = st.selectbox(label, DAYS_SUPPLIES, None, days_words, key=session.drug_key(f"days-{drug.rxcui}"), placeholder="Choose")
        sent = st.form_submit_button("Save this change" if session.changing else "Add this drug", type="primary")
    if session.changing:
        st.button("Keep it as it was", on_click=partial(session.leave_form, ""))
    if sent:
        _take(session, drug, quantity, days)


def _take(session: Session, drug: Drug, quantity: float | None, days: int | None) -> None:
    if not quantity or not days:
        st.error("Please fill in both: how many, and how long they last.")
        return
    prescription = Prescription(drug, round(quantity * QUANTITY_SCALE), days)
    doubt = quantity_doubt(prescription)
    if doubt and session.doubted != prescription:
        session.doubted = prescription
        st.warning(f"{doubt} If it is right, press the button once more.")
        return
    session.put_drug(prescription, f"Saved {drug_name(drug)}.")
    st.rerun()
