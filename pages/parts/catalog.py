"""The read-only catalogs, opened once for all visitors, and which of them a page shows. Nothing that a person typed is kept here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from finder.domain.errors import FinderError
from finder.domain.market import Catalog, CatalogInfo
from finder.explain.annual_change import stale_sentence
from finder.questions.annual_change import Proposal, is_stale, proposed_year
from finder.sources.catalog import available_years, open_catalog


@st.cache_resource(show_spinner=False, max_entries=8)
def catalog_of(plan_year: int) -> Catalog:
    """The catalog of a plan year. Raises SourceError where there is none or it is damaged."""
    return open_catalog(plan_year)


def years() -> list[int]:
    """The plan years that have a catalog, the latest first. Raises SourceError where there is none at all."""
    return sorted(available_years(), reverse=True) or [open_catalog().info.plan_year]


def today() -> date:
    """The day on which a page is shown; tests choose another."""
    return date.today()


def place_of_latest(known: Sequence[int]) -> int:
    """Where the year of the latest catalog stands among the years that the rules know; a catalog of a year that they do not know is passed
    over, and without any the latest known year is taken."""
    return known.index(next((year for year in years() if year in known), max(known)))


def proposal() -> Proposal:
    """The plan year to show first, and the one that is missing. Raises SourceError where there is no catalog at all."""
    return proposed_year([catalog_of(year).info for year in years()], today())


def stale_words(info: CatalogInfo | None) -> str:
    """What to say where the catalog that a page shows is old, or the one that it would show; empty where it is not."""
    try:
        shown = info or catalog_of(proposal().year).info
    except FinderError:  # a page without a catalog says that in its own place
        return ""
    return stale_sentence(shown, today()) if is_stale(shown, today()) else ""
