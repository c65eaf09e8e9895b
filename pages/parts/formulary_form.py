"""The questions of the map of drug lists: the place, unless an answer has it, the kind of plan, and the class."""

from __future__ import annotations

from finder.domain.formulary_map import DrugClass, FormularyMap
from finder.domain.market import Catalog, County, PlanKind
from finder.explain.messages import say
from finder.explain.plans import formulary_map as words
from finder.questions.plans.formulary_map import formulary_map
from finder.sources.names.drug_classes import drug_classes, protected_classes
from pages.parts.catalog import catalog_behind, catalog_of, specialty_tiers, years
from pages.parts.person import ask_place
from pages.parts.screen import st
from pages.parts.session import Session


def ask_map(session: Session) -> FormularyMap | None:
    """The map of the place; None until there is one."""
    place = _place(session)
    if place is None:
        return None
    catalog, county = place
    kinds = _kinds(catalog, county)
    chosen = st.segmented_control(say(words.KINDS), kinds, default=kinds[0], required=True, format_func=say, key=session.key("map-kinds"))
    protected, common = protected_classes(), drug_classes()
    plans = words.KINDS_SHOWN[str(chosen)]
    specialty = specialty_tiers(catalog, county)
    return formulary_map(catalog, county, plans, protected.classes_of, common.classes_of, specialty, protected.source)


def ask_class(session: Session, found: FormularyMap) -> DrugClass:
    """One of the classes."""
    of: DrugClass = st.selectbox(say(words.CLASS), found.classes, 0, words.class_words, key=session.key("map-class"))
    return of


def _place(session: Session) -> tuple[Catalog, County] | None:
    compared = session.comparison
    if compared is not None:
        return catalog_behind(compared), compared.county
    year = max(years())
    _, county = ask_place(session, catalog_of(year))
    return None if county is None else (catalog_of(year, county.state), county)


def _kinds(catalog: Catalog, county: County) -> list[str]:
    served: set[PlanKind] = {plan.kind for plan in catalog.plans_serving(county)}
    return [name for name, kinds in words.KINDS_SHOWN.items() if served & set(kinds)]
