"""The router: page configuration and navigation over ``pages/``, nothing else."""

import streamlit as st

st.set_page_config(page_title="Drug plan finder", layout="wide", initial_sidebar_state="collapsed")
pages = [
    st.Page("pages/find_plans.py", title="Find plans", url_path="find_plans", default=True),
    st.Page("pages/plan_year.py", title="Plan year", url_path="plan_year"),
    st.Page("pages/payment_plan.py", title="Payment plan", url_path="payment_plan"),
]
st.navigation(pages, position="top").run()
