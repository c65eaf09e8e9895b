"""What stands between the form and an answer: what stops Compare, each in a sentence, and which names on the list are not counted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import streamlit as st

from finder.domain.market import Catalog, County
from finder.domain.member import Member
from finder.domain.prescription import Prescription
from finder.explain.drug_list.amount_doubts import unchecked_sentence
from finder.explain.plans.stopped import ADD_A_DRUG, CORRECT_ABOVE, NEED_PLACE, changing_sentence, started_sentence
from finder.explain.words import drug_label, drug_name
from pages.parts.drug_form import unchecked
from pages.parts.session import Session


class Uncounted(NamedTuple):
    """Names on the list that no figure holds: those whose cost is missing, and those that Part D does not pay for."""

    missing: tuple[str, ...]
    outside: tuple[str, ...]


def uncounted(session: Session, counted: Sequence[Prescription]) -> Uncounted:
    """The names that are not counted, drugs that the year's file lacks among them."""
    lacking = [drug_label(drug.drug) for drug in session.drugs if drug not in counted]
    missing = [given.name for given in session.not_counted if given.cost_is_missing]
    outside = [given.name for given in session.not_counted if not given.cost_is_missing]
    return Uncounted((*lacking, *missing), tuple(outside))


def what_stops(session: Session, catalog: Catalog, county: County | None, member: Member | None, drugs: Sequence[Prescription]) -> str:
    """Why plans can't be compared yet; empty where they can."""
    started = str(st.session_state.get(session.drug_key("name"), "")).strip()
    if county is None:
        return NEED_PLACE
    if member is None:
        return CORRECT_ABOVE
    if session.changing is not None:
        return changing_sentence(drug_name(session.changing))
    if started:
        return started_sentence(started)
    if not drugs:
        return ADD_A_DRUG
    doubtful = unchecked(session, catalog, drugs)
    return unchecked_sentence(doubtful) if doubtful else ""
