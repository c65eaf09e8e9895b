"""The questions about the person: year, place, help, and what they would accept. Each is asked once, and not knowing is an answer."""

from __future__ import annotations

from datetime import date

import streamlit as st

from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.market import Catalog, County
from finder.domain.member import Member
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
    subsidies,
    year_words,
)
from finder.explain.kit.html import paragraphs_html
from finder.explain.plans.annual_change import missing_year_sentence
from finder.explain.plans.choosing import medicaid_sentence
from finder.explain.words import five_digits, plan_name
from finder.questions.plans.compare import outside_area
from pages.parts.catalog import catalog_of, open_infos, proposal
from pages.parts.frame import plain, say_damaged, say_refusal, show
from pages.parts.income_form import ask_income_bracket
from pages.parts.pharmacies import ask_pharmacies
from pages.parts.session import Session
from pages.parts.so_far import ask_so_far

_KEPT = "session"


def ask_year(session: Session) -> Catalog:
    """The plan year, and its catalog. The address may say it."""
    infos = open_infos()
    known = list(infos)
    asked = st.query_params.get("year", "")
    proposed = proposal()
    first = known.index(int(asked) if asked.isdecimal() and int(asked) in known else proposed.year)
    words = {year: year_words(year, info) for year, info in infos.items()}
    year = st.selectbox("Plan year", known, first, words.__getitem__, key=session.key("year"), persist_state=_KEPT)
    st.query_params["year"] = str(year)
    say_damaged()
    if proposed.missing:
        st.info(missing_year_sentence(proposed.missing, year))
    return catalog_of(year)


def ask_place(session: Session, catalog: Catalog) -> tuple[str, County | None]:
    """ZIP and county; a chooser where the ZIP spans several. No county where there is none yet."""
    zip_code = five_digits(st.text_input("ZIP code", key=session.key("zip"), max_chars=20, autocomplete="off", persist_state=_KEPT))
    if not zip_code:
        show(paragraphs_html(["Type the 5 digits of your home ZIP code."]))
        return "", None
    counties = list(catalog.counties(zip_code))
    if not counties:
        st.error(plain(f"We don't know the ZIP code {zip_code}. Please check its 5 digits."))
        return zip_code, None
    county = counties[0] if len(counties) == 1 else _ask_county(session, counties)
    if county is not None and not catalog.plans_serving(county):
        say_refusal(outside_area(catalog, Member(zip_code, county, date(catalog.info.plan_year, 1, 1))))
        return zip_code, None
    if county is not None:
        st.query_params["county"] = county.fips
        show(paragraphs_html([county_words(county)]))
    return zip_code, county


def _ask_county(session: Session, counties: list[County]) -> County | None:
    asked = [county.fips for county in counties]
    known = st.query_params.get("county", "")
    first = asked.index(known) if known in asked else None
    label = "Your ZIP code is in more than one county. Which is yours?"
    return st.radio(label, counties, first, county_words, key=session.key("county"), persist_state=_KEPT)


def ask_help(session: Session, plan_year: int) -> tuple[LowIncomeSubsidy, bool]:
    """The level of Extra Help, and whether the person is unsure of it."""
    answers = subsidies(plan_year)
    label = "Do you get Extra Help with drug costs?"
    show(paragraphs_html(["Extra Help is a Medicare program for people with a low income (low-income subsidy)."]))
    answer = st.radio(label, list(answers), key=session.key(f"help-{plan_year}"), persist_state=_KEPT)
    if answer == NOT_SURE:
        show(paragraphs_html(["Then we count no Extra Help. If you do get it, you would pay less."]))
    return answers[answer], answer == NOT_SURE


def ask_more(session: Session, catalog: Catalog, zip_code: str, county: County, subsidy: LowIncomeSubsidy) -> Member | None:
    """Which plans and stores they would use, the plan they have, from when, what had run up, and months without coverage. None where an
    answer can't be right; then a sentence beside it says so."""
    kind = st.radio("Which plans should we compare?", list(PLAN_KINDS), key=session.key("kinds"), persist_state=_KEPT)
    plans = {plan.plan_id: plan_name(plan) for plan in catalog.plans_serving(county)}
    label = "Which plan do you have now?"
    current = st.selectbox(
        label,
        [NO_PLAN, *plans],
        format_func=lambda plan: plans.get(plan, plan),
        key=session.key(f"plan-{county.fips}"),
        persist_state=_KEPT,
    )
    with st.expander("Joining or switching during the year: start month, costs so far"):
        starts = [date(catalog.info.plan_year, month, 1) for month in range(1, 13)]
        start = st.selectbox("When does your plan start?", starts, 0, start_words, key=session.key("start"), persist_state=_KEPT)
        so_far = ask_so_far(session, start)
    with st.expander("More choices: special needs plans, store, late fee, high income"):
        show(paragraphs_html([SPECIAL_NEEDS_LABEL]))
        fits = [answer for answer in SPECIAL_NEEDS if st.checkbox(answer, key=session.need_key(answer), persist_state=_KEPT)]
        show(paragraphs_html([medicaid_sentence(special_needs(fits), subsidy)]))
        store = st.radio("Where do you buy your drugs?", list(STORES), key=session.key("store"), persist_state=_KEPT)
        pharmacies = ask_pharmacies(session, catalog.info.plan_year, zip_code)
        late = "How many full months were you without good drug coverage since you first got Medicare?"
        show(paragraphs_html(["Good coverage pays as much as Medicare's (creditable coverage). Leave 0 if you don't know."]))
        months = st.number_input(late, 0, 1200, 0, 1, key=session.key("late"), persist_state=_KEPT)
        bracket = ask_income_bracket(session, catalog.info.plan_year)
        order = st.radio(ORDER_LABEL, list(ORDERS), key=session.key("order"), persist_state=_KEPT)
    if so_far is None:
        return None
    return Member(
        zip_code=zip_code,
        county=county,
        coverage_start=start,
        low_income_subsidy=subsidy,
        uncovered_months=int(months),
        channels=STORES[store],
        plan_kinds=kinds(kind, bool(fits)),
        current_plan=None if current == NO_PLAN else current,
        income_bracket=bracket,
        gross_drug_cost_to_date=so_far[0],
        troop_to_date=so_far[1],
        alphabetical=ORDERS[order],
        pharmacies=pharmacies,
        special_needs=special_needs(fits),
    )
