"""The choice of one plan among those compared."""

from __future__ import annotations

import streamlit as st

from finder.domain.plan_cost import Comparison
from finder.explain.words import plan_name
from pages.parts.session import Session


def choose_plan(session: Session, comparison: Comparison) -> str:
    """The id of the plan to show: the one asked for on Find plans until another is chosen here."""
    words = {cost.plan.plan_id: f"{cost.rank}. {plan_name(cost.plan)}" for cost in comparison.plans}
    plan_ids = list(words)
    first = plan_ids.index(session.chosen_plan) if session.chosen_plan in words else 0
    key = session.key("chosen-plan")
    session.chosen_plan = st.selectbox("Plan", plan_ids, first, words.__getitem__, key=key)
    return session.chosen_plan
