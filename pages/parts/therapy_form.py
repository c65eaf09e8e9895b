"""The questions of the drug review program: illnesses, drugs, yearly cost (from a comparison where there is one), the plan's tests."""

from __future__ import annotations

from typing import Any

import streamlit as st

from finder.domain.errors import Refusal
from finder.domain.money import dollars, rounded_cents
from finder.domain.plan_cost import PlanCost
from finder.explain.choices import NOT_SURE
from finder.explain.explainers.medication_therapy import (
    AT_RISK_ASKED,
    CONDITIONS,
    NO_DRUGS,
    NO_ILLNESS,
    OTHER,
    YEARS,
    cost_of,
    cost_source,
    refusal_sentences,
    sheet_drugs,
)
from finder.explain.kit.html import paragraphs_html
from finder.questions.explainers.medication_therapy import medication_therapy
from pages.parts.catalog import place_of_latest
from pages.parts.frame import plain, say_damaged, show
from pages.parts.session import Session

_MOST = 30
_MINIMUM_ILLNESSES, _MINIMUM_DRUGS = range(2, 7), range(2, 13)


def ask_therapy(session: Session) -> dict[str, Any] | None:
    """The answer for what the person told; None before the form was sent. Raises Refusal."""
    cost = chosen_cost(session)
    with st.form(session.key("mtm-form")):
        year = st.selectbox("Year", YEARS, _first_year(session), key=session.key("mtm-year"))
        say_damaged()
        mine = st.multiselect("Which long-term illnesses do you have?", list(CONDITIONS), key=session.key("mtm-ill"), placeholder="Choose")
        others = st.number_input("How many other long-term illnesses?", 0, _MOST, None, 1, key=session.key("mtm-others"))
        label = "How many drugs do you take for a long time?"
        drugs = st.number_input(label, 0, _MOST, len(cost.drugs) if cost else None, 1, key=session.key("mtm-drugs"))
        if cost:
            show(paragraphs_html([cost_source(cost)]))
        label = "What do your drugs cost in a year, your part and the plan's? Leave empty if you don't know."
        price = st.number_input(label, 0.0, 1e7, float(cost_of(cost)) if cost else None, 100.0, key=session.key("mtm-cost"))
        nursing = st.checkbox("I live in a nursing home (long-term care)", key=session.key("mtm-ltc"))
        risky = st.checkbox(AT_RISK_ASKED, key=session.key("mtm-risk"))
        label = "How many illnesses does your plan ask for?"
        illnesses = st.selectbox(label, [NOT_SURE, *_MINIMUM_ILLNESSES], key=session.key("mtm-least-ill"))
        label = "How many drugs does your plan ask for?"
        least = st.selectbox(label, [NOT_SURE, *_MINIMUM_DRUGS], key=session.key("mtm-least-drugs"))
        pressed = st.form_submit_button("Show my answer", type="primary")
    kept = session.key("mtm-asked")
    if pressed:
        sponsor = {"minimum_conditions": illnesses, "minimum_drugs": least}
        illness = bool(mine) or others is not None
        named = [*(CONDITIONS[name] for name in mine), *(f"{OTHER} {number}" for number in range(1, int(others or 0) + 1))]
        st.session_state[kept] = {
            "year": year,
            "conditions": named if illness else None,
            "part_d_drugs": drugs,
            "annual_drug_cost": None if price is None else dollars(rounded_cents(str(price))),
            "long_term_care": nursing,
            "at_risk": risky,
            "sponsor": {name: number for name, number in sponsor.items() if number != NOT_SURE},
        }
    asked = st.session_state.get(kept)
    return None if asked is None else _answer(asked)


def _answer(asked: dict[str, Any]) -> dict[str, Any] | None:
    """The answer; None where something is missing or refused, which is said in a sentence."""
    missing = {"conditions": NO_ILLNESS, "part_d_drugs": NO_DRUGS}
    said = [words for name, words in missing.items() if asked[name] is None]
    if not said or asked["at_risk"]:
        try:
            answer = medication_therapy({**asked, "conditions": asked["conditions"] or [], "part_d_drugs": asked["part_d_drugs"] or 0})
        except Refusal as refusal:
            said = [*said, *refusal_sentences(refusal)]
        else:
            if not said or answer["because"] == ["at_risk"]:
                return answer
    for sentence in said:
        st.error(plain(sentence))
    return None


def chosen_cost(session: Session) -> PlanCost | None:
    """The year of the plan that was looked at, or of the first; None before a comparison."""
    compared = session.comparison
    return None if compared is None else compared.plan_cost(session.chosen_plan) or compared.plans[0]


def drug_list(session: Session) -> list[str]:
    """The names of the person's drugs, for the sheet."""
    return sheet_drugs(session.drugs)


def _first_year(session: Session) -> int:
    return YEARS.index(session.comparison.info.plan_year) if session.comparison else place_of_latest(YEARS)
