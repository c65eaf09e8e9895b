"""The questions of the payment plan: a plan's year from the comparison, or twelve amounts; and the month of joining."""

from __future__ import annotations

from typing import Any

import streamlit as st

from finder.domain.money import dollars, rounded_cents
from finder.explain.words import month
from finder.questions.payment_plan import payment_plan, payment_plan_of_ledger, payment_plan_years
from finder.questions.plan_year import plan_year
from pages.parts.catalog import catalog_of
from pages.parts.frame import say_damaged
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
    return payment_plan_of_ledger(cost.ledger, _join_month(session))


def _of_costs(session: Session) -> dict[str, Any] | None:
    with st.form(session.key("m3p-form")):
        year = st.selectbox("Year", payment_plan_years(), 1, key=session.key("m3p-year"))
        say_damaged()
        joining = _join_month(session)
        st.write("What do your drugs cost you at the drug store each month?")
        columns = st.columns(3)
        costs = [_amount(session, columns[(number - 1) % 3], number) for number in range(1, 13)]
        label = "What you paid for drugs this year before you joined, if more than above"
        before = st.number_input(label, 0.0, None, 0.0, 10.0, key=session.key("m3p-before"))
        pressed = st.form_submit_button("Show my bills", type="primary")
    kept = session.key("m3p-asked")
    if pressed:
        document: dict[str, Any] = {"year": year, "opt_in_month": joining, "monthly_out_of_pocket": costs}
        if before:
            document["paid_before_opt_in"] = _money(before)
        st.session_state[kept] = document
    asked = st.session_state.get(kept)
    return None if asked is None else payment_plan(asked)


def _amount(session: Session, column: Any, number: int) -> str:
    return _money(column.number_input(month(number), 0.0, 100_000.0, 0.0, 10.0, key=session.key(f"m3p-{number}")))


def _money(amount: float) -> str:
    return dollars(rounded_cents(str(amount)))
