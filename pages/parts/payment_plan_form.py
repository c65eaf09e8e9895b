"""The questions of the payment plan: a plan's year from the comparison, or twelve amounts; and the month of joining."""

from __future__ import annotations

from typing import Any

import streamlit as st

from finder.domain.errors import Refusal
from finder.domain.money import dollars, rounded_cents, to_cents
from finder.explain.explainers.payment_plan import NO_COSTS, capped_sentence, refusal_sentences
from finder.explain.words import month
from finder.questions.explainers.payment_plan import payment_plan, payment_plan_of_ledger, payment_plan_years
from finder.questions.plans.plan_year import plan_year
from pages.parts.catalog import catalog_of
from pages.parts.frame import plain, say_damaged
from pages.parts.plan_choice import choose_plan
from pages.parts.session import Session

_MY_PLAN, _MY_COSTS = "Use a plan from Find plans", "Type my costs"


def ask_payment_plan(session: Session) -> dict[str, Any] | None:
    """The answer for what the person chose or typed; None before anything is there. Raises Refusal."""
    compared = session.comparison
    has_plan = compared is not None and session.asked is not None and compared.info.plan_year in payment_plan_years()
    if has_plan and st.radio("Which costs?", [_MY_PLAN, _MY_COSTS], key=session.key("m3p-source")) == _MY_PLAN:
        return _of_plan(session)
    return _of_costs(session)


def _join_month(session: Session) -> int:
    return st.selectbox("When would you join?", range(1, 13), format_func=month, key=session.key("m3p-month"))


def _of_plan(session: Session) -> dict[str, Any] | None:
    if session.comparison is None or session.asked is None:
        return None
    catalog = catalog_of(session.comparison.info.plan_year)
    cost = plan_year(catalog, *session.asked, choose_plan(session, session.comparison))
    joining, prior = _join_month(session), _prior_year(session)
    paid = None if prior is None else rounded_cents(str(prior))
    return payment_plan_of_ledger(cost.ledger, joining, session.asked[0].low_income_subsidy, paid)


def _prior_year(session: Session) -> float | None:
    label = "What you paid for drugs in January to September of the year before. Leave empty if you don't know."
    return st.number_input(label, 0.0, None, None, 10.0, key=session.key("m3p-prior"))


def _of_costs(session: Session) -> dict[str, Any] | None:
    with st.form(session.key("m3p-form")):
        year = st.selectbox("Year", payment_plan_years(), 1, key=session.key("m3p-year"))
        say_damaged()
        joining = _join_month(session)
        st.write("What do your drugs cost you at the drug store each month?")
        rows = [zip(st.columns(3), range(first, first + 3), strict=True) for first in (1, 4, 7, 10)]  # in order on a phone too
        costs = [_amount(session, column, number) for row in rows for column, number in row]
        label = "What one drug costs you at most for one fill. Leave empty if you don't know."
        fill = st.number_input(label, 0.0, None, None, 10.0, key=session.key("m3p-fill"))
        label = "What you paid for drugs this year before you joined, if more than above"
        before = st.number_input(label, 0.0, None, 0.0, 10.0, key=session.key("m3p-before"))
        prior = _prior_year(session)
        helped = st.checkbox("I get Extra Help with drug costs", key=session.key("m3p-help"))
        pressed = st.form_submit_button("Show my bills", type="primary")
    kept = session.key("m3p-asked")
    if pressed:
        document: dict[str, Any] = {"year": year, "opt_in_month": joining, "monthly_out_of_pocket": costs}
        document |= {"paid_before_opt_in": _money(before)} if before else {}
        known = {"largest_single_fill": fill, "prior_year_first_nine_months": prior}
        document |= {name: _money(amount) for name, amount in known.items() if amount is not None}
        document["low_income_subsidy"] = "full_other" if helped else "none"
        st.session_state[kept] = document
    asked = st.session_state.get(kept)
    return None if asked is None else _answer(asked)


def _answer(asked: dict[str, Any]) -> dict[str, Any] | None:
    """The answer; None where something is missing or refused, which is said in a sentence."""
    if not any(to_cents(cost) for cost in asked["monthly_out_of_pocket"]) and "paid_before_opt_in" not in asked:
        st.error(NO_COSTS)
        return None
    try:
        answer = payment_plan(asked)
    except Refusal as refusal:
        for sentence in refusal_sentences(refusal):
            st.error(plain(sentence))
        return None
    capped = capped_sentence(answer, asked["monthly_out_of_pocket"])
    if capped:
        st.info(plain(capped))
    return answer


def _amount(session: Session, column: Any, number: int) -> str:
    return _money(column.number_input(month(number), 0.0, 100_000.0, 0.0, 10.0, key=session.key(f"m3p-{number}")))


def _money(amount: float) -> str:
    return dollars(rounded_cents(str(amount)))
