"""The questions of who pays the plan: what no file tells of it, and without a comparison an example."""

from __future__ import annotations

from finder.domain.money import WHOLE, rounded_cents
from finder.domain.plan_payments import PlanFacts, PlanPayments
from finder.explain.explainers import plan_payments as words
from finder.explain.messages import say
from finder.explain.source_words import GO_TO_FIND_PLANS
from finder.questions.explainers.benefit_year import plan_years
from finder.questions.explainers.plan_payments import payments_for, payments_of_example, usual_premium
from finder.questions.plans.compare import plan_year
from pages.parts.catalog import catalog_behind, place_of_latest
from pages.parts.frame import show
from pages.parts.plan_choice import choose_plan
from pages.parts.screen import st
from pages.parts.session import Session

_PERCENT = WHOLE // 100
_RUNNING, _REBATES = range(0, 31), range(0, 51, 5)
_RISKS = range(50, 301, 10)
_EXAMPLE_RUNNING, _AVERAGE = 10, 100
_EXAMPLE_COST, _EXAMPLE_BRAND = 6_000.0, 80


def ask_assumed(session: Session) -> PlanFacts:
    """What no file tells; the premiums come from the plan."""
    with st.expander(say(words.ASSUMED)):
        risk = st.select_slider(say(words.RISK), _RISKS, _AVERAGE, key=session.key("payments-risk"))
        running = st.select_slider(say(words.RUNNING), _RUNNING, _EXAMPLE_RUNNING, _percent, key=session.key("payments-running"))
        rebates = st.select_slider(say(words.REBATES), _REBATES, 0, _percent, key=session.key("payments-rebates"))
    return PlanFacts(0, 0, int(risk) * _PERCENT, int(running) * _PERCENT, int(rebates) * _PERCENT)


def show_own(session: Session) -> None:
    """The money of a plan of the person's own comparison."""
    compared, asked = session.comparison, session.asked
    if compared is None or asked is None:
        return
    cost = plan_year(catalog_behind(compared), *asked, choose_plan(session, compared))
    found = payments_for(cost, compared.low_income_subsidy, ask_assumed(session))
    show(words.sections(found, cost.plan) if isinstance(found, PlanPayments) else words.unknown_sections(cost.plan, found))


def show_example(session: Session) -> None:
    """The money of a plan at the standard benefit for a yearly drug cost."""
    show(words.example_words())
    st.page_link("pages/find_plans.py", label=say(GO_TO_FIND_PLANS))
    known = list(plan_years())
    left, right = st.columns(2)
    year = left.selectbox(say(words.YEAR), known, place_of_latest(known), key=session.key("payments-year"))
    cost = right.number_input(say(words.DRUG_COST), 0.0, 1_000_000.0, _EXAMPLE_COST, 100.0, key=session.key("payments-cost"))
    usual = usual_premium(year) / 100
    left, right = st.columns(2)
    premium = left.number_input(say(words.PREMIUM), 0.0, 1_000.0, usual, 1.0, key=session.key(f"payments-premium-{year}"))
    brand = right.select_slider(say(words.BRAND_PART), range(0, 101, 10), _EXAMPLE_BRAND, _percent, key=session.key("payments-brand"))
    assumed = ask_assumed(session)._replace(basic_premium=rounded_cents(str(premium)))
    show(words.sections(payments_of_example(year, rounded_cents(str(cost)), int(brand) * _PERCENT, assumed)))


def _percent(value: int) -> str:
    return words.percent_words(value * _PERCENT)
