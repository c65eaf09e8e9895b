"""The questions of the payment plan: a plan's year from the comparison, or twelve amounts; and the month of joining."""

from __future__ import annotations

from typing import Any

import streamlit as st

from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.errors import Refusal
from finder.domain.money import Cents, rounded_cents
from finder.domain.months import YEAR_MONTHS
from finder.domain.payment_plan import OwnCosts, PaymentPlan
from finder.explain.explainers import payment_plan as words
from finder.explain.messages import say
from finder.explain.words import month
from finder.questions.explainers.payment_plan import payment_plan, payment_plan_of_ledger, payment_plan_years
from finder.questions.plans.compare import plan_year
from pages.parts.catalog import catalog_behind
from pages.parts.frame import plain, say_damaged
from pages.parts.plan_choice import choose_plan
from pages.parts.session import Session


def ask_payment_plan(session: Session) -> PaymentPlan | None:
    """The answer for what the person chose or typed; None before anything is there. Raises Refusal."""
    compared = session.comparison
    has_plan = compared is not None and session.asked is not None and compared.info.plan_year in payment_plan_years()
    options = [words.MY_PLAN, words.MY_COSTS]
    if has_plan and st.radio(say(words.WHICH_COSTS), options, 0, say, key=session.key("m3p-source")) == words.MY_PLAN:
        return _of_plan(session)
    return _of_costs(session)


def _of_plan(session: Session) -> PaymentPlan | None:
    if session.comparison is None or session.asked is None:
        return None
    catalog = catalog_behind(session.comparison)
    cost = plan_year(catalog, *session.asked, choose_plan(session, session.comparison))
    joining, prior = _join_month(session), _prior_year(session)
    return payment_plan_of_ledger(cost.ledger, joining, session.asked[0].low_income_subsidy, prior)


def _of_costs(session: Session) -> PaymentPlan | None:
    kept = session.key("m3p-asked")
    with st.form(session.key("m3p-form")):
        costs = _ask_costs(session)
        if st.form_submit_button(say(words.SHOW), type="primary"):
            st.session_state[kept] = costs
    asked: OwnCosts | None = st.session_state.get(kept)
    return None if asked is None else _answer(asked)


def _ask_costs(session: Session) -> OwnCosts:
    year = st.selectbox(say(words.YEAR), payment_plan_years(), 1, key=session.key("m3p-year"))
    say_damaged()
    joining = _join_month(session)
    st.write(say(words.COSTS))
    rows = [zip(st.columns(3), range(first, first + 3), strict=True) for first in (1, 4, 7, 10)]  # in order on a phone too
    monthly = tuple(_ask_month(session, column, number) for row in rows for column, number in row)
    fill = st.number_input(say(words.FILL), 0.0, None, None, 10.0, key=session.key("m3p-fill"))
    before = st.number_input(say(words.BEFORE), 0.0, None, 0.0, 10.0, key=session.key("m3p-before"))
    prior = _prior_year(session)
    helped = st.checkbox(say(words.HELPED), key=session.key("m3p-help"))
    subsidy = LowIncomeSubsidy.FULL_OTHER if helped else LowIncomeSubsidy.NONE
    return OwnCosts(year, joining, monthly, _cents(before or None), _cents(fill), prior, subsidy)


def _answer(asked: OwnCosts) -> PaymentPlan | None:
    """The answer; None where something is missing or refused, which is said in a sentence."""
    if not any(asked.monthly) and asked.paid_before is None:
        st.error(say(words.NO_COSTS))
        return None
    try:
        answer = payment_plan(asked)
    except Refusal as refusal:
        for sentence in words.refusal_sentences(refusal):
            st.error(plain(sentence))
        return None
    capped = words.capped_sentence(answer, asked)
    if capped:
        st.info(plain(capped))
    return answer


def _join_month(session: Session) -> int:
    return int(st.selectbox(say(words.JOINING), range(1, YEAR_MONTHS + 1), format_func=month, key=session.key("m3p-month")))


def _prior_year(session: Session) -> Cents | None:
    return _cents(st.number_input(say(words.PRIOR_YEAR), 0.0, None, None, 10.0, key=session.key("m3p-prior")))


def _ask_month(session: Session, column: Any, number: int) -> Cents:
    return _cents(column.number_input(month(number), 0.0, 100_000.0, 0.0, 10.0, key=session.key(f"m3p-{number}"))) or 0


def _cents(amount: float | None) -> Cents | None:
    return None if amount is None else rounded_cents(str(amount))
