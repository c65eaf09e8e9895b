"""The way from a drug that a plan leaves out or restricts to the dates of its first supply."""

from __future__ import annotations

from datetime import date
from functools import partial

import streamlit as st

from finder.domain.plan_cost import PlanCost
from finder.explain.explainers.transition_fills import first_supply_button
from finder.questions.explainers.transition_fills import first_supplies
from pages.parts.session import Session


def offer_first_supply(session: Session, cost: PlanCost, start: date) -> None:
    """A button for each drug that the plan leaves out or restricts: to its first supply at a plan that starts on that day."""
    for supply in first_supplies(cost, start):
        choose = partial(setattr, session, "first_supply", supply)
        key = session.key(f"supply-{cost.plan.plan_id}-{supply.drug.rxcui}")
        if st.button(first_supply_button(supply), on_click=choose, key=key):
            st.switch_page("pages/transition_fills.py")
