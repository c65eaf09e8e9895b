"""The questions of the payment plan: a plan's year from the comparison, or twelve amounts; and the month of joining."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.errors import Refusal
from finder.domain.member import Member
from finder.domain.money import Cents, rounded_cents
from finder.domain.months import YEAR_MONTHS
from finder.domain.payment_plan import OwnCosts, PaymentPlan
from finder.domain.plan_cost import Comparison
from finder.domain.prescription import Prescription
from finder.explain.explainers import payment_plan as words
from finder.explain.messages import say
from finder.explain.words import month
from finder.questions.explainers.payment_plan import payment_plan, payment_plan_of_ledger, payment_plan_years
from finder.questions.plans.compare import plan_year
from pages.parts.catalog import catalog_behind
from pages.parts.frame import say_damaged, show
from pages.parts.plan_choice import choose_plan
from pages.parts.screen import st
from pages.parts.session import Session

Bills = Callable[[int], PaymentPlan | None]
"""The answer for a month of joining; None where it is refused, which is said in a sentence."""


def of_list(session: Session) -> bool:
    """Whether a comparison has a year of drug costs that the payment plan knows."""
    compared = session.comparison
    return compared is not None and session.asked is not None and compared.info.plan_year in payment_plan_years()


def ask_costs(session: Session) -> Bills | None:
    """The costs that the person chose or typed; None before anything is there."""
    if session.comparison is None or session.asked is None or not of_list(session):
        return _of_costs(session)
    options = [words.MY_PLAN, words.MY_COSTS]
    source = st.radio(say(words.WHICH_COSTS), options, 0, say, key=session.key("m3p-source"))
    return _of_plan(session, session.comparison, *session.asked) if source == words.MY_PLAN else _of_costs(session)


def ask_joining(session: Session) -> int:
    """The month of joining on a slider: January, or the first month of the plan, until it is moved. The arrow keys move it a month."""
    first = session.comparison.coverage_start.month if session.comparison else 1
    months = range(1, YEAR_MONTHS + 1)
    return int(st.select_slider(say(words.JOINING), months, first, month, key=session.key(f"m3p-month-{first}")))


def _of_plan(session: Session, compared: Comparison, member: Member, drugs: tuple[Prescription, ...]) -> Bills:
    cost = plan_year(catalog_behind(compared), member, drugs, choose_plan(session, compared))
    prior = _prior_year(session)

    def bills(joining: int) -> PaymentPlan:
        show(words.about(cost.plan))
        return payment_plan_of_ledger(cost.ledger, joining, member.low_income_subsidy, prior)

    return bills


def _of_costs(session: Session) -> Bills | None:
    kept = session.key("m3p-asked")
    with st.form(session.key("m3p-form")):
        costs = _ask_costs(session)
        if st.form_submit_button(say(words.SHOW), type="primary"):
            st.session_state[kept] = costs
    asked: OwnCosts | None = st.session_state.get(kept)
    if asked is None:
        return None
    if not any(asked.monthly) and asked.paid_before is None:
        st.error(say(words.NO_COSTS))
        return None
    return lambda joining: _answer(replace(asked, opt_in_month=joining))


def _ask_costs(session: Session) -> OwnCosts:
    """What the form asks; when the person would join is asked beside the answer."""
    year = st.selectbox(say(words.YEAR), payment_plan_years(), 1, key=session.key("m3p-year"))
    say_damaged()
    st.write(say(words.COSTS))
    rows = [zip(st.columns(3), range(first, first + 3), strict=True) for first in (1, 4, 7, 10)]  # in order on a phone too
    monthly = tuple(_ask_month(session, column, number) for row in rows for column, number in row)
    helped = st.checkbox(say(words.HELPED), key=session.key("m3p-help"))
    with st.expander(say(words.MORE)):
        fill = st.number_input(say(words.FILL), 0.0, None, None, 10.0, key=session.key("m3p-fill"))
        before = st.number_input(say(words.BEFORE), 0.0, None, 0.0, 10.0, key=session.key("m3p-before"))
        prior = _prior_year(session)
    subsidy = LowIncomeSubsidy.FULL_OTHER if helped else LowIncomeSubsidy.NONE
    return OwnCosts(year, 1, monthly, _cents(before or None), _cents(fill), prior, subsidy)


def _answer(asked: OwnCosts) -> PaymentPlan | None:
    """The answer; None where something is refused, which is said in a sentence."""
    try:
        answer = payment_plan(asked)
    except Refusal as refusal:
        for sentence in words.refusal_sentences(refusal):
            st.error(sentence)
        return None
    capped = words.capped_sentence(answer, asked)
    if capped:
        st.info(capped)
    return answer


def _prior_year(session: Session) -> Cents | None:
    return _cents(st.number_input(say(words.PRIOR_YEAR), 0.0, None, None, 10.0, key=session.key("m3p-prior")))


def _ask_month(session: Session, column: Any, number: int) -> Cents:
    return _cents(column.number_input(month(number).capitalize(), 0.0, 100_000.0, 0.0, 10.0, key=session.key(f"m3p-{number}"))) or 0


def _cents(amount: float | None) -> Cents | None:
    return None if amount is None else rounded_cents(str(amount))
