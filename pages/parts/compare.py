"""The questions of Find plans, what stops Compare, each in a sentence, and which names on the list are not counted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import streamlit as st

from finder.domain.market import Catalog, County
from finder.domain.member import Member
from finder.domain.prescription import Prescription
from finder.explain.drug_list.amount_doubts import unchecked_sentence
from finder.explain.messages import say
from finder.explain.plans import find_plans as words
from finder.explain.words import drug_label, drug_name
from pages.parts.drug_form import ask_drugs, unchecked
from pages.parts.frame import plain
from pages.parts.list_here import open_list_sentence
from pages.parts.person import ask_help, ask_more, ask_place, ask_year
from pages.parts.session import Session


class Uncounted(NamedTuple):
    """Names on the list that no figure holds: those whose cost is missing, and those that Part D does not pay for."""

    missing: tuple[str, ...]
    outside: tuple[str, ...]


class Asked(NamedTuple):
    """What is asked on Find plans.

    ``county`` is None where the place is not known yet, ``member`` also where an answer can't be right.
    ``skip``: whether the person would go without a drug that the plan leaves out.
    ``unsure_of_help``: whether the person is not sure about Extra Help.
    """

    catalog: Catalog
    county: County | None
    member: Member | None
    drugs: tuple[Prescription, ...]
    skip: bool
    uncounted: Uncounted
    unsure_of_help: bool

    @property
    def answers(self) -> tuple[object, ...]:
        """All that an answer depends on, the catalog last, so that a changed answer is noticed."""
        return (self.member, self.drugs, self.skip, self.uncounted, self.catalog.info.digest)

    def only_plans_changed(self, answered: object) -> bool:
        """Whether the person changed nothing since, and another catalog answers now."""
        return isinstance(answered, tuple) and answered[:-1] == self.answers[:-1]


def ask_comparison(session: Session) -> Asked:
    """The person, their drugs, and whether they would go without one."""
    st.header(say(words.YOU), anchor=False)
    catalog = ask_year(session)
    zip_code, county = ask_place(session, catalog)
    subsidy, unsure = ask_help(session, catalog.info.plan_year)
    member = ask_more(session, catalog, zip_code, county, subsidy) if county else None
    st.header(say(words.YOUR_DRUGS), anchor=False)
    drugs = ask_drugs(session, catalog)
    st.header(say(words.COMPARE), anchor=False)
    skip = st.checkbox(say(words.SKIP), key=session.key("skip"), persist_state="session")
    return Asked(catalog, county, member, drugs, skip, uncounted(session, drugs), unsure)


def wants_answer(session: Session, asked: Asked) -> bool:
    """Whether Compare was pressed and nothing stops it; what stops it is said."""
    if not st.button(say(words.COMPARE_PLANS), type="primary", on_click=session.forget_handed_back, key=session.key("compare")):
        return False
    why = what_stops(session, asked.catalog, asked.county, asked.member, asked.drugs)
    if why:
        st.error(plain(why))
    return not why


def uncounted(session: Session, counted: Sequence[Prescription]) -> Uncounted:
    """The names that are not counted, drugs that the year's file lacks among them."""
    lacking = [drug_label(drug.drug) for drug in session.drugs if drug not in counted]
    missing = [given.name for given in session.not_counted if given.cost_is_missing]
    outside = [given.name for given in session.not_counted if not given.cost_is_missing]
    return Uncounted((*lacking, *missing), tuple(outside))


def what_stops(session: Session, catalog: Catalog, county: County | None, member: Member | None, drugs: Sequence[Prescription]) -> str:
    """Why plans can't be compared yet; empty where they can."""
    started = str(st.session_state.get(session.drug_key("name"), "")).strip()
    if county is None:
        return say(words.NEED_PLACE)
    if member is None:
        return say(words.CORRECT_ABOVE)
    if session.changing is not None:
        return words.changing_sentence(drug_name(session.changing))
    if started:
        return words.started_sentence(started)
    if open_list := open_list_sentence(session):
        return open_list
    if not drugs:
        return say(words.ADD_A_DRUG)
    doubtful = unchecked(session, catalog, drugs)
    return unchecked_sentence(doubtful) if doubtful else ""
