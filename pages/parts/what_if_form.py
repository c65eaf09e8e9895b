"""The form of What if: which change, and its particulars. One question at a time, so that nothing is asked in vain."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import streamlit as st

from finder.domain.market import Catalog
from finder.domain.member import Member
from finder.domain.prescription import Prescription
from finder.domain.what_if import (
    AddDrug,
    Change,
    ChangeHelp,
    ChangePharmacy,
    ChangePrice,
    ChangeStart,
    ChangeSupply,
    DropDrug,
    SwapDrug,
)
from finder.explain.choices import NOT_SURE, STORES, days_words, start_words, subsidies
from finder.explain.kit.html import paragraphs_html
from finder.explain.plans.what_if import ALTERNATIVES, CLASS_NOTE, price_factor
from finder.explain.words import drug_name
from finder.questions.plans.alternatives import alternatives, swapped
from finder.sources.names.drug_classes import drug_classes
from pages.parts.drug_pick import ask_amount, choose_drug, find_drug
from pages.parts.frame import show
from pages.parts.session import Session
from pages.parts.timing_form import ask_dates, ask_order

Listed = Sequence[Prescription]
_ALL = "Every drug"


def ask_change(session: Session, catalog: Catalog, member: Member, listed: Listed) -> Change | None:
    """The change to try; None until it is said whole."""
    kind = st.selectbox("What would you change?", list(_FORMS), None, key=session.key("what-if"), placeholder="Choose")
    return _FORMS[kind](session, catalog, member, listed) if kind else None


def _add(session: Session, catalog: Catalog, member: Member, listed: Listed) -> Change | None:
    drug = find_drug(session, catalog, "add")
    if drug is None:
        return None
    if any(one.drug.rxcui == drug.rxcui for one in listed):
        st.warning("This drug is on the list. To change its amount, go to Find plans.")
        return None
    prescription = ask_amount(session, catalog, drug, "add")
    return AddDrug(prescription) if prescription else None


def _drop(session: Session, catalog: Catalog, member: Member, listed: Listed) -> Change | None:
    if len(listed) < 2:
        st.info("The list has one drug. Without it there is nothing to compare.")
        return None
    chosen = _listed(session, listed, "drop")
    return DropDrug(chosen.drug.rxcui) if chosen else None


def _swap(session: Session, catalog: Catalog, member: Member, listed: Listed) -> Change | None:
    old = _listed(session, listed, "swap")
    if old is None:
        return None
    kept = {one.drug.rxcui for one in listed}
    classes = drug_classes()
    choices = [choice for choice in alternatives(catalog, old.drug, classes.class_of) if choice.drug.rxcui not in kept]
    if not choices:
        st.info(f"This file has no generic, other strength or drug of the same class for {drug_name(old.drug)}. You can look for any drug.")
        new = find_drug(session, catalog, "swap-any")
    else:
        notes = {choice.drug.rxcui: ALTERNATIVES[choice.kind] for choice in choices}
        new = choose_drug(session, {choice.drug.rxcui: choice.drug for choice in choices}, notes, f"swap-{old.drug.rxcui}")
        show(paragraphs_html([CLASS_NOTE]))
    if new is None:
        return None
    same = any(choice.same_amount for choice in choices if choice.drug.rxcui == new.rxcui)
    prescription = swapped(old, new) if same else ask_amount(session, catalog, new, f"swap-{old.drug.rxcui}")
    return SwapDrug(old.drug.rxcui, prescription) if prescription else None


def _price(session: Session, catalog: Catalog, member: Member, listed: Listed) -> Change | None:
    rxcui = _one_or_all(session, listed, "price")
    percent = st.number_input("By how many percent? Use a minus for a fall.", -95, 900, 10, 5, key=session.key("price-percent"))
    return ChangePrice(price_factor(int(percent)), rxcui)


def _pharmacy(session: Session, catalog: Catalog, member: Member, listed: Listed) -> Change | None:
    store = st.radio("Where would you buy?", list(STORES), key=session.key("what-if-store"))
    return ChangePharmacy(STORES[store])


def _supply(session: Session, catalog: Catalog, member: Member, listed: Listed) -> Change | None:
    rxcui = _one_or_all(session, listed, "supply")
    days = st.radio("How long would each fill last?", (90, 60, 30), format_func=days_words, key=session.key("supply-days"))
    return ChangeSupply(days, rxcui)


def _start(session: Session, catalog: Catalog, member: Member, listed: Listed) -> Change | None:
    starts = [date(catalog.info.plan_year, month, 1) for month in range(1, 13)]
    start = st.selectbox("When would coverage start?", starts, None, start_words, key=session.key("what-if-start"), placeholder="Choose")
    return ChangeStart(start) if start else None


def _help(session: Session, catalog: Catalog, member: Member, listed: Listed) -> Change | None:
    answers = {words: level for words, level in subsidies(catalog.info.plan_year).items() if words != NOT_SURE}
    answer = st.radio("Which Extra Help?", list(answers), None, key=session.key("what-if-help"))
    return ChangeHelp(answers[answer]) if answer else None


def _dates(session: Session, catalog: Catalog, member: Member, listed: Listed) -> Change | None:
    chosen = _listed(session, listed, "dates")
    return ask_dates(session, catalog, member, chosen) if chosen else None


def _order(session: Session, catalog: Catalog, member: Member, listed: Listed) -> Change | None:
    return ask_order(session, member, listed)


def _listed(session: Session, listed: Listed, key: str) -> Prescription | None:
    by_key = {one.drug.rxcui: one for one in listed}
    label = "Which drug of your list?"
    chosen = st.radio(label, list(by_key), None, lambda rxcui: drug_name(by_key[rxcui].drug), key=session.key(f"{key}-listed"))
    return by_key[chosen] if chosen else None


def _one_or_all(session: Session, listed: Listed, key: str) -> str | None:
    names = {_ALL: _ALL} | {one.drug.rxcui: drug_name(one.drug) for one in listed}
    chosen = st.radio("Which drug?", list(names), format_func=names.__getitem__, key=session.key(f"{key}-drug"))
    return None if chosen == _ALL else chosen


_FORMS: dict[str, Callable[[Session, Catalog, Member, Listed], Change | None]] = {
    "Add a drug": _add,
    "Leave a drug out": _drop,
    "Swap a drug for another": _swap,
    "A price goes up or down": _price,
    "Another kind of drug store": _pharmacy,
    "Fills of 30, 60 or 90 days": _supply,
    "Start in another month": _start,
    "Extra Help": _help,
    "A drug's fill dates": _dates,
    "The order of fills on one day": _order,
}
