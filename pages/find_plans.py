"""Find plans: a place and a drug list in; every plan that serves the place, ranked by what the year would cost, and why."""

import streamlit as st

from finder.explain.plans.stopped import SKIP
from finder.explain.source_words import WELCOME
from finder.questions.plans.compare import compare_plans
from pages.parts.catalog import today, years
from pages.parts.compare import uncounted, what_stops
from pages.parts.drug_form import ask_drugs
from pages.parts.frame import frame, plain
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
    skip = st.checkbox(SKIP, key=visitor.key("skip"), persist_state="session")
    asked = (member, drugs, skip, uncounted(visitor, drugs))
    if st.button("Compare plans", type="primary", on_click=visitor.forget_handed_back, key=visitor.key("compare")):
        if stopped := what_stops(visitor, catalog, county, member, drugs):
            st.error(plain(stopped))
        elif member is not None:
            visitor.comparison, visitor.asked = None, None
            missing, outside = asked[-1]
            options = {"skip_uncovered": skip, "not_counted": missing, "outside_part_d": outside}
            answer = compare_plans(catalog, member, drugs, today=today(), known_years=years(), **options)
            visitor.comparison, visitor.asked, visitor.answered = answer, (member, drugs), asked
    if visitor.comparison is not None and visitor.answered == asked:
        show_results(visitor, visitor.comparison, unsure_of_help=unsure)
    elif visitor.comparison is not None:
        st.info("You changed an answer. Press Compare plans to see the new costs.")
