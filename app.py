"""The router: page configuration and navigation over ``pages/``, nothing else."""

import streamlit as st

from pages.parts.menu import narrow_menu

st.set_page_config(page_title="Drug plan finder", layout="wide", initial_sidebar_state="collapsed")


def page(name: str, title: str, default: bool = False) -> st.Page:
    """A page by the name of its file, which is its address too."""
    return st.Page(f"pages/{name}.py", title=title, url_path=name, default=default)


st.session_state["routed"] = True  # see pages/parts/frame.py
groups = {
    "Your plans": [
        page("find_plans", "Find plans", default=True),
        page("plan_year", "Plan year"),
        page("side_by_side", "Side by side"),
        page("what_if", "What if"),
        page("annual_change", "Next year"),
    ],
    "Costs and help": [
        page("extra_help", "Extra Help"),
        page("late_enrollment", "Late fee"),
        page("payment_plan", "Payment plan"),
        page("price_basis", "What a price is made of"),
        page("benefit_year", "The benefit by year"),
    ],
    "Drugs and rights": [
        page("transition_fills", "First supply of a drug"),
        page("medication_therapy", "Drug review program"),
        page("rights", "Rights and dates"),
    ],
    "For counselors": [
        page("desk", "Desk"),
        page("couple", "Couple"),
        page("report", "Report"),
    ],
}
current = st.navigation(groups, position="top")
narrow_menu(groups)
current.run()
