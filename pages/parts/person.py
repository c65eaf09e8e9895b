"""Asks about the person: place, help, plans, up to five drug stores near the ZIP code, and what had run up this year."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import NamedTuple

import streamlit as st

from finder.domain.benefit import Channel, LowIncomeSubsidy
from finder.domain.market import Catalog, County
from finder.domain.member import Member
from finder.domain.money import Cents, rounded_cents
from finder.domain.pharmacy import Pharmacy
from finder.explain import person as words
from finder.explain.choices import (
    NO_PLAN,
    NOT_SURE,
    ORDER_LABEL,
    ORDERS,
    PLAN_KINDS,
    SPECIAL_NEEDS,
    SPECIAL_NEEDS_LABEL,
    STORES,
    county_words,
    kinds,
    special_needs,
    start_words,
    store_words,
    subsidies,
    year_words,
)
from finder.explain.messages import say
from finder.explain.person import SPENT, SPENT_LABEL, STORES_NOTE, TROOP_LABEL, YOUR_STORES, lost_stores_sentence, so_far_refusal, statement
from finder.explain.plans.annual_change import missing_year_sentence
from finder.explain.plans.choosing import medicaid_sentence
from finder.explain.plans.on_this_computer import instead_label, look_label, zip_not_here
from finder.explain.words import five_digits, plan_name
from finder.questions.plans.choosing import year_that_counts
from finder.questions.plans.compare import outside_area
from finder.sources.catalog.pharmacy_networks import PharmacyNetworks
from pages.parts.catalog import catalog_of, open_infos, proposal, today, years_for
from pages.parts.frame import plain, say_damaged, say_refusal, show, tell
from pages.parts.get_plans import offer_plans, state_name
from pages.parts.income_form import ask_income_bracket
from pages.parts.session import Session

_KEPT = "session"


def ask_year(session: Session) -> Catalog:
    """The plan year, and its catalog. The address may say it."""
    infos = open_infos()
    known = list(infos)
    asked = st.query_params.get("year", "")
    proposed = proposal()
    first = known.index(int(asked) if asked.isdecimal() and int(asked) in known else proposed.year)
    labels = {year: year_words(year, info) for year, info in infos.items()}
    year = st.selectbox(say(words.YEAR), known, first, labels.__getitem__, key=session.key("year"), persist_state=_KEPT)
    st.query_params["year"] = str(year)
    say_damaged()
    if proposed.missing:
        st.info(missing_year_sentence(proposed.missing, year))
    catalog = catalog_of(year)
    state = _state_typed(session, catalog)
    return catalog_of(year, state) if state else catalog


def _state_typed(session: Session, catalog: Catalog) -> str:
    """The state of the place that the visitor has typed, further down on the page or on another one; empty while it is open."""
    counties = catalog.counties(five_digits(str(st.session_state.get(session.key("zip"), ""))))
    chosen, named = st.session_state.get(session.key("county")), st.query_params.get("county", "")
    of = [county for county in counties if county == chosen] or [county for county in counties if county.fips == named] or counties
    states = {county.state for county in of}
    return states.pop() if len(states) == 1 else ""


def ask_place(session: Session, catalog: Catalog) -> tuple[str, County | None]:
    """ZIP code and county; None until there is one that we have plans for."""
    typed = st.text_input(say(words.ZIP), key=session.key("zip"), max_chars=20, autocomplete="off", persist_state=_KEPT)
    zip_code = five_digits(typed)
    if not zip_code:
        tell(say(words.TYPE_ZIP))
        return "", None
    counties = list(catalog.counties(zip_code))
    if not counties:
        st.error(plain(words.unknown_zip(zip_code)))
        return zip_code, None
    county = counties[0] if len(counties) == 1 else _ask_county(session, counties)
    if county is not None and not catalog.plans_serving(county):
        _offer_place(session, catalog, zip_code, county)
        return zip_code, None
    if county is not None:
        st.query_params["county"] = county.fips
        tell(county_words(county))
        _offer_year_that_counts(session, catalog, county)
    return zip_code, county


def _offer_place(session: Session, catalog: Catalog, zip_code: str, county: County) -> None:
    """Where the plans of a place are not here: the button that gets them, and the years that are."""
    year, state = catalog.info.plan_year, county.state
    if state in catalog.info.states:  # the files have the state, and no plan in that county
        say_refusal(outside_area(catalog, Member(zip_code, county, date(year, 1, 1))))
        return
    st.warning(plain(zip_not_here(zip_code, county.name, state_name(state), year)))
    offer_plans(session, year, (state,))
    for other in years_for(state):
        _switch(session, other, instead_label(other))


def _offer_year_that_counts(session: Session, catalog: Catalog, county: County) -> None:
    """From October 1, on the pages of this year: the next year's plans, or the button that gets them."""
    year = year_that_counts(today())
    if not today().year <= catalog.info.plan_year < year:
        return
    if year in years_for(county.state):
        _switch(session, year, look_label(year))
    else:
        offer_plans(session, year, (county.state,))


def _switch(session: Session, year: int, label: str) -> None:
    key = session.key("year")
    st.button(label, on_click=partial(st.session_state.__setitem__, key, year), key=session.key(f"switch-{year}"))


def _ask_county(session: Session, counties: list[County]) -> County | None:
    asked = [county.fips for county in counties]
    known = st.query_params.get("county", "")
    first = asked.index(known) if known in asked else None
    return st.radio(say(words.WHICH_COUNTY), counties, first, county_words, key=session.key("county"), persist_state=_KEPT)


def ask_help(session: Session, plan_year: int) -> tuple[LowIncomeSubsidy, bool]:
    """The level of Extra Help, and whether the person is not sure of it."""
    answers = subsidies(plan_year)
    tell(say(words.EXTRA_HELP_IS))
    answer = st.radio(say(words.EXTRA_HELP), list(answers), 0, say, key=session.key(f"help-{plan_year}"), persist_state=_KEPT)
    if answer == NOT_SURE:
        tell(say(words.NOT_SURE_OF_HELP))
    return answers[answer], answer == NOT_SURE


class _Start(NamedTuple):
    """When coverage starts, and what was spent before (None: the numbers can't be right)."""

    day: date
    so_far: tuple[Cents, Cents] | None


class _Choices(NamedTuple):
    """The answers of those who look at more choices."""

    fits: list[str]
    channels: tuple[Channel, ...]
    pharmacies: tuple[str, ...]
    uncovered_months: int
    income_bracket: int
    alphabetical: bool


def ask_more(session: Session, catalog: Catalog, zip_code: str, county: County, subsidy: LowIncomeSubsidy) -> Member | None:
    """Plans, stores, the plan they have, the start, the costs so far and months without coverage. None if an answer can't be right; a
    sentence beside it says why."""
    kind = st.radio(say(words.WHICH_PLANS), list(PLAN_KINDS), 0, say, key=session.key("kinds"), persist_state=_KEPT)
    current = _ask_current_plan(session, catalog, county)
    start = _ask_start(session, catalog.info.plan_year)
    choices = _ask_choices(session, catalog.info.plan_year, zip_code, subsidy)
    if start.so_far is None:
        return None
    return Member(
        zip_code=zip_code,
        county=county,
        coverage_start=start.day,
        low_income_subsidy=subsidy,
        uncovered_months=choices.uncovered_months,
        channels=choices.channels,
        plan_kinds=kinds(kind, bool(choices.fits)),
        current_plan=current,
        income_bracket=choices.income_bracket,
        gross_drug_cost_to_date=start.so_far[0],
        troop_to_date=start.so_far[1],
        alphabetical=choices.alphabetical,
        pharmacies=choices.pharmacies,
        special_needs=special_needs(choices.fits),
    )


def _ask_current_plan(session: Session, catalog: Catalog, county: County) -> str | None:
    plans = {NO_PLAN: say(NO_PLAN)} | {plan.plan_id: plan_name(plan) for plan in catalog.plans_serving(county)}
    key = session.key(f"plan-{county.fips}")
    current = st.selectbox(say(words.YOUR_PLAN), list(plans), 0, lambda plan: plans.get(plan, plan), key=key, persist_state=_KEPT)
    return None if current == NO_PLAN else current


def _ask_start(session: Session, plan_year: int) -> _Start:
    with st.expander(say(words.DURING_THE_YEAR)):
        starts = [date(plan_year, month, 1) for month in range(1, 13)]
        start = st.selectbox(say(words.START), starts, 0, start_words, key=session.key("start"), persist_state=_KEPT)
        return _Start(start, ask_so_far(session, start))


def _ask_choices(session: Session, plan_year: int, zip_code: str, subsidy: LowIncomeSubsidy) -> _Choices:
    with st.expander(say(words.MORE_CHOICES)):
        tell(say(SPECIAL_NEEDS_LABEL))
        fits = [answer for answer in SPECIAL_NEEDS if st.checkbox(say(answer), key=session.need_key(answer), persist_state=_KEPT)]
        tell(medicaid_sentence(special_needs(fits), subsidy))
        store = st.radio(say(words.WHICH_STORE), list(STORES), 0, say, key=session.key("store"), persist_state=_KEPT)
        pharmacies = ask_pharmacies(session, plan_year, zip_code)
        tell(say(words.GOOD_COVERAGE))
        months = st.number_input(say(words.MONTHS_WITHOUT), 0, 1200, 0, 1, key=session.key("late"), persist_state=_KEPT)
        bracket = ask_income_bracket(session, plan_year)
        order = st.radio(say(ORDER_LABEL), list(ORDERS), 0, say, key=session.key("order"), persist_state=_KEPT)
    return _Choices(fits, STORES[store], pharmacies, int(months), bracket, ORDERS[order])


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


def kept_so_far(session: Session) -> tuple[Cents, Cents]:
    """The costs so far as the widgets hold them; (0, 0) where they were not asked or not both answered."""
    state = st.session_state
    values = [state.get(session.key(name)) for name in ("gross", "troop")]
    if not state.get(session.key("so-far"), False) or None in values:
        return 0, 0
    gross, troop = (rounded_cents(str(value)) for value in values)
    return gross, troop


def ask_so_far(session: Session, start: date) -> tuple[Cents, Cents] | None:
    """Drug costs and out-of-pocket costs of the year so far, in cents; (0, 0) where there are none. None where the two contradict each
    other or the start month; then a sentence says how."""
    if not st.checkbox(say(SPENT), key=session.key("so-far"), persist_state=_KEPT):
        return 0, 0
    show(statement())
    gross = st.number_input(say(SPENT_LABEL), 0.0, 1_000_000.0, None, 10.0, "%.2f", key=session.key("gross"), persist_state=_KEPT)
    troop = st.number_input(say(TROOP_LABEL), 0.0, 1_000_000.0, None, 10.0, "%.2f", key=session.key("troop"), persist_state=_KEPT)
    spent, counted = (None if value is None else rounded_cents(str(value)) for value in (gross, troop))
    refusal = so_far_refusal(spent, counted, start)
    if refusal or spent is None or counted is None:
        st.error(plain(refusal))
        return None
    return spent, counted
