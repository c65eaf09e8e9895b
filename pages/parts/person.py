"""Asks about the person: place, help, plans, up to five drug stores near the ZIP code, and what had run up this year.

Each function draws fields; ``said`` reads what stands in them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Literal

import streamlit as st

from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.market import Catalog, County
from finder.domain.member import Member
from finder.domain.pharmacy import Pharmacy
from finder.explain import person as words
from finder.explain.choices import (
    KINDS_MEAN,
    NO_PLAN,
    NOT_SURE,
    ORDER_LABEL,
    ORDERS,
    PLAN_KINDS,
    SPECIAL_NEEDS,
    SPECIAL_NEEDS_LABEL,
    STORES,
    county_words,
    special_needs,
    start_words,
    store_words,
    subsidies,
    year_words,
)
from finder.explain.messages import say
from finder.explain.person import SPENT, SPENT_LABEL, STORES_NOTE, TROOP_LABEL, YOUR_STORES, lost_stores_sentence, statement
from finder.explain.plans.annual_change import missing_year_sentence
from finder.explain.plans.choosing import medicaid_sentence
from finder.explain.plans.on_this_computer import instead_label, look_label, zip_not_here
from finder.explain.words import plan_name
from finder.questions.plans.choosing import year_that_counts
from finder.questions.plans.compare import outside_area
from finder.sources.catalog.pharmacy_networks import PharmacyNetworks
from pages.parts.catalog import open_infos, proposal, today, years_for
from pages.parts.frame import plain, say_damaged, say_refusal, show, tell
from pages.parts.get_plans import offer_plans, state_name
from pages.parts.income_form import ask_income_bracket
from pages.parts.other_help_form import ask_other_help
from pages.parts.said import (
    Place,
    catalog_said,
    counties_said,
    help_said,
    member_said,
    other_help_said,
    pharmacies_key,
    place_said,
    said,
    so_far_said,
    year_said,
    zip_said,
)
from pages.parts.session import Session

_KEPT = "session"
Help = tuple[LowIncomeSubsidy, bool]


def ask_year(session: Session) -> Catalog:
    """The plan year, and its catalog. The address may say it."""
    choose_year(session)
    say_year(session)
    return catalog_said(session)


def choose_year(session: Session) -> None:
    """The plan year alone."""
    infos = open_infos()
    known, first = list(infos), year_said(session)
    labels = {year: year_words(year, info) for year, info in infos.items()}
    place = known.index(first) if first in known else 0
    key, keep_help = session.key("year"), partial(_keep_help, session, first)
    st.selectbox(say(words.YEAR), known, place, labels.__getitem__, key=key, on_change=keep_help, persist_state=_KEPT)


def say_year(session: Session) -> None:
    """Which years' plans can't be read or are not here."""
    say_damaged()
    missing = proposal().missing
    if missing:
        st.info(missing_year_sentence(missing, year_said(session)))


def _keep_help(session: Session, before: int) -> None:
    """The answer about Extra Help goes along to another year that has it."""
    answer, year = said(session, f"help-{before}"), year_said(session)
    if answer in subsidies(year):
        st.session_state.setdefault(session.key(f"help-{year}"), answer)


def ask_zip(session: Session) -> None:
    """The ZIP code."""
    st.text_input(say(words.ZIP), key=session.key("zip"), max_chars=20, autocomplete="off", width=320, persist_state=_KEPT)


def ask_county(session: Session, catalog: Catalog) -> None:
    """The county, where the ZIP code is in more than one."""
    counties = list(catalog.counties(zip_said(session)))
    if len(counties) > 1:
        known = counties_said(session, catalog)
        first = counties.index(known[0]) if len(known) == 1 else None
        st.radio(say(words.WHICH_COUNTY), counties, first, county_words, key=session.key("county"), persist_state=_KEPT)


def place_trouble(session: Session, catalog: Catalog) -> str:
    """What the place still lacks, in a sentence; empty where it lacks nothing, or only plans."""
    zip_code, counties = zip_said(session), counties_said(session, catalog)
    if not zip_code:
        return say(words.TYPE_ZIP)
    if not counties:
        return words.unknown_zip(zip_code)
    return say(words.CHOOSE_COUNTY) if len(counties) > 1 else ""


def offer_here(session: Session, catalog: Catalog) -> None:
    """The county, or the button that gets its plans where they are not here."""
    zip_code, counties = zip_said(session), counties_said(session, catalog)
    if len(counties) != 1:
        return
    if catalog.plans_serving(counties[0]):
        tell(county_words(counties[0]))
        offer_year_that_counts(session, catalog, counties[0])
    else:
        _offer_place(session, catalog, zip_code, counties[0])


def ask_place(session: Session, catalog: Catalog) -> Place:
    """ZIP code and county; None until there is one that we have plans for."""
    ask_zip(session)
    zip_code = zip_said(session)
    if not zip_code:
        tell(say(words.TYPE_ZIP))
    elif not counties_said(session, catalog):
        st.error(plain(words.unknown_zip(zip_code)))
    ask_county(session, catalog)
    offer_here(session, catalog)
    return place_said(session, catalog)


def _offer_place(session: Session, catalog: Catalog, zip_code: str, county: County) -> None:
    """Where the plans of a place are not here: the button that gets them, and the years that are."""
    year, state = catalog.info.plan_year, county.state
    if state in catalog.info.states:  # the files have the state, and no plan in that county
        say_refusal(outside_area(catalog, Member(zip_code, county, date(year, 1, 1))))
        return
    here, counts = years_for(state), year_that_counts(today())
    st.warning(plain(zip_not_here(zip_code, county.name, state_name(state), year)))
    for other in (other for other in here if other >= today().year):
        _switch(session, other, instead_label(other))
    now = today().year <= year <= counts
    offer_plans(session, [wanted for wanted in ((counts, year) if now and counts != year else (year,)) if wanted not in here], (state,))


def offer_year_that_counts(session: Session, catalog: Catalog, county: County) -> None:
    """From October 1, on the pages of this year: the next year's plans, or the button that gets them."""
    year = year_that_counts(today())
    if not today().year <= catalog.info.plan_year < year:
        return
    if year in years_for(county.state):
        _switch(session, year, look_label(year))
    else:
        offer_plans(session, (year,), (county.state,))


def _switch(session: Session, year: int, label: str) -> None:
    key = session.key("year")
    st.button(label, on_click=partial(st.session_state.__setitem__, key, year), key=session.key(f"switch-{year}"))


def ask_help(session: Session, plan_year: int, first: int | None = 0, label: Literal["visible", "collapsed"] = "visible") -> Help:
    """The level of Extra Help, and whether the person is not sure of it."""
    tell(say(words.EXTRA_HELP_IS))
    key = session.key(f"help-{plan_year}")
    st.radio(say(words.EXTRA_HELP), list(subsidies(plan_year)), first, say, key=key, persist_state=_KEPT, label_visibility=label)
    level, unsure = help_said(session, plan_year)
    if said(session, f"help-{plan_year}") == NOT_SURE:
        tell(say(words.NOT_SURE_OF_HELP))
    return level, unsure


def ask_more(session: Session, catalog: Catalog, zip_code: str, county: County, subsidy: LowIncomeSubsidy) -> Member | None:
    """Plans, stores, the plan they have, the start, the costs so far and months without coverage. None if an answer can't be right; a
    sentence beside it says why."""
    year = catalog.info.plan_year
    ask_kinds(session)
    ask_current_plan(session, catalog, county)
    with st.expander(say(words.DURING_THE_YEAR)):
        ask_start(session, year)
    with st.expander(say(words.MORE_CHOICES)):
        ask_needs(session, subsidy)
        ask_stores(session, year, zip_code)
        ask_other_help(session, year, county)
        ask_months_without(session)
        ask_income_bracket(session, year)
        ask_order(session)
    return (
        None
        if so_far_said(session, year).refusal or other_help_said(session, year).refusal
        else member_said(session, year, zip_code, county)
    )


def ask_kinds(session: Session, first: int | None = len(PLAN_KINDS) - 1, label: Literal["visible", "collapsed"] = "visible") -> None:
    """Original Medicare with a drug plan, or a health plan."""
    meaning = [say(text) for text in KINDS_MEAN]
    key = session.key("kinds")
    st.radio(say(words.WHICH_PLANS), list(PLAN_KINDS), first, say, key=key, captions=meaning, persist_state=_KEPT, label_visibility=label)


def ask_current_plan(session: Session, catalog: Catalog, county: County, label: Literal["visible", "collapsed"] = "visible") -> None:
    """The plan that the person has now, by name."""
    named = sorted(((plan_name(plan), plan.plan_id) for plan in catalog.plans_serving(county)), key=lambda one: (one[0].casefold(), one))
    plans = {NOT_SURE: say(NOT_SURE), NO_PLAN: say(NO_PLAN)} | {plan_id: name for name, plan_id in named}
    key, name_of = session.key(f"plan-{county.fips}"), lambda plan: plans.get(plan, plan)
    st.selectbox(say(words.YOUR_PLAN), list(plans), 0, name_of, key=key, persist_state=_KEPT, label_visibility=label)


def ask_start(session: Session, plan_year: int) -> None:
    """The month in which coverage starts, and the costs before."""
    starts = [date(plan_year, month, 1) for month in range(1, 13)]
    st.selectbox(say(words.START), starts, 0, start_words, key=session.key("start"), persist_state=_KEPT)
    _ask_so_far(session, plan_year)


def ask_needs(session: Session, subsidy: LowIncomeSubsidy) -> None:
    """What may fit a person of the needs that special needs plans are for."""
    tell(say(SPECIAL_NEEDS_LABEL))
    fits = [answer for answer in SPECIAL_NEEDS if st.checkbox(say(answer), key=session.need_key(answer), persist_state=_KEPT)]
    tell(medicaid_sentence(special_needs(fits), subsidy))


def ask_stores(session: Session, plan_year: int, zip_code: str, label: Literal["visible", "collapsed"] = "visible") -> None:
    """Where the person would buy drugs, and the stores near them."""
    st.radio(say(words.WHICH_STORE), list(STORES), 0, say, key=session.key("store"), persist_state=_KEPT, label_visibility=label)
    _ask_pharmacies(session, plan_year, zip_code)


def ask_months_without(session: Session) -> None:
    """The months that a late fee counts."""
    tell(say(words.GOOD_COVERAGE))
    st.number_input(say(words.MONTHS_WITHOUT), 0, 1200, 0, 1, key=session.key("late"), persist_state=_KEPT)


def ask_order(session: Session) -> None:
    """The order of drugs bought on one day."""
    st.radio(say(ORDER_LABEL), list(ORDERS), 0, say, key=session.key("order"), persist_state=_KEPT)


MOST = 5
_NEAR = 400


@st.cache_resource(show_spinner=False, max_entries=8)
def networks_of(plan_year: int) -> PharmacyNetworks:
    """The networks of a plan year; empty where none were imported. Raises SourceError for damaged ones."""
    return PharmacyNetworks(plan_year)


def _ask_pharmacies(session: Session, plan_year: int, zip_code: str) -> None:
    """The stores near a ZIP code; nothing is asked without networks."""
    networks = networks_of(plan_year)
    near = {one.npi: one for one in networks.find("", zip_code, _NEAR)} if networks else {}
    if not near:
        return
    key = pharmacies_key(session, plan_year, zip_code)
    labels = {npi: store_words(pharmacy) for npi, pharmacy in near.items()}
    st.multiselect(say(YOUR_STORES), list(near), None, labels.__getitem__, key=key, max_selections=MOST, persist_state=_KEPT)
    tell(say(STORES_NOTE))


def put_pharmacies(session: Session, plan_year: int, zip_code: str, npis: Sequence[str]) -> str:
    """Choose the stores of a session file; a sentence about those that are not near the ZIP here."""
    near = {one.npi for one in networks_of(plan_year).find("", zip_code, _NEAR)} if npis else set()
    found = [npi for npi in dict.fromkeys(npis) if npi in near]
    if found:
        st.session_state[pharmacies_key(session, plan_year, zip_code)] = found
    return lost_stores_sentence([npi for npi in npis if npi not in near])


def stores_of(plan_year: int, npis: Sequence[str]) -> tuple[Pharmacy, ...]:
    """The stores by NPI, as far as the networks of the year have them."""
    return tuple(found for npi in npis if (found := networks_of(plan_year).pharmacy(npi)) is not None)


def _ask_so_far(session: Session, plan_year: int) -> None:
    """Drug costs and out-of-pocket costs of the year so far; a sentence where they contradict each other or the start month."""
    if not st.checkbox(say(SPENT), key=session.key("so-far"), persist_state=_KEPT):
        return
    show(statement())
    for label, name in ((SPENT_LABEL, "gross"), (TROOP_LABEL, "troop")):
        st.number_input(say(label), 0.0, 1_000_000.0, None, 10.0, "%.2f", key=session.key(name), persist_state=_KEPT)
    refusal = so_far_said(session, plan_year).refusal
    if refusal:
        st.error(plain(refusal))
