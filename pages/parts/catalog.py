"""The read-only catalogs and the compiled law, opened once for all visitors, and which year a page shows. Holds nothing of a person."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import date
from threading import Thread

from finder import clock
from finder.domain.errors import FinderError, PlansChanged, SourceError
from finder.domain.market import Catalog, CatalogInfo, County
from finder.domain.plan_cost import Comparison
from finder.explain.plans.annual_change import stale_sentence
from finder.questions.plans.annual_change import Proposal, is_stale, proposed_year
from finder.questions.plans.compiled_law import compile_law
from finder.sources.catalog.look import once_a_look
from finder.sources.catalog.reading import MarketCatalog, available_years, open_catalog, open_once, years_covering
from pages.parts.screen import st

_covering = once_a_look(years_covering)


@once_a_look
def catalog_of(plan_year: int, state: str = "") -> Catalog:
    """The catalog of a plan year that answers for a state; without a state, or if none has it, the year's first. As it is on disk now: a
    new, changed or deleted one is noticed, and so are new drug names.

    Raises SourceError if there is none or it is damaged.
    """
    return open_catalog(plan_year, states=(state,) if plan_year in _covering(state) else (), opener=open_once)


def specialty_tiers(catalog: Catalog, county: County) -> Mapping[str, frozenset[int]]:
    """The specialty tiers of the plans of a county, by plan id."""
    plan_ids = [plan.plan_id for plan in catalog.plans_serving(county)]
    return catalog.specialty_tiers(plan_ids) if isinstance(catalog, MarketCatalog) else {}


def catalog_behind(comparison: Comparison) -> Catalog:
    """The catalog that an answer was made from. Raises PlansChanged if another one answers now, SourceError if none does."""
    catalog = catalog_of(comparison.info.plan_year, comparison.county.state)
    if catalog.info.digest != comparison.info.digest:
        raise PlansChanged
    return catalog


def years_at(comparison: Comparison) -> list[int]:
    """The plan years with a catalog where a comparison was made, the latest first."""
    return years_for(comparison.county.state)


@once_a_look
def years_for(state: str) -> list[int]:
    """The plan years with a catalog of a state, the latest first."""
    return sorted(_covering(state), reverse=True)


@once_a_look
def years() -> list[int]:
    """The plan years with a catalog, damaged or not, the latest first. Raises SourceError if there is none."""
    return sorted(available_years(), reverse=True) or [open_catalog().info.plan_year]


def open_infos() -> dict[int, CatalogInfo]:
    """The catalogs that open, by plan year, the latest first. Raises the SourceError of the latest if none does."""
    return _looked_at()[0] or {(latest := years()[0]): catalog_of(latest).info}


def damaged_years() -> list[int]:
    """The plan years whose catalog does not open, the latest first."""
    return _looked_at()[1]


@once_a_look
def _looked_at() -> tuple[dict[int, CatalogInfo], list[int]]:
    infos, damaged = {}, []
    for year in sorted(available_years(), reverse=True):
        try:
            infos[year] = catalog_of(year).info
        except SourceError:  # the choice of years names it; the others stay
            damaged.append(year)
    return infos, damaged


def today() -> date:
    """Today; tests choose another day."""
    return clock.today()


def place_of_latest(known: Sequence[int]) -> int:
    """The place of the latest catalog's year among the years ``known`` to the rules, real plans before examples; without one, the latest
    known year's."""
    recent = today().year - 1  # a market of long ago is for looking back
    real = [year for year, info in _looked_at()[0].items() if not info.example and year >= recent]
    return known.index(next((year for year in [*real, *years()] if year in known), max(known)))


def proposal() -> Proposal:
    """The plan year to show first, and the one that is missing (not damaged). Raises SourceError if no catalog opens."""
    proposed = proposed_year(list(open_infos().values()), today())
    return proposed._replace(missing=None) if proposed.missing in damaged_years() else proposed


def stale_words(info: CatalogInfo | None) -> str:
    """What to say if the catalog of a page, shown or proposed, is old; empty if it is not."""
    try:
        shown = info or catalog_of(proposal().year).info
    except FinderError:  # the page itself says that it has no catalog
        return ""
    return stale_sentence(shown, today()) if is_stale(shown, today()) else ""


WANTED = "FINDER_COMPILE"


@st.cache_resource(show_spinner=False)
def compile_once() -> Thread | None:
    """The thread that compiles, or None if that is not wanted."""
    if os.environ.get(WANTED) != "1":
        return None
    thread = Thread(target=compile_law, args=(years(),), name="compile-law", daemon=True)
    thread.start()
    return thread
