"""The person's own drug stores, where the pharmacy networks of the year were imported: up to five, found by name near the ZIP code."""

from __future__ import annotations

import streamlit as st

from finder.domain.pharmacy import Pharmacy
from finder.explain.html import paragraphs_html
from finder.sources.pharmacy_networks import PharmacyNetworks
from pages.parts.frame import show
from pages.parts.session import Session

MOST = 5
_NEAR = 400


@st.cache_resource(show_spinner=False, max_entries=8)
def networks_of(plan_year: int) -> PharmacyNetworks:
    """The networks of a plan year; empty where none were imported. Raises SourceError for damaged ones."""
    return PharmacyNetworks(plan_year)


def ask_pharmacies(session: Session, plan_year: int, zip_code: str) -> tuple[str, ...]:
    """The stores chosen, by NPI; nothing is asked where no networks are at hand."""
    networks = networks_of(plan_year)
    near = {one.npi: one for one in networks.find("", zip_code, _NEAR)} if networks else {}
    if not near:
        return ()
    label = "Do you have drug stores that you always use? Choose up to 5."
    key = session.key(f"pharmacies-{plan_year}-{zip_code}")
    words = {npi: _words(pharmacy) for npi, pharmacy in near.items()}
    chosen = st.multiselect(label, list(near), None, words.__getitem__, key=key, max_selections=MOST, persist_state="session")
    show(paragraphs_html(["Then each plan is priced at the one where you pay least. Leave it empty to look at all stores."]))
    return tuple(chosen)


def _words(pharmacy: Pharmacy) -> str:
    """``Corner Drug Store, 1 Main St, Worcester``; where the name is not known, its number and ZIP code."""
    if not pharmacy.name:
        return f"NPI {pharmacy.npi}, ZIP {pharmacy.zip_code}"
    return ", ".join(part.title() for part in (pharmacy.name, pharmacy.address, pharmacy.city) if part)
