"""Find plans: a place and a drug list in; every plan that serves the place, ranked by what the year would cost, and why."""

import streamlit as st

from finder.explain.amount_doubts import unchecked_sentence
from finder.explain.source_words import WELCOME
from finder.questions.compare_plans import compare_plans
from pages.parts.drug_form import ask_drugs, unchecked
from pages.parts.frame import frame
from pages.parts.hand_back import say_handed_back
from pages.parts.person import ask_help, ask_more, ask_place, ask_year
from pages.parts.results import show_results
from pages.parts.session import session

visitor = session()
with frame("Find plans") as foot:
    st.write(WELCOME)
    say_handed_back(visitor)
    st.header("1. You", anchor=False)
    catalog = ask_year(visitor)
    foot.info = catalog.info
    zip_code, county = ask_place(visitor, catalog)
    subsidy, unsure = ask_help(visitor, catalog.info.plan_year)
    member = ask_more(visitor, catalog, zip_code, county, subsidy) if county else None
    st.header("2. Your drugs", anchor=False)
    drugs = ask_drugs(visitor, catalog)
    st.header("3. Compare", anchor=False)
    if st.button("Compare plans", type="primary", on_click=visitor.forget_handed_back, key=visitor.key("compare")):
        if member is None:
            st.error("First we need a ZIP code that this file covers. Please type it at the top of this page.")
        elif not drugs:
            st.error("Please add at least one drug first.")
        elif doubtful := unchecked(visitor, catalog, drugs):
            st.error(unchecked_sentence(doubtful))
        else:
            visitor.comparison, visitor.asked = None, None
            visitor.comparison, visitor.asked = compare_plans(catalog, member, drugs), (member, drugs)
    if visitor.comparison is not None and visitor.asked == (member, drugs):
        show_results(visitor, visitor.comparison, unsure_of_help=unsure)
    elif visitor.comparison is not None:
        st.info("You changed an answer. Press Compare plans to see the new costs.")
