"""The person's own drug stores: up to five near the ZIP code, if the pharmacy networks of the year were imported."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from finder.domain.pharmacy import Pharmacy
from finder.explain.choices import store_words
from finder.explain.messages import say
from finder.explain.person import STORES_NOTE, YOUR_STORES, lost_stores_sentence
from finder.sources.catalog.pharmacy_networks import PharmacyNetworks
from pages.parts.frame import tell
from pages.parts.session import Session

MOST = 5
_NEAR = 400


@st.cache_resource(show_spinner=False, max_entries=8)
def networks_of(plan_year: int) -> PharmacyNetworks:
    """The networks of a plan year; empty where none were imported. Raises SourceError for damaged ones."""
    return PharmacyNetworks(plan_year)


def ask_pharmacies(session: Session, plan_year: int, zip_code: str) -> tuple[str, ...]:
    """The stores chosen, by NPI; nothing is asked without networks."""
    networks = networks_of(plan_year)
    near = {one.npi: one for one in networks.find("", zip_code, _NEAR)} if networks else {}
    if not near:
        return ()
    key = _key(session, plan_year, zip_code)
    labels = {npi: store_words(pharmacy) for npi, pharmacy in near.items()}
    chosen = st.multiselect(say(YOUR_STORES), list(near), None, labels.__getitem__, key=key, max_selections=MOST, persist_state="session")
    tell(say(STORES_NOTE))
    return tuple(chosen)


def chosen_pharmacies(session: Session, plan_year: int, zip_code: str) -> tuple[str, ...]:
    """The stores that the person chose in that year and ZIP, by NPI, on any page."""
    return tuple(st.session_state.get(_key(session, plan_year, zip_code), ()))


def put_pharmacies(session: Session, plan_year: int, zip_code: str, npis: Sequence[str]) -> str:
    """Choose the stores of a session file; a sentence about those that are not near the ZIP here."""
    near = {one.npi for one in networks_of(plan_year).find("", zip_code, _NEAR)} if npis else set()
    found = [npi for npi in dict.fromkeys(npis) if npi in near]
    if found:
        st.session_state[_key(session, plan_year, zip_code)] = found
    return lost_stores_sentence([npi for npi in npis if npi not in near])


def stores_of(plan_year: int, npis: Sequence[str]) -> tuple[Pharmacy, ...]:
    """The stores by NPI, as far as the networks of the year have them."""
    return tuple(found for npi in npis if (found := networks_of(plan_year).pharmacy(npi)) is not None)


def _key(session: Session, plan_year: int, zip_code: str) -> str:
    return session.key(f"pharmacies-{plan_year}-{zip_code}")
