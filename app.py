"""The router: page configuration and navigation over ``pages/``, nothing else."""

import streamlit as st

st.set_page_config(page_title="Drug plan finder", layout="wide", initial_sidebar_state="collapsed")
pages = [
    st.Page("pages/find_plans.py", title="Find plans", url_path="find_plans", default=True),
    st.Page("pages/plan_year.py", title="Plan year", url_path="plan_year"),
    st.Page("pages/desk.py", title="Desk", url_path="desk"),
    st.Page("pages/side_by_side.py", title="Side by side", url_path="side_by_side"),
    st.Page("pages/what_if.py", title="What if", url_path="what_if"),
    st.Page("pages/couple.py", title="Couple", url_path="couple"),
    st.Page("pages/payment_plan.py", title="Payment plan", url_path="payment_plan"),
    st.Page("pages/benefit_year.py", title="The benefit by year", url_path="benefit_year"),
    st.Page("pages/price_basis.py", title="What a price is made of", url_path="price_basis"),
    st.Page("pages/transition_fills.py", title="First supply of a drug", url_path="transition_fills"),
    st.Page("pages/medication_therapy.py", title="Drug review program", url_path="medication_therapy"),
    st.Page("pages/rights.py", title="Rights and dates", url_path="rights"),
    st.Page("pages/late_enrollment.py", title="Late fee", url_path="late_enrollment"),
    st.Page("pages/extra_help.py", title="Extra Help", url_path="extra_help"),
]
st.navigation(pages, position="top").run()
