"""The read-only catalogs, opened once for all visitors. Nothing that a person typed is kept here."""

from __future__ import annotations

import streamlit as st

from finder.domain.market import Catalog
from finder.sources.catalog import available_years, open_catalog


@st.cache_resource(show_spinner=False, max_entries=8)
def catalog_of(plan_year: int) -> Catalog:
    """The catalog of a plan year. Raises SourceError where there is none or it is damaged."""
    return open_catalog(plan_year)


def years() -> list[int]:
    """The plan years that have a catalog, the latest first. Raises SourceError where there is none at all."""
    return sorted(available_years(), reverse=True) or [open_catalog().info.plan_year]
