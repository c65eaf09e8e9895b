"""Extra Help with a drug list in hand: the saving at each plan, random placement against the best fit, and the refund of paid fills."""

from __future__ import annotations

import streamlit as st

from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.errors import Refusal
from finder.explain.messages import say
from finder.explain.plans.helped_plans import TO_FIND_PLANS, no_drugs, sections
from finder.questions.plans.helped_plans import helped_plans
from pages.parts.catalog import catalog_behind
from pages.parts.frame import say_refusal, show
from pages.parts.refund_form import show_refund
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
    show_refund(session, level)
