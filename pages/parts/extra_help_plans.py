"""Extra Help with a drug list in hand: the saving at each plan, random placement against the best fit, and the refund of paid fills."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.errors import Refusal
from finder.domain.extra_help_refund import Grant
from finder.explain.choices import start_words
from finder.explain.explainers import extra_help_refund as words
from finder.explain.messages import say
from finder.explain.plans.helped_plans import TO_FIND_PLANS, no_drugs, sections
from finder.questions.explainers.extra_help import LAST_DAY
from finder.questions.explainers.extra_help_refund import paid_months, refund_at_plan
from finder.questions.plans.compare import plan_year
from finder.questions.plans.helped_plans import helped_plans
from pages.parts.catalog import catalog_behind
from pages.parts.frame import say_refusal, show
from pages.parts.plan_choice import choose_plan
from pages.parts.screen import st
from pages.parts.session import Session


def show_plans(session: Session, level: LowIncomeSubsidy) -> None:
    """What the level means for the drugs and plans of the comparison. Where there is none yet, the way to it."""
    comparison, asked = session.comparison, session.asked
    if comparison is None or asked is None:
        show(no_drugs())
        st.page_link("pages/find_plans.py", label=say(TO_FIND_PLANS))
        return
    catalog = catalog_behind(comparison)
    try:
        helped = helped_plans(catalog, *asked, level, comparison)
    except Refusal as refusal:  # a level that the year of the comparison does not have
        say_refusal(refusal)
        return
    show(sections(helped), session.key("help-default"))
    show(words.intro())
    if st.toggle(say(words.SHOW), key=session.key("help-refund")):
        member, drugs = asked
        alone = replace(member, low_income_subsidy=LowIncomeSubsidy.NONE)
        cost = plan_year(catalog, alone, drugs, choose_plan(session, comparison))
        grant, paid_through = _ask_grant(session, comparison.info.plan_year, level)
        show(words.sections(refund_at_plan(cost, grant, paid_through, alphabetical=member.alphabetical)))


def _ask_grant(session: Session, year: int, level: LowIncomeSubsidy) -> tuple[Grant, date]:
    """From when the help holds, when the plan knew, and through which month drugs were paid."""
    months = paid_months(year)
    first = st.selectbox(say(words.STARTS_IN), months, 0, start_words, key=session.key("help-from"))
    paid = st.selectbox(say(words.PAID_THROUGH), months, len(months) - 1, start_words, key=session.key("help-paid"))
    key = session.key("help-informed")
    informed = st.date_input(say(words.INFORMED_ON), None, date(year, 1, 1), LAST_DAY, key=key, format="MM/DD/YYYY")
    return Grant(level, first, None, informed if isinstance(informed, date) else None), paid
