"""One drug beside the list: found by its name or chosen among products, with an amount that is always asked."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from finder.domain.market import Catalog, Drug
from finder.domain.prescription import Prescription
from finder.explain.words import drug_label, unknown_drug_sentence
from pages.parts.fill_form import ask_fill
from pages.parts.frame import plain
from pages.parts.session import Session


def find_drug(session: Session, catalog: Catalog, key: str) -> Drug | None:
    """A product of the catalog by its name; None until one is chosen."""
    words = st.text_input("Name of the drug", key=session.key(f"{key}-name"), autocomplete="off", max_chars=60)
    if not words.strip():
        return None
    matches = list(catalog.find_drugs(words))
    if not matches:
        st.warning(plain(unknown_drug_sentence(words, catalog.info.rows.get("drugs", 0))))
        return None
    for note in dict.fromkeys(match.note for match in matches if match.note):
        st.info(plain(note))
    return choose_drug(session, {match.drug.rxcui: match.drug for match in matches}, {}, f"{key}-{words}")


def choose_drug(session: Session, drugs: Mapping[str, Drug], notes: Mapping[str, str], key: str) -> Drug | None:
    """One of some products, by rxcui; ``notes`` say something of each."""

    def label(rxcui: str) -> str:
        return f"{drug_label(drugs[rxcui])}: {notes[rxcui]}" if rxcui in notes else drug_label(drugs[rxcui])

    chosen = st.radio("Which one? Check the strength.", list(drugs), None, label, key=session.key(f"{key}-of"))
    return drugs[chosen] if chosen else None


def ask_amount(session: Session, catalog: Catalog, drug: Drug, key: str) -> Prescription | None:
    """How much of it for how long; None until it is said whole, and said to be right where it looks like a slip."""
    found = ask_fill(catalog, drug, lambda name: session.key(f"{key}-{name}-{drug.rxcui}"))
    return None if found.waits else found.prescription
