"""The router: page configuration and navigation over ``pages/``, nothing else."""

import streamlit as st

from finder.explain.messages import mark, say, speaking
from pages.parts.menu import narrow_menu


def page(name: str, title: str, default: bool = False) -> st.Page:
    """A page by the name of its file, which is its address too."""
    return st.Page(f"pages/{name}.py", title=say(title), url_path=name, default=default)


st.session_state["routed"] = True  # see pages/parts/frame.py
with speaking(st.session_state.get("language", "en")):
    st.set_page_config(page_title=say("Drug plan finder"), layout="wide", initial_sidebar_state="collapsed")
    groups = {
        say("Your plans"): [
            page("find_plans", mark("Find plans"), default=True),
            page("answer", mark("My answer")),
            page("plan_year", mark("Plan year")),
            page("side_by_side", mark("Side by side")),
            page("what_if", mark("What if")),
            page("annual_change", mark("Next year")),
            page("plans_here", mark("Plans on this computer")),
        ],
        say("Costs and help"): [
            page("extra_help", mark("Extra Help")),
            page("late_enrollment", mark("Late fee")),
            page("receipt", mark("Check a receipt")),
            page("payment_plan", mark("Payment plan")),
            page("price_basis", mark("What a price is made of")),
            page("benefit_year", mark("The benefit by year")),
        ],
        say("Drugs and rights"): [
            page("transition_fills", mark("First supply of a drug")),
            page("medication_therapy", mark("Drug review program")),
            page("rights", mark("Rights and dates")),
        ],
        say("For counselors"): [
            page("desk", mark("Desk")),
            page("clients", mark("Clients")),
            page("couple", mark("Couple")),
            page("report", mark("Report")),
        ],
    }
    current = st.navigation(groups, position="top")
    narrow_menu(groups)
    current.run()
