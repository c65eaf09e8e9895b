"""The list of drugs: find one by its name, say how much and how often, add, change or remove it. No amount is filled in for the person."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

import streamlit as st

from finder.domain.market import Catalog, Drug
from finder.domain.prescription import Prescription
from finder.explain.drug_list.amount_doubts import doubt_sentences
from finder.explain.drug_list.fills import CONFIRM_FIRST, FILL_IN
from finder.explain.kit.html import paragraphs_html
from finder.explain.plans.drugs import prescription_words
from finder.explain.words import MORE_LETTERS, drug_label, drug_name, unknown_drug_sentence
from finder.questions.plans.amount_doubts import doubts_at
from pages.parts.fill_form import ask_fill
from pages.parts.frame import plain, show
from pages.parts.not_counted import offer_not_counted, show_not_counted
from pages.parts.session import Session

_FEWEST_LETTERS = 3
"""The list comes while a person types, so nothing is said of fewer letters that find nothing."""


def ask_drugs(session: Session, catalog: Catalog) -> tuple[Prescription, ...]:
    """The list of drugs, with the form for the next one. Drugs that the year's catalog does not have are left out, and said so."""
    known = tuple(drug for drug in session.drugs if catalog.drug(drug.drug.rxcui) is not None)
    for prescription in session.drugs:
        _line(session, catalog, prescription, known=prescription in known)
    show_not_counted(session)
    if session.message:
        st.success(plain(session.message))
    drug = session.changing or _find(session, catalog)
    if drug is not None:
        _ask_amount(session, catalog, drug)
    return known


def _line(session: Session, catalog: Catalog, prescription: Prescription, *, known: bool) -> None:
    drug, name = prescription.drug, drug_name(prescription.drug)
    with st.container(border=True):
        show(paragraphs_html([prescription_words(prescription)]))
        if not known:
            st.warning(f"The file of this plan year does not have {drug_label(drug)}. It is not counted here. Look for it by name.")
        doubts = doubts_at(catalog, prescription) if known and not session.has_confirmed(prescription) else ()
        if doubts:
            st.warning(plain(" ".join(doubt_sentences(drug, doubts))))
            st.button(
                f"The amount of {name} is right", on_click=session.confirm, args=(prescription,), key=session.key(f"sure-{drug.rxcui}")
            )
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
    if not matches and len(words.strip()) < _FEWEST_LETTERS:
        show(paragraphs_html([MORE_LETTERS]))
        return None
    if not matches:
        offer_not_counted(session, words, unknown_drug_sentence(words, catalog.info.rows.get("drugs", 0)))
        return None
    offer_not_counted(session, words)
    for note in dict.fromkeys(match.note for match in matches if match.note):
        st.info(plain(note))
    drugs = {match.drug.rxcui: match.drug for match in matches}
    chosen = st.radio(
        "Which one is yours? Check the strength.",
        list(drugs),
        None,
        lambda key: drug_label(drugs[key]),
        key=session.drug_key(f"of-{words}"),
    )
    return drugs[chosen] if chosen else None


def _ask_amount(session: Session, catalog: Catalog, drug: Drug) -> None:
    with st.container(border=True):
        show(paragraphs_html([drug_label(drug)], "finder-headline"))
        found = ask_fill(catalog, drug, lambda name: session.drug_key(f"{name}-{drug.rxcui}"))
        sent = st.button(
            "Save this change" if session.changing else "Add this drug", type="primary", key=session.drug_key(f"add-{drug.rxcui}")
        )
    if session.changing:
        st.button("Keep it as it was", on_click=partial(session.leave_form, ""))
    if not sent:
        return
    if found.prescription is None:
        st.error(FILL_IN)
    elif found.waits:
        st.error(CONFIRM_FIRST)
    else:
        session.confirm(found.prescription)
        session.put_drug(found.prescription, f"Saved {drug_name(drug)}.")
        st.rerun()


def unchecked(session: Session, catalog: Catalog, drugs: Iterable[Prescription]) -> tuple[Prescription, ...]:
    """The drugs of a list whose amount looks like a slip and that nobody has said is right."""
    return tuple(drug for drug in drugs if not session.has_confirmed(drug) and doubts_at(catalog, drug))
